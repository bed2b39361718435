"""The form as a workbook that looks like the paper: figures go into one column, everything else is locked."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from danvan.core.numbers import format_amount
from danvan.documents.text import one_line
from danvan.reports.models import Submission
from danvan.reports.queries.grid import Grid, Line
from danvan.reports.queries.paper import Paper
from danvan.reports.states import CellState

from .layout import COLUMNS, HIDDEN_SHEET, LETTERS, LINE, MARK, VALUE, code_of

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDTHS = (6, 44, 13, 15, 13, 13, 15)
_LAST = len(COLUMNS) - 1
_INPUT = COLUMNS.index(VALUE)
_LETTER = "ABCDEFG"[_INPUT]
_NAME_CHARACTERS = 46  # of a line's name in one row of its cell
_ROW_PT = 17


@dataclass(frozen=True)
class _Styles:
    title: Format
    left: Format
    strong: Format
    centre: Format
    note: Format
    head: Format
    letters: Format
    group: Format
    cells: Mapping[str, Format]
    figures: Mapping[int, Format]
    inputs: Mapping[int, Format]


def write_form(submission: Submission, grid: Grid, paper: Paper, *, taken_at: datetime, notice: str = "") -> bytes:
    """The workbook of one report with what its draft holds.

    Column 1 is open for a figure, 0 or K; the rest is locked without a password, so that nobody breaks it by accident
    and everybody may if they must. A hidden row, column and sheet say what the form is (see ``layout``).
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, dict(_OPTIONS)) as book:
        book.set_properties({"title": one_line(paper.name), "author": one_line(paper.receiver), "comments": notice})
        styles = _styles(book, {line.item.indicator.decimals for line in grid.lines})
        sheet = book.add_worksheet(_("Form"))
        head = _write_head(sheet, paper, notice, styles)
        end = _write_lines(sheet, head, grid, styles)
        _write_foot(sheet, end, styles)
        _set_up(sheet, head, notice)
        _write_marks(book.add_worksheet(HIDDEN_SHEET), submission, grid, paper, taken_at)
    return out.getvalue()


def _styles(book: xlsxwriter.Workbook, decimals: set[int]) -> _Styles:
    font = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
    cell = {**font, "border": 1}
    number = {**cell, "align": "right"}
    patterns = {places: "#,##0" + ("." + "#" * places if places else "") for places in decimals}

    def make(**more) -> Format:
        return book.add_format({**font, **more})

    return _Styles(
        title=make(bold=True, font_size=14, align="center", text_wrap=True),
        left=make(text_wrap=True),
        strong=make(bold=True),
        centre=make(italic=True, align="center", text_wrap=True),
        note=make(italic=True, font_size=11, text_wrap=True),
        head=make(**{**cell, "bold": True, "align": "center", "text_wrap": True}),
        letters=make(**{**cell, "italic": True, "align": "center", "font_size": 10}),
        group=make(**{**cell, "bold": True, "bg_color": "#F0EFEA", "text_wrap": True}),
        cells={
            "no": make(**{**cell, "align": "center"}),
            "name": make(**{**cell, "text_wrap": True}),
            "part": make(**{**cell, "text_wrap": True, "indent": 1}),
            "measure": make(**{**cell, "text_wrap": True}),
        },
        figures={places: make(**{**number, "num_format": pattern}) for places, pattern in patterns.items()},
        inputs={
            places: make(**{**number, "num_format": pattern, "locked": False, "bg_color": "#FFF9DB"})
            for places, pattern in patterns.items()
        },
    )


def _write_head(sheet: Worksheet, paper: Paper, notice: str, styles: _Styles) -> int:
    """The hidden row of marks and the head of the paper; gives the row of the table's head."""
    for column, (tag, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.write_string(0, column, tag)
        sheet.set_column(column, column, width)
    sheet.write_string(0, _LAST + 1, MARK)
    sheet.set_column(_LAST + 1, _LAST + 1, None, None, {"hidden": True})
    sheet.set_row(0, None, None, {"hidden": True})
    left = (_("Form %(code)s") % {"code": paper.code}, _("Edition %(n)s") % {"n": paper.edition})
    right = (
        _("Reporting unit: %(name)s") % {"name": paper.unit},
        _("Receiving unit: %(name)s") % {"name": paper.receiver},
    )
    for row, (mine, theirs) in enumerate(zip(left, right, strict=True), start=1):
        sheet.merge_range(row, 0, row, 1, one_line(mine), styles.strong if row == 1 else styles.left)
        sheet.merge_range(row, 2, row, _LAST, one_line(theirs), styles.left)
    facts = {"period": paper.period, "start": f"{paper.start:%d/%m/%Y}", "end": f"{paper.end:%d/%m/%Y}"}
    lines = [
        (one_line(paper.name).upper(), styles.title),
        (_("%(period)s (figures from %(start)s to %(end)s)") % facts, styles.centre),
        (_("Due day: %(day)s") % {"day": f"{paper.due:%d/%m/%Y}"}, styles.centre),
        (
            _(
                "Write in column 1 only: a figure; 0 when watched and nothing occurred; K when not applicable here. "
                "Lines with * may stay empty."
            ),
            styles.note,
        ),
    ]
    lines += [(one_line(notice), styles.note)] if notice else []
    for row, (text, style) in enumerate(lines, start=3):
        sheet.merge_range(row, 0, row, _LAST, text, style)
    for row in (3, 6):
        sheet.set_row(row, 2 * _ROW_PT + 4)
    return 3 + len(lines)


def _write_lines(sheet: Worksheet, head: int, grid: Grid, styles: _Styles) -> int:
    titles = (
        _("No."), _("Indicator"), _("Measured in"), _("This period"), _("Last period"), _("A year ago"),
        _("This year so far"),
    )  # fmt: skip
    for column, (title, letter) in enumerate(zip(titles, LETTERS, strict=True)):
        sheet.write_string(head, column, title, styles.head)
        sheet.write_string(head + 1, column, letter, styles.letters)
    sheet.set_row(head, 2 * _ROW_PT)
    row = head + 2
    for line in grid.lines:
        if line.heading:
            sheet.write_string(row, 0, line.numeral, styles.group)
            sheet.merge_range(row, 1, row, _LAST, one_line(line.heading), styles.group)
            row += 1
        _write_line(sheet, row, line, styles)
        row += 1
    return row


def _write_line(sheet: Worksheet, row: int, line: Line, styles: _Styles) -> None:
    item, places = line.item, line.item.indicator.decimals
    figure = styles.figures[places]
    name = one_line(item.name) + ("" if item.required else " *")
    sheet.write_string(row, 0, line.place, styles.cells["no"])
    sheet.write_string(row, 1, name, styles.cells["part" if item.part else "name"])
    sheet.write_string(row, 2, one_line(item.indicator.measure), styles.cells["measure"])
    if item.is_asked:
        _write_input(sheet, row, line, styles.inputs[places])
    elif line.reading.state == CellState.VALUE:
        sheet.write_number(row, _INPUT, line.reading.amount, figure)
    else:
        sheet.write_string(row, _INPUT, line.text, figure)
    for column, text, known in ((4, line.past.last_text, line.past.last), (5, line.past.year_ago_text,
                                                                           line.past.year_ago)):  # fmt: skip
        if known and known.amount is not None:
            sheet.write_number(row, column, known.amount, figure)
        else:
            sheet.write_string(row, column, text, figure)
    before = "" if item.is_stock else f"{line.past.so_far:f}+"
    sheet.write_formula(row, _LAST, f"={before}N({_LETTER}{row + 1})", figure, float(line.total or 0))
    sheet.write_string(row, _LAST + 1, code_of(item))
    if len(name) > _NAME_CHARACTERS:
        sheet.set_row(row, _ROW_PT * (1 + len(name) // _NAME_CHARACTERS))


def _write_input(sheet: Worksheet, row: int, line: Line, style: Format) -> None:
    if line.reading.state == CellState.VALUE and not line.reading.estimate:
        sheet.write_number(row, _INPUT, line.reading.amount, style)
    elif line.text:
        sheet.write_string(row, _INPUT, line.text, style)
    else:
        sheet.write_blank(row, _INPUT, None, style)
    cell, places = f"{_LETTER}{row + 1}", line.item.indicator.decimals
    is_figure = f"AND(ISNUMBER({cell}),N({cell})>=0,ROUND(N({cell}),{places})=N({cell}))"
    hint = _("A figure, 0 or K.")
    if line.past.last and line.past.last.amount is not None:
        hint += " " + _("Last period: %(amount)s.") % {"amount": format_amount(line.past.last.amount)}
    wrong = _("Write a whole number, 0 or K.") if not places else _("Write a number, 0 or K.")
    sheet.data_validation(
        row, _INPUT, row, _INPUT,
        {
            "validate": "custom",
            "value": f'=OR({is_figure},UPPER({cell}&"")="K")',
            "ignore_blank": True,
            "input_title": (_("Line %(place)s") % {"place": line.place})[:32],
            "input_message": hint[:255],
            "error_title": _("Not a figure")[:32],
            "error_message": wrong[:255],
        },
    )  # fmt: skip


def _write_foot(sheet: Worksheet, row: int, styles: _Styles) -> None:
    sheet.merge_range(row + 1, 0, row + 1, 1, _("Drawn up by"), styles.title)
    sheet.merge_range(row + 1, 4, row + 1, _LAST, _("Head of the unit"), styles.title)
    sheet.merge_range(row + 2, 0, row + 2, 1, _("(signature, full name)"), styles.centre)
    sheet.merge_range(row + 2, 4, row + 2, _LAST, _("(signature, seal, full name)"), styles.centre)


def _set_up(sheet: Worksheet, head: int, notice: str) -> None:
    sheet.freeze_panes(head + 2, 0)
    sheet.repeat_rows(head, head + 1)
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.8, right=0.5, top=0.7, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L{}&R&P/&N".format(one_line(notice)[:100].replace("&", "&&")))
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _write_marks(sheet: Worksheet, submission: Submission, grid: Grid, paper: Paper, taken_at: datetime) -> None:
    round_ = submission.round
    facts = {
        "form": round_.form.public_id, "form-name": paper.name, "edition": paper.edition,
        "round": round_.public_id, "period": round_.period, "period-name": paper.period,
        "unit": submission.unit.public_id, "unit-name": paper.unit, "submission": submission.public_id,
        "version": submission.version, "taken-at": taken_at.isoformat(),
    }  # fmt: skip
    sheet.write_string(0, 0, MARK)
    for row, (key, value) in enumerate(facts.items(), start=1):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, str(value))
    for row, line in enumerate(grid.lines, start=len(facts) + 1):
        sheet.write_string(row, 0, LINE)
        sheet.write_string(row, 1, code_of(line.item))
        sheet.write_string(row, 2, line.text)
    sheet.very_hidden()
    sheet.protect("")
