"""Cells of figures: of a body what it filed last, of an area its stored total; ratios are worked out here.

With a mode that restates, the cells of an area that changes touched are carried from the areas that were there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from danvan.core.numbers import percent
from danvan.core.periods import Period
from danvan.figures.models import Dirty, Indicator, Line, Part
from danvan.figures.modes import AS_IT_WAS, Mode
from danvan.orgs.models import Unit

from .raw import Ground, Key, Place, Raw, as_it_was, ground_as_it_was, restated, wanted


class State(StrEnum):
    """What a cell says beside its amount."""

    COMPLETE = "complete"  # everybody who should has answered
    PARTIAL = "partial"  # some have not
    MISSING = "missing"  # nobody has answered
    NOT_APPLICABLE = "not_applicable"  # all who answered said "not applicable"
    NOT_ADDITIVE = "not_additive"  # answers are there, but units cannot be added up
    NOT_APPORTIONABLE = "not_apportionable"  # answers are there, but no share of them is known
    NOT_ALIVE = "not_alive"  # the unit did not exist on that day


@dataclass(frozen=True)
class Cell:
    """One figure of one unit and period. The counts are numbers of bodies; ``as_of`` is when it was filed or made.

    A ratio's ``amount`` is its percentage, rounded to the indicator's decimals, with both sums beside it; its
    ``reported`` is the smaller of the two. A ``restated`` cell is carried from ``predecessors`` areas (or bodies) of
    the period's last day: ``predecessors_told`` of them told anything, ``withheld`` of those are left out of the
    amount because their share is not known; ``expected`` counts one for an area of which no body is known.
    """

    amount: Decimal | None
    reported: int
    expected: int
    estimated: int
    flagged: int
    not_applicable: int
    state: State
    as_of: datetime | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    predecessors: int = 0
    predecessors_told: int = 0
    withheld: int = 0
    restated: bool = False

    @property
    def missing(self) -> int:
        """How many bodies have not answered."""
        return max(self.expected - self.reported, 0)

    @property
    def is_shared(self) -> bool:
        """Whether shares were taken of it, so that its decimals prove nothing."""
        return self.restated and self.estimated > 0

    @property
    def is_gapped(self) -> bool:
        """Whether a whole predecessor is lacking: it told nothing, or nobody knows its share."""
        return self.predecessors_told < self.predecessors or self.withheld > 0


@dataclass(frozen=True)
class Cells:
    """Cells by unit, indicator, part and period; asking for what nobody filed gives a cell that says so."""

    _raw: Mapping[Key, Raw] = field(repr=False)
    _grounds: Mapping[Place, Ground] = field(repr=False)

    def of(self, unit_id: int, indicator: Indicator, part: Part | None, period: Period) -> Cell:
        """One cell. ``period`` and ``indicator`` must be among those that were asked for."""
        ground = self.ground(unit_id, period)
        if indicator.is_ratio:
            return self._ratio(unit_id, indicator, period, ground)
        raw = self._raw.get((unit_id, indicator.pk, part.pk if part else None, period.code))
        if raw is None:
            return _silent(ground)
        return _cell(raw, _state(raw, indicator.additive), ground.restated)

    def ground(self, unit_id: int, period: Period) -> Ground:
        """What is known of a unit and period even when nobody told anything."""
        return self._grounds.get((unit_id, period.code), Ground())

    def _ratio(self, unit_id: int, indicator: Indicator, period: Period, ground: Ground) -> Cell:
        top = self._raw.get((unit_id, indicator.numerator_id, None, period.code))
        bottom = self._raw.get((unit_id, indicator.denominator_id, None, period.code))
        if top is None or bottom is None:
            return _silent(ground)
        reported = min(top.reported, bottom.reported)
        whole = Raw(
            percent(top.amount, bottom.amount, indicator.decimals),
            reported,
            top.expected,
            min(top.not_applicable, bottom.not_applicable),
            max(top.estimated, bottom.estimated),
            max(top.flagged, bottom.flagged),
            min(top.as_of, bottom.as_of),
            top.predecessors,
            min(top.predecessors_told, bottom.predecessors_told),
            max(top.withheld, bottom.withheld),
        )
        complete = reported and reported >= whole.expected and not whole.withheld
        state = State.COMPLETE if complete else _state(whole, additive=True)
        if whole.amount is None and reported and reported == whole.not_applicable:
            state = State.NOT_APPLICABLE
        elif state is State.NOT_ADDITIVE:
            state = State.PARTIAL
        return _cell(whole, state, ground.restated, top.amount, bottom.amount)


def _silent(ground: Ground) -> Cell:
    return Cell(
        None, 0, ground.expected, 0, 0, 0, State.MISSING if ground.alive else State.NOT_ALIVE,
        predecessors=ground.predecessors, restated=ground.restated,
    )  # fmt: skip


def _cell(
    raw: Raw, state: State, restated: bool, numerator: Decimal | None = None, denominator: Decimal | None = None
) -> Cell:
    return Cell(
        raw.amount, raw.reported, raw.expected, raw.estimated, raw.flagged, raw.not_applicable, state, raw.as_of,
        numerator, denominator, raw.predecessors, raw.predecessors_told, raw.withheld, restated,
    )  # fmt: skip


def _state(raw: Raw, additive: bool) -> State:
    if not raw.reported:
        return State.MISSING
    if raw.amount is None:
        if raw.not_applicable == raw.reported:
            return State.NOT_APPLICABLE
        if raw.withheld and (additive or raw.withheld == raw.predecessors_told):
            return State.NOT_APPORTIONABLE
        return State.NOT_ADDITIVE
    return State.COMPLETE if raw.reported >= raw.expected and not raw.withheld else State.PARTIAL


def cells(
    unit_ids: Sequence[int],
    line: Line,
    indicators: Iterable[Indicator],
    periods: Sequence[Period],
    *,
    mode: Mode = AS_IT_WAS,
) -> Cells:
    """Cells of many units, indicators (with their parts) and periods.

    As it was: two queries, however many; one more for each period in which some unit has no figure at all (to say how
    many are expected). Carried to today's units: two more. Carried to another day, or while the worker has not stored
    what a change touches: one more for each period.
    """
    asked = wanted(indicators)
    carried = [period for period in periods if mode.carries(period)]
    raw, grounds = restated(unit_ids, line, asked, carried, mode.as_of) if carried else ({}, {})
    left = {(unit_id, period.code) for period in periods for unit_id in unit_ids} - grounds.keys()
    if left:
        units, codes = ({place[at] for place in left} for at in (0, 1))
        was = as_it_was(list(units), line, asked, list(codes))
        was = {key: row for key, row in was.items() if (key[0], key[3]) in left}
        grounds = {(key[0], key[3]): Ground(row.expected) for key, row in was.items()} | grounds
        raw = was | raw
    for period in periods:
        silent = [unit_id for unit_id in unit_ids if (unit_id, period.code) not in grounds]
        if silent:
            grounds |= ground_as_it_was(silent, line, period)
    return Cells(raw, grounds)


def cell(
    unit: Unit | int,
    line: Line,
    indicator: Indicator,
    part: Part | None,
    period: Period,
    *,
    mode: Mode = AS_IT_WAS,
) -> Cell:
    """One cell of a body or an area."""
    unit_id = unit if isinstance(unit, int) else unit.pk
    return cells([unit_id], line, [indicator], [period], mode=mode).of(unit_id, indicator, part, period)


def series(
    unit: Unit | int,
    line: Line,
    indicator: Indicator,
    periods: Sequence[Period],
    part: Part | None = None,
    *,
    mode: Mode = AS_IT_WAS,
) -> dict[Period, Cell]:
    """One figure over several periods, in the order asked."""
    unit_id = unit if isinstance(unit, int) else unit.pk
    found = cells([unit_id], line, [indicator], periods, mode=mode)
    return {period: found.of(unit_id, indicator, part, period) for period in periods}


def pending(periods: Iterable[Period] | None = None) -> bool:
    """Whether totals (of these periods) wait to be made anew, so that a page must say of when they are."""
    waiting = Dirty.objects.all()
    if periods is not None:
        waiting = waiting.filter(period__in=[period.code for period in periods])
    return waiting.exists()
