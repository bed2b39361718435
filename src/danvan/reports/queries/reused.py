"""Figures that a form does not ask because they are filed already: taken from where they are when they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from danvan.core.periods import Period
from danvan.figures.models import Line
from danvan.figures.sql import LINE_BODIES
from danvan.orgs.models import Placement
from danvan.reports.models import Item

from .past import Key, Known, Past, PastFigures


@dataclass(frozen=True)
class Reused:
    """What stands in the cell (None: not filed there yet), with its past, and the line that it is taken from."""

    known: Known | None
    past: Past
    line: Line


class ReusedFigures:
    """The figures of one unit's report that come from elsewhere: two queries for each line that they come from."""

    def __init__(self, items: Iterable[Item], unit_id: int, line: Line, period: Period) -> None:
        sources = {item.source_id: item.source for item in items if item.source_id}
        self._held: dict[int, tuple[Line, PastFigures | None]] = {}
        for pk, source in sources.items():
            body = unit_id if pk == line.pk else body_beside(unit_id, source, period.last_day)
            self._held[pk] = source, PastFigures(body, source, period) if body else None

    def of(self, item: Item) -> Reused:
        """The figure of one line: that filed for the same period, or what its months make together."""
        line, figures = self._held[item.source_id]
        key: Key = (item.indicator_id, item.part_id)
        if figures is None:
            return Reused(None, Past(), line)
        past = figures.of(key, stock=item.is_stock, once=item.is_once)
        known = figures.now(key)
        if known is None and past.of_months is not None:
            known = Known(past.of_months)
        if known is None and item.is_stock:
            known = figures.of_last_month(key)
        return Reused(known, past, line)


def body_beside(unit_id: int, line: Line, day: date) -> int | None:
    """The body that files along ``line`` in the same area as this unit on ``day``; None when there is none."""
    area = Placement.objects.filter(unit=unit_id, valid__contains=day).values_list("parent", flat=True).first()
    if area is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(LINE_BODIES, line.params(day) | {"units": [area]})
        bodies = sorted(body for _top, home, body in cursor.fetchall() if home == area)
    return bodies[0] if bodies else None
