"""Whatever happens to units, each has one name and one parent a day, and the closure equals the placements."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from danvan.core.errors import Refused
from danvan.orgs import services
from danvan.orgs.checks import disagreements
from danvan.orgs.kinds import Kind
from danvan.orgs.models import Description, Placement, Reach, Unit
from danvan.orgs.services import Opening, open_units

START = date(2020, 1, 1)
DAYS = st.integers(1, 400).map(lambda n: START + timedelta(days=n))
CODES = ["N", "A", "B", "A1", "A2", "B1", "A1.x"]
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("rename"), st.sampled_from(CODES[1:]), DAYS),
        st.tuples(st.just("move"), st.sampled_from(CODES[1:]), st.sampled_from(CODES), DAYS),
        st.tuples(st.just("close"), st.sampled_from(CODES[1:]), DAYS),
    ),
    max_size=8,
)


def small_tree() -> dict[str, Unit]:
    return open_units(
        [
            Opening("N", Kind.NATION, "Nước", "Nước", None, START),
            Opening("A", Kind.PROVINCE, "Tỉnh A", "A", "N", START),
            Opening("B", Kind.PROVINCE, "Tỉnh B", "B", "N", START),
            Opening("A1", Kind.COMMUNE, "Xã A1", "A1", "A", START),
            Opening("A2", Kind.COMMUNE, "Xã A2", "A2", "A", START),
            Opening("B1", Kind.COMMUNE, "Xã B1", "B1", "B", START),
            Opening("A1.x", Kind.FRONT, "MTTQ A1", "MTTQ", "A1", START),
        ]
    )


def carry_out(units: dict[str, Unit], act: tuple) -> None:
    """Do one act; a refusal, or a day on which the unit no longer lives, leaves everything as it was."""
    unit = Unit.objects.get(pk=units[act[1]].pk)
    try:
        if act[0] == "rename":
            new = Description(kind=Kind.AGENCY, name=f"Tên mới {act[2]}", short_name="mới")
            services.describe_anew(unit, new, since=act[2])
        elif act[0] == "move":
            services.place_anew(unit, Unit.objects.get(pk=units[act[2]].pk), since=act[3])
        else:
            services.close(unit, on=act[2])
    except (Refused, Description.DoesNotExist, Placement.DoesNotExist):
        return


def closure_by_hand(day: date) -> set[tuple[str, str]]:
    """The closure computed the slow way, one parent after another."""
    parents = {p.unit.code: p.parent.code for p in Placement.objects.filter(valid__contains=day).select_related()}
    pairs = set()
    for code in Unit.objects.alive(day).values_list("code", flat=True):
        above = code
        while above:
            pairs.add((above, code))
            above = parents.get(above)
    return pairs


class TheTreeStaysWhole(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(acts=ACTS, day=DAYS)
    def test_any_sequence_of_acts_leaves_the_invariants(self, acts, day):
        units = small_tree()
        for act in acts:
            carry_out(units, act)
        assert disagreements() == []
        stored = set(Reach.objects.filter(valid__contains=day).values_list("above__code", "below__code"))
        assert stored == closure_by_hand(day)


@pytest.mark.django_db
def test_the_check_names_a_reach_that_was_tampered_with():
    units = small_tree()
    Reach.objects.filter(above=units["A"], below=units["A1"]).delete()
    assert any("missing" in problem for problem in disagreements())
