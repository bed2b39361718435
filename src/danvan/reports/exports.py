"""Lists as files: exactly what is shown, with the filter, the count, the time and who made it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.access.actor import Actor
from danvan.core import clock
from danvan.core.text import fold
from danvan.deadlines.queries import load_calendar
from danvan.documents.columns import Column, ExportNote
from danvan.documents.csv import write_csv
from danvan.documents.tables_docx import write_table_docx
from danvan.documents.xlsx import Sheet, write_xlsx
from danvan.web.notice import notice_text

from .models import Item, Round, Submission
from .presenting import mark_of, name_of, standing_of
from .queries.attendance import Attendance
from .queries.consolidated import filed_figures
from .queries.grid import load_items, number_lines
from .queries.paper import Paper
from .queries.past import Known
from .queries.printed import Printed
from .queries.punctual import Punctuality
from .queries.voices import Themed
from .rollup import Voice

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
TABLE_TYPES = ("xlsx", "csv")  # tables too wide for a page of paper
# Lists of a round: key, head, width, kind.
_UNITS = (
    ("no", gettext_lazy("No."), 6, "integer"),
    ("unit", gettext_lazy("Unit"), 40, "text"),
    ("place", gettext_lazy("Area"), 26, "text"),
    ("group", gettext_lazy("Group"), 22, "text"),
    ("state", gettext_lazy("State"), 26, "text"),
    ("due", gettext_lazy("Due"), 12, "date"),
    ("filed_at", gettext_lazy("Filed at"), 18, "datetime"),
    ("filed_by", gettext_lazy("Filed by"), 24, "text"),
    ("checked_at", gettext_lazy("Approved at the unit"), 18, "datetime"),
    ("checked_by", gettext_lazy("Approved by"), 24, "text"),
    ("revision", gettext_lazy("Revision"), 10, "integer"),
    ("late", gettext_lazy("Late"), 8, "text"),
)
_CONSOLIDATED = (
    ("no", gettext_lazy("No."), 6, "integer"),
    ("unit", gettext_lazy("Unit"), 34, "text"),
    ("place", gettext_lazy("Area"), 22, "text"),
    ("group", gettext_lazy("Group"), 18, "text"),
    ("reported", gettext_lazy("Reported or not"), 15, "text"),
    ("state", gettext_lazy("State"), 22, "text"),
    ("filed_at", gettext_lazy("Filed at"), 18, "datetime"),
)
_PAPER = (
    ("no", gettext_lazy("No."), 5, "text"),
    ("name", gettext_lazy("Indicator"), 34, "text"),
    ("measure", gettext_lazy("Measured in"), 11, "text"),
    ("now", gettext_lazy("This period"), 11, "text"),
    ("last", gettext_lazy("Last period"), 9, "text"),
    ("year_ago", gettext_lazy("A year ago"), 9, "text"),
    ("total", gettext_lazy("This year so far"), 11, "text"),
)
_PUNCTUAL = (
    ("no", gettext_lazy("No."), 6, "integer"),
    ("unit", gettext_lazy("Unit"), 40, "text"),
    ("place", gettext_lazy("Area"), 26, "text"),
    ("asked", gettext_lazy("Asked"), 10, "integer"),
    ("on_time", gettext_lazy("In time"), 10, "integer"),
    ("filed_late", gettext_lazy("Filed late"), 10, "integer"),
    ("overdue", gettext_lazy("Overdue"), 10, "integer"),
    ("not_due", gettext_lazy("Not due yet"), 12, "integer"),
    ("share", gettext_lazy("Share in time"), 12, "percent"),
)


def _columns(rows: Iterable[tuple]) -> tuple[Column, ...]:
    return tuple(Column(key, str(title), width, kind) for key, title, width, kind in rows)


_VOICES = (
    ("no", gettext_lazy("No."), 6, "integer"),
    ("theme", gettext_lazy("Theme"), 22, "text"),
    ("group", gettext_lazy("Group"), 28, "text"),
    ("units", gettext_lazy("Units in the group"), 10, "integer"),
    ("unit", gettext_lazy("Unit"), 30, "text"),
    ("text", gettext_lazy("What the unit said"), 80, "text"),
    ("state", gettext_lazy("State"), 14, "text"),
)


def _file(kind: str, columns: tuple[Column, ...], rows: Iterable[Mapping[str, Any]], note: ExportNote) -> HttpResponse:
    if kind == "xlsx":
        body = write_xlsx([Sheet(_("Data"), columns, rows)], note)
    elif kind == "csv":
        body = write_csv(columns, rows, note)
    else:
        body = write_table_docx(columns, rows, note)
    name = "-".join(re.findall("[a-z0-9]+", fold(note.title)))[:80]
    response = HttpResponse(body, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _note(title: str, filter_text: str, count: int, actor: Actor) -> ExportNote:
    return ExportNote(title, filter_text, count, clock.now(), actor.name, notice_text())


def units(kind: str, round_: Round, rows: Iterable[Submission], filter_text: str, *, by: Actor) -> HttpResponse:
    """The units of one round with their states (rows carry lateness, names and place)."""
    today, calendar = clock.today(), load_calendar()
    table = [_unit_row(number, row, mark_of(row, today, calendar)[1]) for number, row in enumerate(rows, start=1)]
    return _file(kind, _columns(_UNITS), table, _note(round_.title, filter_text, len(table), by))


def _unit_row(number: int, row: Submission, state: str) -> dict[str, Any]:
    return {
        "no": number,
        "unit": row.unit_name,
        "place": row.place_name,
        "group": row.group_name,
        "state": state,
        "due": row.due,
        "filed_at": row.filed_at,
        "filed_by": row.filed_by.full_name if row.filed_by else "",
        "checked_at": row.checked_at,
        "checked_by": row.checked_by.full_name if row.checked_by else "",
        "revision": row.revision,
        "late": _("yes") if row.is_late else "",
    }


def consolidated(round_: Round, rows: Sequence[Submission], filter_text: str, *, by: Actor) -> HttpResponse:
    """All units of the round with all lines of the form, one unit a row; who has not reported is there and says so.

    ``rows`` carry lateness, names and place; they are written as they are read, and none is left out.
    """
    lines = [(item, place) for item, place, _heading, _numeral in number_lines(load_items(round_.form_version))]
    columns = [*_columns(_CONSOLIDATED), *(_line_column(item, place) for item, place in lines)]
    today, calendar = clock.today(), load_calendar()
    table = (
        _consolidated_row(number, row, mark_of(row, today, calendar)[1])
        | {f"line-{item.pk}": _figure(known.get((item.indicator_id, item.part_id))) for item, _place in lines}
        for number, (row, known) in enumerate(filed_figures(rows), start=1)
    )
    return _file("xlsx", tuple(columns), table, _note(round_.title, filter_text, len(rows), by))


def _line_column(item: Item, place: str) -> Column:
    kind = "decimal" if item.indicator.decimals else "integer"
    title = f"{place}. {item.name} ({item.indicator.measure})"
    if not item.is_asked:
        title += " – " + _("figure that is there already")
    return Column(f"line-{item.pk}", title, 14, kind)


def _figure(known: Known | None) -> Decimal | str | None:
    """The amount, K for not applicable, nothing when nothing was filed."""
    if known is None:
        return None
    return "K" if known.amount is None else known.amount


def _consolidated_row(number: int, row: Submission, state: str) -> dict[str, Any]:
    reported = _("reported") if row.revision else _("not reported")
    return {
        "no": number,
        "unit": row.unit_name,
        "place": row.place_name,
        "group": row.group_name,
        "reported": reported,
        "state": state,
        "filed_at": row.filed_at,
    }


def paper(head: Paper, body: Printed, name: str, *, by: Actor) -> HttpResponse:
    """The printed form as a Word table: the lines with their figures, or empty."""
    table = [
        {
            "no": line.place,
            "name": line.name,
            "measure": line.measure,
            "now": line.now,
            "last": line.last,
            "year_ago": line.year_ago,
            "total": line.total,
        }
        for line in body.lines
    ]
    note = _note(f"{head.name}, {head.period}, {head.unit}", "", len(table), by)
    response = HttpResponse(write_table_docx(_columns(_PAPER), table, note), content_type=TYPES["docx"])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def punctuality(kind: str, rows: list[Punctuality], filter_text: str, actor: Actor) -> HttpResponse:
    """Completeness and timeliness by unit."""
    table = [
        {
            "no": number,
            "unit": row.unit,
            "place": row.place,
            "asked": row.asked,
            "on_time": row.on_time,
            "filed_late": row.filed_late,
            "overdue": row.overdue,
            "not_due": row.not_due,
            "share": None if row.share is None else row.share / 100,
        }
        for number, row in enumerate(rows, start=1)
    ]
    note = _note(_("Reports filed in time"), filter_text, len(table), actor)
    return _file(kind, _columns(_PUNCTUAL), table, note)


def attendance(kind: str, table: Attendance, filter_text: str, actor: Actor) -> HttpResponse:
    """Units by periods: a word in each cell (nothing where the unit was not asked), and the counts of each unit."""
    periods = [
        Column(f"p{place}", name_of(period, estimate=estimate), 14, "text")
        for place, (period, estimate) in enumerate(table.periods)
    ]
    counts = [column for column in _columns(_PUNCTUAL) if column.key not in {"no", "unit", "place"}]
    head = [column for column in _columns(_PUNCTUAL) if column.key in {"no", "unit"}]
    lines = [
        {
            "no": number,
            "unit": row.unit,
            **{f"p{place}": standing_of(cell)[1] if cell else "" for place, cell in enumerate(row.cells)},
            "asked": row.tally.asked,
            "on_time": row.tally.on_time,
            "filed_late": row.tally.filed_late,
            "overdue": row.tally.overdue,
            "not_due": row.tally.asked - row.tally.due,
            "share": None if row.tally.share is None else row.tally.share / 100,
        }
        for number, row in enumerate(table.rows, start=1)
    ]
    note = _note(_("Reports by unit and period"), filter_text, len(lines), actor)
    return _file(kind, (*head, *periods, *counts), lines, note)


def voices(kind: str, title: str, themes: Iterable[Themed], filter_text: str, actor: Actor) -> HttpResponse:
    """All sentences by theme and group, none left out; and the units that had nothing to tell."""
    table = [row for themed in themes for row in _voice_rows(themed)]
    for number, row in enumerate(table, start=1):
        row["no"] = number
    return _file(kind, _columns(_VOICES), table, _note(title, filter_text, len(table), actor))


def _voice_rows(themed: Themed) -> Iterable[dict[str, Any]]:
    for each in themed.rollup.groups:
        for one in each.sentences:
            yield _voice_row(themed, one.voice, one.words, each.name, each.units)
    for one in themed.rollup.alone:
        yield _voice_row(themed, one.voice, one.words, _("Alone"), 1)
    for voice in themed.rollup.nothing:
        yield _voice_row(themed, voice, voice.text or _("Nothing to tell"), _("Nothing to tell"), None)


def _voice_row(themed: Themed, voice: Voice, text: str, group: str, units: int | None) -> dict[str, Any]:
    state = _("Returned") if voice.returned else ""
    return {
        "theme": themed.label, "group": group, "units": units, "unit": voice.unit_name, "text": text, "state": state
    }  # fmt: skip
