"""Pages of figures: totals, one indicator down to the filed cells, and the definitions."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from danvan.web.views import ActorView

from . import exports, queries, services
from .access import EXPORT, VIEW
from .forms import ScopeForm, read_scope
from .queries import Scope

SOURCES_A_PAGE = 200


class ScopeView(ActorView):
    """A page about one unit, line and period, with exports of what it shows."""

    action = VIEW

    def frame(self, scope: Scope) -> dict[str, Any]:
        """What every such page needs."""
        return {
            "scope": scope,
            "form": ScopeForm(self.actor, scope),
            "period_name": queries.period_name(scope.period),
            "path": [
                {"name": unit.name, "query": scope.of_unit(unit.public_id)}
                for unit in queries.crumbs(self.actor, scope.unit, scope.period.last_day)
            ],
            "exports": list(exports.WRITERS) if self.actor.covers(EXPORT, scope.unit) else [],
        }

    def take_away(self, scope: Scope, sheet: exports.Sheet, kind: str) -> HttpResponse:
        """The sheet as a file, after writing in the book that it was taken."""
        services.note_export(scope.unit, sheet.title, by=self.actor, rows=len(sheet.rows), kind=kind)
        return exports.response(sheet, kind, self.actor.name)

    def wanted(self, scope: Scope) -> str:
        """The export asked for, if the person may take this unit's figures away; "" for the page itself."""
        kind = self.request.GET.get("format", "")
        if kind not in exports.WRITERS:
            return ""
        self.actor.require_on(EXPORT, scope.unit)
        return kind


class TotalsView(ScopeView):
    """All figures of a unit in one period, beside the period before and last year's."""

    template_name = "figures/totals.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        scope = read_scope(self.actor, request.GET)
        everything = request.GET.get("all") == "1"
        totals = queries.totals(scope, everything=everything)
        if kind := self.wanted(scope):
            return self.take_away(scope, exports.totals_sheet(scope, totals), kind)
        names = {
            "before_name": queries.period_name(totals.before) if totals.before else "",
            "last_year_name": queries.period_name(totals.last_year) if totals.last_year else "",
        }
        return self.render(self.frame(scope) | names | {"totals": totals, "everything": everything})


class CellsView(ScopeView):
    """One indicator: the units under a unit, their sum, and the filed cells behind it."""

    template_name = "figures/cells.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        indicator = queries.indicator(code)
        if indicator is None:
            raise Http404
        scope = read_scope(self.actor, request.GET)
        found = queries.breakdown(scope, indicator, self.actor)
        if kind := self.wanted(scope):
            make = exports.sources_sheet if request.GET.get("table") == "sources" else exports.units_sheet
            return self.take_away(scope, make(scope, found), kind)
        page = Paginator(found.sources, SOURCES_A_PAGE).get_page(request.GET.get("page"))
        course = [(queries.period_name(period), cell) for period, cell in found.course]
        more = {"course": course, "course_amounts": [cell.amount for _name, cell in course]}
        return self.render(self.frame(scope) | more | {"found": found, "indicator": indicator, "page": page})


class IndicatorsView(ActorView):
    """What each indicator counts, in which measure, and whether units may be added up."""

    action = VIEW
    template_name = "figures/indicators.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        groups = groupby(queries.indicators(), key=lambda indicator: indicator.topic)
        return self.render({"groups": [(topic, list(rows)) for topic, rows in groups]})
