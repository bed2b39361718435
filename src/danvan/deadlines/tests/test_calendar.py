"""Counting days keeps its promises (spine, invariants 11 and 12)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.deadlines.calendar import Calendar, Reason

DAYS = st.dates(date(2013, 1, 1), date(2027, 12, 31))
LENGTHS = st.integers(0, 120)


@st.composite
def calendars(draw) -> Calendar:
    """Any weekdays off, any weekend days worked."""
    some = draw(st.sets(DAYS, max_size=60))
    return Calendar(
        off={day: "nghỉ" for day in some if day.weekday() < 5},
        worked={day: "làm bù" for day in some if day.weekday() >= 5},
    )


@given(calendars(), DAYS, LENGTHS)
def test_a_due_date_is_a_working_day(calendar, start, n):
    assert calendar.is_working_day(calendar.add_working_days(start, n))
    assert calendar.is_working_day(calendar.add_calendar_days(start, n))


@given(calendars(), DAYS, st.integers(0, 40), LENGTHS)
def test_a_later_start_never_falls_due_earlier(calendar, start, later, n):
    after = start + timedelta(days=later)
    assert calendar.add_working_days(start, n) <= calendar.add_working_days(after, n)
    assert calendar.add_calendar_days(start, n) <= calendar.add_calendar_days(after, n)


@given(calendars(), DAYS, st.integers(1, 120))
def test_one_more_day_falls_due_on_a_later_day(calendar, start, n):
    assert calendar.add_working_days(start, n + 1) > calendar.add_working_days(start, n) > start
    assert calendar.add_working_days(start, 1) >= calendar.add_working_days(start, 0) >= start


@pytest.mark.row(88)
@given(calendars(), DAYS, LENGTHS)
def test_the_sheet_ends_on_the_due_date_and_counts_every_day_once(calendar, start, n):
    lines = calendar.sheet(start, n)
    assert lines[-1].day in (calendar.add_working_days(start, n), start)
    assert calendar.is_working_day(start) or lines[-1].day == calendar.add_working_days(start, n)
    assert [line.day for line in lines] == [start + timedelta(days=step) for step in range(len(lines))]
    assert [line.count for line in lines if line.count] == list(range(1, n + 1))
    for line in lines[1:]:
        assert (line.count is not None or line.reason is Reason.ROLLED) == calendar.is_working_day(line.day)


@given(calendars(), DAYS, LENGTHS)
def test_the_sheet_of_calendar_days_ends_on_the_due_date(calendar, start, n):
    lines = calendar.calendar_sheet(start, n)
    assert lines[-1].day == calendar.add_calendar_days(start, n)
    assert [line.day for line in lines] == [start + timedelta(days=step) for step in range(len(lines))]


@given(calendars(), DAYS, LENGTHS)
def test_what_is_left_recomputes_what_was_added(calendar, start, n):
    due = calendar.add_working_days(start, n)
    assert calendar.working_days_left(start, due) == (n if n else int(due > start))


@given(calendars(), DAYS, st.integers(-60, 60))
def test_late_begins_the_day_after_the_last_day_and_never_before(calendar, due, shift):
    today = due + timedelta(days=shift)
    assert (calendar.working_days_left(today, due) < 0) == (today > due)


def test_a_term_has_no_negative_length():
    with pytest.raises(ValueError, match="negative"):
        Calendar().add_working_days(date(2026, 1, 1), -1)
    with pytest.raises(ValueError, match="negative"):
        Calendar().sheet(date(2026, 1, 1), -1)
    with pytest.raises(ValueError, match="negative"):
        Calendar().add_calendar_days(date(2026, 1, 1), -1)


def test_without_rows_only_weekends_are_off():
    friday = date(2026, 11, 20)
    assert Calendar().add_working_days(friday, 1) == date(2026, 11, 23)
    assert [str(line.reason) for line in Calendar().sheet(friday, 1)] == ["start", "weekend", "weekend", "counted"]
