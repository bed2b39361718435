"""The rows that come with the package, and the questions answered from them."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.core.errors import Refused
from danvan.core.periods import NoWindow, Period
from danvan.deadlines import queries
from danvan.deadlines.calendar import Reason
from danvan.deadlines.loading import load_all, load_days, load_rules
from danvan.deadlines.models import CalendarDay, Term, Window

pytestmark = pytest.mark.django_db


@pytest.mark.row(11)
def test_tet_2026_is_off_from_the_eve_to_the_fifth_day_and_a_term_steps_over_it():
    # The first day of the lunar year is 17-02-2026; public bodies rest from Monday 16 to Friday 20.
    assert not any(queries.is_working_day(date(2026, 2, day)) for day in range(14, 23))
    assert queries.is_working_day(date(2026, 2, 13))
    assert queries.add_working_days(date(2026, 2, 13), 1) == date(2026, 2, 23)
    assert queries.add_working_days(date(2026, 2, 12), 5) == date(2026, 2, 26)


@pytest.mark.row(11)
def test_the_swapped_second_of_january_2026_is_off_and_the_tenth_is_worked():
    assert not queries.is_working_day(date(2026, 1, 2))
    assert queries.is_working_day(date(2026, 1, 10))
    assert queries.roll_to_working_day(date(2026, 1, 1)) == date(2026, 1, 5)
    assert queries.add_working_days(date(2026, 1, 9), 1) == date(2026, 1, 10)
    swapped = {line.day: line.reason for line in queries.sheet(date(2025, 12, 31), 6)}
    assert swapped[date(2026, 1, 2)] is Reason.OFF
    assert swapped[date(2026, 1, 10)] is Reason.SWAPPED_IN
    assert max(swapped) == date(2026, 1, 10)


def test_a_day_that_is_added_counts_in_the_very_next_question():
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    assert queries.add_working_days(friday, 1) == monday
    row = {"name_vi": "Nghỉ bão (số liệu minh họa)", "source": "Công điện", "certainty": "official"}
    CalendarDay.objects.create(date=monday, kind="off", **row)
    assert queries.add_working_days(friday, 1) == date(2026, 11, 25)  # the 24th is a day off by law
    assert queries.working_days_left(friday, date(2026, 11, 25)) == 1


def test_a_calendar_handed_on_asks_nothing_more(django_assert_num_queries):
    calendar = queries.load_calendar()
    with django_assert_num_queries(0):
        for n in range(30):
            queries.add_working_days(date(2026, 5, 4), n, calendar=calendar)


def test_the_calendar_says_how_far_it_is_known():
    assert queries.load_calendar().known_until == date(2027, 12, 31)


def test_the_window_of_may_2026_is_that_of_the_decree():
    assert queries.window_for(Period.parse("2026-05")) == (date(2026, 4, 15), date(2026, 5, 14))
    assert queries.window_for(Period.parse("2026-H1")) == (date(2025, 12, 15), date(2026, 6, 14))


def test_a_period_before_every_regime_has_no_window():
    with pytest.raises(NoWindow):
        queries.window_for(Period.parse("2014-05"))


def test_the_last_day_of_an_old_regime_still_counts_and_the_day_after_is_the_new_one():
    Window.objects.filter(period_type="month").update(valid=DateRange(date(2019, 3, 12), date(2026, 7, 1)))
    row = {"start_month_offset": 0, "start_day": 1, "end_month_offset": 0, "end_day": 31}
    Window.objects.create(
        period_type="month", article="thử", valid=DateRange(date(2026, 7, 1)), certainty="unsure", **row
    )
    assert queries.window_for(Period.parse("2026-06")) == (date(2026, 5, 15), date(2026, 6, 14))
    assert queries.window_for(Period.parse("2026-07")) == (date(2026, 7, 1), date(2026, 7, 31))


def test_a_task_without_a_due_date_falls_due_after_ten_days_and_never_on_a_weekend():
    due = queries.due_by("task.default", date(2026, 5, 6))  # the tenth day is Saturday 16
    assert due.day == date(2026, 5, 18)
    assert due.sheet[-1].reason is Reason.ROLLED
    assert due.sheet[-1].day == due.day
    assert due.term.certainty == "secondary"
    assert queries.due_by("task.default", date(2026, 5, 4)).day == date(2026, 5, 14)


def test_one_working_day_lies_between_close_of_data_and_due_date():
    assert queries.due_by("report.close_to_due", date(2026, 6, 12)).day == date(2026, 6, 15)


def test_a_term_that_no_row_gives_is_refused():
    with pytest.raises(Refused) as refusal:
        queries.term("no.such", date(2026, 1, 1))
    assert refusal.value.code == "no-term"
    with pytest.raises(Refused):
        queries.term("report.close_to_due", date(2019, 3, 11))


def test_two_terms_of_one_code_on_one_day_are_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(
            code="task.default", amount=5, unit="working", article="thử", certainty="unsure", valid=DateRange(None)
        )


def test_loading_again_changes_nothing_and_spares_what_a_person_checked():
    day = CalendarDay.objects.get(date=date(2026, 1, 2))
    day.checked_by, day.name_vi = "Trần Thị B (số liệu minh họa)", "Tên đã đối chiếu"
    day.save(update_fields=["checked_by", "name_vi"])
    before = (CalendarDay.objects.count(), Window.objects.count(), Term.objects.count())
    load_days(CalendarDay)
    assert load_rules(Window, "reporting_windows.json", by="period_type") == 0
    assert load_rules(Term, "terms.json", by="code") == 0
    assert (CalendarDay.objects.count(), Window.objects.count(), Term.objects.count()) == before
    day.refresh_from_db()
    assert day.name_vi == "Tên đã đối chiếu"


@pytest.mark.django_db(transaction=True)
def test_a_database_that_was_flushed_has_its_days_and_rules_again():
    before = (CalendarDay.objects.count(), Window.objects.count(), Term.objects.count())
    assert all(before)
    call_command("flush", interactive=False, verbosity=0)
    assert (CalendarDay.objects.count(), Window.objects.count(), Term.objects.count()) == before
    assert queries.due_by("report.close_to_due", date(2026, 6, 12)).day == date(2026, 6, 15)


def test_a_newer_rule_that_an_office_put_in_stands_through_an_update():
    Term.objects.filter(code="task.default").delete()
    Term.objects.create(
        code="task.default",
        amount=5,
        unit="working",
        article="thử",
        certainty="unsure",
        valid=DateRange(date(2026, 1, 1)),
    )
    load_all()
    assert queries.term("task.default", date(2026, 5, 6)).amount == 5
    assert Term.objects.filter(code="task.default").count() == 1


def test_every_row_says_where_it_stands_and_how_sure_it_is():
    book = queries.rule_book(2026)
    assert all(row.certainty for row in (*book.days, *book.terms, *book.windows))
    assert all(row.source for row in book.days)
    assert all(row.article for row in (*book.terms, *book.windows))
    assert book.unchecked == len(book.days) + len(book.terms) + len(book.windows)
