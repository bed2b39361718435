"""Mandates, tasks and registers when units change: what is open goes to the heir, what is done stays."""

import uuid
from datetime import date

import pytest

from danvan.core.errors import Refused
from danvan.directives import services
from danvan.directives.models import Directive, Mandate, Task, TaskUnit
from danvan.directives.services import Assignment
from danvan.directives.states import MandateState
from danvan.directives.work import work_items
from danvan.orgs.changes import Effect
from danvan.orgs.tests.merging import carried_out, decided, merger, split, told, undone

from . import factories

MANDATE, KEEPER = "directives.mandate.unit", "directives.directive.keeper"
GIVER, LEAD, BESIDE = "directives.task.giver", "directives.task.lead", "directives.taskunit.unit"


def _where(model, *fields):
    return set(model.objects.values_list("pk", *fields))


@pytest.mark.row(59)
def test_the_dry_run_says_which_open_mandates_go_where_and_that_several_become_one(country):
    one, held = factories.sent(country, to=("A1.DU", "A2.DU", "A1.MTTQ"))
    factories.advance(country, held["A2.DU"], 2)
    lines = {line.source: line for line in told(merger(), MANDATE)}
    assert {code: line.receiver for code, line in lines.items()} == {
        "A1.DU": "A9.DU", "A2.DU": "A9.DU", "A1.MTTQ": "A9.MTTQ",
    }  # fmt: skip
    assert all(line.effect == Effect.FOLLOWS and line.count == 1 for line in lines.values())
    assert lines["A1.DU"].note == lines["A2.DU"].note != ""
    assert lines["A1.MTTQ"].note == ""


@pytest.mark.row(59)
def test_the_least_advanced_open_mandate_goes_on_and_the_others_keep_their_steps(country):
    _one, held = factories.sent(country, to=("A1.DU", "A2.DU"))
    ahead, behind = factories.advance(country, held["A2.DU"], 3), factories.advance(country, held["A1.DU"], 1)
    before = _where(Mandate, "unit", "merged_into", "state")
    situation = carried_out(merger())
    ahead.refresh_from_db(), behind.refresh_from_db()
    assert behind.unit.code == "A9.DU"
    assert (ahead.unit.code, ahead.merged_into, ahead.state) == ("A2.DU", behind, MandateState.PLANNED)
    assert list(Mandate.objects.standing()) == list(Mandate.objects.open()) == [behind]
    undone(situation)
    assert _where(Mandate, "unit", "merged_into", "state") == before


def test_what_is_done_stays_with_who_did_it(country):
    _one, held = factories.sent(country, to=("A1.DU", "A2.DU"))
    factories.advance(country, held["A1.DU"], 5)
    carried_out(merger())
    assert set(Mandate.objects.standing().values_list("unit__code", "state")) == {
        ("A1.DU", MandateState.DONE),
        ("A9.DU", MandateState.SENT),
    }


def test_a_living_heir_that_had_finished_has_the_part_that_came_still_to_do(country):
    _one, held = factories.sent(country, to=("A1.DU", "A3.DU"))
    factories.advance(country, held["A3.DU"], 5)
    situation = carried_out(merger("A1", into="A3"))
    mandate = Mandate.objects.standing().get()
    assert (mandate.pk, mandate.unit.code, mandate.state) == (held["A1.DU"].pk, "A3.DU", MandateState.SENT)
    undone(situation)
    assert Mandate.objects.standing().count() == 2


def test_a_merged_mandate_is_shown_but_takes_no_more_steps(country, signed_in):
    _one, held = factories.sent(country, to=("A1.DU", "A3.DU"))
    factories.advance(country, held["A3.DU"], 2)
    carried_out(merger("A1", into="A3"))
    merged = Mandate.objects.get(pk=held["A3.DU"].pk)
    client = signed_in("provincial_specialist", "A")
    page = client.get(merged.get_absolute_url()).content.decode()
    assert held["A1.DU"].get_absolute_url() in page
    assert "tiếp tục văn bản này" in page
    assert merged.get_absolute_url() in client.get(held["A1.DU"].get_absolute_url()).content.decode()
    officer = country.actor("commune_officer", "A3")
    with pytest.raises(Refused) as refused:
        services.plan(merged, services.Planned("Kế hoạch"), by=officer, version=merged.version)
    assert refused.value.code == "merged"


def test_a_merged_mandate_is_in_no_count_and_in_no_list_of_work(country):
    one, held = factories.sent(country, to=("A1.DU", "A3.DU"), due_on=date(2026, 12, 5))
    factories.advance(country, held["A3.DU"], 1)
    carried_out(merger("A1", into="A3"))
    assert [row.pk for row in one.mandates.late(date(2027, 1, 1))] == [held["A1.DU"].pk]
    waiting = work_items(country.actor("provincial_specialist", "A"), date(2027, 1, 1))
    assert [item.detail for item in waiting] == ["1 đơn vị chưa tiếp nhận, 1 đơn vị quá hạn"]


@pytest.mark.row(59)
def test_open_tasks_are_led_and_looked_after_by_the_heirs(country):
    whole = factories.task(country, factories.directive(country), to=("A1.DU", "A2.DU"))
    lines = told(merger(), LEAD)
    assert [(line.source, line.count, line.receiver) for line in lines] == [
        ("A1.DU", 1, "A9.DU"),
        ("A2.DU", 1, "A9.DU"),
    ]
    before = _where(Task, "lead", "giver")
    situation = carried_out(merger())
    assert set(whole.children.values_list("lead__code", flat=True)) == {"A9.DU"}
    undone(situation)
    assert _where(Task, "lead", "giver") == before


@pytest.mark.row(59)
def test_a_split_leaves_the_open_tasks_where_they_are_until_a_person_has_chosen(country):
    factories.task(country, factories.directive(country), to=("A1.DU",))
    (line,) = told(split(), LEAD)
    assert (line.undecided, line.possible) == (True, ("A8.DU", "A9.DU"))
    carried_out(decided(split()))
    assert Task.objects.filter(parent__isnull=False).get().lead.code == "A9.DU"


def test_a_helper_is_named_once_with_the_stronger_role_and_never_beside_itself(country):
    one = factories.directive(country)
    actor = country.actor("provincial_specialist", "A")
    whole = services.assign(
        one, Assignment("Rà soát"), [country["A1.DU"], country["B1.DU"]][:1], by=actor, token=uuid.uuid4(),
        helpers=[country["A2.DU"], country["A1.MTTQ"]],
    )  # fmt: skip
    part = whole.children.get()
    TaskUnit.objects.create(task=part, unit=country["A2.MTTQ"], role=TaskUnit.Role.INFORMED)
    before = _where(TaskUnit, "task", "unit", "role")
    situation = carried_out(merger())
    assert list(part.helpers.values_list("unit__code", "role")) == [("A9.MTTQ", TaskUnit.Role.COOPERATING)]
    undone(situation)
    assert _where(TaskUnit, "task", "unit", "role") == before


@pytest.mark.row(59)
def test_the_heir_keeps_the_register_and_a_document_it_has_already_stays_a_copy(country):
    ours = factories.directive(country)
    twin = factories.directive(country, on="B")
    other = factories.directive(country, on="B", raw_symbol="65-KL/TW", issued_on=date(2026, 2, 1))
    plan = merger("B.BTGDV", into="A.BTGDV")
    assert {(line.effect, line.count, bool(line.note)) for line in told(plan, KEEPER)} == {
        (Effect.FOLLOWS, 1, False),
        (Effect.STAYS, 1, True),
    }
    situation = carried_out(plan)
    kept = dict(Directive.objects.values_list("pk", "keeper__code"))
    assert kept == {ours.pk: "A.BTGDV", twin.pk: "B.BTGDV", other.pk: "A.BTGDV"}
    undone(situation)
    assert Directive.objects.get(pk=other.pk).keeper.code == "B.BTGDV"
