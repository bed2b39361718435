"""Make every total anew beside the old ones, and swap them in one transaction while filing goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from danvan.core import clock
from danvan.core.errors import Refused
from danvan.figures.models import Restated, Touched
from danvan.figures.rebuild_sql import (
    DROP_SHADOWS,
    FORGET,
    INDEX_RESTATED,
    INDEX_TOTALS,
    LOOK,
    LOOK_AT_KEPT,
    MAKE_SHADOWS,
    PREPARE_ABOVE,
    PREPARE_BODIES,
    PREPARE_EXPECTED,
    REBUILD,
    ROOM,
    ROOM_BACK,
    SWAP,
)  # fmt: skip
from danvan.figures.restated_sql import PREPARE_GROUND, PREPARE_KEPT, RESTATE_ALL
from danvan.figures.sql import BEGIN_REBUILD, END_REBUILD

from .filling import by_tree
from .restating import Mark, digest, mark_of, rebuild_structure, touched_marks
from .totals import recompute_waiting

Report = Callable[[str], None]
# Seconds to wait for a worker that is in the middle of a piece of work.
_PATIENCE = (0.5,) * 20


@dataclass(frozen=True)
class Rebuilt:
    """How many cells were written, as they were and carried to today's units."""

    totals: int
    restated: int


def rebuild(report: Report) -> Rebuilt:
    """Make all totals anew in shadow tables and swap them in; ``report`` hears of each line and period.

    Filing goes on meanwhile; the queue waits and is worked off afterwards. Killed in between, it leaves everything as
    it was. Refused (rebuild-running) while another rebuild or a worker works.
    """
    day = clock.today()
    with _alone(), connection.cursor() as cursor:
        cursor.execute(ROOM)
        try:
            units, marks = digest(), touched_marks(day)
            cursor.execute(DROP_SHADOWS)
            cursor.execute(MAKE_SHADOWS)
            totals = _write_totals(report)
            cursor.execute(INDEX_TOTALS)
            restated = _write_restated(day, marks, report)
            cursor.execute(INDEX_RESTATED)
            _swap(day, marks, units)
        finally:
            cursor.execute(FORGET)
            cursor.execute(DROP_SHADOWS)
            cursor.execute(ROOM_BACK)
    recompute_waiting()
    return Rebuilt(totals, restated)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock that keeps workers and other rebuilds waiting; a worker at work is waited for."""
    with connection.cursor() as cursor:
        for wait in (*_PATIENCE, None):
            cursor.execute(BEGIN_REBUILD)
            if cursor.fetchone()[0]:
                break
            if wait is None:
                raise Refused(_("Totals are being rebuilt, or the worker is busy; try again."), code="rebuild-running")
            time.sleep(wait)
        try:
            yield
        finally:
            cursor.execute(END_REBUILD)


def _write_totals(report: Report) -> int:
    count = 0
    for line, period, _moved in by_tree(_prepare):
        report(f"{line.code} {period.code}")
        with connection.cursor() as cursor:
            cursor.execute(REBUILD, line.params(period.last_day) | {"period": period.code})
            count += cursor.rowcount
    return count


def _write_restated(day: date, marks: set[Mark], report: Report) -> int:
    count, units = 0, []
    for line, period, moved in by_tree(_prepare):
        params = line.params(period.last_day) | {"period": period.code, "as_of": day}
        if moved:
            last = period.last_day
            units = sorted(unit for unit, level, *days in marks if level == line.level and last in DateRange(*days))
            _prepare_restated(params | {"units": units})
        if units:
            report(f"{line.code} {period.code} ({day:%d/%m/%Y})")
            with connection.cursor() as cursor:
                cursor.execute(RESTATE_ALL, params)
                count += cursor.rowcount
    return count


def _prepare_restated(params: dict) -> None:
    if not params["units"]:
        return
    with connection.cursor() as cursor:
        cursor.execute(PREPARE_KEPT, params)
        cursor.execute(PREPARE_GROUND, params)
        cursor.execute(LOOK_AT_KEPT)


def _prepare(params: dict) -> None:
    with connection.cursor() as cursor:
        cursor.execute(PREPARE_BODIES, params)
        cursor.execute(PREPARE_ABOVE, params)
        cursor.execute(PREPARE_EXPECTED, params)
        cursor.execute(LOOK)


@transaction.atomic
def _swap(day: date, marks: set[Mark], units: str) -> None:
    """Put the shadows in the place of the tables; if units changed meanwhile, the worker restates afresh."""
    rebuild_structure(day)
    same = units == digest() and marks == {mark_of(row) for row in Touched.objects.all()}
    with connection.cursor() as cursor:
        cursor.execute(SWAP)
    if not same:
        Restated.objects.all().delete()
    Touched.objects.update(ready=same)
