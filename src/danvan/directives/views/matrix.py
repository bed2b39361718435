"""Units by steps of one directive, units by directives, and everything that is overdue."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from danvan.directives import access
from danvan.directives.exports import WRITERS, matrix_export
from danvan.directives.models import Directive, Mandate
from danvan.directives.queries import (
    Progress,
    by_place,
    late_by_directive,
    late_by_unit,
    mandates_of,
    matrix_rows,
    running_directives,
    short_names,
    step_sums,
    unit_lines,
)
from danvan.directives.states import STEPS, reached
from danvan.directives.words import WITHOUT
from danvan.web.drawing import MatrixRow
from danvan.web.views import ActorView

COLUMNS = 12
LEGEND = ("done", "running", "soon", "late", "wait", "none")


class Matrix(ActorView):
    """One directive: every unit and its five steps."""

    action = access.VIEW
    template_name = "directives/matrix.html"

    def get(self, request: HttpRequest, public_id) -> HttpResponse:
        one = self.find(Directive.objects.visible_to(self.actor).for_lists(self.actor.day), public_id=public_id)
        today, everyone = self.actor.day, mandates_of(one, self.actor)
        only, chosen = self._chosen(request, everyone)
        if request.GET.get("format") in WRITERS and self.actor.may(access.EXPORT):
            allowed = set(one.mandates.permitted(self.actor, access.EXPORT).values_list("pk", flat=True))
            rows = [mandate for mandate in chosen if mandate.pk in allowed]
            title = f"{one.short}: {_('progress of the units')}"
            return matrix_export(request.GET["format"], rows, title, only["label"], self.actor)
        places = by_place(chosen, today)
        as_list = request.GET.get("view") == "list"
        context = {
            "crumbs": [
                (_("Directives"), reverse("directives:list")),
                (one.short, one.get_absolute_url()),
                (_("Matrix"), None),
            ],
            "directive": one,
            "progress": Progress.of(everyone, today, by_place(everyone, today)),
            "places": places,
            "count": len(chosen),
            "lines": self._lines(chosen) if as_list else [],
            "rows": [] if as_list else matrix_rows(places, today, short_names(chosen, today)),
            "columns": [step.label for step in STEPS],
            "steps": step_sums(everyone, today),
            "legend": LEGEND,
            "as_list": as_list,
            "chips": self._chips(request, everyone),
            "switch": self._switch(request, as_list),
            "exports": list(WRITERS) if self.actor.may(access.EXPORT) else [],
            "may_remind": self.actor.covers(access.SEND, one.keeper_id),
        }
        return self.render(context)

    def _filters(self, everyone: list[Mandate]) -> list[dict[str, Any]]:
        """What the list may be narrowed to: all, the late, and those still missing each step."""
        today = self.actor.day
        late = [mandate for mandate in everyone if mandate.is_late(today)]
        found = [
            {"key": "", "label": _("All"), "rows": everyone, "state": ""},
            {"key": "late", "label": _("Overdue"), "rows": late, "state": "late"},
        ]
        for place, step in enumerate(STEPS):
            rows = [mandate for mandate in everyone if reached(mandate.state) <= place]
            found.append({"key": f"no-{step.value}", "label": str(WITHOUT[step]), "rows": rows, "state": ""})
        return found

    def _chosen(self, request: HttpRequest, everyone: list[Mandate]) -> tuple[dict[str, Any], list[Mandate]]:
        filters = {one["key"]: one for one in self._filters(everyone)}
        only = filters.get(request.GET.get("only", ""), filters[""])
        return only, only["rows"]

    def _chips(self, request: HttpRequest, everyone: list[Mandate]) -> list[dict[str, Any]]:
        chips = []
        for one in self._filters(everyone):
            query = {"only": one["key"], "view": request.GET.get("view", "")}
            chips.append(
                {
                    "label": one["label"],
                    "url": "?" + urlencode({key: value for key, value in query.items() if value}),
                    "count": len(one["rows"]),
                    "state": one["state"],
                    "current": request.GET.get("only", "") == one["key"],
                }
            )
        return chips

    def _switch(self, request: HttpRequest, as_list: bool) -> list[dict[str, Any]]:
        only = {"only": request.GET["only"]} if request.GET.get("only") else {}
        return [
            {"label": _("Overview"), "url": "?" + urlencode(only), "current": not as_list},
            {"label": _("List"), "url": "?" + urlencode(only | {"view": "list"}), "current": as_list},
        ]

    def _lines(self, mandates: list[Mandate]) -> list[dict[str, Any]]:
        today, labels = self.actor.day, [step.label for step in STEPS]
        return [
            {
                "mandate": mandate,
                "cells": list(zip(labels, mandate.cells(today), strict=True)),
                "look": mandate.look(today),
                "late": mandate.is_late(today),
            }
            for mandate in mandates
        ]


class MatrixAll(ActorView):
    """Units by the directives they carry out, the last sent first."""

    action = access.VIEW
    template_name = "directives/matrix_all.html"
    page_size = 50

    def get(self, request: HttpRequest) -> HttpResponse:
        today = self.actor.day
        directives = running_directives(self.actor, COLUMNS)
        self.directives = directives
        lines = unit_lines(directives, self.actor)
        looks = {line.unit.pk: line.looks(today) for line in lines}
        only_late = request.GET.get("only") == "late"
        unit = request.GET.get("unit", "")
        shown = [
            line
            for line in lines
            if (not only_late or "late" in looks[line.unit.pk]) and (not unit or str(line.unit.public_id) == unit)
        ]
        as_list = request.GET.get("view") == "list" or bool(unit)
        page = Paginator(shown, self.page_size).get_page(request.GET.get("page")) if as_list else None
        context = {
            "directives": directives,
            "count": len(shown),
            "late_units": sum("late" in words for words in looks.values()),
            "late_cells": sum(words.count("late") for words in looks.values()),
            "units": len(lines),
            "page": page,
            "table": [self._cells(line, looks[line.unit.pk]) for line in page] if page else [],
            "rows": [] if as_list else [self._row(line, looks[line.unit.pk]) for line in shown],
            "columns": [one.short for one in directives],
            "as_list": as_list,
            "legend": (*LEGEND[:5], "not_applicable"),
            "chips": self._chips(request, len(lines), looks),
            "switch": self._switch(as_list, only_late),
        }
        return self.render(context)

    def _row(self, line, looks: list[str]) -> MatrixRow:
        url = f"{reverse('directives:matrix_all')}?{urlencode({'unit': line.unit.public_id})}"
        return MatrixRow(line.short, line.group or _("Other units"), looks, url)

    def _cells(self, line, looks: list[str]) -> dict[str, Any]:
        return {"line": line, "cells": list(zip(self.directives, line.mandates, looks, strict=True))}

    def _chips(self, request: HttpRequest, total: int, looks: dict[int, list[str]]) -> list[dict[str, Any]]:
        view = {"view": "list"} if request.GET.get("view") == "list" else {}
        late = sum("late" in words for words in looks.values())
        now = request.GET.get("only", "")
        return [
            {"label": _("All"), "url": "?" + urlencode(view), "count": total, "current": now != "late"},
            {
                "label": _("Overdue"),
                "url": "?" + urlencode(view | {"only": "late"}),
                "count": late,
                "state": "late",
                "current": now == "late",
            },
        ]

    def _switch(self, as_list: bool, only_late: bool) -> list[dict[str, Any]]:
        only = {"only": "late"} if only_late else {}
        return [
            {"label": _("Overview"), "url": "?" + urlencode(only), "current": not as_list},
            {"label": _("List"), "url": "?" + urlencode(only | {"view": "list"}), "current": as_list},
        ]


class Late(ActorView):
    """Everything overdue that the person may see, by unit and by directive."""

    action = access.VIEW
    template_name = "directives/late.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        by_unit, by_directive = late_by_unit(self.actor), late_by_directive(self.actor)
        total = sum(line.mandates + line.tasks for line in by_unit)
        return self.render({"by_unit": by_unit, "by_directive": by_directive, "total": total})
