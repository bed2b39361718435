"""A form that came back: which report it is of, and what stands in each line's cell, said with the cell's name."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from danvan.core.errors import Refused
from danvan.core.text import clean_line
from danvan.files.workbooks import CellIn, Content, Limits, SheetIn, address, read_workbook
from danvan.reports.models import Submission

from .layout import COLUMNS, FACTS, LINE, MARK, NAME, VALUE

LONGEST = 200
MOST_NOTES = 20


@dataclass(frozen=True)
class Entry:
    """One line's cell: its place in the sheet, its text the Vietnamese way, or why its content is not taken."""

    place: str
    text: str
    name: str = ""
    problem: Promise | str = ""


@dataclass
class FilledIn:
    """A filled-in form. ``was``: each line's text when the form was taken out; ``notes``: what belongs to no line."""

    facts: Mapping[str, str]
    taken_at: datetime
    was: Mapping[str, str]
    entries: dict[str, Entry] = field(default_factory=dict)
    notes: list[Promise | str] = field(default_factory=list)


def read_form(data: bytes, limits: Limits) -> FilledIn:
    """What a workbook says, whatever its sheets are called and wherever its lines and columns went.

    Refused (field ``file``): what ``read_workbook`` refuses, and ``no-mark`` (not a form of this system, or copied
    into another workbook), ``two-forms``, ``bad-mark``.
    """
    sheets = read_workbook(data, limits)
    hidden = next((sheet for sheet in sheets if sheet.hidden and _said(sheet, 1, 1) == MARK), None)
    places = [(sheet, place) for sheet in sheets for place in _marks(sheet) if sheet is not hidden]
    if hidden is None or not places:
        raise _refused("no-mark")
    if len(places) > 1:
        raise _refused("two-forms")
    filled = _facts(hidden)
    _read_lines(filled, *places[0])
    return filled


def _refused(code: str) -> Refused:
    return Refused(_REASONS[code], code=code, field="file")


_REASONS = {
    "no-mark": _(
        "This workbook does not carry the marks of a form of this system. Take the form out of this report with "
        "“Download the Excel form”, and copy the figures into it."
    ),
    "two-forms": _("This workbook holds the form twice. Delete one of the two sheets and upload it again."),
    "bad-mark": _("The hidden marks of this form are damaged. Take the form out again and copy the figures into it."),
}


def _said(sheet: SheetIn, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    return clean_line(cell.text) if cell else ""


def _marks(sheet: SheetIn) -> list[tuple[int, int]]:
    return [place for place, cell in sheet.cells.items() if cell.content == Content.TEXT and cell.text == MARK]


def _facts(hidden: SheetIn) -> FilledIn:
    facts, was = {}, {}
    for row in sorted({row for row, _column in hidden.cells}):
        key = _said(hidden, row, 1)
        if key == LINE:
            was[_said(hidden, row, 2)] = _said(hidden, row, 3)
        elif key in FACTS:
            facts[key] = _said(hidden, row, 2)
    try:
        if set(FACTS) - facts.keys():
            raise ValueError(facts)
        taken_at = datetime.fromisoformat(facts["taken-at"])
        if taken_at.tzinfo is None:
            raise ValueError(taken_at)
        for key in ("form", "round", "unit", "submission"):
            uuid.UUID(facts[key])
    except ValueError as wrong:
        raise _refused("bad-mark") from wrong
    return FilledIn(facts, taken_at, was)


def _read_lines(filled: FilledIn, sheet: SheetIn, mark: tuple[int, int]) -> None:
    top, key_column = mark
    columns = {_said(sheet, top, column): column for row, column in sheet.cells if row == top}
    if VALUE not in columns or NAME not in columns:
        raise _refused("bad-mark")
    value, name = columns[VALUE], columns[NAME]
    rows = {
        row: clean_line(cell.text) for (row, column), cell in sheet.cells.items() if column == key_column and row > top
    }
    if not rows:
        raise _refused("bad-mark")
    places: dict[str, list[str]] = {}
    for row, code in sorted(rows.items()):
        places.setdefault(code, []).append(address(row, value))
        entry = _entry(sheet, row, value)
        filled.entries[code] = Entry(entry.place, entry.text, _said(sheet, row, name), entry.problem)
    for code, found in places.items():
        if len(found) > 1:
            said = format_lazy(_("this line stands in the sheet several times: {places}"), places=", ".join(found))
            filled.entries[code] = Entry(found[0], "", filled.entries[code].name, said)
    known = {columns[tag] for tag in COLUMNS if tag in columns} | {key_column}
    _note_strays(filled, sheet, rows, value, known)


def _note_strays(filled: FilledIn, sheet: SheetIn, rows: Mapping[int, str], value: int, known: set[int]) -> None:
    """Say which cells hold something although the form has no line or no column there."""
    first = min(rows)
    strays = [
        (row, column)
        for row, column in sorted(sheet.cells)
        if row >= first and (column not in known or (column == value and row not in rows))
    ]
    for row, column in strays[:MOST_NOTES]:
        text = sheet.cells[row, column].text[:40]
        filled.notes.append(
            format_lazy(
                _("{place}: “{text}” stands outside the form and is not taken."), place=address(row, column), text=text
            )
        )
    if len(strays) > MOST_NOTES:
        filled.notes.append(format_lazy(_("… and {n} more cells outside the form."), n=len(strays) - MOST_NOTES))


def _entry(sheet: SheetIn, row: int, column: int) -> Entry:
    place = address(row, column)
    if sheet.is_merged(row, column):
        return Entry(place, "", problem=_("the cell is merged with others; unmerge it and write each figure by itself"))
    cell = sheet.cells.get((row, column))
    if cell is None:
        return Entry(place, "")
    if cell.content in _NOT_TAKEN:
        return Entry(place, "", problem=format_lazy(_NOT_TAKEN[cell.content], text=_short(cell)))
    if cell.content == Content.NUMBER:
        return Entry(place, cell.text.replace(".", ","))
    text = clean_line(cell.text)
    if len(text) > LONGEST:
        return Entry(place, "", problem=_("the text is too long for a figure"))
    return Entry(place, text)


def _short(cell: CellIn) -> str:
    return cell.text if len(cell.text) <= 40 else cell.text[:39] + "…"


_NOT_TAKEN = {
    Content.FORMULA: _("a formula ({text}) is not taken; paste its result as a value"),
    Content.DAY: _("Excel made a day of what was typed; write the figure again in a cell of the form"),
    Content.PERCENT: _("the cell is formatted as a percentage; write the figure itself, without %"),
    Content.FAULT: _("the cell holds the error {text}"),
    Content.TRUTH: _("the cell says true or false, not a figure"),
}


def wrong_report(filled: FilledIn, submission: Submission, unit_name: str) -> list[Promise | str]:
    """Why a form is not of this report: which unit, period and form it is for; [] when it is."""
    facts, round_ = filled.facts, submission.round
    form = round_.form
    found: list[Promise | str] = []
    if facts["unit"] != str(submission.unit.public_id):
        found.append(
            format_lazy(
                _("The workbook is of {theirs}, this report of {ours}."), theirs=facts["unit-name"], ours=unit_name
            )
        )
    if facts["period"] != round_.period:
        found.append(
            format_lazy(
                _("The workbook is for {theirs}, this report for {ours}."),
                theirs=facts["period-name"],
                ours=round_.period_name,
            )
        )
    if (facts["form"], facts["edition"]) != (str(form.public_id), str(round_.form_version.number)):
        found.append(
            format_lazy(
                _("The workbook is the form “{theirs}”, edition {number}; this report asks “{ours}”, edition {n}."),
                theirs=facts["form-name"],
                number=facts["edition"],
                ours=form.name_vi,
                n=round_.form_version.number,
            )
        )
    if not found and facts["round"] != str(round_.public_id):
        found.append(_("The workbook belongs to another round of this form."))
    return found
