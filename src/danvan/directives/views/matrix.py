"""Units by steps of one directive, units by directives, and everything that is overdue."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from danvan.directives import access
from danvan.directives.exports import WRITERS, late_export, matrix_all_export, matrix_export
from danvan.directives.models import Directive, Mandate
from danvan.directives.queries import (
    Progress,
    UnitLine,
    by_place,
    late_by_directive,
    late_by_unit,
    mandates_of,
    matrix_rows,
    only_for_export,
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


def opens_plain(request: HttpRequest) -> bool:
    """Whether the address asks for nothing: a narrow screen then lists the overdue, a wide one draws all."""
    return not any(request.GET.get(key) for key in ("only", "view", "unit"))


def phone_exports(forms: list[str]) -> list[tuple[str, str]]:
    """Exports of the list that a narrow screen opens with: format and address."""
    return [(form, "?" + urlencode({"only": "late", "view": "list", "format": form})) for form in forms]


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
        as_list, plain = request.GET.get("view") == "list", opens_plain(request)
        exports = list(WRITERS) if self.actor.may(access.EXPORT) else []
        late = self._filters(everyone)[1]["rows"] if plain else []
        context = {
            "plain": plain,
            "late_lines": self._lines(late),
            "phone_chips": self._chips(request, everyone, current="late") if plain else [],
            "phone_exports": phone_exports(exports),
            "people": sum(mandate.people or 0 for mandate in chosen),
            "studies": sum(mandate.studies or 0 for mandate in chosen),
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
            "exports": exports,
            "may_remind": self.actor.covers(access.SEND, one.keeper_id),
        }
        return self.render(context)

    def _filters(self, everyone: list[Mandate]) -> list[dict[str, Any]]:
        """What the list may be narrowed to: all, the late, and those still missing each step."""
        today = self.actor.day
        late = [mandate for mandate in everyone if mandate.is_late(today)]
        found = [
            {"key": "all", "label": _("All"), "rows": everyone, "state": ""},
            {"key": "late", "label": _("Overdue"), "rows": late, "state": "late"},
        ]
        for place, step in enumerate(STEPS):
            rows = [mandate for mandate in everyone if reached(mandate.state) <= place]
            found.append({"key": f"no-{step.value}", "label": str(WITHOUT[step]), "rows": rows, "state": ""})
        return found

    def _chosen(self, request: HttpRequest, everyone: list[Mandate]) -> tuple[dict[str, Any], list[Mandate]]:
        filters = {one["key"]: one for one in self._filters(everyone)}
        only = filters.get(request.GET.get("only", ""), filters["all"])
        return only, only["rows"]

    def _chips(self, request: HttpRequest, everyone: list[Mandate], current: str = "all") -> list[dict[str, Any]]:
        chips, current = [], request.GET.get("only") or current
        for one in self._filters(everyone):
            query = {"only": one["key"], "view": request.GET.get("view", "")}
            chips.append(
                {
                    "label": one["label"],
                    "url": "?" + urlencode({key: value for key, value in query.items() if value}),
                    "count": len(one["rows"]),
                    "state": one["state"],
                    "current": current == one["key"],
                }
            )
        return chips

    def _switch(self, request: HttpRequest, as_list: bool) -> list[dict[str, Any]]:
        only = {"only": request.GET.get("only") or "all"}
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
        self.directives = running_directives(self.actor, COLUMNS)
        lines = unit_lines(self.directives, self.actor)
        looks = {line.unit.pk: line.looks(today) for line in lines}
        late = [line for line in lines if "late" in looks[line.unit.pk]]
        only_late, unit = request.GET.get("only") == "late", request.GET.get("unit", "")
        shown = [line for line in (late if only_late else lines) if not unit or str(line.unit.public_id) == unit]
        if request.GET.get("format") in WRITERS and self.actor.may(access.EXPORT):
            words = _("Overdue") if only_late else _("All")
            rows = only_for_export(shown, self.actor)
            words = f"{words}; {shown[0].name}" if unit and shown else words
            return matrix_all_export(request.GET["format"], self.directives, rows, words, self.actor)
        as_list, plain = request.GET.get("view") == "list" or bool(unit), opens_plain(request)
        page = Paginator(shown, self.page_size).get_page(request.GET.get("page")) if as_list else None
        exports = list(WRITERS) if self.actor.may(access.EXPORT) else []
        context = {
            "directives": self.directives,
            "count": len(shown),
            "late_units": len(late),
            "late_cells": sum(words.count("late") for words in looks.values()),
            "units": len(lines),
            "page": page,
            "table": [self._cells(line, looks[line.unit.pk]) for line in page] if page else [],
            "rows": [] if as_list else [self._row(line, looks[line.unit.pk]) for line in shown],
            "columns": [one.short for one in self.directives],
            "as_list": as_list,
            "legend": (*LEGEND[:5], "not_applicable"),
            "chips": self._chips(request, len(lines), len(late)),
            "switch": self._switch(as_list, only_late),
            "exports": exports,
            "plain": plain,
            "late_table": [self._cells(line, looks[line.unit.pk]) for line in late] if plain else [],
            "phone_chips": self._chips(request, len(lines), len(late), current="late") if plain else [],
            "phone_exports": phone_exports(exports),
        }
        return self.render(context)

    def _row(self, line: UnitLine, looks: list[str]) -> MatrixRow:
        url = f"{reverse('directives:matrix_all')}?{urlencode({'unit': line.unit.public_id})}"
        return MatrixRow(line.short, line.group or _("Other units"), looks, url)

    def _cells(self, line: UnitLine, looks: list[str]) -> dict[str, Any]:
        return {"line": line, "cells": list(zip(self.directives, line.mandates, looks, strict=True))}

    def _chips(self, request: HttpRequest, total: int, late: int, current: str = "all") -> list[dict[str, Any]]:
        view = {"view": "list"} if request.GET.get("view") == "list" else {}
        now = request.GET.get("only") or current
        both = (("all", _("All"), total, ""), ("late", _("Overdue"), late, "late"))
        return [
            {
                "label": label,
                "url": "?" + urlencode(view | {"only": key}),
                "count": count,
                "state": state,
                "current": now == key,
            }
            for key, label, count, state in both
        ]

    def _switch(self, as_list: bool, only_late: bool) -> list[dict[str, Any]]:
        only = {"only": "late" if only_late else "all"}
        return [
            {"label": _("Overview"), "url": "?" + urlencode(only), "current": not as_list},
            {"label": _("List"), "url": "?" + urlencode(only | {"view": "list"}), "current": as_list},
        ]


class Late(ActorView):
    """Everything overdue that the person may see, by unit and by directive."""

    action = access.VIEW
    template_name = "directives/late.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        may_export = self.actor.may(access.EXPORT)
        if request.GET.get("format") in WRITERS and may_export:
            by_unit = request.GET.get("by") != "directive"
            lines = (late_by_unit if by_unit else late_by_directive)(self.actor, access.EXPORT)
            words = _("By unit") if by_unit else _("By directive")
            return late_export(request.GET["format"], lines, words, self.actor)
        by_unit, by_directive = late_by_unit(self.actor), late_by_directive(self.actor)
        total = sum(line.mandates + line.tasks for line in by_unit)
        exports = list(WRITERS) if may_export else []
        return self.render({"by_unit": by_unit, "by_directive": by_directive, "total": total, "exports": exports})
