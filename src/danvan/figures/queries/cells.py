"""Cells of figures: of a body what it filed last, of an area its stored total; ratios are worked out here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db import connection

from danvan.core.numbers import percent
from danvan.core.periods import Period
from danvan.figures.models import Dirty, Indicator, Line, Part, Total, Value
from danvan.figures.sql import CHILDREN, EXPECTED
from danvan.orgs.models import Unit


class State(StrEnum):
    """What a cell says beside its amount."""

    COMPLETE = "complete"  # everybody who should has answered
    PARTIAL = "partial"  # some have not
    MISSING = "missing"  # nobody has answered
    NOT_APPLICABLE = "not_applicable"  # all who answered said "not applicable"
    NOT_ADDITIVE = "not_additive"  # answers are there, but units cannot be added up


@dataclass(frozen=True)
class Cell:
    """One figure of one unit and period. The counts are numbers of bodies; ``as_of`` is when it was filed or made.

    A ratio's ``amount`` is its percentage, rounded to the indicator's decimals, with both sums beside it; its
    ``reported`` is the smaller of the two.
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

    @property
    def missing(self) -> int:
        """How many bodies have not answered."""
        return max(self.expected - self.reported, 0)


@dataclass(frozen=True)
class _Raw:
    """What stands in a table: a total, or a body's newest value as a total of one."""

    amount: Decimal | None
    reported: int
    expected: int
    not_applicable: int
    estimated: int
    flagged: int
    as_of: datetime


Key = tuple[int, int, int | None, str]


@dataclass(frozen=True)
class Cells:
    """Cells by unit, indicator, part and period; asking for what nobody filed gives a cell that says so."""

    _raw: Mapping[Key, _Raw] = field(repr=False)
    _expected: Mapping[tuple[int, str], int] = field(repr=False)

    def of(self, unit_id: int, indicator: Indicator, part: Part | None, period: Period) -> Cell:
        """One cell. ``period`` and ``indicator`` must be among those that were asked for."""
        if indicator.is_ratio:
            return self._ratio(unit_id, indicator, period)
        raw = self._raw.get((unit_id, indicator.pk, part.pk if part else None, period.code))
        expected = self._expected.get((unit_id, period.code), 0)
        if raw is None:
            return Cell(None, 0, expected, 0, 0, 0, State.MISSING)
        state = _state(raw)
        return Cell(
            raw.amount, raw.reported, raw.expected, raw.estimated, raw.flagged, raw.not_applicable, state, raw.as_of
        )

    def _ratio(self, unit_id: int, indicator: Indicator, period: Period) -> Cell:
        top = self._raw.get((unit_id, indicator.numerator_id, None, period.code))
        bottom = self._raw.get((unit_id, indicator.denominator_id, None, period.code))
        expected = self._expected.get((unit_id, period.code), 0)
        if top is None or bottom is None:
            return Cell(None, 0, expected, 0, 0, 0, State.MISSING)
        reported = min(top.reported, bottom.reported)
        whole = _Raw(
            percent(top.amount, bottom.amount, indicator.decimals),
            reported,
            top.expected,
            min(top.not_applicable, bottom.not_applicable),
            max(top.estimated, bottom.estimated),
            max(top.flagged, bottom.flagged),
            min(top.as_of, bottom.as_of),
        )
        state = State.COMPLETE if reported and reported >= whole.expected else _state(whole)
        if whole.amount is None and reported and reported == whole.not_applicable:
            state = State.NOT_APPLICABLE
        elif state is State.NOT_ADDITIVE:
            state = State.PARTIAL
        return Cell(
            whole.amount, reported, whole.expected, whole.estimated, whole.flagged, whole.not_applicable, state,
            whole.as_of, top.amount, bottom.amount,
        )  # fmt: skip


def _state(raw: _Raw) -> State:
    if not raw.reported:
        return State.MISSING
    if raw.amount is None:
        return State.NOT_APPLICABLE if raw.not_applicable == raw.reported else State.NOT_ADDITIVE
    return State.COMPLETE if raw.reported >= raw.expected else State.PARTIAL


def cells(unit_ids: Sequence[int], line: Line, indicators: Iterable[Indicator], periods: Sequence[Period]) -> Cells:
    """Cells of many units, indicators (with their parts) and periods: three queries, however many.

    One more query for each period in which some unit has no figure at all (to say how many are expected).
    """
    wanted = {pk for one in indicators for pk in (one.pk, one.numerator_id, one.denominator_id) if pk is not None}
    codes = [period.code for period in periods]
    raw = _totals(unit_ids, line, wanted, codes) | _values(unit_ids, line, wanted, codes)
    expected = {(unit_id, code): row.expected for (unit_id, _i, _p, code), row in raw.items()}
    for period in periods:
        unknown = [unit_id for unit_id in unit_ids if (unit_id, period.code) not in expected]
        if unknown:
            expected |= _expected(unknown, line, period)
    return Cells(raw, expected)


def _expected(unit_ids: list[int], line: Line, period: Period) -> dict[tuple[int, str], int]:
    with connection.cursor() as cursor:
        cursor.execute(EXPECTED, line.params(period.last_day) | {"units": unit_ids})
        return {(unit_id, period.code): count for unit_id, count in cursor}


def _totals(unit_ids: Sequence[int], line: Line, indicators: set[int], codes: list[str]) -> dict[Key, _Raw]:
    rows = Total.objects.filter(
        unit_id__in=unit_ids, line=line, indicator_id__in=indicators, period__in=codes
    ).values_list(
        "unit_id", "indicator_id", "part_id", "period",
        "amount", "reported", "expected", "not_applicable", "estimated", "flagged", "computed_at",
    ).order_by()  # fmt: skip
    return {row[:4]: _Raw(*row[4:]) for row in rows}


def _values(unit_ids: Sequence[int], line: Line, indicators: set[int], codes: list[str]) -> dict[Key, _Raw]:
    rows = (
        Value.objects.newest(line)
        .filter(unit_id__in=unit_ids, filing__unit_id__in=unit_ids, filing__period__in=codes)
        .filter(indicator_id__in=indicators)
        .values_list(
            "unit_id", "indicator_id", "part_id", "period",
            "amount", "not_applicable", "estimate", "flagged", "filing__filed_at",
        )
    )  # fmt: skip
    return {
        row[:4]: _Raw(amount, int(amount is not None or blank), 1, int(blank), int(guess), int(flagged), filed_at)
        for row in rows
        for amount, blank, guess, flagged, filed_at in [row[4:]]
    }


def cell(unit: Unit | int, line: Line, indicator: Indicator, part: Part | None, period: Period) -> Cell:
    """One cell of a body or an area."""
    unit_id = unit if isinstance(unit, int) else unit.pk
    return cells([unit_id], line, [indicator], [period]).of(unit_id, indicator, part, period)


def series(
    unit: Unit | int, line: Line, indicator: Indicator, periods: Sequence[Period], part: Part | None = None
) -> dict[Period, Cell]:
    """One figure over several periods, in the order asked."""
    unit_id = unit if isinstance(unit, int) else unit.pk
    found = cells([unit_id], line, [indicator], periods)
    return {period: found.of(unit_id, indicator, part, period) for period in periods}


@dataclass(frozen=True)
class Row:
    """One line of a table: an area under the area asked about, or a body of its own."""

    unit_id: int
    public_id: UUID
    name: str
    is_area: bool
    expected: int
    period: Period
    _cells: Cells = field(repr=False)

    def cell(self, indicator: Indicator, part: Part | None = None) -> Cell:
        """This unit's figure."""
        return self._cells.of(self.unit_id, indicator, part, self.period)


def table(area: Unit | int, line: Line, indicators: Sequence[Indicator], period: Period) -> list[Row]:
    """The areas right under ``area`` that the line reaches, and the line's bodies of its own, by name.

    The tree is that of the period's last day. Parts of the indicators can be asked of each row too.
    """
    area_id = area if isinstance(area, int) else area.pk
    with connection.cursor() as cursor:
        cursor.execute(CHILDREN, line.params(period.last_day) | {"units": [area_id]})
        children = cursor.fetchall()
    ids = [unit_id for unit_id, *_ in children]
    wanted = {pk for one in indicators for pk in (one.pk, one.numerator_id, one.denominator_id) if pk is not None}
    raw = _totals(ids, line, wanted, [period.code]) | _values(ids, line, wanted, [period.code])
    found = Cells(raw, {(unit_id, period.code): expected for unit_id, *_, expected in children})
    return [Row(*child, period, found) for child in children]


def pending(periods: Iterable[Period] | None = None) -> bool:
    """Whether totals (of these periods) wait to be made anew, so that a page must say of when they are."""
    waiting = Dirty.objects.all()
    if periods is not None:
        waiting = waiting.filter(period__in=[period.code for period in periods])
    return waiting.exists()
