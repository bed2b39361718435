"""List exports as CSV: UTF-8 with a byte order mark, so that spreadsheets read Vietnamese; no cell can be a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from danvan.documents.columns import Column, ExportNote, Kind, Rows, WrongCount, as_text, is_number, local
from danvan.documents.text import one_line

# A spreadsheet reads a cell that begins so as a formula; also the full-width forms, which some turn into the others.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_INVISIBLE = " \u00a0\u200b\u200c\u200d\u2060\ufeff\u3000"


def write_csv(columns: tuple[Column, ...] | list[Column], rows: Rows, note: ExportNote) -> bytes:
    """The note as rows that begin with ``#``, the head, the rows; CRLF line ends, commas.

    Numbers are written plain with a point (a percent as its fraction), days as 2026-02-05, times as 2026-02-05T08:30:00
    on a Vietnamese clock: a CSV is for machines. Text that a spreadsheet would take for a formula gets ``'`` in front;
    numbers never do, so -5 stays -5. Raises :class:`WrongCount` when the note counts other rows.
    """
    if not columns:
        raise ValueError("a list has at least one column")
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([f"# {one_line(note.title)}"])
    for label, value in note.lines():
        writer.writerow([f"# {label}: {value}"])
    writer.writerow([safe_text(one_line(column.title)) for column in columns])
    found = 0
    for row in rows:
        found += 1
        writer.writerow([_cell(row[column.key], Kind(column.kind)) for column in columns])
    if found != note.row_count:
        raise WrongCount(note.row_count, found)
    return out.getvalue().encode("utf-8-sig")


def safe_text(text: str) -> str:
    """``'`` before a text whose first visible character would begin a formula."""
    if text.startswith(_FORMULA_STARTS) or text.lstrip(_INVISIBLE).startswith(_FORMULA_STARTS):
        return f"'{text}"
    return text


def _cell(value: object, kind: Kind) -> str:
    if is_number(value):
        return format(value, "f") if isinstance(value, Decimal) else repr(value)
    if isinstance(value, datetime):
        moment = local(value)
        return moment.date().isoformat() if kind is Kind.DATE else moment.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return safe_text(as_text(value))


def stream_csv(columns: Sequence[Column], rows: Rows) -> Iterator[bytes]:
    """The head and the rows alone, piece by piece; cells are written as in ``write_csv``."""
    yield _line([safe_text(one_line(column.title)) for column in columns]).encode("utf-8-sig")
    for row in rows:
        yield _line([_cell(row[column.key], Kind(column.kind)) for column in columns]).encode()


def _line(cells: list[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue()
