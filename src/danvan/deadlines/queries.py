"""Questions about days and terms, answered from the rows that stand in the tables now.

Each function loads the calendar once per call. A caller with many dates (a list, a sending to 166 communes) loads it
once with ``load_calendar()`` and hands it on as ``calendar=``; nothing is kept between calls, so that a changed day
counts at once in every process.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from danvan.core.errors import Refused
from danvan.core.periods import Period, window

from .calendar import Calendar, Line
from .models import CalendarDay, Term, Window


def load_calendar() -> Calendar:
    """The calendar as it stands now: one query."""
    off: dict[date, str] = {}
    worked: dict[date, str] = {}
    for day, kind, name in CalendarDay.objects.values_list("date", "kind", "name_vi"):
        (off if kind == CalendarDay.Kind.OFF else worked)[day] = name
    last = max((*off, *worked), default=None)
    return Calendar(off, worked, date(last.year, 12, 31) if last else None)


def is_working_day(day: date, *, calendar: Calendar | None = None) -> bool:
    """Whether public bodies work on ``day``."""
    return (calendar or load_calendar()).is_working_day(day)


def add_working_days(start: date, n: int, *, calendar: Calendar | None = None) -> date:
    """The ``n``-th working day after ``start`` (the day after it is day 1)."""
    return (calendar or load_calendar()).add_working_days(start, n)


def roll_to_working_day(day: date, *, calendar: Calendar | None = None) -> date:
    """``day`` itself, or the next working day."""
    return (calendar or load_calendar()).roll_to_working_day(day)


def working_days_left(today: date, due: date, *, calendar: Calendar | None = None) -> int:
    """Working days after ``today`` up to ``due``; 0 on the last day, negative when late."""
    return (calendar or load_calendar()).working_days_left(today, due)


def sheet(start: date, n: int, *, calendar: Calendar | None = None) -> list[Line]:
    """Day by day how a term of ``n`` working days from ``start`` was counted; the last line is the due date."""
    return (calendar or load_calendar()).sheet(start, n)


def window_for(period: Period) -> tuple[date, date]:
    """The first and last day whose events count for ``period``, by the regime in force on its last day.

    Raises ``core.periods.NoWindow`` for a period that no regime covers (before 12-03-2019 none does).
    """
    return window(period, [row.rule() for row in Window.objects.all()])


@dataclass(frozen=True)
class Due:
    """A due date and all that it was made of: store it, and recompute it to check."""

    day: date
    term: Term
    start: date
    sheet: list[Line]


def term(code: str, on: date) -> Term:
    """The term ``code`` in force on ``on``; Refused (``no-term``) when the tables hold none."""
    row = Term.objects.filter(code=code, valid__contains=on).first()
    if row is None:
        raise Refused(_("No rule gives the term “%(code)s” on this day.") % {"code": code}, code="no-term")
    return row


def due_by(code: str, start: date, *, calendar: Calendar | None = None) -> Due:
    """When something that starts on ``start`` falls due by the term in force that day, with its sheet.

    A term of calendar days that ends on a day off moves to the next working day.
    """
    rule = term(code, start)
    days = calendar or load_calendar()
    working = rule.unit == Term.Unit.WORKING
    lines = days.sheet(start, rule.amount) if working else days.calendar_sheet(start, rule.amount)
    return Due(lines[-1].day, rule, start, lines)


@dataclass(frozen=True)
class RuleBook:
    """All rows of one year and all rules, for the page that shows them; ``unsure`` counts what nobody has checked."""

    year: int
    years: list[int]
    days: list[CalendarDay]
    terms: list[Term]
    windows: list[Window]
    unchecked: int


def rule_book(year: int) -> RuleBook:
    """What the page of calendar and terms shows for ``year``."""
    days = list(CalendarDay.objects.filter(date__year=year))
    terms, windows = list(Term.objects.all()), list(Window.objects.all())
    years = [day.year for day in CalendarDay.objects.dates("date", "year", order="DESC")]
    unchecked = sum(not row.checked_by for row in (*days, *terms, *windows))
    return RuleBook(year, years, days, terms, windows, unchecked)
