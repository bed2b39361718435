"""The register, the matrix and the late list as files: exactly the rows that are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from danvan.access.actor import Actor
from danvan.core import clock
from danvan.documents.columns import Column, ExportNote, Kind
from danvan.documents.csv import write_csv
from danvan.documents.tables_docx import write_table_docx
from danvan.documents.xlsx import Sheet, write_xlsx
from danvan.web.notice import notice_text

from .models import Directive, Mandate
from .queries import LateLine, UnitLine, counts_for
from .querysets import DirectiveQuerySet
from .services import note_export
from .states import STEPS, reached


def _workbook(columns: list[Column], rows: Iterable[Mapping[str, Any]], note: ExportNote) -> bytes:
    return write_xlsx([Sheet(note.title, tuple(columns), rows)], note)


WRITERS: dict[str, tuple[str, Callable[..., bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook),
    "csv": ("text/csv; charset=utf-8", write_csv),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", write_table_docx),
}


def answer(
    form: str, name: str, columns: list[Column], rows: Iterable[Mapping[str, Any]], note: ExportNote
) -> HttpResponse:
    """The file as a download that nobody stores on the way."""
    content_type, write = WRITERS[form]
    response = HttpResponse(write(columns, rows, note), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def note_of(title: str, filter_text: str, count: int, actor: Actor) -> ExportNote:
    """What the file says about itself."""
    return ExportNote(title, filter_text, count, clock.now(), actor.name, notice_text())


def register_columns() -> list[Column]:
    """The columns of the register."""
    return [
        Column("kind", str(_("Type")), 16),
        Column("symbol", str(_("Number and symbol")), 18),
        Column("issued_on", str(_("Date of issue")), 12, Kind.DATE),
        Column("year", str(_("Year")), 7),
        Column("issuer", str(_("Issuer")), 28),
        Column("title", str(_("Excerpt")), 60),
        Column("force", str(_("In force")), 14),
        Column("keeper", str(_("Kept by")), 28),
        Column("sent", str(_("Units")), 8, Kind.INTEGER),
        Column("done", str(_("Done")), 8, Kind.INTEGER),
        Column("late", str(_("Overdue")), 8, Kind.INTEGER),
    ]


def register_export(form: str) -> Callable[[DirectiveQuerySet, str, Actor], HttpResponse]:
    """An export of the register in ``form``, as RegisterView calls it."""

    def export(rows: DirectiveQuerySet, filter_text: str, actor: Actor) -> HttpResponse:
        directives = list(rows)
        counts = counts_for([one.pk for one in directives], actor)
        lines = [
            {
                "kind": one.kind_name,
                "symbol": one.symbol or one.number_text,
                "issued_on": one.issued_on,
                "year": str(one.year or ""),
                "issuer": one.issuer.name,
                "title": one.title,
                "force": str(_("in force") if one.in_force else _("no longer in force")),
                "keeper": one.keeper_name,
                "sent": counts.get(one.pk, {}).get("total", 0),
                "done": counts.get(one.pk, {}).get("done", 0),
                "late": counts.get(one.pk, {}).get("late", 0),
            }
            for one in directives
        ]
        note_export(by=actor, what="directives", rows=len(lines))
        note = note_of(str(_("Register of directives")), filter_text, len(lines), actor)
        return answer(form, "van-ban", register_columns(), lines, note)

    return export


def matrix_export(form: str, mandates: list[Mandate], title: str, filter_text: str, actor: Actor) -> HttpResponse:
    """Units by steps of one directive."""
    columns = [
        Column("unit", str(_("Unit")), 36),
        Column("state", str(_("State")), 18),
        *(Column(step.value, str(step.label), 14) for step in STEPS),
        Column("studies", str(_("Sessions of study")), 10, Kind.INTEGER),
        Column("people", str(_("People present")), 12, Kind.INTEGER),
        Column("due_on", str(pgettext_lazy("directive", "Due")), 12, Kind.DATE),
        Column("late", str(_("Overdue")), 10),
    ]
    rows = [
        {
            "unit": mandate.unit_name,
            "state": mandate.get_state_display(),
            **{step.value: "x" if reached(mandate.state) > place else "" for place, step in enumerate(STEPS)},
            "studies": mandate.studies,
            "people": mandate.people,
            "due_on": mandate.due_on,
            "late": str(_("overdue")) if mandate.is_late(actor.day) else "",
        }
        for mandate in mandates
    ]
    note_export(by=actor, what="matrix", rows=len(rows))
    return answer(form, "ma-tran", columns, rows, note_of(title, filter_text, len(rows), actor))


def matrix_all_export(
    form: str, directives: Sequence[Directive], lines: Sequence[UnitLine], filter_text: str, actor: Actor
) -> HttpResponse:
    """Units by directives: in each cell how far the unit is, and whether it is overdue."""
    columns = [
        Column("unit", str(_("Unit")), 36),
        Column("group", str(_("Old district")), 24),
        *(Column(f"d{place}", one.short, 22) for place, one in enumerate(directives)),
    ]
    rows = [
        {
            "unit": line.name,
            "group": line.group,
            **{f"d{place}": _how_far(mandate, actor) for place, mandate in enumerate(line.mandates)},
        }
        for line in lines
    ]
    note_export(by=actor, what="matrix-all", rows=len(rows))
    note = note_of(str(_("Progress matrix")), filter_text, len(rows), actor)
    return answer(form, "ma-tran-chung", columns, rows, note)


def _how_far(mandate: Mandate | None, actor: Actor) -> str:
    if mandate is None:
        return ""
    state = str(mandate.get_state_display())
    return f"{state} ({_('overdue')})" if mandate.is_late(actor.day) else state


def late_export(form: str, lines: Sequence[LateLine], by: str, actor: Actor) -> HttpResponse:
    """What is overdue, by unit or by directive (``by`` says which, in words)."""
    columns = [
        Column("name", by, 60),
        Column("mandates", str(_("Directives")), 12, Kind.INTEGER),
        Column("tasks", pgettext("directive", "Tasks"), 12, Kind.INTEGER),
        Column("first", str(_("Earliest last day")), 14, Kind.DATE),
    ]
    rows = [{"name": line.name, "mandates": line.mandates, "tasks": line.tasks, "first": line.first} for line in lines]
    note_export(by=actor, what="late", rows=len(rows))
    return answer(form, "qua-han", columns, rows, note_of(str(_("Overdue")), by, len(rows), actor))
