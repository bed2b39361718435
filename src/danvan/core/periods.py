"""Reporting periods as one text value, their calendar days and their data windows.

Codes (all of fixed width within a type, so a text column sorts one type in order of time):
`2014` year, `2014-H1` half, `2014-09M` the first nine months, `2014-Q1` quarter, `2014-05` month, and
`C-<name>.<first day>.<last day>` a free campaign, such as `C-tet-2026.2026-01-10.2026-02-20`. A campaign's
name has lower-case letters, figures and single hyphens. Every code is safe in an address and a file name.
"""

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import total_ordering
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

MIN_YEAR, MAX_YEAR = 1900, 2199
MAX_NAME_LENGTH = 24
MAX_CODE_LENGTH = 48

_CODE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?:(?P<nine>09M)|H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?"
)
_CAMPAIGN = re.compile(
    r"C-(?P<name>[a-z0-9-]{1,24})\.(?P<start>[0-9]{4}-[0-9]{2}-[0-9]{2})\.(?P<end>[0-9]{4}-[0-9]{2}-[0-9]{2})"
)
_NAME = re.compile(r"[a-z0-9-]{1,24}")
_ROMAN = ("I", "II", "III", "IV")
_MONTHS_EN = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


class PeriodType(StrEnum):
    """The kinds of period; the values are stored."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    CAMPAIGN = "campaign"


# Type: how many months one period lasts, how many there are in a year.
_SHAPES = {
    PeriodType.MONTH: (1, 12),
    PeriodType.QUARTER: (3, 4),
    PeriodType.HALF: (6, 2),
    PeriodType.NINE_MONTHS: (9, 1),
    PeriodType.YEAR: (12, 1),
}


class BadPeriod(ValueError):
    """A text or a set of parts that is no period; `code` is stable, `message` lazily translated."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text[:60]!r}")
        self.code = code
        self.message: Promise = format_lazy(_BAD_PERIOD[code], text=text[:60])


class NoWindow(ValueError):
    """No row, or more than one, gives the data window; `code` is `no_rule` or `overlapping_rules`."""

    def __init__(self, code: str, period: "Period") -> None:
        super().__init__(f"{code}: {period.code}")
        self.code = code
        self.message: Promise = format_lazy(_NO_WINDOW[code], period=period.code)


_BAD_PERIOD = {
    "bad_text": _("“{text}” is not a reporting period: write 2026, 2026-H1, 2026-09M, 2026-Q1 or 2026-05."),
    "bad_year": _("“{text}” is not a reporting period: the year is out of range."),
    "bad_index": _("“{text}” is not a reporting period: there is no such part of a year."),
    "bad_name": _("“{text}” is not the name of a campaign: use lower-case letters, figures and single hyphens."),
    "bad_days": _("“{text}” is not a reporting period: the first day must exist and not follow the last day."),
}
_NO_WINDOW = {
    "no_rule": _("No rule gives the data window of the period {period}."),
    "overlapping_rules": _("More than one rule gives the data window of the period {period}."),
}


@total_ordering
@dataclass(frozen=True)
class Period:
    """One reporting period; equal if its code is equal.

    Periods sort by their last day; of those that end together the shorter comes first (March, quarter I).
    `index` counts from 1 within the year. `name`, `start`, `end` belong to campaigns only, whose `year` is
    that of the first day. Parts that make no period raise BadPeriod.
    """

    type: PeriodType
    year: int
    index: int = 1
    name: str = ""
    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        shown = f"{self.name or self.type} {self.year}"
        if not MIN_YEAR <= self.year <= MAX_YEAR:
            raise BadPeriod("bad_year", shown)
        if self.type is PeriodType.CAMPAIGN:
            self._check_campaign(shown)
        elif not 1 <= self.index <= _SHAPES[self.type][1]:
            raise BadPeriod("bad_index", f"{shown}, {self.index}")
        elif self.name or self.start or self.end:
            raise BadPeriod("bad_name", shown)

    def _check_campaign(self, shown: str) -> None:
        hyphens = self.name.startswith("-") or self.name.endswith("-") or "--" in self.name
        if hyphens or not _NAME.fullmatch(self.name):
            raise BadPeriod("bad_name", self.name)
        days_ok = self.start and self.end and self.start <= self.end and self.end.year <= MAX_YEAR
        if not days_ok or self.start.year != self.year or self.index != 1:
            raise BadPeriod("bad_days", shown)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the period that `text` is the code of; anything else raises BadPeriod."""
        if len(text) > MAX_CODE_LENGTH:
            raise BadPeriod("bad_text", text)
        if match := _CODE.fullmatch(text):
            year = int(match["year"])
            if match["nine"]:
                return cls(PeriodType.NINE_MONTHS, year)
            for kind in (PeriodType.HALF, PeriodType.QUARTER, PeriodType.MONTH):
                if match[kind.value]:
                    return cls(kind, year, int(match[kind.value]))
            return cls(PeriodType.YEAR, year)
        if match := _CAMPAIGN.fullmatch(text):
            try:
                start, end = date.fromisoformat(match["start"]), date.fromisoformat(match["end"])
            except ValueError as error:
                raise BadPeriod("bad_days", text) from error
            return cls.campaign(match["name"], start, end)
        raise BadPeriod("bad_text", text)

    @classmethod
    def campaign(cls, name: str, start: date, end: date) -> Self:
        """Return a free campaign from `start` to `end`, both days included."""
        return cls(PeriodType.CAMPAIGN, start.year, 1, name, start, end)

    @classmethod
    def containing(cls, day: date, kind: PeriodType) -> Self | None:
        """Return the period of a type that holds `day`; None for October on of `nine_months`."""
        if kind is PeriodType.CAMPAIGN:
            raise BadPeriod("bad_index", kind)
        length, count = _SHAPES[kind]
        index = (day.month - 1) // length + 1
        return cls(kind, day.year, index) if index <= count else None

    @property
    def code(self) -> str:
        """The text that is stored and that `parse` reads."""
        match self.type:
            case PeriodType.MONTH:
                return f"{self.year}-{self.index:02d}"
            case PeriodType.QUARTER:
                return f"{self.year}-Q{self.index}"
            case PeriodType.HALF:
                return f"{self.year}-H{self.index}"
            case PeriodType.NINE_MONTHS:
                return f"{self.year}-09M"
            case PeriodType.YEAR:
                return f"{self.year}"
        return f"C-{self.name}.{self.start:%Y-%m-%d}.{self.end:%Y-%m-%d}"

    def __str__(self) -> str:
        return self.code

    def _sort_value(self) -> tuple[date, int, str]:
        return self.last_day, -self.first_day.toordinal(), self.code

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return self._sort_value() < other._sort_value()

    @property
    def _first_month(self) -> int:
        return (self.index - 1) * _SHAPES[self.type][0] + 1

    @property
    def first_day(self) -> date:
        """The first calendar day."""
        return self.start or date(self.year, self._first_month, 1)

    @property
    def last_day(self) -> date:
        """The last calendar day."""
        return self.end or _day_of(self.year, self._first_month + _SHAPES[self.type][0] - 1, 31)

    def label_vi(self) -> str:
        """The Vietnamese name inside a sentence: `tháng 5/2014`, `quý I/2014`, `6 tháng đầu năm 2014`."""
        match self.type:
            case PeriodType.MONTH:
                return f"tháng {self.index}/{self.year}"
            case PeriodType.QUARTER:
                return f"quý {_ROMAN[self.index - 1]}/{self.year}"
            case PeriodType.HALF:
                return f"6 tháng {'đầu' if self.index == 1 else 'cuối'} năm {self.year}"
            case PeriodType.NINE_MONTHS:
                return f"9 tháng năm {self.year}"
            case PeriodType.YEAR:
                return f"năm {self.year}"
        return f"đợt {self.name} ({self.start:%d/%m/%Y} – {self.end:%d/%m/%Y})"

    def label_en(self) -> str:
        """The English name inside a sentence: `May 2014`, `quarter 1 of 2014`, `first half of 2014`."""
        match self.type:
            case PeriodType.MONTH:
                return f"{_MONTHS_EN[self.index - 1]} {self.year}"
            case PeriodType.QUARTER:
                return f"quarter {self.index} of {self.year}"
            case PeriodType.HALF:
                return f"{'first' if self.index == 1 else 'second'} half of {self.year}"
            case PeriodType.NINE_MONTHS:
                return f"nine months of {self.year}"
            case PeriodType.YEAR:
                return f"{self.year}"
        return f"campaign {self.name} ({self.start:%Y-%m-%d} to {self.end:%Y-%m-%d})"

    def _shifted(self, steps: int) -> Self | None:
        if self.type is PeriodType.CAMPAIGN:
            return None
        count = _SHAPES[self.type][1]
        year, index = divmod(self.year * count + self.index - 1 + steps, count)
        return type(self)(self.type, year, index + 1) if MIN_YEAR <= year <= MAX_YEAR else None

    def previous(self) -> Self | None:
        """The period of this type just before (nine months: last year's); None for a campaign."""
        return self._shifted(-1)

    def next(self) -> Self | None:
        """The period of this type just after; None for a campaign."""
        return self._shifted(1)

    def same_last_year(self) -> Self | None:
        """The same part of the year before ("cùng kỳ năm trước"); None for a campaign."""
        return None if self.type is PeriodType.CAMPAIGN else self._shifted(-_SHAPES[self.type][1])

    def months(self) -> tuple[Self, ...]:
        """The months that lie wholly inside, in order."""
        found = []
        year, month = self.first_day.year, self.first_day.month
        while (year, month) <= (self.last_day.year, self.last_day.month):
            candidate = type(self)(PeriodType.MONTH, year, month)
            if self.contains(candidate):
                found.append(candidate)
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return tuple(found)

    def contains(self, other: "Period | date") -> bool:
        """Tell whether a day, or every day of another period, lies inside by the calendar."""
        if isinstance(other, date):
            return self.first_day <= other <= self.last_day
        return self.first_day <= other.first_day and other.last_day <= self.last_day


@dataclass(frozen=True)
class WindowRule:
    """One dated row of a data window ("thời gian chốt số liệu", Nghị định 09/2019/NĐ-CP, Article 12).

    The window of a period of `period_type` opens on `start_day` of the period's first month moved by
    `start_month_offset` months and closes, that day included, on `end_day` of its last month moved by
    `end_month_offset`. A day past the month's end means the month's last day. The row applies to periods
    whose last calendar day lies from `valid_from` to `valid_to` (both included; None is open), and, if `index`
    is set, only to that part of the year.
    """

    period_type: PeriodType
    start_month_offset: int
    start_day: int
    end_month_offset: int
    end_day: int
    valid_from: date | None = None
    valid_to: date | None = None
    index: int | None = None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Read a row as a data file holds it: days as ISO text or null; other keys are left alone.

        Its `period_type` is one of PeriodType, or such a type and an index: `half_1`, `half_2`.
        """
        kind, _line, index = row["period_type"].rpartition("_")
        numbered = index.isdecimal()
        return cls(
            PeriodType(kind if numbered else row["period_type"]),
            *(int(row[key]) for key in ("start_month_offset", "start_day", "end_month_offset", "end_day")),
            *(date.fromisoformat(row[key]) if row.get(key) else None for key in ("valid_from", "valid_to")),
            index=int(index) if numbered else None,
        )

    def applies_to(self, period: Period) -> bool:
        """Tell whether this row gives the window of `period`."""
        day = period.last_day
        in_force = (self.valid_from or day) <= day <= (self.valid_to or day)
        return self.period_type is period.type and self.index in (None, period.index) and in_force

    def window_of(self, period: Period) -> tuple[date, date]:
        """Return the first and the last day whose events count for `period`."""
        first, last = period.first_day, period.last_day
        return (
            _day_of(first.year, first.month + self.start_month_offset, self.start_day),
            _day_of(last.year, last.month + self.end_month_offset, self.end_day),
        )


def window(period: Period, regime_rows: Iterable[WindowRule]) -> tuple[date, date]:
    """Return the first and last day of the data window of `period` under one regime's rows.

    A campaign's window is its own days. Without a row, or with two that apply, NoWindow is raised: a figure
    without a known window must not be counted.
    """
    if period.type is PeriodType.CAMPAIGN:
        return period.first_day, period.last_day
    rules = [rule for rule in regime_rows if rule.applies_to(period)]
    if len(rules) != 1:
        raise NoWindow("overlapping_rules" if rules else "no_rule", period)
    return rules[0].window_of(period)


def _day_of(year: int, month: int, day: int) -> date:
    """Return a day, where month 0 is last December, 13 next January, and a day too large the month's last."""
    carry, zero_based = divmod(month - 1, 12)
    year, month = year + carry, zero_based + 1
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
