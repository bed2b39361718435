"""Pages of figures: totals, one indicator down to the filed cells, and the definitions."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from danvan.web.views import ActorView

from . import exports, presenting, queries, services
from .access import EXPORT, VIEW
from .forms import ScopeForm, read_mode, read_scope
from .modes import BadMode
from .queries import Breakdown, Scope

SOURCES_A_PAGE = 200
# Of a choice of units that cannot be read, so much is shown again.
LONGEST_WRONG = 40


class ScopeView(ActorView):
    """A page about one unit, line and period, read in one of the two modes, with exports of what it shows.

    A choice of units that cannot be read is said above the figures, which are then shown as they were.
    """

    action = VIEW

    def scope(self) -> tuple[Scope, str]:
        """What the address asks for, and the choice of units that could not be read ("" when it could)."""
        try:
            return read_scope(self.actor, self.request.GET, read_mode(self.actor, self.request.GET)), ""
        except BadMode:
            return read_scope(self.actor, self.request.GET), self.request.GET["units"][:LONGEST_WRONG]

    def page(self, scope: Scope, found: Breakdown | None = None) -> presenting.Page:
        """What the page says of units that changed."""
        told = queries.provenance(scope, self.actor, found and found.told_by)
        return presenting.Page(scope, self.actor.day, queries.days_of_change(scope.unit), told)

    def show(self, page: presenting.Page, wrong: str, context: dict[str, Any]) -> HttpResponse:
        """The page with all that its kind needs."""
        scope = page.scope
        extra = [("all", "1")] if context.get("everything") else []
        frame = {
            "scope": scope,
            "form": ScopeForm(self.actor, scope),
            "period_name": queries.period_name(scope.period),
            "path": [
                {"name": unit.name, "query": scope.of_unit(unit.public_id)}
                for unit in queries.crumbs(self.actor, scope.unit, scope.day)
            ],
            "exports": list(exports.WRITERS) if self.actor.covers(EXPORT, scope.unit) else [],
            "units_mode": presenting.control(page, extra, wrong),
            "findings": presenting.findings(page),
            "alive": page.provenance.alive,
            "restated": bool(page.provenance.origins),
        }
        return self.render(frame | context, status=422 if wrong else 200)

    def take_away(self, sheet: exports.Sheet, kind: str, scope: Scope) -> HttpResponse:
        """The sheet as a file, after writing in the book that it was taken."""
        services.note_export(scope.unit, sheet.title, by=self.actor, rows=len(sheet.rows), kind=kind)
        return exports.response(sheet, kind, self.actor.name)

    def wanted(self, scope: Scope, wrong: str) -> str:
        """The export asked for, if the person may take this unit's figures away; "" for the page itself."""
        kind = self.request.GET.get("format", "")
        if kind not in exports.WRITERS:
            return ""
        if wrong:
            raise Http404
        self.actor.require_on(EXPORT, scope.unit)
        return kind


class TotalsView(ScopeView):
    """All figures of a unit in one period, beside the period before and last year's."""

    template_name = "figures/totals.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        scope, wrong = self.scope()
        everything = request.GET.get("all") == "1"
        totals = queries.totals(scope, everything=everything)
        page = self.page(scope)
        if kind := self.wanted(scope, wrong):
            return self.take_away(exports.totals_sheet(scope, totals, presenting.said(page)), kind, scope)
        names = {
            "before_name": queries.period_name(totals.before) if totals.before else "",
            "last_year_name": queries.period_name(totals.last_year) if totals.last_year else "",
        }
        return self.show(page, wrong, names | {"totals": totals, "everything": everything})


class CellsView(ScopeView):
    """One indicator: the units under a unit, their sum, and the filed cells behind it."""

    template_name = "figures/cells.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        indicator = queries.indicator(code)
        if indicator is None:
            raise Http404
        scope, wrong = self.scope()
        found = queries.breakdown(scope, indicator, self.actor)
        page = self.page(scope, found)
        if kind := self.wanted(scope, wrong):
            make = exports.sources_sheet if request.GET.get("table") == "sources" else exports.units_sheet
            return self.take_away(make(scope, found, presenting.said(page)), kind, scope)
        periods = [period for period, _cell in found.course]
        course_text = presenting.course_text(page, periods, any(cell.amount is not None for _one, cell in found.course))
        more = {
            "found": found,
            "indicator": indicator,
            "page": Paginator(found.sources, SOURCES_A_PAGE).get_page(request.GET.get("page")),
            "course": [(queries.period_name(period), cell) for period, cell in found.course],
            "course_amounts": [cell.amount for _period, cell in found.course],
            "course_breaks": presenting.breaks(periods, page.days),
            "course_text": course_text,
            "course_label": f"{indicator.name}. {course_text}",
        }
        return self.show(page, wrong, more)


class IndicatorsView(ActorView):
    """What each indicator counts, in which measure, and whether units may be added up."""

    action = VIEW
    template_name = "figures/indicators.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        groups = groupby(queries.indicators(), key=lambda indicator: indicator.topic)
        return self.render({"groups": [(topic, list(rows)) for topic, rows in groups]})
