"""Carried to the units of any day, figures are what a walk through the changes says; as they were, they never move."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from danvan.access import services as access
from danvan.access.actor import Actor
from danvan.core.periods import Period
from danvan.figures import queries, services
from danvan.figures.checks import wrong_restated, wrong_totals
from danvan.figures.models import Indicator, Total
from danvan.figures.modes import Mode
from danvan.figures.queries import Cell
from danvan.orgs import services as orgs
from danvan.orgs.carrying import disagreements
from danvan.orgs.kinds import Kind
from danvan.orgs.models import Unit
from danvan.orgs.services import Opening

from . import histories
from .factories import new_value
from .histories import DAYS, NATION, PERIODS, SINCE, World

pytestmark = pytest.mark.django_db
LATER = date(2026, 11, 20)
# Without shrinking: an example takes seconds.
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
ADDED, ALONE = "doc_issued", "letters_received"

acts = st.lists(
    st.tuples(
        st.sampled_from(DAYS),
        st.sampled_from(["merge", "join", "split", "unknown", "part", "end", "move", "provinces"]),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    max_size=6,
)
told = st.lists(st.tuples(st.sampled_from(PERIODS), st.integers(0, 30), st.integers(0, 999)), min_size=1, max_size=10)


class Scene:
    """One random country, in the database and in plain Python side by side."""

    def __init__(self, sizes: list[int]) -> None:
        self.world = World()
        rows = [Opening(NATION, Kind.NATION, "Nước", "Nước", None, SINCE)]
        for number, size in enumerate(sizes):
            rows.append(histories.province(f"p{number}"))
            self.world.open(f"p{number}", NATION, SINCE, body=False)
            for which in range(size):
                code, body = f"c{number}{which}", which != 2  # of the third commune no body is known
                rows += histories.commune(code, f"p{number}", body=body)
                self.world.open(code, f"p{number}", SINCE, body=body)
        orgs.open_units(rows)
        self.made = 0

    def act(self, day: date, what: str, first: int, second: int) -> None:
        """Do one act, unless it needs units that are not there or were touched on that day already."""
        free = [code for code in self.world.communes(day) if self._untouched(code, day)]
        if what == "provinces":
            self._merge_provinces(day)
        elif len(free) >= 2:
            one = free.pop(first % len(free))
            other = free[second % len(free)]
            getattr(self, f"_{what}")(day, one, other)

    def _untouched(self, code: str, day: date) -> bool:
        since, until = self.world.lives[code]
        moved = any(begin == day for begin, _parent in self.world.places[code])
        named = any(code in {source, *heirs} for (source, on), heirs in self.world.events.items() if on == day)
        return until is None and since < day and not moved and not named

    def _new(self, day: date, parent: str) -> str:
        self.made += 1
        code = f"cn{self.made}"
        orgs.open_units(histories.commune(code, parent, day))
        self.world.open(code, parent, day)
        return code

    def _write(self, day: date, strands: list[tuple[str, str, str | None]], ended: list[str], kept: dict) -> None:
        histories.end(ended, day)
        histories.change(day, [(a, b, None if share is None else Decimal(share)) for a, b, share in strands])
        for code in ended:
            self.world.lives[code][1] = day
        for source, heir, share in strands:
            into = self.world.events.setdefault((source, day), {})
            into[heir] = None if share is None else Fraction(share)
        for source, left in kept.items():
            self.world.events[source, day][source] = left

    def _merge(self, day: date, one: str, other: str) -> None:
        heir = self._new(day, self.world.parent(one, day))
        self._write(day, [(one, heir, "1"), (other, heir, "1")], [one, other], {})

    def _join(self, day: date, one: str, other: str) -> None:
        self._write(day, [(one, other, "1")], [one], {})

    def _split(self, day: date, one: str, other: str) -> None:
        heirs = [self._new(day, self.world.parent(unit, day)) for unit in (one, other)]
        self._write(day, [(one, heirs[0], "0.3"), (one, heirs[1], "0.7")], [one], {})

    def _unknown(self, day: date, one: str, other: str) -> None:
        heirs = [self._new(day, self.world.parent(unit, day)) for unit in (one, other)]
        self._write(day, [(one, heir, None) for heir in heirs], [one], {})

    def _part(self, day: date, one: str, other: str) -> None:
        self._write(day, [(one, other, "0.25")], [], {one: Fraction(3, 4)})

    def _end(self, day: date, one: str, other: str) -> None:
        histories.end([one], day)
        self.world.lives[one][1] = day

    def _move(self, day: date, one: str, other: str) -> None:
        parent = self.world.parent(other, day)
        if parent != self.world.parent(one, day):
            orgs.place_anew(Unit.objects.get(code=one), Unit.objects.get(code=parent), since=day)
            self.world.places[one].append((day, parent))

    def _merge_provinces(self, day: date) -> None:
        """The first two provinces become a new one; their communes of that day stand under it."""
        old = [code for code in self.world.alive(day) if code.startswith("p") and self.world.lives[code][0] < day][:2]
        if len(old) < 2 or any((code, day) in self.world.events for code in old):
            return
        if any(
            since == day and self.world.parent(code, day) in old
            for code in self.world.communes(day)
            for since, _parent in self.world.places[code]
        ):
            return  # a commune that was placed there on the same day cannot be placed anew once more
        self.made += 1
        heir = f"pn{self.made}"
        orgs.open_units([histories.province(heir, day)])
        self.world.open(heir, NATION, day, body=False)
        for code in self.world.communes(day):
            if self.world.parent(code, day) in old:
                orgs.place_anew(Unit.objects.get(code=code), Unit.objects.get(code=heir), since=day)
                self.world.places[code].append((day, heir))
        self._write(day, [(code, heir, "1") for code in old], old, {})

    def file(self, period: str, which: int, amount: int, by: Actor) -> None:
        last = Period.parse(period).last_day
        able = [code for code in self.world.communes(last) if code in self.world.bodies]
        if able:
            code = able[which % len(able)]
            values = {ADDED: amount, ALONE: amount}
            rows = [new_value(item, number) for item, number in values.items()]
            unit = Unit.objects.get(code=f"{code}.DU")
            services.file_values(unit, "commune-party", period, rows, by=by, token=uuid4())
            self.world.filed[code, period] = values


def expected_cell(world: World, homes: dict[str, Fraction | None], period: str, item: str) -> tuple:
    """(amount, reported, expected, predecessors, withheld) of one restated cell, the slow way."""
    amount, reported, withheld = None, 0, 0
    for home, weight in homes.items():
        figure = world.filed.get((home, period), {}).get(item)
        if figure is None:
            continue
        reported += 1
        if weight is None or (item == ALONE and weight != 1):
            withheld += 1
        elif item == ADDED or len(homes) == 1:
            amount = (amount or 0) + figure * weight
    return amount, reported, len(homes), len(homes), withheld


def check(scene: Scene, day: date) -> None:
    """Every cell of every area of ``day`` against the slow way; where nothing moved, against the figure as it was."""
    world, line = scene.world, queries.line("commune-party")
    indicators = {code: queries.indicator(code) for code in (ADDED, ALONE)}
    ids = dict(Unit.objects.values_list("code", "pk"))
    for code in PERIODS:
        period = Period.parse(code)
        if period.last_day > day:
            continue
        restated = world.restated(code, day)
        mode = Mode(day)
        found = queries.cells([ids[area] for area in restated], line, indicators.values(), [period], mode=mode)
        was = queries.cells([ids[area] for area in restated], line, indicators.values(), [period])
        for area, homes in restated.items():
            for item, indicator in indicators.items():
                cell = found.of(ids[area], indicator, None, period)
                if not cell.restated:
                    assert cell == was.of(ids[area], indicator, None, period)
                    own = {
                        home for home in world.communes(period.last_day) if area in world.path(home, period.last_day)
                    }
                    assert homes == dict.fromkeys(own, 1)
                    continue
                amount, *counts = expected_cell(world, homes, code, item)
                assert (cell.reported, cell.expected, cell.predecessors, cell.withheld) == tuple(counts)
                assert (cell.amount is None) == (amount is None)
                assert amount is None or abs(Fraction(cell.amount) - amount) < Fraction(1, 10**6)
                _check_rows(ids[area], indicator, period, mode, cell)


def _check_rows(area: int, indicator: Indicator, period: Period, mode: Mode, cell: Cell) -> None:
    """The rows of its table and the cells behind it make up a restated figure."""
    line = queries.line("commune-party")
    sources = queries.contributions(area, line, indicator, None, period, mode=mode)
    told = [one for one in sources if one.value_id]
    assert len(told) == cell.reported
    assert len(sources) == cell.expected
    if indicator.additive:
        carried = [one.carried for one in told if one.carried is not None]
        assert (sum(carried) if carried else None) == cell.amount
        rows = [row.cell(indicator) for row in queries.table(area, line, [indicator], period, mode=mode)]
        amounts = [row.amount for row in rows if row.amount is not None]
        if not cell.withheld and not any(row.withheld for row in rows):
            assert (sum(amounts) if amounts else None) == cell.amount


def totals_as_they_were() -> set:
    return set(Total.objects.values_list("unit", "indicator", "period", "amount", "reported", "expected"))


def run(sizes: list[int], filings: list, happening: list, by: Actor) -> None:
    scene = Scene(sizes)
    for act in sorted(happening, key=lambda act: act[0]):
        scene.act(*act)
    assert disagreements() == []
    for filing in filings:
        scene.file(*filing, by)
    services.recompute_waiting()
    before = totals_as_they_were()
    for day in (date(2025, 2, 28), *DAYS, LATER):
        check(scene, day)
    assert totals_as_they_were() == before
    services.rebuild_structure(LATER)
    services.restate()
    check(scene, LATER)
    for filing in filings[:2]:
        scene.file(filing[0], filing[1], filing[2] + 1, by)
    services.recompute_waiting()
    check(scene, LATER)
    assert wrong_totals() + wrong_restated() == []


@pytest.mark.row(56)
@pytest.mark.row(57)
@pytest.mark.row(58)
@settings(max_examples=12, deadline=None, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(1, 3), min_size=2, max_size=3), filings=told, happening=acts)
def test_every_cell_carried_to_any_day_is_what_a_walk_through_the_changes_says(db, sizes, filings, happening):
    with transaction.atomic():
        user = access.create_account("so.lieu", "Nguyễn Thị Số", password="rừng vàng biển bạc 45")
        run(sizes, filings, happening, Actor.of(user, LATER))
        transaction.set_rollback(True)
