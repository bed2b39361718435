"""Counting days: pure calculation over a frozen calendar. No database, no clock.

A day is a working day when it is a weekday that is not off, or a weekend day that is worked for a swapped one. The
day on which something starts is never counted: the day after it is day 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class Reason(StrEnum):
    """Why a day of a sheet is counted or not; the values are stable."""

    START = "start"
    COUNTED = "counted"
    SWAPPED_IN = "swapped-in"
    WEEKEND = "weekend"
    OFF = "off"
    ROLLED = "rolled"

    @property
    def words(self) -> Promise:
        """The reason as people say it."""
        return _WORDS[self]


_WORDS = {
    Reason.START: _("the day it starts, not counted"),
    Reason.COUNTED: _("counted"),
    Reason.SWAPPED_IN: _("counted: worked instead of a swapped day"),
    Reason.WEEKEND: _("weekend, not counted"),
    Reason.OFF: _("day off, not counted"),
    Reason.ROLLED: _("due on the next working day"),
}


@dataclass(frozen=True)
class Line:
    """One day of a sheet; ``count`` is its number, or None when it does not count; ``name`` the day's own name."""

    day: date
    reason: Reason
    count: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Calendar:
    """Days off and weekend days worked, each with its name. Weekends that are not listed are off.

    ``known_until`` is the last day of the last year that has rows: past it only weekends are known.
    """

    off: Mapping[date, str] = field(default_factory=dict)
    worked: Mapping[date, str] = field(default_factory=dict)
    known_until: date | None = None

    def is_working_day(self, day: date) -> bool:
        """Whether ``day`` counts."""
        if day in self.worked:
            return True
        return day.weekday() < SATURDAY and day not in self.off

    def reason(self, day: date) -> Reason:
        """Why ``day`` counts or not."""
        if day in self.worked:
            return Reason.SWAPPED_IN
        if day in self.off:
            return Reason.OFF
        return Reason.WEEKEND if day.weekday() >= SATURDAY else Reason.COUNTED

    def name(self, day: date) -> str:
        """What the calendar calls ``day``; empty for a plain day."""
        return self.off.get(day) or self.worked.get(day) or ""

    def roll_to_working_day(self, day: date) -> date:
        """``day`` itself when it counts, or the next day that does."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, start: date, n: int) -> date:
        """The ``n``-th working day after ``start``; for 0 the start itself or the next working day.

        Raises ValueError for a negative ``n``.
        """
        if n < 0:
            raise ValueError(f"a term has no negative length: {n}")
        if n == 0:
            return self.roll_to_working_day(start)
        return next(line.day for line in self._walk(start) if line.count == n)

    def add_calendar_days(self, start: date, n: int) -> date:
        """``start`` plus ``n`` days; a day that does not count moves to the next that does."""
        if n < 0:
            raise ValueError(f"a term has no negative length: {n}")
        return self.roll_to_working_day(start + timedelta(days=n))

    def working_days_left(self, today: date, due: date) -> int:
        """Working days after ``today`` up to ``due``: 0 on the last day, negative when late.

        "Late" starts the day after the last day, so a due Friday seen on Saturday is already -1; further on it is
        the number of working days that went by since.
        """
        if today <= due:
            return self._between(today, due)
        return -max(1, self._between(due, today))

    def _between(self, first: date, last: date) -> int:
        days = (first + timedelta(days=step) for step in range(1, (last - first).days + 1))
        return sum(self.is_working_day(day) for day in days)

    def sheet(self, start: date, n: int) -> list[Line]:
        """Day by day how ``add_working_days(start, n)`` comes about; the last line is the due date."""
        if n < 0:
            raise ValueError(f"a term has no negative length: {n}")
        lines = [Line(start, Reason.START, name=self.name(start))]
        if n == 0:
            return lines + self._rolled(start)
        for line in self._walk(start):
            lines.append(line)
            if line.count == n:
                break
        return lines

    def calendar_sheet(self, start: date, n: int) -> list[Line]:
        """Day by day how ``add_calendar_days(start, n)`` comes about; the last line is the due date."""
        if n < 0:
            raise ValueError(f"a term has no negative length: {n}")
        lines = [Line(start, Reason.START, name=self.name(start))]
        days = ((start + timedelta(days=step), step) for step in range(1, n + 1))
        lines += [Line(day, Reason.COUNTED, step, self.name(day)) for day, step in days]
        return lines + self._rolled(start + timedelta(days=n))

    def _rolled(self, day: date) -> list[Line]:
        lines = []
        while not self.is_working_day(day):
            day += ONE_DAY
            counts = self.is_working_day(day)
            lines.append(Line(day, Reason.ROLLED if counts else self.reason(day), name=self.name(day)))
        return lines

    def _walk(self, start: date) -> Iterator[Line]:
        day, count = start, 0
        while True:
            day += ONE_DAY
            reason = self.reason(day)
            if self.is_working_day(day):
                count += 1
                yield Line(day, reason, count, self.name(day))
            else:
                yield Line(day, reason, None, self.name(day))
