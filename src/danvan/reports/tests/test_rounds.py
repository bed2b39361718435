"""Opening rounds, being late, being reminded, and what a person's work page and search show."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.core.errors import Refused
from danvan.core.periods import Period
from danvan.core.work import Bin
from danvan.notices.models import Notice
from danvan.reports import access, queries, services, tasks
from danvan.reports.models import Reminder, Round, Submission
from danvan.reports.services.deciding import NewRemark
from danvan.reports.services.rounds import Plan
from danvan.reports.states import HANDED_IN, MOVES, RoundState, State

from . import factories as make

pytestmark = pytest.mark.django_db


def at(day: int, hour: int = 12, month: int = 11) -> time_machine.travel:
    """That hour on the wall in Vietnam, 2026."""
    return time_machine.travel(datetime(2026, month, day, hour, tzinfo=UTC) - timedelta(hours=7), tick=False)


@pytest.fixture
def round_(country) -> Round:
    """October 2026 of province A, due on Friday 6 November, opened on the 2nd."""
    with at(2):
        return make.open_round(country, due=date(2026, 11, 6))


class TestOpening:
    @pytest.mark.row(41)
    @pytest.mark.parametrize(
        ("kind", "code", "window", "due"),
        [
            ("month", "2026-10", (date(2026, 9, 15), date(2026, 10, 14)), date(2026, 10, 21)),
            ("quarter", "2026-Q3", (date(2026, 6, 15), date(2026, 9, 14)), date(2026, 9, 21)),
            ("half", "2026-H1", (date(2025, 12, 15), date(2026, 6, 14)), date(2026, 6, 19)),
            ("nine_months", "2026-09M", (date(2025, 12, 15), date(2026, 9, 14)), date(2026, 9, 21)),
            ("year", "2026", (date(2025, 12, 15), date(2026, 12, 14)), date(2026, 12, 21)),
            ("campaign", "C-tet.2026-01-10.2026-02-20", (date(2026, 1, 10), date(2026, 2, 20)), date(2026, 2, 27)),
        ],
    )
    def test_every_type_of_period_has_its_window_and_due_day(self, country, kind, code, window, due):
        round_ = make.open_round(country, version=make.form_version(country, period_type=kind), period=code)
        assert (round_.window_start, round_.window_end) == window
        assert round_.due_on == due

    def test_every_body_of_the_line_in_the_area_owes_one_report(self, round_):
        assert set(round_.submissions.values_list("unit__code", flat=True)) == {"A1.DU", "A2.DU", "A3.DU"}

    def test_a_second_round_of_the_same_period_is_refused(self, country, round_):
        with pytest.raises(Refused) as refusal:
            make.open_round(country, version=round_.form_version)
        assert refusal.value.code == "already-open"

    def test_a_due_day_inside_the_window_is_refused(self, country):
        with pytest.raises(Refused) as refusal:
            make.open_round(country, due=date(2026, 10, 31))
        assert refusal.value.code == "due-too-early"

    def test_a_stranger_to_the_area_cannot_ask_it(self, country):
        version = make.form_version(country)
        by = country.actor("provincial_specialist", "B")
        with pytest.raises(Http404):
            services.open_round(version, Period.parse("2026-10"), country["A"], by=by, plan=Plan())

    def test_the_officers_of_the_units_are_told(self, country):
        officer = country.person("commune_officer", "A1")
        make.open_round(country)
        assert Notice.objects.filter(user=officer).count() == 1


class TestForms:
    @pytest.mark.row(40)
    def test_a_round_keeps_the_edition_it_was_opened_with(self, country, round_):
        by = country.actor("provincial_specialist", "A")
        changed = make.design(lines=make.LINES[:2], rules=())
        version = services.design_form(changed, owner=country["A"], by=by, form=round_.form)
        assert version.number == 2
        assert Round.objects.get(pk=round_.pk).form_version.items.count() == len(make.LINES)

    def test_some_of_the_parts_may_not_exceed_the_whole(self, country):
        version = make.form_version(country, lines=make.LINES[2:5], rules=())
        assert version.rules.get().kind == "not_more_than"

    @pytest.mark.parametrize(
        ("lines", "code"),
        [((), "no-lines"), ((make.LINES[0], make.LINES[0]), "item-twice"),
         ((services.DesignLine("diss_rate"),), "ratio"), ((services.DesignLine("none"),), "no-indicator")],
    )  # fmt: skip
    def test_a_form_that_cannot_be_asked_is_refused(self, country, lines, code):
        with pytest.raises(Refused) as refusal:
            make.form_version(country, lines=lines, rules=())
        assert refusal.value.code == code


class TestLate:
    def late(self, day: date) -> set[str]:
        return set(Submission.objects.all().late(day).values_list("unit__code", flat=True))

    def test_late_begins_on_the_day_after_the_due_day(self, round_):
        assert self.late(date(2026, 11, 6)) == set()
        assert self.late(date(2026, 11, 7)) == {"A1.DU", "A2.DU", "A3.DU"}

    @pytest.mark.parametrize(("day", "hour", "late"), [(6, 23, set()), (7, 0, {"A1.DU"})])
    def test_the_day_is_counted_in_vietnam(self, country, round_, day, hour, late):
        with at(day, hour):
            make.file(country, make.submission_of(round_, country, "A1.DU"))
        assert self.late(date(2026, 12, 1)) - {"A2.DU", "A3.DU"} == late

    def test_a_returned_report_keeps_the_punctuality_of_its_first_filing(self, country, round_):
        report = make.submission_of(round_, country, "A1.DU")
        with at(5):
            make.file(country, report)
        with at(9):
            by = country.actor("provincial_specialist", "A")
            services.return_(report, [NewRemark("Sai")], by=by, revision_shown=1)
            make.file(country, report)
        assert "A1.DU" not in self.late(date(2026, 11, 10))

    def test_longer_time_moves_the_due_day_of_its_unit_only(self, country, round_):
        report = make.submission_of(round_, country, "A1.DU")
        with at(5):
            by = country.actor("provincial_specialist", "A")
            services.extend(report, date(2026, 11, 12), "Bão số 12", by=by)
        assert self.late(date(2026, 11, 12)) == {"A2.DU", "A3.DU"}
        assert "A1.DU" in self.late(date(2026, 11, 13))

    @pytest.mark.row(42)
    def test_a_closed_round_takes_nothing_more(self, country, round_):
        services.close_round(round_, by=country.actor("provincial_specialist", "A"))
        with pytest.raises(Refused) as refusal:
            make.fill(country, make.submission_of(round_, country, "A1.DU"))
        assert refusal.value.code == "round-closed"
        assert Round.objects.get(pk=round_.pk).state == RoundState.CLOSED


class TestReminders:
    @pytest.mark.row(63)
    def test_once_before_the_due_day_and_on_each_day_past_it(self, country, round_):
        told = {}
        for day in range(2, 10):
            with at(day):
                told[day] = tasks.remind_missing()
                assert tasks.remind_missing() == 0, "the clock may run twice"
        # 3 November has three working days left (4, 5, 6).
        assert told == {2: 0, 3: 3, 4: 0, 5: 0, 6: 0, 7: 3, 8: 3, 9: 3}

    def test_who_has_filed_is_left_alone(self, country, round_):
        with at(3):
            make.file(country, make.submission_of(round_, country, "A1.DU"))
            assert tasks.remind_missing() == 2

    def test_a_unit_that_owes_two_reports_is_told_once_a_day(self, country, round_):
        officer = country.person("commune_officer", "A1")
        with at(3):
            make.open_round(country, version=round_.form_version, period="2026-09", due=date(2026, 11, 6))
            before = Notice.objects.filter(user=officer).count()
            tasks.remind_missing()
        assert Notice.objects.filter(user=officer).count() == before + 1
        assert Reminder.objects.get(unit=country["A1.DU"]).submissions.count() == 2

    def test_reminding_by_hand_counts_the_same_day(self, country, round_):
        by = country.actor("provincial_specialist", "A")
        with at(3):
            assert services.remind(round_, by=by) == 3
            assert services.remind(round_, by=by) == 0
            assert tasks.remind_missing() == 0


class TestWork:
    def test_a_commune_sees_what_it_owes_and_what_came_back(self, country, round_):
        report = make.submission_of(round_, country, "A1.DU")
        officer = country.actor("commune_officer", "A1")
        [item] = queries.work_items(officer, date(2026, 11, 3))
        assert (item.bin, item.due) == (Bin.WEEK, date(2026, 11, 6))
        assert queries.work_items(officer, date(2026, 11, 9))[0].bin == Bin.LATE
        with at(3):
            make.file(country, report)
            assert [item.bin for item in queries.work_items(officer, date(2026, 11, 3))] == [Bin.WAITING]
            by = country.actor("provincial_specialist", "A")
            services.return_(report, [NewRemark("Sai")], by=by, revision_shown=1)
        assert queries.work_items(officer, date(2026, 11, 3))[0].bin == Bin.RETURNED

    def test_the_province_sees_what_waits_for_it_and_who_is_overdue(self, country, round_):
        with at(3):
            make.file(country, make.submission_of(round_, country, "A1.DU"))
        by = country.actor("provincial_specialist", "A")
        assert [item.bin for item in queries.work_items(by, date(2026, 11, 9))] == [Bin.LATER, Bin.LATE]
        assert queries.work_items(country.actor("provincial_specialist", "B"), date(2026, 11, 9)) == []

    def test_search_finds_rounds_without_marks_and_only_ones_own(self, country, round_):
        for role, on, found in (
            ("provincial_specialist", "A", 1), ("commune_officer", "A1", 1), ("provincial_specialist", "B", 0),
            ("commune_officer", "B1", 0),
        ):  # fmt: skip
            hits = queries.search(country.actor(role, on), "bao cao thang 10/2026", 5)
            assert len(hits) == found, (role, on)


ROLES = [("commune_officer", "A1"), ("commune_officer", "A2"), ("commune_head", "A1"), ("reader", "A"),
         ("provincial_specialist", "A"), ("provincial_head", "A"), ("provincial_specialist", "B")]  # fmt: skip
ACTS = ("fill", "file", "accept", "return", "close")
NEEDS = {"fill": access.FILL, "file": access.FILE, "accept": access.DECIDE, "return": access.DECIDE,
         "close": access.OPEN}  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.lists(st.tuples(st.sampled_from(ROLES), st.sampled_from(ACTS)), max_size=10))
def test_whatever_people_try_moves_are_lawful_and_rights_are_kept(country, round_, story):
    """Invariants 5, 8 and 10 of the spine over random stories of seven people."""
    lawful = {(str(source), str(target)) for source, target in MOVES}
    for role, on in ROLES:
        country.person(role, on)  # outside of what is rolled back, or the next story would have nobody in it
    with transaction.atomic():
        report = make.submission_of(round_, country, "A1.DU")
        for (role, on), act in story:
            by = country.actor(role, on, date(2026, 11, 3))
            before = Submission.objects.get(pk=report.pk)
            try:
                with transaction.atomic():
                    _try(country, report, before, act, by)
                acted = True
            except (Refused, Http404):
                acted = False
            after = Submission.objects.get(pk=report.pk)
            assert not acted or by.covers(NEEDS[act], country["A1.DU"])
            assert before.state == after.state or (before.state, after.state) in lawful
            assert after.accepted_by_id is None or after.accepted_by_id != after.filed_by_id
            assert after.revision == after.filed.count() >= (after.state in HANDED_IN)
            assert acted or (before.state, before.revision, before.version) == (
                after.state, after.revision, after.version)  # fmt: skip
        transaction.set_rollback(True)


def _try(country, report: Submission, now: Submission, act: str, by) -> None:
    if act == "fill":
        services.save_block(report, make.cells(report, make.GOOD), by=by)
    elif act == "file":
        services.file(report, by=by, token=uuid4(), version=now.version)
    elif act == "accept":
        services.accept(report, by=by, revision_shown=now.revision)
    elif act == "return":
        services.return_(report, [NewRemark("Xem lại")], by=by, revision_shown=now.revision)
    else:
        services.close_round(report.round, by=by)


def test_a_filed_row_is_never_changed(country, round_):
    filed = make.file(country, make.submission_of(round_, country, "A1.DU"))
    with pytest.raises(DatabaseError), transaction.atomic():
        type(filed).objects.filter(pk=filed.pk).update(revision=9)


def test_a_state_may_not_be_written_past_its_moves(round_):
    report = round_.submissions.first()
    with pytest.raises(AttributeError):
        report.state = State.ACCEPTED
