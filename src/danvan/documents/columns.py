"""What every list export says about itself and its columns, whatever the file format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

from danvan.documents.text import clean, one_line

# Vietnam keeps UTC+7 all year; papers show the time on the wall.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


class Kind(StrEnum):
    """What a column holds. A percent is a fraction: 0.125 is shown as 12,5%."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    PERCENT = "percent"
    DATE = "date"
    DATETIME = "datetime"


NUMERIC = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.PERCENT})


@dataclass(frozen=True)
class Column:
    """One column: ``key`` names the value in a row, ``width`` is about the number of characters shown."""

    key: str
    title: str
    width: float = 16
    kind: Kind | str = Kind.TEXT

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))
        if self.width <= 0:
            raise ValueError(f"the column {self.key!r} has no width")


@dataclass(frozen=True)
class ExportNote:
    """What an export says on its own face: which list, which filter, how many rows, when, by whom, and a notice."""

    title: str
    filter_text: str
    row_count: int
    made_at: datetime
    made_by: str
    notice: str = ""

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Label and value of every line after the title; a notice only when there is one."""
        lines = [
            ("Bộ lọc", one_line(self.filter_text) or "không lọc"),
            ("Số dòng", shown(self.row_count, Kind.INTEGER)),
            ("Thời điểm xuất", shown(self.made_at, Kind.DATETIME)),
            ("Người xuất", one_line(self.made_by)),
        ]
        if self.notice:
            lines.append(("Lưu ý", one_line(self.notice)))
        return tuple(lines)


class WrongCount(ValueError):
    """An export holds another number of rows than its note says; the file is not handed out."""

    def __init__(self, said: int, found: int) -> None:
        super().__init__(f"the note says {said} rows, the export has {found}")
        self.said = said
        self.found = found


Row = Mapping[str, object]
Rows = Iterable[Row]


def is_number(value: object) -> bool:
    """Whether a value is a finite number (``bool`` is not a number here)."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return True
    if isinstance(value, float | Decimal):
        return Decimal(value).is_finite()
    return False


def as_text(value: object) -> str:
    """A value as plain text: nothing for ``None``, "Có"/"Không" for a yes or no, else its own words, cleaned."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return clean(str(value))


def local(value: datetime) -> datetime:
    """The time on a Vietnamese wall clock, without a zone; a time without a zone is taken as such already."""
    return value if value.tzinfo is None else value.astimezone(VIETNAM).replace(tzinfo=None)


def shown(value: object, kind: Kind | str) -> str:
    """A value as a Vietnamese paper writes it: 1.234,5 · 12,5% · 05/02/2026 · 08:30 05/02/2026."""
    if isinstance(value, datetime):
        return local(value).strftime("%H:%M %d/%m/%Y" if kind == Kind.DATETIME else "%d/%m/%Y")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if not is_number(value) or kind not in NUMERIC:
        return as_text(value)
    number = Decimal(str(value))
    if kind == Kind.PERCENT:
        return _decimal(number * 100, places=1) + "%"
    return _decimal(number, places=2)


def _decimal(value: Decimal, places: int) -> str:
    text = f"{value:,.{places}f}".rstrip("0").removesuffix(".")
    # A small loss rounded away is no loss: "-0" says nothing.
    text = "0" if text == "-0" else text
    return text.translate(str.maketrans(",.", ".,"))
