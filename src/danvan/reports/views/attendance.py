"""The table of units by periods, on the page and as files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
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
        lines = [
            {
                "unit": row.unit,
                "cells": [(label, drawn(cell)) for label, cell in zip(labels, row.cells, strict=True)],
                "tally": row.tally,
            }
            for row in table.rows
        ]
        crumbs = [(_("Periodic reports"), reverse("reports:rounds")), (_("Reports by unit and period"), None)]
        return {"heads": list(heads), "lines": lines, "whole": table.whole, "crumbs": crumbs}


def drawn(cell: Cell | None) -> SafeString | str:
    """A cell as a mark that leads to its report; the words are heard and shown on pointing."""
    if cell is None:
        return ""
    shape, words = standing_of(cell)
    url = reverse("reports:submission", args=[cell.public_id])
    return format_html('<a href="{}" title="{}">{}<span class="unseen">{}</span></a>', url, words, mark(shape), words)
