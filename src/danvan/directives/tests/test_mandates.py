"""Sending, answering step by step, and what is never possible."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from danvan.core.errors import Refused, Stale
from danvan.directives import services
from danvan.directives.checks import wrong_dues
from danvan.directives.models import Mandate, Step
from danvan.directives.services import Held, Planned
from danvan.directives.states import MANDATE_MOVES, MandateState

from .factories import advance, directive, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(country):
    return country.actor("provincial_specialist", "A")


@pytest.fixture
def officer(country):
    return country.actor("commune_officer", "A1")


def codes(one) -> list[str]:
    return sorted(one.mandates.standing().values_list("unit__code", flat=True))


@pytest.mark.row(3)
def test_one_act_reaches_every_unit_once(country, clerk):
    one, token = directive(country), uuid.uuid4()
    units = [country[code] for code in ("A1.DU", "A2.DU")]
    first = services.send(one, units, by=clerk, token=token)
    again = services.send(one, units, by=clerk, token=token)
    more = services.send(one, [*units, country["A3.DU"]], by=clerk, token=uuid.uuid4())
    assert (first, first.sent, first.skipped) == (again, 2, 0)
    assert (more.sent, more.skipped) == (1, 2)
    assert codes(one) == ["A1.DU", "A2.DU", "A3.DU"]


@pytest.mark.parametrize(
    ("to", "rule", "code"),
    [
        ((), {}, "nobody"),
        (("B1.DU",), {}, "out-of-reach"),
        (("A1.DU",), {"due_on": date(2020, 1, 1)}, "past"),
        (("A1.DU",), {"working_days": 0}, "bad-days"),
        (("A1.DU",), {"working_days": 5, "due_on": date(2099, 1, 1)}, "two-terms"),
    ],
)
def test_a_sending_that_makes_no_sense_is_refused_whole(country, clerk, to, rule, code):
    one = directive(country)
    with pytest.raises(Refused) as refusal:
        services.send(one, [country[unit] for unit in to], by=clerk, token=uuid.uuid4(), **rule)
    assert refusal.value.code == code
    assert not Mandate.objects.exists()


def test_a_term_in_working_days_is_stored_with_what_it_comes_to(country):
    _one, mandates = sent(country, working_days=10)
    mandate = mandates["A1.DU"]
    assert mandate.due_days == 10
    assert mandate.due_on > mandate.due_start + timedelta(days=11)
    assert wrong_dues() == []
    Mandate.objects.filter(pk=mandate.pk).update(due_on=mandate.due_on + timedelta(days=1))
    assert len(wrong_dues()) == 1


def test_a_sending_is_taken_back_only_while_nobody_has_received_it(country, clerk, officer):
    one, mandates = sent(country)
    sending = mandates["A1.DU"].sending
    services.receive(mandates["A1.DU"], by=officer, version=1)
    with pytest.raises(Refused) as refusal:
        services.withdraw_sending(sending, by=clerk)
    assert refusal.value.code == "received"
    assert len(codes(one)) == 3


def test_after_taking_back_the_units_see_nothing_and_it_can_be_sent_anew(country, clerk, officer):
    one, mandates = sent(country)
    services.withdraw_sending(mandates["A1.DU"].sending, by=clerk)
    services.withdraw_sending(mandates["A1.DU"].sending, by=clerk)
    assert codes(one) == []
    assert not type(one).objects.visible_to(officer).exists()
    services.send(one, [country["A1.DU"]], by=clerk, token=uuid.uuid4())
    assert codes(one) == ["A1.DU"]


@pytest.mark.row(5)
def test_a_unit_reports_every_step_and_each_is_kept(country):
    _one, mandates = sent(country)
    mandate = advance(country, mandates["A1.DU"], 5)
    assert mandate.state == MandateState.DONE
    assert [step.state for step in mandate.steps.all()] == [
        "sent", "received", "disseminated", "planned", "in_progress", "done",
    ]  # fmt: skip
    held = mandate.disseminations.get()
    assert (held.form, held.attendance) == ("conference", 120)


@pytest.mark.row(5)
@pytest.mark.parametrize(
    ("held", "code", "field"),
    [
        (Held(date(2099, 1, 1), "conference", 10), "future", "held_on"),
        (Held(date(2025, 12, 31), "conference", 10), "before-issue", "held_on"),
        (Held(date(2026, 2, 1), "conference", -3), "bad-attendance", "attendance"),
        (Held(date(2026, 2, 1), "conference"), "no-attendance", "attendance"),
        (Held(date(2026, 2, 1), "picnic", 3), "no-form", "form"),
    ],
)
def test_a_study_that_cannot_be_is_refused_at_its_field(country, officer, held, code, field):
    _one, mandates = sent(country)
    mandate = advance(country, mandates["A1.DU"], 1)
    with pytest.raises(Refused) as refusal:
        services.disseminate(mandate, held, by=officer, version=mandate.version)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert Mandate.objects.get(pk=mandate.pk).state == MandateState.RECEIVED


def test_a_step_that_somebody_else_took_meanwhile_is_refused(country, officer):
    _one, mandates = sent(country)
    services.receive(mandates["A1.DU"], by=officer, version=1)
    with pytest.raises(Stale):
        services.receive(mandates["A1.DU"], by=officer, version=1)


def test_a_step_cannot_be_skipped(country, officer):
    _one, mandates = sent(country)
    with pytest.raises(Refused) as refusal:
        services.finish(mandates["A1.DU"], by=officer, version=1, note="xong")
    assert refusal.value.code == "not-now"


@pytest.mark.trust("T09")
@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize(
    ("role", "on", "outcome"),
    [
        ("commune_officer", "A1", None),
        ("commune_head", "A1", None),
        ("commune_officer", "A2", Http404),
        ("commune_officer", "B1", Http404),
        ("provincial_specialist", "A", Refused),
        ("provincial_head", "A", Refused),
        ("reader", "A1", Refused),
        ("account_administrator", "A", Http404),
    ],
)
def test_only_the_units_own_people_answer_in_every_state(country, place, role, on, outcome):
    _one, mandates = sent(country)
    mandate = advance(country, mandates["A1.DU"], place)
    actor = country.actor(role, on)
    if outcome is None:
        assert _answer(mandate, place, actor).state != mandate.state
        return
    with pytest.raises(outcome) as refusal:
        _answer(mandate, place, actor)
    assert outcome is Http404 or refusal.value.code == "not-allowed"
    assert Mandate.objects.get(pk=mandate.pk).state == mandate.state


def _answer(mandate, place, actor):
    common = {"by": actor, "version": mandate.version}
    return (
        lambda: services.receive(mandate, **common),
        lambda: services.disseminate(mandate, Held(actor.day, "document"), **common),
        lambda: services.plan(mandate, Planned("Kế hoạch"), **common),
        lambda: services.begin(mandate, **common),
        lambda: services.finish(mandate, note="Xong", **common),
    )[place]()


@pytest.mark.trust("T09")
@pytest.mark.parametrize("source", MandateState.values)
@pytest.mark.parametrize("target", MandateState.values)
def test_the_database_lets_through_the_moves_and_nothing_else(country, source, target):
    _one, mandates = sent(country)
    pk = mandates["A1.DU"].pk
    for state in _way_to(source):
        Mandate.objects.filter(pk=pk).update(state=state)
    allowed = source == target or (source, target) in {(str(a), str(b)) for a, b in MANDATE_MOVES}
    if allowed:
        assert Mandate.objects.filter(pk=pk).update(state=target) == 1
    else:
        with pytest.raises(DatabaseError), transaction.atomic():
            Mandate.objects.filter(pk=pk).update(state=target)


def _way_to(state: str) -> list[str]:
    if state == MandateState.WITHDRAWN:
        return [state]
    order = ["received", "disseminated", "planned", "in_progress", "done"]
    return order[: order.index(state) + 1] if state in order else []


def test_a_step_is_never_changed_or_removed(country):
    sent(country)
    for act in (lambda: Step.objects.update(note="khác"), lambda: Step.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_unit_has_one_standing_mandate_of_a_directive(country):
    _one, mandates = sent(country)
    twin = mandates["A1.DU"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(directive=twin.directive, unit=twin.unit, sending=twin.sending)


class AnySequenceOfActs(TestCase):
    """Invariant 8: whatever people try, in whatever order, every recorded step is one of MOVES."""

    @settings(max_examples=25, deadline=None)
    @given(acts=st.lists(st.integers(0, 5), max_size=9))
    def test_no_sequence_of_acts_leaves_the_moves(self, acts):
        from conftest import Country, openings_of_a_country

        from danvan.orgs.models import Unit
        from danvan.orgs.services import open_units

        if not Unit.objects.exists():
            open_units(openings_of_a_country())
        country = Country({unit.code: unit for unit in Unit.objects.all()})
        _one, mandates = sent(country, to=("A1.DU",))
        mandate, officer = mandates["A1.DU"], country.actor("commune_officer", "A1")
        for act in acts:
            mandate = Mandate.objects.get(pk=mandate.pk)
            try:
                if act == 5:
                    services.withdraw_sending(mandate.sending, by=country.actor("provincial_specialist", "A"))
                else:
                    _answer(mandate, act, officer)
            except (Refused, Http404):
                continue
        steps = list(mandate.steps.values_list("state", flat=True))
        pairs = set(zip(steps, steps[1:], strict=False))
        assert pairs <= {(str(a), str(b)) for a, b in MANDATE_MOVES}
        assert steps[-1] == Mandate.objects.get(pk=mandate.pk).state


@pytest.mark.row(8)
def test_late_begins_the_day_after_the_last_day(country, clerk):
    _one, mandates = sent(country, due_on=clerk.day + timedelta(days=3))
    last = clerk.day + timedelta(days=3)
    assert not Mandate.objects.late(last).exists()
    assert Mandate.objects.late(last + timedelta(days=1)).count() == 3
    advance(country, mandates["A1.DU"], 5)
    assert Mandate.objects.late(last + timedelta(days=1)).count() == 2
