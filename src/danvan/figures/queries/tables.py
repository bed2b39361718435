"""The rows of one unit's table: what stands under it, or what its figure is carried from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db import connection

from danvan.core.periods import Period
from danvan.figures.models import Indicator, Line, Part
from danvan.figures.modes import AS_IT_WAS, Mode
from danvan.figures.restated_sql import CHILDREN_AS_IS, RESTATED_SOURCES
from danvan.figures.sql import CHILDREN
from danvan.orgs.models import Unit

from .cells import Cell, Cells, cells
from .raw import Ground, Key, Place, Raw, as_it_was, carried_row, wanted


@dataclass(frozen=True)
class Row:
    """One line of a table: an area under the area asked about, a body of its own, or a predecessor.

    A predecessor (``is_predecessor``) is a unit of the period's last day whose figure goes straight to the unit asked
    about; ``share`` is how much of it does (1: all; None: it is not known), and its cells hold what reaches the unit.
    """

    unit_id: int
    public_id: UUID
    name: str
    is_area: bool
    expected: int
    period: Period
    _cells: Cells = field(repr=False)
    is_predecessor: bool = False
    share: Decimal | None = None

    def cell(self, indicator: Indicator, part: Part | None = None) -> Cell:
        """This unit's figure."""
        return self._cells.of(self.unit_id, indicator, part, self.period)


def table(
    area: Unit | int, line: Line, indicators: Sequence[Indicator], period: Period, *, mode: Mode = AS_IT_WAS
) -> list[Row]:
    """The areas right under ``area`` that the line reaches, and the line's bodies of its own, by name.

    The tree is that of the period's last day; carried to a day, it is that day's, and predecessors whose figures go to
    ``area`` itself follow. Parts of the indicators can be asked of each row too. Queries do not grow with the rows.
    """
    area_id = area if isinstance(area, int) else area.pk
    if not mode.carries(period):
        return _table_as_it_was(area_id, line, indicators, period)
    straight = _straight(area_id, line, indicators, period, mode)
    if [(row.unit_id, row.share) for row in straight] == [(area_id, 1)]:
        return _table_as_it_was(area_id, line, indicators, period)  # a home to which nothing happened: its bodies
    return _children_as_is(area_id, line, indicators, period, mode) + straight


def _table_as_it_was(area_id: int, line: Line, indicators: Sequence[Indicator], period: Period) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(CHILDREN, line.params(period.last_day) | {"units": [area_id]})
        children = cursor.fetchall()
    ids = [unit_id for unit_id, *_ in children]
    raw = as_it_was(ids, line, wanted(indicators), [period.code])
    found = Cells(raw, {(unit_id, period.code): Ground(expected) for unit_id, *_, expected in children})
    return [Row(*child, period, found) for child in children]


def _children_as_is(area_id: int, line: Line, indicators: Sequence[Indicator], period: Period, mode: Mode) -> list[Row]:
    params = line.params(period.last_day) | {"units": [area_id], "as_of": mode.as_of}
    with connection.cursor() as cursor:
        cursor.execute(CHILDREN_AS_IS, params)
        children = cursor.fetchall()
    if not children:
        return []
    found = cells([unit_id for unit_id, *_ in children], line, indicators, [period], mode=mode)
    return [
        Row(*child, True, found.ground(child[0], period).expected, period, found)
        for child in children
    ]  # fmt: skip


def _straight(area_id: int, line: Line, indicators: Sequence[Indicator], period: Period, mode: Mode) -> list[Row]:
    params = line.params(period.last_day) | {
        "units": [area_id], "as_of": mode.as_of, "period": period.code, "indicators": sorted(wanted(indicators)),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(RESTATED_SOURCES, params)
        rows = cursor.fetchall()
    raw: dict[Key, Raw] = {}
    grounds: dict[Place, Ground] = {}
    for unit_id, _public_id, _name, _share, predecessors, expected, *cell in rows:
        grounds[unit_id, period.code] = Ground(int(expected), True, predecessors, restated=True)
        if cell[0] is not None:
            raw[unit_id, cell[0], cell[1], period.code] = carried_row(cell, int(expected), predecessors)
    found = Cells(raw, grounds)
    sources = {row[0]: row for row in rows}.values()
    return [
        Row(unit_id, public_id, name, True, int(expected), period, found, True, share)
        for unit_id, public_id, name, share, _predecessors, expected, *_cell in sources
    ]
