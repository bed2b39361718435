"""What a figure is made of: the bodies' own cells, with who filed them and when; bodies that are missing too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from danvan.core.numbers import percent
from danvan.core.periods import Period
from danvan.figures.models import Indicator, Line, Part, Value
from danvan.figures.sql import NAMED_BODIES
from danvan.orgs.models import Unit

from .cells import State


@dataclass(frozen=True)
class Contribution:
    """One body's cell: what it filed last, or that it has not. ``area`` is the area it reports for."""

    unit_id: int
    public_id: UUID
    unit: str
    area: str
    amount: Decimal | None
    state: State
    estimated: bool = False
    flagged: bool = False
    value_id: int | None = None
    filing_id: int | None = None
    filing_public_id: UUID | None = None
    revision: int | None = None
    filed_by: str = ""
    filed_at: datetime | None = None
    source: str = ""
    note: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def contributions(
    area: Unit | int, line: Line, indicator: Indicator, part: Part | None, period: Period
) -> list[Contribution]:
    """The cells that a figure of ``area`` (or of a body) is made of, by area and name; two queries.

    Of a ratio each body's own ratio with its two parts; filing facts are then those of the numerator.
    """
    bodies = _bodies(area if isinstance(area, int) else area.pk, line, period)
    unit_ids = [unit_id for unit_id, *_ in bodies]
    if indicator.is_ratio:
        items = ((indicator.numerator_id, None), (indicator.denominator_id, None))
    else:
        items = ((indicator.pk, part.pk if part else None),)
    held = _newest(unit_ids, line, items, period)
    return [_contribution(body, indicator, [held.get((body[0], *item)) for item in items]) for body in bodies]


def body_ids(unit_id: int, line: Line, period: Period) -> list[int]:
    """The line's bodies under a unit on the period's last day."""
    return [body_id for body_id, *_ in _bodies(unit_id, line, period)]


def _bodies(unit_id: int, line: Line, period: Period) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(NAMED_BODIES, line.params(period.last_day) | {"units": [unit_id]})
        return cursor.fetchall()


def _newest(
    unit_ids: list[int], line: Line, items: tuple[tuple[int, int | None], ...], period: Period
) -> dict[tuple[int, int, int | None], Value]:
    rows = (
        Value.objects.newest(line)
        .filter(filing__unit_id__in=unit_ids, filing__period=period.code)
        .filter(indicator_id__in={indicator_id for indicator_id, _part in items})
        .select_related("filing__filed_by")
    )
    return {(row.unit_id, row.indicator_id, row.part_id): row for row in rows}


def _contribution(body: tuple, indicator: Indicator, values: list[Value | None]) -> Contribution:
    first = values[0]
    if any(value is None or value.is_withdrawn for value in values):
        return Contribution(*body, None, State.MISSING)
    amounts = [value.amount for value in values]
    blank = any(value.not_applicable for value in values)
    amount = percent(*amounts, indicator.decimals) if indicator.is_ratio else amounts[0]
    return Contribution(
        *body,
        amount,
        State.NOT_APPLICABLE if blank else State.COMPLETE,
        estimated=any(value.estimate for value in values),
        flagged=any(value.flagged for value in values),
        value_id=first.pk,
        filing_id=first.filing_id,
        filing_public_id=first.filing.public_id,
        revision=first.filing.revision,
        filed_by=first.filing.filed_by.full_name,
        filed_at=first.filing.filed_at,
        source=first.filing.source,
        note=first.filing.note,
        numerator=amounts[0] if indicator.is_ratio else None,
        denominator=amounts[1] if indicator.is_ratio else None,
    )
