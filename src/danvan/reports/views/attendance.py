"""The table of units by periods, on the page and as files."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from danvan.core import clock
from danvan.reports import exports, services
from danvan.reports.access import EXPORT, VIEW
from danvan.reports.filters import AttendanceFilter
from danvan.reports.models import Submission
from danvan.reports.presenting import name_of, short_name, standing_of
from danvan.reports.queries.attendance import Attendance, Cell, attendance
from danvan.web.templatetags.danvan import mark
from danvan.web.views import ActorView


class AttendancePage(ActorView):
    """One form over its last twelve periods: a line a unit, a column a period, each cell in time, late or missing."""

    action = VIEW
    template_name = "reports/attendance.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        seen = Submission.objects.visible_to(self.actor)
        form = AttendanceFilter(request.GET, rows=seen, actor=self.actor)
        wanted = request.GET.get("format")
        may_export = self.actor.may(EXPORT)
        if wanted in exports.TABLE_TYPES and may_export:
            table = attendance(form.chosen(Submission.objects.permitted(self.actor, EXPORT)), clock.today())
            answer = exports.attendance(wanted, table, form.words(), self.actor)
            services.note_export(_("Reports by unit and period"), by=self.actor, rows=len(table.rows), kind=wanted)
            return answer
        table = attendance(form.chosen(seen), clock.today())
        return self.render(self.context(table) | {
            "form": form,
            "exports": list(exports.TABLE_TYPES) if may_export else [],
        })  # fmt: skip

    def context(self, table: Attendance) -> dict[str, Any]:
        """The table as the page shows it."""
        labels = ["~" * estimate + short_name(period) for period, estimate in table.periods]
        names = [name_of(period, estimate=estimate) for period, estimate in table.periods]
        heads = zip(labels, names, table.by_period, strict=True)
        drawing = Drawing()
        lines = [
            {
                "unit": row.unit,
                "cells": [(label, drawing.of(cell)) for label, cell in zip(labels, row.cells, strict=True)],
                "tally": row.tally,
            }
            for row in table.rows
        ]
        crumbs = [(_("Periodic reports"), reverse("reports:rounds")), (_("Reports by unit and period"), None)]
        return {"heads": list(heads), "lines": lines, "whole": table.whole, "crumbs": crumbs}


class Drawing:
    """Cells as marks that lead to their reports; the words are heard and shown on pointing.

    A table has two thousand cells and a handful of standings: what is the same in all of them is made once.
    """

    def __init__(self) -> None:
        blank = uuid.UUID(int=0)
        self._before, self._after = reverse("reports:submission", args=[blank]).split(str(blank))
        self._inside: dict[tuple[str, bool], tuple[SafeString, SafeString]] = {}

    def of(self, cell: Cell | None) -> SafeString | str:
        """The cell's drawing; nothing where the unit was not asked."""
        if cell is None:
            return ""
        key = (cell.standing, cell.returned)
        if key not in self._inside:
            shape, words = standing_of(cell)
            head = format_html('<a title="{}" href="{}', words, self._before)
            tail = format_html('{}">{}<span class="unseen">{}</span></a>', self._after, mark(shape), words)
            self._inside[key] = head, tail
        head, tail = self._inside[key]
        return mark_safe(f"{head}{cell.public_id}{tail}")  # noqa: S308 - escaped above; the id is a UUID
