"""List exports as XLSX: real numbers and dates, strings never turned into formulas or links."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from danvan.documents.columns import (
    NUMERIC,
    Column,
    ExportNote,
    Kind,
    Row,
    Rows,
    WrongCount,
    as_text,
    is_number,
    local,
)
from danvan.documents.text import one_line

# Limits of the file format: rows of a sheet, characters of a cell and of a sheet's name, digits a number keeps,
# points of a row's height, the first day it can count from.
MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
_LONGEST_NAME = 31
_MOST_DIGITS = 15
_HIGHEST_ROW_PT = 409
_LINE_PT = 16
# Column widths count digits of the standard type; our letters at 12 points are a little wider.
_WIDER_THAN_DIGITS = 1.15
_FIRST_DAY = date(1900, 3, 1)
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\]")

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_NUMBER_FORMATS = {
    Kind.TEXT: "@",
    Kind.INTEGER: "#,##0",
    Kind.DECIMAL: "#,##0.00",
    Kind.PERCENT: "0.0%",
    Kind.DATE: "dd/mm/yyyy",
    Kind.DATETIME: "hh:mm dd/mm/yyyy",
}


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows are mappings read by the columns' keys, from any iterable (read once, not kept)."""

    name: str
    columns: tuple[Column, ...]
    rows: Rows

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError(f"the sheet {self.name!r} has no column")


@dataclass(frozen=True)
class _Formats:
    title: Format
    label: Format
    notice: Format
    head: Format
    cells: dict[Kind, Format]


def write_xlsx(sheets: tuple[Sheet, ...] | list[Sheet], meta: ExportNote) -> bytes:
    """A workbook with the note above every table: head frozen and filtered, printed on A4 lying on its side.

    ``meta.row_count`` counts the rows of all sheets together. Raises :class:`WrongCount` when it does not, and
    ``ValueError`` without a sheet or with more rows than a sheet can hold.
    """
    if not sheets:
        raise ValueError("a workbook has at least one sheet")
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, dict(_OPTIONS)) as book:
        book.set_properties(
            {
                "title": one_line(meta.title),
                "author": one_line(meta.made_by),
                "comments": one_line(meta.notice),
                "created": local(meta.made_at),
            }
        )
        formats = _formats(book)
        names: set[str] = set()
        found = 0
        for sheet in sheets:
            worksheet = book.add_worksheet(_sheet_name(sheet.name, names))
            found += _write_sheet(worksheet, sheet, meta, formats)
    if found != meta.row_count:
        raise WrongCount(meta.row_count, found)
    return out.getvalue()


def _formats(book: xlsxwriter.Workbook) -> _Formats:
    font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    cell = {**font, "border": 1}
    return _Formats(
        title=book.add_format({**font, "bold": True, "font_size": 14}),
        label=book.add_format({**font, "num_format": "@"}),
        notice=book.add_format({**font, "bold": True, "italic": True}),
        head=book.add_format({**cell, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#E7E6E6"}),
        cells={
            kind: book.add_format({**cell, "num_format": number, "text_wrap": kind is Kind.TEXT})
            for kind, number in _NUMBER_FORMATS.items()
        },
    )


def _write_sheet(worksheet: Worksheet, sheet: Sheet, meta: ExportNote, formats: _Formats) -> int:
    for index, column in enumerate(sheet.columns):
        worksheet.set_column(index, index, column.width)
    head = _write_note(worksheet, meta, formats)
    heads = [_cut(one_line(column.title)) for column in sheet.columns]
    _make_room(worksheet, head, [(c.width, text) for c, text in zip(sheet.columns, heads, strict=True)])
    for index, text in enumerate(heads):
        worksheet.write_string(head, index, text, formats.head)
    count = 0
    for row in sheet.rows:
        count += 1
        if head + count >= MOST_ROWS:
            raise ValueError(f"the sheet {sheet.name!r} has more rows than the format can hold")
        _write_row(worksheet, head + count, sheet.columns, row, formats)
    last_column = len(sheet.columns) - 1
    worksheet.freeze_panes(head + 1, 0)
    worksheet.autofilter(head, 0, head + count, last_column)
    worksheet.set_landscape()
    worksheet.set_paper(9)  # A4
    worksheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(head)
    # In a footer "&" begins a code; the notice is text.
    worksheet.set_footer(f"&L{_footer_text(meta.notice)}&R&P/&N")
    return count


def _write_note(worksheet: Worksheet, meta: ExportNote, formats: _Formats) -> int:
    """Write the note from the first row down; the row of the table's head."""
    worksheet.write_string(0, 0, _cut(one_line(meta.title)), formats.title)
    row = 0
    for label, value in meta.lines():
        row += 1
        style = formats.notice if label == "Lưu ý" else formats.label
        worksheet.write_string(row, 0, _cut(f"{label}: {value}"), style)
    return row + 2


def _write_row(worksheet: Worksheet, row: int, columns: tuple[Column, ...], values: Row, formats: _Formats) -> None:
    wrapped = [(c.width, as_text(values[c.key])) for c in columns if c.kind is Kind.TEXT]
    _make_room(worksheet, row, wrapped)
    for index, column in enumerate(columns):
        value, style = values[column.key], formats.cells[Kind(column.kind)]
        if value is None:
            worksheet.write_blank(row, index, None, style)
        elif column.kind in NUMERIC and _fits_number(value):
            worksheet.write_number(row, index, value, style)
        elif column.kind in (Kind.DATE, Kind.DATETIME) and _fits_day(value):
            moment = local(value) if isinstance(value, datetime) else value
            worksheet.write_datetime(row, index, moment, style)
        else:
            # Whatever does not fit its column is shown as it is, as text: "không áp dụng", a number of 20 digits.
            worksheet.write_string(row, index, _cut(as_text(value)), formats.cells[Kind.TEXT])


def _make_room(worksheet: Worksheet, row: int, cells: list[tuple[float, str]]) -> None:
    """Set the height of a row for wrapped texts (width, text); not every program measures it by itself."""
    lines = 1
    for width, text in cells:
        parts = text[:MOST_CHARACTERS].split("\n")
        lines = max(lines, sum(ceil(max(len(part), 1) * _WIDER_THAN_DIGITS / width) for part in parts))
    if lines > 1:
        worksheet.set_row(row, min(lines * _LINE_PT, _HIGHEST_ROW_PT))


def _fits_number(value: object) -> bool:
    if not is_number(value):
        return False
    return not isinstance(value, int) or abs(value) < 10**_MOST_DIGITS


def _fits_day(value: object) -> bool:
    if isinstance(value, datetime):
        value = local(value).date()
    return isinstance(value, date) and value >= _FIRST_DAY


def _cut(text: str) -> str:
    if len(text) <= MOST_CHARACTERS:
        return text
    mark = " … [đã cắt bớt: ô không chứa hết]"
    return text[: MOST_CHARACTERS - len(mark)] + mark


def _footer_text(notice: str) -> str:
    return one_line(notice)[:100].replace("&", "&&")


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name the format accepts: no ``[]:*?/\\``, no apostrophe at either end, 31 characters, not twice."""
    base = _FORBIDDEN_IN_NAME.sub(" ", one_line(name)).strip(" '")[:_LONGEST_NAME].strip(" '") or "Danh sách"
    base = "Danh sách" if base.lower() == "history" else base
    candidate, turn = base, 1
    while candidate.lower() in taken:
        turn += 1
        suffix = f" ({turn})"
        candidate = base[: _LONGEST_NAME - len(suffix)] + suffix
    taken.add(candidate.lower())
    return candidate
