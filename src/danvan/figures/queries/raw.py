"""What stands behind cells before it is judged: stored totals, newest values, and figures carried to other units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection

from danvan.core.periods import Period
from danvan.figures.models import Indicator, Line, Total, Value
from danvan.figures.sql import EXPECTED
from danvan.figures.sql_restated import RESTATED


@dataclass(frozen=True)
class Raw:
    """A total, a body's newest value as a total of one, or a figure carried from ``predecessors`` homes."""

    amount: Decimal | None
    reported: int
    expected: int
    not_applicable: int
    estimated: int
    flagged: int
    as_of: datetime
    predecessors: int = 0
    predecessors_told: int = 0
    withheld: int = 0


@dataclass(frozen=True)
class Ground:
    """What is known of a unit and period even when nobody told anything."""

    expected: int = 0
    alive: bool = True
    predecessors: int = 0
    restated: bool = False


Key = tuple[int, int, int | None, str]
Place = tuple[int, str]


def wanted(indicators: Iterable[Indicator]) -> set[int]:
    """Ids of the indicators and of the numerators and denominators of ratios among them."""
    return {pk for one in indicators for pk in (one.pk, one.numerator_id, one.denominator_id) if pk is not None}


def as_it_was(unit_ids: Sequence[int], line: Line, indicators: set[int], codes: list[str]) -> dict[Key, Raw]:
    """Stored totals of areas and newest values of bodies: two queries."""
    return _totals(unit_ids, line, indicators, codes) | _values(unit_ids, line, indicators, codes)


def ground_as_it_was(unit_ids: list[int], line: Line, period: Period) -> dict[Place, Ground]:
    """How many bodies are expected under each unit, and whether it lived on the period's last day."""
    with connection.cursor() as cursor:
        cursor.execute(EXPECTED, line.params(period.last_day) | {"units": unit_ids})
        return {(unit_id, period.code): Ground(expected, alive) for unit_id, alive, expected in cursor}


def carried(
    unit_ids: Sequence[int], line: Line, indicators: set[int], period: Period, as_of: date
) -> tuple[dict[Key, Raw], dict[Place, Ground]]:
    """Figures of one period carried to the units of a day: one query.

    Units that no change touches between the two days are left out: their figure is the one as it was.
    """
    params = line.params(period.last_day) | {
        "units": list(unit_ids), "as_of": as_of, "period": period.code, "indicators": sorted(indicators),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(RESTATED, params)
        rows = cursor.fetchall()
    found: dict[Key, Raw] = {}
    grounds: dict[Place, Ground] = {}
    for unit_id, alive, touched, predecessors, expected, *cell in rows:
        if not alive:
            grounds[unit_id, period.code] = Ground(alive=False, restated=True)
        elif touched:
            grounds[unit_id, period.code] = Ground(int(expected), True, predecessors, restated=True)
            if cell[0] is not None:
                found[unit_id, cell[0], cell[1], period.code] = carried_row(cell, int(expected), predecessors)
    return found, grounds


def carried_row(cell: Sequence, expected: int, predecessors: int) -> Raw:
    """One row of a restating statement, from its column ``indicator_id`` on."""
    _indicator, _part, amount, reported, not_applicable, estimated, flagged, made_at, told, withheld = cell
    return Raw(
        amount, int(reported), expected, int(not_applicable), int(estimated), int(flagged), made_at,
        predecessors, told, withheld,
    )  # fmt: skip


def _totals(unit_ids: Sequence[int], line: Line, indicators: set[int], codes: list[str]) -> dict[Key, Raw]:
    rows = Total.objects.filter(
        unit_id__in=unit_ids, line=line, indicator_id__in=indicators, period__in=codes
    ).values_list(
        "unit_id", "indicator_id", "part_id", "period",
        "amount", "reported", "expected", "not_applicable", "estimated", "flagged", "computed_at",
    ).order_by()  # fmt: skip
    return {row[:4]: Raw(*row[4:]) for row in rows}


def _values(unit_ids: Sequence[int], line: Line, indicators: set[int], codes: list[str]) -> dict[Key, Raw]:
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
        row[:4]: Raw(amount, int(amount is not None or blank), 1, int(blank), int(guess), int(flagged), filed_at)
        for row in rows
        for amount, blank, guess, flagged, filed_at in [row[4:]]
    }
