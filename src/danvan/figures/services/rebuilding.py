"""Make every total anew beside the old ones, and swap them in one transaction while filing goes on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from danvan.core import clock
from danvan.core.errors import Refused
from danvan.core.periods import Period
from danvan.figures.models import Line, Restated, Total, Touched
from danvan.figures.sql import LOCKS
from danvan.figures.sql_rebuild import BEGIN, END, FORGET, INDEXES, LINEAGE, MOVES, PREPARE, REBUILD, SHADOW
from danvan.figures.sql_restated import PREPARE_GROUND, PREPARE_KEPT, RESTATE_ALL

from .restating import Mark, mark_of, pairs, rebuild_structure, touched_marks
from .totals import recompute_waiting

TABLES = {Total._meta.db_table: "rebuilt_total", Restated._meta.db_table: "rebuilt_restated"}
Report = Callable[[str], None]
_PREFIX = "rebuilt_"


@dataclass(frozen=True)
class Rebuilt:
    """How many cells were written, as they were and carried to today's units."""

    totals: int
    restated: int


def rebuild(report: Report) -> Rebuilt:
    """Make all totals anew in shadow tables and swap them in; ``report`` hears of each line and period.

    Filing goes on meanwhile; the queue waits and is worked off afterwards. Killed in between, it leaves everything as
    it was. Refused (rebuild-running) while another rebuild works.
    """
    day = clock.today()
    with _alone():
        try:
            lineage = _lineage()
            marks = touched_marks(day)
            _forget_shadows()
            for table, shadow in TABLES.items():
                _execute(SHADOW.format(table=table, shadow=shadow))
            totals = _write_totals(report)
            _index("figures_total")
            _execute("analyze rebuilt_total")
            restated = _write_restated(day, marks, report)
            _index("figures_restated")
            _execute("analyze rebuilt_restated")
            _swap(day, marks, lineage)
        finally:
            _forget_shadows()
    recompute_waiting()
    return Rebuilt(totals, restated)


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, LOCKS)
        if not cursor.fetchone()[0]:
            raise Refused(_("Totals are being rebuilt, or the worker is busy; try again."), code="rebuild-running")
    try:
        yield
    finally:
        _execute(END, LOCKS)


def _write_totals(report: Report) -> int:
    count = 0
    for line, period, _moved in _by_tree():
        report(f"{line.code} {period.code}")
        count += _execute(REBUILD, line.params(period.last_day) | {"period": period.code})
    return count


def _write_restated(day: date, marks: set[Mark], report: Report) -> int:
    count, units = 0, []
    for line, period, moved in _by_tree():
        params = line.params(period.last_day) | {"period": period.code, "as_of": day}
        if moved:
            last = period.last_day
            units = sorted(unit for unit, level, *days in marks if level == line.level and last in DateRange(*days))
            _prepare_restated(params | {"units": units})
        if units:
            report(f"{line.code} {period.code} ({day:%d/%m/%Y})")
            count += _execute(RESTATE_ALL, params)
    return count


def _prepare_restated(params: dict) -> None:
    if not params["units"]:
        return
    _execute(PREPARE_KEPT, params)
    _execute(PREPARE_GROUND, params)
    _execute("analyze rebuild_kept")


def _by_tree() -> Iterator[tuple[Line, Period, bool]]:
    """Lines and periods in order, and whether the tree moved before; it is prepared only then."""
    known = sorted(pairs(), key=lambda pair: (pair[0].pk, pair[1].last_day, pair[1].code))
    with connection.cursor() as cursor:
        cursor.execute(MOVES)
        moves = [day for (day,) in cursor.fetchall()]
    prepared: tuple[int, int] | None = None
    for line, period in known:
        state = (line.pk, bisect_right(moves, period.last_day))
        moved = state != prepared
        if moved:
            _execute(FORGET)
            for statement in PREPARE:
                _execute(statement, line.params(period.last_day))
            _execute("analyze rebuild_body, rebuild_above, rebuild_expected")
            prepared = state
        yield line, period, moved
    _execute(FORGET)


def _index(table: str) -> None:
    """Give the filled shadow the indexes of its table, under names of their own until the swap."""
    shadow = TABLES[table]
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, {"table": table})
        indexes = cursor.fetchall()
    for name, definition, owner, kind in indexes:
        _execute(definition.replace(f" {name} ", f" {_PREFIX}{name} ").replace(f".{table} ", f".{shadow} "))
        if owner:
            what = "primary key" if kind == "p" else "unique"
            _execute(f"alter table {shadow} add constraint {_PREFIX}{owner} {what} using index {_PREFIX}{name}")


@transaction.atomic
def _swap(day: date, marks: set[Mark], lineage: str) -> None:
    """Put the shadows in the place of the tables; if units changed meanwhile, the worker restates afresh."""
    rebuild_structure(day)
    same = lineage == _lineage() and marks == {mark_of(row) for row in Touched.objects.all()}
    for table, shadow in TABLES.items():
        with connection.cursor() as cursor:
            cursor.execute(INDEXES, {"table": table})
            names = [(name, owner) for name, _definition, owner, _kind in cursor.fetchall()]
        _execute(f"drop table {table}")
        _execute(f"alter table {shadow} rename to {table}")
        _execute(f"alter sequence {shadow}_id_seq rename to {table}_id_seq")
        for name, owner in names:  # a constraint's index goes by the constraint's name
            what = f"table {table} rename constraint" if owner else "index"
            to = f" {_PREFIX}{owner} to {owner}" if owner else f" {_PREFIX}{name} rename to {name}"
            _execute(f"alter {what}{to}")
    if not same:
        Restated.objects.all().delete()
    Touched.objects.update(ready=same)


def _forget_shadows() -> None:
    _execute(f"drop table if exists {', '.join(TABLES.values())}")


def _lineage() -> str:
    with connection.cursor() as cursor:
        cursor.execute(LINEAGE)
        return cursor.fetchone()[0]


def _execute(statement: str, params: dict | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.rowcount
