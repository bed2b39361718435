"""One round: its units and where each stands; accept many, remind, close."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from functools import partial
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.access.actor import Actor
from danvan.core import clock
from danvan.deadlines.queries import load_calendar
from danvan.reports import exports, services
from danvan.reports.access import DECIDE, EXPORT, OPEN, VIEW
from danvan.reports.filters import SHOW, UnitFilter
from danvan.reports.models import Round, Submission
from danvan.reports.presenting import finding, mark_of
from danvan.reports.queries.punctual import state_counts
from danvan.reports.states import RoundState
from danvan.web.views import RegisterView, filter_text

from .base import OfRound

CHIP_MARKS = {
    "missing": "none", "overdue": "late", "late": "late", "handed_in": "done", "to_check": "wait", "filed": "wait",
    "returned": "returned", "accepted": "done", "released": "none",
}  # fmt: skip


class RoundPage(RegisterView, OfRound):
    """Units by state with filters and counts, grouped by what their areas belonged to."""

    action = VIEW
    template_name = "reports/round.html"
    filterset_class = UnitFilter
    export_action = EXPORT
    page_size = 200

    @cached_property
    def record(self) -> Round:
        return self.round(self.kwargs["public_id"])

    @cached_property
    def exports(self) -> dict[str, Callable[..., HttpResponse]]:
        return {kind: partial(self._export, kind) for kind in exports.TYPES}

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        return super().get(request)

    def _export(self, kind: str, rows: QuerySet, filter_text: str, actor: Actor) -> HttpResponse:
        found = list(rows)
        answer = exports.units(kind, self.record, found, filter_text, by=actor)
        services.note_export(self.record.title, subject=self.record, by=actor, rows=len(found), kind=kind)
        return answer

    def _all(self) -> QuerySet:
        return Submission.objects.visible_to(self.actor).filter(round=self.record)

    def rows(self) -> QuerySet:
        rows = self._all().with_lateness(clock.today()).with_names().with_place()
        rows = rows.select_related("round__form_version__form", "filed_by", "checked_by")
        return rows.order_by("group_name", "place_sort", "unit_sort", "pk")

    def context(self, filterset: Any) -> dict[str, Any]:
        today = clock.today()
        counts = state_counts(self._all(), today)
        chips = [{"label": _("All"), "url": "?", "count": counts["all"], "current": not self.request.GET.get("show")}]
        chips += [
            {
                "label": label, "url": f"?show={key}", "count": counts[key], "state": CHIP_MARKS[key],
                "current": self.request.GET.get("show") == key,
            }
            for key, label in SHOW
            if key not in {"released", "to_check"} or counts[key]
        ]  # fmt: skip
        area = self.record.area_id
        return {
            "round": self.record,
            "counts": counts,
            "finding": finding(counts),
            "chips": chips,
            "asks_words": self.record.form_version.prompts.exists(),
            "may_decide": self.actor.covers(DECIDE, area),
            "may_open": self.actor.covers(OPEN, area) and self.record.state == RoundState.OPEN,
            "crumbs": [(_("Periodic reports"), reverse("reports:rounds")), (self.record.period_name, None)],
        }

    def render(self, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        context["groups"] = grouped(context["page"].object_list)
        return super().render(context, status=status)


class Consolidated(OfRound):
    """All units and all lines of the round as one workbook, with the filter of the page."""

    action = EXPORT

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        round_ = self.round(public_id)
        filterset = UnitFilter(request.GET, queryset=self._rows(round_), request=request)
        found = list(filterset.qs)
        answer = exports.consolidated(round_, found, filter_text(filterset), by=self.actor)
        services.note_export(round_.title, subject=round_, by=self.actor, rows=len(found), kind="xlsx")
        return answer

    def _rows(self, round_: Round) -> QuerySet:
        rows = Submission.objects.permitted(self.actor, EXPORT).filter(round=round_)
        rows = rows.with_lateness(clock.today()).with_names().with_place().select_related("round__form_version__form")
        return rows.order_by("group_name", "place_sort", "unit_sort", "pk")


def grouped(rows: Iterable[Submission]) -> list[dict[str, Any]]:
    """The rows of a page under their groups, each group with how many have handed in."""
    today, calendar = clock.today(), load_calendar()
    groups = []
    for name, members in groupby(rows, key=lambda row: row.group_name):
        lines = list(members)
        for row in lines:
            row.mark, row.words = mark_of(row, today, calendar)
            row.may_accept = row.waits_for_decision
        owed = sum(not row.is_released for row in lines)
        groups.append({"name": name, "rows": lines, "owed": owed, "done": sum(row.is_handed_in for row in lines)})
    return groups


def picked(request: HttpRequest) -> dict[uuid.UUID, int]:
    """The chosen rows, ``<public id>:<revision shown>``; anything else is left out."""
    found = {}
    for text in request.POST.getlist("pick"):
        head, _colon, tail = text.partition(":")
        try:
            found[uuid.UUID(head)] = int(tail)
        except ValueError:
            continue
    return found


class AcceptMany(OfRound):
    """Accepts the chosen reports, each at the revision that was shown."""

    action = DECIDE

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        round_ = self.round(public_id)
        chosen = picked(request)
        rows = Submission.objects.permitted(self.actor, DECIDE).filter(round=round_, public_id__in=chosen)
        by_row = {row: chosen[row.public_id] for row in rows.with_names()}
        accepted, refused = services.accept_many(by_row, by=self.actor)
        if accepted:
            n = len(accepted)
            messages.success(request, ngettext("%(n)d report accepted.", "%(n)d reports accepted.", n) % {"n": n})
        for row, reason in refused.items():
            messages.error(request, f"{row.unit_name}: {reason.message}")
        if not by_row:
            messages.warning(request, _("No report was chosen."))
        return redirect(round_)


class Remind(OfRound):
    """Reminds the units that have not filed; each at most once a day."""

    action = OPEN

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        round_ = self.round(public_id)
        n = services.remind(round_, by=self.actor)
        said = ngettext("%(n)d unit reminded.", "%(n)d units reminded.", n) % {"n": n}
        messages.success(request, said if n else _("Every unit that is missing was already reminded today."))
        return redirect(round_)


class Close(OfRound):
    """Closes the round."""

    action = OPEN

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        round_ = services.close_round(self.round(public_id), by=self.actor)
        messages.success(request, _("The round is closed. Give a unit more time on its own page."))
        return redirect(round_)
