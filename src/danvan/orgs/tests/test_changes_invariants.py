"""Any sequence of changes on any small tree: what the dry run allows can be done, the tree stays whole, and taking
the changes back, the last first, leads through the very same rows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from danvan.core.errors import Refused
from danvan.orgs import services
from danvan.orgs.changes import Coming, builders
from danvan.orgs.checks import disagreements
from danvan.orgs.kinds import AREAS, COMMUNE_LEVEL, PROVINCE_LEVEL, Kind, ShareKind
from danvan.orgs.models import Carry, Description, GroupMember, Lineage, Placement, Reach, Unit
from danvan.orgs.services import Opening

from .changing import DOCUMENT, carry_out, everywhere

START = date(2020, 1, 1)
# Few days, so that many changes meet on the same one.
DAYS = st.sampled_from([START + timedelta(days=n) for n in (0, 100, 100, 200, 300, 300)])
PICKS = st.lists(st.integers(0, 30), min_size=3, max_size=3)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["absorb", "found", "split", "part", "rename", "move", "dissolve", "create", "bodies"]),
        DAYS,
        PICKS,
        st.integers(1, 99),
    ),
    min_size=1,
    max_size=6,
)
TREES = st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=2, max_size=5)
TABLES = (Unit, Description, Placement, Lineage, GroupMember)


def grow(shape: list[tuple[int, bool]]) -> None:
    """Three provinces with their committees, and communes here and there, some with a Front."""
    openings = [Opening("N", Kind.NATION, "Nước", "Nước", None, START)]
    for code in ("P0", "P1", "P2"):
        openings += [
            Opening(code, Kind.PROVINCE, f"Tỉnh {code}", code, "N", START),
            Opening(f"{code}.TU", Kind.PARTY_COMMITTEE, f"Tỉnh ủy {code}", "Tỉnh ủy", code, START),
            Opening(f"{code}.BDV", Kind.COMMISSION, f"Ban Dân vận Tỉnh ủy {code}", "BDV", f"{code}.TU", START),
        ]
    for number, (province, has_front) in enumerate(shape):
        code = f"C{number}"
        openings.append(Opening(code, Kind.COMMUNE, f"Xã {code}", code, f"P{province}", START))
        if has_front:
            openings.append(Opening(f"{code}.MTTQ", Kind.FRONT, f"MTTQ xã {code}", "MTTQ", code, START))
    services.open_units(openings)


def dump() -> dict[str, list[tuple]]:
    """Every row of the tables of units, and the derived ones without their row numbers."""
    rows = {model.__name__: sorted(model.objects.values_list(), key=repr) for model in TABLES}
    for model in (Reach, Carry):
        columns = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
        rows[model.__name__] = sorted(model.objects.values_list(*columns), key=repr)
    return rows


def build(act: tuple, number: int):
    """The plan of one random act on two different units: mostly living ones, sometimes any."""
    kind, day, picks, percent = act
    said = {"on": day, "decided_by": DOCUMENT}
    named = list(Unit.objects.named(day).order_by("code"))

    def pick(index: int, kinds, other: Unit | None = None) -> Unit:
        fitting = [unit for unit in named if unit.kind in kinds and unit != other]
        alive = [unit for unit in fitting if day in unit.life]
        some = alive if alive and percent % 5 else fitting
        return some[picks[index] % len(some)]

    level = PROVINCE_LEVEL if percent % 3 == 0 else COMMUNE_LEVEL
    one = pick(0, level)
    two = pick(1, level, one)
    parent = "N" if level is PROVINCE_LEVEL else pick(2, PROVINCE_LEVEL).code
    new = Coming(f"U{number}", sorted(level)[0], f"Đơn vị {number}", f"U{number}", parent)
    share = Decimal(percent) / 100
    bodies = set(Kind) - AREAS
    if kind == "absorb":
        return builders.merge([one, two], two, **said)
    if kind == "found":
        return builders.merge([one, two], new, **said)
    if kind == "bodies":
        return builders.merge([pick(0, bodies)], pick(1, bodies), **said)
    if kind == "split":
        children = {unit.code: new.code for unit in named if unit.kind in COMMUNE_LEVEL}
        return builders.split(one, [new, two], [share, 1 - share], ShareKind.HAND, children=children, **said)
    if kind == "part":
        return builders.transfer(one, two, share, ShareKind.HAND, **said)
    if kind == "rename":
        return builders.rename(one, f"Tên {number}", f"T{number}", **said)
    if kind == "move":
        return builders.move(pick(0, set(Kind)), pick(1, set(Kind)), **said)
    if kind == "dissolve":
        return builders.dissolve(pick(0, set(Kind)), **said)
    return builders.create(new, **said)


class AnySequence(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(shape=TREES, acts=ACTS, early=st.integers(0, 5))
    def test_of_changes_keeps_the_tree_whole_and_can_be_taken_back(self, shape, acts, early):
        grow(shape)
        by, applied = everywhere(), []
        for number, act in enumerate(acts):
            plan, before = build(act, number), dump()
            if services.dry_run(plan).problems:
                with pytest.raises(services.Impossible):
                    carry_out(plan, by)
                assert dump() == before
                continue
            applied.append((carry_out(plan, by), before))
            assert disagreements() == []
        if applied and early:
            self.take_one_back_out_of_turn(applied[early % len(applied)][0], by)
        in_turn = all(change.state == change.State.APPLIED for change, _ in applied)
        for change, before in reversed(applied):
            if change.state == change.State.APPLIED:
                services.undo_change(change, by=by)
                assert disagreements() == []
                assert not in_turn or dump() == before
        assert not applied or dump() == applied[0][1]

    def take_one_back_out_of_turn(self, change, by) -> None:
        """Either it is refused and nothing happens, or the tree is whole without it."""
        before = dump()
        try:
            services.undo_change(change, by=by)
        except Refused:
            assert dump() == before
        assert disagreements() == []
        change.refresh_from_db()
