"""Make waiting totals anew: as they were, and carried to today's units; what has waited longest comes first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction

from danvan.core.periods import Period
from danvan.figures.models import Filing, Line, Structure, Total
from danvan.figures.restated_sql import MARK_AS_IS, RESTATE
from danvan.figures.sql import (
    CLAIM_GROUP,
    CLAIM_ROWS,
    JOIN_WORKERS,
    MARK_PARENTS,
    RECOMPUTE,
    RELEASE,
    SHARE_STRUCTURE,
)
from danvan.orgs.models import Reach

from .queue import homes, lock, put, restated_lock

_ROWS_AT_ONCE = 500


def period_of(period: Period | str) -> Period:
    """A period or its code as a period. Raises BadPeriod."""
    return period if isinstance(period, Period) else Period.parse(period)


def recompute_waiting(limit: int = 10_000) -> int:
    """Make waiting totals anew; an area that is done queues the one above it. Returns how many areas were done.

    Several workers may run at once. Each piece is a transaction of its own, so what is done stays done. ``limit``
    bounds the areas of one call; what is left waits for the next. While totals are rebuilt, everything waits.
    """
    done = 0
    while done < limit:
        count = _recompute_group(min(_ROWS_AT_ONCE, limit - done))
        if not count:
            break
        done += count
    return done


@transaction.atomic
def _recompute_group(rows: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(JOIN_WORKERS)
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(SHARE_STRUCTURE)
        cursor.execute(CLAIM_GROUP)
        group = cursor.fetchone()
        if group is None:
            return 0
        line_id, code, level, as_is = group
        cursor.execute(CLAIM_ROWS, {"line": line_id, "period": code, "level": level, "limit": rows, "as_is": as_is})
        claimed = cursor.fetchall()
    units = sorted({parent for _id, parent in claimed})
    lock([restated_lock(line_id, code)] if as_is else [f"total:{unit}:{line_id}:{code}" for unit in units])
    line = Line.objects.get(pk=line_id)
    params = line.params(Period.parse(code).last_day) | {
        "period": code, "units": units, "level": level, "level_name": line.level,
    }  # fmt: skip
    # A new statement after the lock: it sees what the one who held the lock before has written.
    (_restate if as_is else _recompute)(params)
    with connection.cursor() as cursor:
        cursor.execute(RELEASE, {"ids": [row for row, _parent in claimed]})
    return len(units)


def _recompute(params: dict) -> None:
    with connection.cursor() as cursor:
        cursor.execute(RECOMPUTE, params)
        cursor.execute(MARK_AS_IS, params)
        if params["level"] > 0:
            cursor.execute(MARK_PARENTS, params)


def _restate(params: dict) -> None:
    days = Structure.objects.values_list("days", flat=True).first()
    if days is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(RESTATE, params | {"as_of": days.lower or params["day"], "indicators": None})


@transaction.atomic
def mark_waiting(*, since: date | None = None, units: Iterable[int] | None = None) -> int:
    """Queue every total of periods that end on ``since`` or later (all of them without); returns the number queued.

    With ``units`` only theirs and those of what ever stood above or below them. After the tree was changed.
    """
    pairs: dict[tuple[int, str], set[int]] = defaultdict(set)
    for line_id, code, unit_id in Total.objects.values_list("line_id", "period", "unit_id").distinct().order_by():
        pairs[line_id, code].add(unit_id)
    for line_id, code in Filing.objects.values_list("line_id", "period").distinct().order_by():
        pairs[line_id, code] |= set()
    lines = {line.pk: line for line in Line.objects.all()}
    near = None if units is None else near_units(units)
    queued = 0
    for (line_id, code), areas in pairs.items():
        period = Period.parse(code)
        if since and period.last_day < since:
            continue
        bodies = Filing.objects.filter(line_id=line_id, period=code).values_list("unit_id", flat=True).distinct()
        wanted = areas | set(homes(lines[line_id], period, list(bodies)).values())
        queued += put(sorted(wanted if near is None else wanted & near), lines[line_id], period)
    return queued


def near_units(units: Iterable[int]) -> set[int]:
    """These units and all that ever stood above or below them."""
    units = list(units)
    rows = Reach.objects.filter(valid__isempty=False)
    near = set(rows.filter(above__in=units).values_list("below", flat=True))
    return near | set(rows.filter(below__in=units).values_list("above", flat=True))
