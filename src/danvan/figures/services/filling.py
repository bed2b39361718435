"""Store the restated totals of touched units that are not ready: one statement for each line and period.

From which homes a figure comes, with which weights, is worked out once for all periods between which nothing moves.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib.postgres.fields.ranges import DateRange
from django.db import connection, transaction

from danvan.core.periods import Period
from danvan.figures.models import Filing, Line, Structure, Touched
from danvan.figures.rebuild_sql import FORGET, LOOK_AT_KEPT, MOVES
from danvan.figures.restated_sql import EMPTY, FILL, PREPARE_KEPT, PREPARE_OWN_GROUND
from danvan.figures.sql import HOLD_STRUCTURE, JOIN_WORKERS, SHARE_STRUCTURE
from danvan.orgs.planner import hash_joins

from .queue import lock, restated_lock
from .restating import day_of, mark_of

Prepare = Callable[[dict[str, Any]], None]


class _Interrupted(Exception):
    """Units changed meanwhile, or a rebuild has begun."""


def restate(units: Iterable[int] | None = None) -> int:
    """Store the restated totals of touched units that are not ready (of these, or all); returns how many units.

    Each line and period is a transaction of its own, so nobody who files waits for long, and a kill in between loses
    nothing: until all periods are there, what is asked is worked out at reading. When units change meanwhile, what
    is then not ready waits for the next call.
    """
    structure = Structure.objects.first()
    waiting = Touched.objects.filter(ready=False)
    if units is not None:
        waiting = waiting.filter(unit__in=set(units))
    wanted = set(waiting.values_list("unit", flat=True))
    if structure is None or not wanted:
        return 0
    try:
        _fill(structure, wanted)
        return _make_ready(structure, wanted)
    except _Interrupted:
        return 0
    finally:
        with connection.cursor() as cursor:
            cursor.execute(FORGET)


def by_tree(prepare: Prepare) -> Iterator[tuple[Line, Period, bool]]:
    """Lines and periods in which anybody filed, in order, and whether the tree moved before each.

    ``prepare`` is called for the first period and after each move, with the temporary tables of before gone.
    """
    known = sorted(pairs(), key=lambda pair: (pair[0].pk, pair[1].last_day, pair[1].code))
    with connection.cursor() as cursor:
        cursor.execute(MOVES)
        moves = [day for (day,) in cursor.fetchall()]
    prepared: tuple[int, int] | None = None
    for line, period in known:
        state = (line.pk, bisect_right(moves, period.last_day))
        moved = state != prepared
        if moved:
            with connection.cursor() as cursor:
                cursor.execute(FORGET)
            prepare(line.params(period.last_day))
            prepared = state
        yield line, period, moved


def pairs() -> list[tuple[Line, Period]]:
    """The lines and periods in which anybody has filed, in order."""
    lines = {line.pk: line for line in Line.objects.all()}
    rows = Filing.objects.values_list("line_id", "period").distinct().order_by("line_id", "period")
    return [(lines[line_id], Period.parse(code)) for line_id, code in rows]


def _fill(structure: Structure, wanted: set[int]) -> None:
    as_of = day_of(structure.days)
    marks = [mark_of(row) for row in Touched.objects.filter(unit__in=wanted)]
    units: list[int] = []
    for line, period, moved in by_tree(lambda _params: None):
        params = line.params(period.last_day) | {"period": period.code, "as_of": as_of}
        if moved:
            last = period.last_day
            units = sorted({unit for unit, level, *days in marks if level == line.level and last in DateRange(*days)})
            if units:
                _prepare(params | {"units": units})
        if units:
            _write(structure, params | {"units": units})


@transaction.atomic
def _prepare(params: dict[str, Any]) -> None:
    # Many units at once: by row, the planner's guesses at their homes make minutes of seconds.
    with connection.cursor() as cursor:
        with hash_joins(cursor):
            cursor.execute(PREPARE_KEPT, params)
        cursor.execute("analyze rebuild_kept")
        cursor.execute(PREPARE_OWN_GROUND, params)
        cursor.execute(LOOK_AT_KEPT)


@transaction.atomic
def _write(structure: Structure, params: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        _join(structure)
        # A worker that restates the same pair waits, and then sees the totals that it was called for.
        lock([restated_lock(params["line"], params["period"])])
        cursor.execute(EMPTY, params)
        cursor.execute(FILL, params)


@transaction.atomic
def _make_ready(structure: Structure, wanted: set[int]) -> int:
    _join(structure, alone=True)
    Touched.objects.filter(unit__in=wanted).update(ready=True)
    return len(wanted)


def _join(structure: Structure, *, alone: bool = False) -> None:
    """Take part in the work on totals. Raises _Interrupted when the structure is no longer this one."""
    with connection.cursor() as cursor:
        cursor.execute(JOIN_WORKERS)
        if not cursor.fetchone()[0]:
            raise _Interrupted
        if alone:
            cursor.execute(HOLD_STRUCTURE)
        else:
            cursor.execute(SHARE_STRUCTURE)
    if not Structure.objects.filter(pk=structure.pk, built_at=structure.built_at).exists():
        raise _Interrupted
