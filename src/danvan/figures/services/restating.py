"""The stored structure: whose figures changes touch, and their totals carried to the units of today.

Whatever is not ready is worked out when it is read, so nothing wrong is ever shown while this works.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib.postgres.fields.ranges import DateRange
from django.db import connection, transaction

from danvan.core import clock
from danvan.figures.models import Line, Restated, Structure, Touched
from danvan.figures.sql import HOLD_STRUCTURE
from danvan.figures.structure_sql import BOUNDARIES, DIGEST, TOUCHED_ON
from danvan.orgs.kinds import AREAS
from danvan.orgs.planner import hash_joins

from .queue import wake_worker
from .totals import mark_waiting, near_units

Mark = tuple[int, str, date | None, date | None]


@transaction.atomic
def units_changed(units: Iterable[int], since: date) -> None:
    """After a change of these units was applied or undone: queue what it changes, inside its own transaction.

    As they were: totals of periods that end on ``since`` or later, near these units. Carried to today: the touched
    units near them, which are worked out at reading until the worker has stored them.
    """
    near = near_units(units)
    mark_waiting(since=since, units=near)
    rebuild_structure(clock.today(), near)
    transaction.on_commit(wake_worker)


def fit_structure() -> bool:
    """Rebuild the structure if it does not fit today's units; returns whether it did. The clock asks every minute."""
    built = Structure.objects.first()
    today = clock.today()
    if built and today in built.days and built.digest == digest():
        return False
    moved = built is not None and built.digest != digest()
    rebuild_structure(today, Touched.objects.values_list("unit", flat=True) if moved else ())
    return True


def digest() -> str:
    """What the places and the lineage of all areas are now, as one short text."""
    with connection.cursor() as cursor:
        cursor.execute(DIGEST, {"areas": sorted(AREAS)})
        return cursor.fetchone()[0]


@transaction.atomic
def rebuild_structure(day: date, changed: Iterable[int] = ()) -> int:
    """Find anew whose figures are touched, seen with the units of ``day``; returns how many rows say so.

    What was ready stays ready where it is touched as before, unless the unit is one of ``changed``; the stored totals
    of all others go.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLD_STRUCTURE)
    bounds = _boundaries()
    ready = {mark_of(row): row.ready for row in Touched.objects.all()}
    fresh = touched_marks(day, bounds)
    changed = set(changed)
    stale = {mark[0] for mark in set(ready) ^ fresh} | (changed & {mark[0] for mark in ready})
    Restated.objects.filter(unit__in=stale).delete()
    Touched.objects.all().delete()
    Touched.objects.bulk_create(
        Touched(
            unit_id=unit, level=level, valid=DateRange(since, until),
            ready=unit not in stale and unit not in changed and ready.get((unit, level, since, until), False),
        )
        for unit, level, since, until in sorted(fresh, key=str)
    )  # fmt: skip
    built = {"days": around(day, bounds), "digest": digest(), "built_at": clock.now()}
    Structure.objects.update_or_create(only=True, defaults=built)
    return len(fresh)


def around(day: date, bounds: list[date]) -> DateRange:
    """The days about ``day`` during which nothing changes."""
    before = [bound for bound in bounds if bound <= day]
    after = [bound for bound in bounds if bound > day]
    return DateRange(before[-1] if before else None, after[0] if after else None)


def touched_marks(day: date, bounds: list[date] | None = None) -> set[Mark]:
    """Whose figures of which days are touched, seen with the units of ``day``: the whole tree, bound by bound."""
    bounds = [bound for bound in (_boundaries() if bounds is None else bounds) if bound <= day]
    homes = [(kind, level) for level in _levels() for kind in Line(level=level).area_kinds]
    kinds, levels = [kind for kind, _level in homes], [level for _kind, level in homes]
    params = {"as_of": day, "areas": sorted(AREAS), "kinds": kinds, "levels": levels}
    runs: dict[tuple[int, str], list[list[date | None]]] = {}
    # The days since the last bound are the day's own: nothing is touched there.
    for since, until in zip([None, *bounds[:-1]], bounds, strict=True) if bounds else ():
        at = since or until - timedelta(days=1)
        with transaction.atomic(), connection.cursor() as cursor, hash_joins(cursor):
            cursor.execute(TOUCHED_ON, params | {"day": at})
            for unit, level in cursor:
                mine = runs.setdefault((unit, level), [])
                if mine and mine[-1][1] == since:
                    mine[-1][1] = until
                else:
                    mine.append([since, until])
    return {(unit, level, *run) for (unit, level), mine in runs.items() for run in mine}


def day_of(days: DateRange) -> date:
    """A day that stands for all of ``days``: the last of them that has come."""
    today = clock.today()
    return today if today in days else (days.lower or days.upper - timedelta(days=1))


def mark_of(row: Touched) -> Mark:
    """One stored row as a mark."""
    return row.unit_id, row.level, row.valid.lower, row.valid.upper


def _levels() -> list[str]:
    return sorted(set(Line.objects.order_by().values_list("level", flat=True).distinct()))


def _boundaries() -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute(BOUNDARIES, {"areas": sorted(AREAS)})
        return [day for (day,) in cursor.fetchall()]
