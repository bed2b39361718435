"""What stands behind cells before it is judged: stored totals, newest values, and figures carried to other units."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.core.periods import Period
from danvan.figures.models import Indicator, Line, Value
from danvan.figures.restated_sql import READ_RESTATED, RESTATED
from danvan.figures.sql import EXPECTED, READ_TOTALS
from danvan.figures.structure_sql import MOVES_UNDER, STANDING
from danvan.orgs.kinds import AREAS


@dataclass(frozen=True)
class Raw:
    """A total, a body's newest value as a total of one, or a figure carried from ``predecessors`` homes."""

    amount: Decimal | None
    reported: int
    expected: int
    not_applicable: int
    estimated: int
    flagged: int
    moment: datetime | int
    predecessors: int = 0
    predecessors_told: int = 0
    withheld: int = 0

    @property
    def as_of(self) -> datetime:
        """When it was filed or made. Stored rows carry microseconds: making datetimes costs more than the rows."""
        if isinstance(self.moment, int):
            return datetime.fromtimestamp(self.moment / 1_000_000, UTC)
        return self.moment


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
    """Stored totals of areas, and of units that have none (bodies) the newest values: one query or two."""
    found = _read((unit_ids, line, indicators, codes), restated=False)
    silent = set(unit_ids) - {unit_id for unit_id, *_ in found}
    return found | _values(sorted(silent), line, indicators, codes) if silent else found


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


def restated(
    unit_ids: Sequence[int], line: Line, indicators: set[int], periods: Sequence[Period], as_of: date
) -> tuple[dict[Key, Raw], dict[Place, Ground]]:
    """Figures carried to the units of a day: from the stored rows where the stored structure fits that day.

    Two queries; one more for each period in which something must be worked out, and a few when nothing was told. Units
    and periods that no change touches are left out: their figures are those as they were.
    """
    live: dict[Period, list[int]] = defaultdict(list)
    stored: set[Place] = set()
    grounds: dict[Place, Ground] = {}
    for standing in _standings(unit_ids, line, as_of):
        for period in periods:
            place = (standing.unit_id, period.code)
            if not standing.alive:
                grounds[place] = Ground(alive=False, restated=True)
            elif not standing.known or standing.touched(period) is False:
                live[period].append(standing.unit_id)
            elif standing.touched(period):
                stored.add(place)
    found = _stored(stored, line, indicators)
    for (unit_id, _i, _p, code), row in found.items():
        grounds[unit_id, code] = Ground(row.expected, True, row.predecessors, restated=True)
    for period, ids in live.items():
        rows, more = carried(ids, line, indicators, period, as_of)
        found |= rows
        grounds |= more
    silent: dict[Period, list[int]] = defaultdict(list)
    by_code = {period.code: period for period in periods}
    for unit_id, code in sorted(stored - grounds.keys()):
        silent[by_code[code]].append(unit_id)
    return found, grounds | _silent(silent, line, as_of)


def _silent(places: dict[Period, list[int]], line: Line, as_of: date) -> dict[Place, Ground]:
    """Stored, and nobody told anything: from how many homes and bodies something could have come.

    One query, and one more for each stretch of days in which none of these homes and bodies moved.
    """
    if not places:
        return {}
    units = sorted({unit_id for ids in places.values() for unit_id in ids})
    with connection.cursor() as cursor:
        cursor.execute(MOVES_UNDER, {"units": units, "as_of": as_of})
        moves = [day for (day,) in cursor.fetchall()]
    stretches: dict[int, list[Period]] = defaultdict(list)
    for period in places:
        stretches[bisect_right(moves, period.last_day)].append(period)
    grounds: dict[Place, Ground] = {}
    for alike in stretches.values():
        _rows, found = carried(units, line, set(), alike[0], as_of)
        known = {unit_id: ground for (unit_id, _code), ground in found.items()}
        grounds |= {
            (unit_id, period.code): known[unit_id] for period in alike for unit_id in places[period] if unit_id in known
        }
    return grounds


@dataclass
class _Standing:
    """A unit on the day asked about. ``ranges``: the days in which it is touched, and whether that is stored."""

    unit_id: int
    alive: bool
    known: bool
    ranges: list[tuple[DateRange, bool]]

    def touched(self, period: Period) -> bool | None:
        """None: no change touches the period; else whether its figures are stored."""
        return next((ready for days, ready in self.ranges if period.last_day in days), None)


def _standings(unit_ids: Sequence[int], line: Line, as_of: date) -> Iterable[_Standing]:
    params = {"units": list(unit_ids), "as_of": as_of, "areas": sorted(AREAS), "level": line.level}
    found: dict[int, _Standing] = {}
    with connection.cursor() as cursor:
        cursor.execute(STANDING, params)
        for unit_id, alive, known, days, ready in cursor:
            standing = found.setdefault(unit_id, _Standing(unit_id, alive, known, []))
            if days is not None:
                standing.ranges.append((days, ready))
    return found.values()


def _stored(places: set[Place], line: Line, indicators: set[int]) -> dict[Key, Raw]:
    if not places:
        return {}
    units, codes = {unit_id for unit_id, _code in places}, {code for _unit, code in places}
    rows = _read((list(units), line, indicators, list(codes)), restated=True)
    return {key: row for key, row in rows.items() if (key[0], key[3]) in places}


def carried_row(cell: Sequence, expected: int, predecessors: int) -> Raw:
    """One row of a restating statement, from its column ``indicator_id`` on."""
    _indicator, _part, amount, reported, not_applicable, estimated, flagged, made_at, told, withheld = cell
    return Raw(
        amount, int(reported), expected, int(not_applicable), int(estimated), int(flagged), made_at,
        predecessors, told, withheld,
    )  # fmt: skip


def _read(asked: tuple[Sequence[int], Line, set[int], list[str]], *, restated: bool) -> dict[Key, Raw]:
    unit_ids, line, indicators, codes = asked
    params = [list(unit_ids), line.pk, list(indicators), codes]
    with connection.cursor() as cursor:
        if restated:
            cursor.execute(READ_RESTATED, params)
        else:
            cursor.execute(READ_TOTALS, params)
        return {row[:4]: Raw(*row[4:]) for row in cursor.fetchall()}


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
