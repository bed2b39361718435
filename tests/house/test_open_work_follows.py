"""After whatever change no open thing points at a closed unit, and no thing of the past has moved."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.access.models import Grant, Post
from danvan.directives import services as directives
from danvan.directives.models import Directive, Mandate, Task, TaskUnit
from danvan.directives.services import Assignment
from danvan.directives.states import TASK_CLOSED, MandateState
from danvan.directives.tests import factories
from danvan.orgs.changes import builders
from danvan.orgs.models import Unit
from danvan.orgs.tests.merging import DAY, PAPER, carried_out, decided, merger, split, undone
from danvan.reports.models import Form, Submission
from danvan.reports.states import HANDED_IN
from danvan.reports.tests import factories as reports
from danvan.reviews.models import Review
from danvan.reviews.states import State
from danvan.reviews.tests import factories as reviews

pytestmark = [pytest.mark.django_db, pytest.mark.row(59)]
BODIES = ("A1.DU", "A1.MTTQ", "A2.DU", "A2.MTTQ", "A3.DU", "A3.MTTQ")
PERIODS = ("2026-10", "2026-12")
NUMBERS = count(70)


@dataclass(frozen=True)
class World:
    """What is going on: steps of mandates by directive and unit, tasks with lead, helpers and whether done, who
    works where, the rounds that are open, and whether reviews are being written."""

    mandates: tuple[dict[str, int], ...]
    tasks: tuple[tuple[str, tuple[str, ...], bool], ...]
    people: tuple[tuple[str, str], ...]
    rounds: frozenset[str]
    drafts: bool


worlds = st.builds(
    World,
    st.lists(st.dictionaries(st.sampled_from(BODIES), st.integers(0, 5), min_size=1), max_size=2).map(tuple),
    st.lists(
        st.tuples(st.sampled_from(BODIES), st.lists(st.sampled_from(BODIES), max_size=3).map(tuple), st.booleans()),
        max_size=3,
    ).map(tuple),
    st.lists(
        st.tuples(st.sampled_from(["commune_officer", "commune_head", "reader"]), st.sampled_from(["A1", "A2", "A3"])),
        max_size=3,
        unique=True,
    ).map(tuple),
    st.frozensets(st.sampled_from(PERIODS)),
    st.booleans(),
)
CHANGES = {
    "merge into a new commune": lambda: merger("A1", "A2"),
    "merge into a neighbour": lambda: merger("A1", into="A2"),
    "all three": lambda: merger("A1", "A2", "A3"),
    "split": lambda: decided(split()),
    "dissolve": lambda: builders.dissolve(Unit.objects.get(code="A1"), on=DAY, decided_by=PAPER),
    "province and all": lambda: merger("A", into="B"),
}


def build(country, world: World) -> None:
    for steps in world.mandates:
        one = factories.directive(country, raw_symbol=f"{next(NUMBERS)}-KL/TW")
        by = country.actor("provincial_specialist", "A")
        directives.send(one, [country[code] for code in steps], by=by, token=uuid.uuid4())
        for mandate in one.mandates.select_related("unit"):
            factories.advance(country, mandate, steps[mandate.unit.code])
    for lead, helpers, done in world.tasks:
        _task(country, lead, [code for code in helpers if code != lead], done)
    for role, code in world.people:
        country.person(role, code)
    if world.rounds:
        version = reports.form_version(country)
        for period in world.rounds:
            reports.open_round(country, version=version, period=period)
    if world.drafts:
        reviews.drafted(country)
        reviews.issued(country)


def _task(country, lead: str, helpers: list[str], done: bool) -> None:
    one = factories.directive(country, raw_symbol=f"{next(NUMBERS)}-KL/TW")
    by = country.actor("provincial_specialist", "A")
    whole = directives.assign(
        one, Assignment("Rà soát"), [country[lead]], by=by, token=uuid.uuid4(), helpers=[country[c] for c in helpers]
    )
    if done:
        officer = country.actor("commune_officer", lead.split(".")[0])
        part = directives.begin_task(whole.children.get(), by=officer, version=1)
        directives.finish_task(part, "Đã xong", by=officer, version=part.version)


def open_things() -> dict[str, set[str]]:
    """The codes of the units at which open things of each kind point, on the day of the change."""
    open_tasks = Task.objects.exclude(state__in=TASK_CLOSED)
    rows = {
        "posts": Post.objects.in_force(DAY).values_list("unit__code"),
        "grants": Grant.objects.in_force(DAY).values_list("unit__code"),
        "mandates": Mandate.objects.open().values_list("unit__code"),
        "leads": open_tasks.values_list("lead__code"),
        "givers": open_tasks.values_list("giver__code"),
        "helpers": TaskUnit.objects.filter(task__in=open_tasks).values_list("unit__code"),
        "registers": Directive.objects.values_list("keeper__code"),
        "forms": Form.objects.values_list("owner__code"),
        "reports": Submission.objects.missing().filter(round__period=PERIODS[1]).values_list("unit__code"),
        "drafts": Review.objects.exclude(state=State.ISSUED).values_list("unit__code"),
    }
    return {name: {code for (code,) in found} for name, found in rows.items()}


def past_things() -> set[tuple]:
    """What is done, with where it stands."""
    tasks = Task.objects.filter(state__in=TASK_CLOSED)
    done = {("mandate", *row) for row in Mandate.objects.filter(state=MandateState.DONE).values_list("pk", "unit")}
    done |= {("task", *row) for row in tasks.values_list("pk", "lead", "giver")}
    issued = Review.objects.filter(state=State.ISSUED).values_list("pk", "unit", "area")
    done |= {("review", *row) for row in issued} | {("area", *row) for row in Review.objects.values_list("pk", "area")}
    done |= {("helper", *row) for row in TaskUnit.objects.filter(task__in=tasks).values_list("pk", "unit", "role")}
    earlier = Submission.objects.filter(round__period=PERIODS[0]) | Submission.objects.filter(state__in=HANDED_IN)
    return done | {("report", *row) for row in earlier.values_list("pk", "unit", "state", "released_by")}


def rows() -> list[set[tuple]]:
    """All rows that a change may write in the rooms above."""
    models = (Post, Grant, Mandate, Task, TaskUnit, Directive, Form, Submission, Review)
    return [set(model._base_manager.values_list()) for model in models]


@pytest.mark.parametrize("kind", CHANGES)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds)
def test_open_things_follow_and_past_things_stay_and_undo_gives_all_back(country, kind, world):
    with transaction.atomic():
        build(type(country)(country.units), world)
        before, past = rows(), past_things()
        plan = CHANGES[kind]()
        change = carried_out(plan)
        closed = set(plan.closes)
        assert {name: codes & closed for name, codes in open_things().items() if codes & closed} == {}
        assert past_things() == past
        undone(change)
        assert rows() == before
        transaction.set_rollback(True)


def test_the_days_of_the_periods_lie_on_both_sides_of_the_change():
    assert date(2026, 10, 31) < DAY <= date(2026, 12, 31)
