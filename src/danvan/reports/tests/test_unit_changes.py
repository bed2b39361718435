"""Reports when units change: what is due for a time after it passes to the heir, what was before stays."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine

from danvan.access.actor import Actor
from danvan.core.errors import Refused
from danvan.figures.models import Filing
from danvan.orgs.changes import Effect, MovedOn, builders
from danvan.orgs.models import Unit
from danvan.orgs.tests.merging import PAPER, carried_out, decided, merger, split, told, undone
from danvan.reports import services, tasks
from danvan.reports.access import DESIGN, OPEN
from danvan.reports.models import Form, Reminder, Round, Submission
from danvan.reports.queries.punctual import punctuality
from danvan.reports.queries.work import owed
from danvan.reports.states import State

from . import factories

OWED, FORM, ROUND = "reports.submission.unit", "reports.form.owner", "reports.round.area"
# The period of the round is October 2026.
WITHIN, AFTER = date(2026, 10, 15), date(2026, 12, 1)


def _rows():
    return set(Submission.objects.values_list("round", "unit__code", "state", "released_by", "version"))


def _codes(rows):
    return set(rows.values_list("unit__code", flat=True))


@pytest.fixture
def round_(country, noon):
    """The round of October, in which A1's committee has typed something already."""
    opened = factories.open_round(country)
    factories.fill(country, factories.submission_of(opened, country, "A1.DU"), {"doc_disseminated": "2"})
    return opened


@pytest.mark.row(59)
def test_the_dry_run_tells_apart_what_the_receiver_owes_and_what_stays(round_):
    passing = {line.source: line for line in told(merger(day=WITHIN), OWED)}
    assert {code: (line.effect, line.receiver) for code, line in passing.items()} == {
        "A1.DU": (Effect.SUCCEEDS, "A9.DU"),
        "A2.DU": (Effect.SUCCEEDS, "A9.DU"),
    }
    staying = told(merger(day=AFTER), OWED)
    assert {(line.source, line.effect) for line in staying} == {("A1.DU", Effect.STAYS), ("A2.DU", Effect.STAYS)}
    assert staying[0].note != passing["A1.DU"].note


@pytest.mark.row(59)
def test_the_heir_owes_one_report_and_the_sources_none(country, round_):
    before = _rows()
    change = carried_out(merger(day=WITHIN))
    assert _codes(Submission.objects.missing()) == {"A9.DU", "A3.DU"}
    heir = Submission.objects.get(unit__code="A9.DU")
    assert (heir.state, heir.round) == (State.WAITING, round_)
    counted = Round.objects.with_counts(date(2026, 12, 31)).get()
    assert (counted.total, counted.overdue, counted.late) == (2, 2, 2)
    assert {line.unit for line in punctuality(Submission.objects.all(), date(2026, 12, 31))} == {
        "Đảng ủy xã Hợp Nhất", "Đảng ủy xã Ân Thi",
    }  # fmt: skip
    undone(change)
    assert _rows() == before


@pytest.mark.row(59)
def test_the_same_people_fill_in_the_heirs_report_from_that_day_on(country, round_):
    carried_out(merger(day=WITHIN))
    officer = Actor.of(country.person("commune_officer", "A1"), date(2026, 11, 3))
    heir = owed(officer, date(2026, 11, 3)).get()
    assert heir.unit.code == "A9.DU"
    services.save_block(heir, factories.cells(heir, factories.GOOD), by=officer)
    services.file(Submission.objects.get(pk=heir.pk), by=officer, token=uuid4(), version=heir.version)
    assert Filing.objects.get().unit.code == "A9.DU"


def test_what_was_typed_stays_readable_and_takes_no_more(country, round_, client):
    carried_out(merger(day=WITHIN))
    released = factories.submission_of(round_, country, "A1.DU")
    assert [cell.raw for cell in released.cells.all()] == ["2"]
    client.force_login(country.person("commune_officer", "A1"))
    page = client.get(released.get_absolute_url()).content.decode()
    assert "Những gì đã nhập trước khi thay đổi đơn vị" in page
    assert client.get(f"{released.get_absolute_url()}nhap/").status_code in (302, 404)
    officer = Actor.of(country.person("commune_officer", "A1"), date(2026, 11, 3))
    with pytest.raises(Refused) as refused:
        services.save_block(released, factories.cells(released, factories.GOOD), by=officer)
    assert refused.value.code == "released"


def test_the_page_of_the_round_says_who_is_released_and_counts_them_apart(country, round_, signed_in):
    carried_out(merger(day=WITHIN))
    client = signed_in("provincial_specialist", "A")
    page = client.get(round_.get_absolute_url())
    assert page.context["counts"]["all"] == 2
    assert page.context["counts"]["released"] == 2
    assert page.content.decode().count("Hết trách nhiệm nộp do thay đổi đơn vị") >= 2
    shown = client.get(f"{round_.get_absolute_url()}?show=released").context["page"].object_list
    assert {row.unit.code for row in shown} == {"A1.DU", "A2.DU"}
    released = factories.submission_of(round_, country, "A1.DU")
    with pytest.raises(Refused):
        services.extend(released, date(2027, 1, 1), "Xin lùi", by=country.actor("provincial_specialist", "A"))


def test_released_units_are_reminded_of_nothing(country, round_):
    carried_out(merger(day=WITHIN))
    with time_machine.travel(datetime(2026, 12, 15, 5, tzinfo=UTC), tick=False):
        assert tasks.remind_missing() == 2
    assert set(Reminder.objects.values_list("unit__code", flat=True)) == {"A9.DU", "A3.DU"}


@pytest.mark.row(59)
def test_a_report_of_a_time_before_stays_with_the_closed_body_and_its_heir_files_it(country, round_):
    country.person("commune_officer", "A2")
    carried_out(merger(day=AFTER))
    assert _codes(Submission.objects.missing()) == {"A1.DU", "A2.DU", "A3.DU"}
    with time_machine.travel(datetime(2026, 12, 2, 5, tzinfo=UTC), tick=False):
        officer = Actor.of(country.person("commune_officer", "A2"), date(2026, 12, 2))
        assert _codes(owed(officer, date(2026, 12, 2))) == {"A1.DU", "A2.DU"}
        old = factories.submission_of(round_, country, "A2.DU")
        services.save_block(old, factories.cells(old, factories.GOOD), by=officer)
        services.file(Submission.objects.get(pk=old.pk), by=officer, token=uuid4(), version=old.version)
    assert Filing.objects.get().unit.code == "A2.DU"


def test_a_living_heir_that_owes_the_report_already_owes_it_once(country, round_):
    carried_out(merger("A1", into="A3", day=WITHIN))
    assert list(Submission.objects.missing().values_list("unit__code", flat=True).order_by("unit__code")) == [
        "A2.DU",
        "A3.DU",
    ]


@pytest.mark.row(60)
def test_where_nobody_above_reports_along_the_line_nobody_owes_the_report(country, round_):
    plan = builders.dissolve(Unit.objects.get(code="A1"), on=WITHIN, decided_by=PAPER)
    assert [(line.source, line.effect) for line in told(plan, OWED)] == [("A1.DU", Effect.CLOSES)]
    carried_out(plan)
    assert _codes(Submission.objects.missing()) == {"A2.DU", "A3.DU"}
    assert not Submission.objects.filter(unit__code="A.TU").exists()


def test_after_a_split_the_chosen_heir_owes_it(country, round_):
    plan = replace(split(), effective_on=WITHIN)
    assert next(line for line in told(plan, OWED) if line.source == "A1.DU").undecided
    carried_out(decided(plan, "A8"))
    assert _codes(Submission.objects.missing()) == {"A8.DU", "A2.DU", "A3.DU"}


def test_once_the_heir_has_begun_the_change_is_not_undone(country, round_):
    change = carried_out(merger(day=WITHIN))
    heir = Submission.objects.get(unit__code="A9.DU")
    officer = Actor.of(country.person("commune_officer", "A1"), date(2026, 11, 3))
    services.save_block(heir, factories.cells(heir, {"doc_disseminated": "5"}), by=officer)
    with pytest.raises(MovedOn):
        undone(change)


@pytest.mark.row(59)
def test_the_heir_designs_the_forms_and_runs_the_open_rounds_of_the_area_that_ended(country, round_):
    """Province A merges into B: A's form goes along, its round keeps the name of who was asked."""
    plan = merger("A", into="B", day=AFTER)
    assert [(line.source, line.count, line.receiver) for line in told(plan, FORM)] == [("A", 1, "B")]
    assert [(line.source, line.effect, line.count) for line in told(plan, ROUND)] == [("A", Effect.STAYS, 1)]
    change = carried_out(plan)
    specialist = country.actor("provincial_specialist", "B", AFTER)
    assert Form.objects.permitted(specialist, DESIGN).get().owner.code == "B"
    assert Round.objects.permitted(specialist, OPEN).get().area.code == "A"
    services.close_round(round_, by=specialist)
    undone(change)
    assert Form.objects.get().owner.code == "A"


def test_a_form_whose_code_the_heir_has_already_stays_and_is_still_of_use(country, round_):
    by = country.actor("provincial_specialist", "B")
    services.design_form(factories.design(), owner=country["B"], by=by)
    plan = merger("A", into="B", day=AFTER)
    assert [(line.effect, bool(line.note)) for line in told(plan, FORM)] == [(Effect.STAYS, True)]
    carried_out(plan)
    specialist = country.actor("provincial_specialist", "B", AFTER)
    assert Form.objects.permitted(specialist, DESIGN).count() == 2
