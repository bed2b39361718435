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
from danvan.figures.modes import AS_IT_WAS, Mode
from danvan.figures.restated_sql import SOURCES
from danvan.figures.sql import NAMED_BODIES
from danvan.orgs.models import Unit

from .cells import State

WHOLE = Decimal(1)


@dataclass(frozen=True)
class Contribution:
    """One body's cell: what it filed last, or that it has not. ``area`` is the area it reports for.

    ``amount`` is as filed; ``share`` is how much of it is carried to the figure asked about (1: all). ``home_id`` is
    the unit under which the body was looked for.
    """

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
    share: Decimal | None = WHOLE
    home_id: int | None = None

    @property
    def is_told(self) -> bool:
        """Whether the body told this figure, be it that it does not apply."""
        return self.state is not State.MISSING

    @property
    def how(self) -> str:
        """How it is carried: "whole", "estimated" by a share, or "none" when the share is not known."""
        return "none" if self.share is None else "whole" if self.share == 1 else "estimated"

    @property
    def carried(self) -> Decimal | None:
        """What of the amount reaches the figure asked about; None when nothing is told or no share is known."""
        if self.amount is None or self.share is None or self.state is State.NOT_APPORTIONABLE:
            return None
        return self.amount * self.share


def contributions(
    area: Unit | int,
    line: Line,
    indicator: Indicator,
    part: Part | None,
    period: Period,
    *,
    mode: Mode = AS_IT_WAS,
) -> list[Contribution]:
    """The cells that a figure of ``area`` (or of a body) is made of, by area and name; two queries.

    Of a ratio each body's own ratio with its two parts; filing facts are then those of the numerator. Carried to a
    day: the bodies of the homes that the figure comes from, with their shares (one query more); a home of which no
    body is known stands there itself, missing.
    """
    unit_id = area if isinstance(area, int) else area.pk
    homes = homes_of(unit_id, line, period, mode)
    bodies = bodies_of([unit_id] if homes is None else list(homes), line, period)
    unit_ids = [body_id for body_id, *_ in bodies]
    if indicator.is_ratio:
        items = ((indicator.numerator_id, None), (indicator.denominator_id, None))
    else:
        items = ((indicator.pk, part.pk if part else None),)
    held = _newest(unit_ids, line, items, period)
    shares = {home.unit_id: home.share for home in homes.values()} if homes else {unit_id: WHOLE}
    found = [
        _contribution(body, indicator, [held.get((body[0], *item)) for item in items], shares[top], top)
        for *body, top in bodies
    ]
    if homes is None:
        return found
    known = {top for *_body, top in bodies}
    silent = [home for home in homes.values() if home.unit_id not in known]
    return found + [
        Contribution(
            home.unit_id,
            home.public_id,
            home.name,
            home.name,
            None,
            State.MISSING,
            share=home.share,
            home_id=home.unit_id,
        )
        for home in silent
    ]


@dataclass(frozen=True)
class Home:
    """An area (or a body) of the period's last day that a restated figure comes from; share None: not known."""

    unit_id: int
    public_id: UUID
    name: str
    share: Decimal | None


def homes_of(unit_id: int, line: Line, period: Period, mode: Mode) -> dict[int, Home] | None:
    """The homes that a unit's figure is carried from, by id, in order of name; None: it is simply as it was."""
    if not mode.carries(period):
        return None
    with connection.cursor() as cursor:
        cursor.execute(SOURCES, line.params(period.last_day) | {"units": [unit_id], "as_of": mode.as_of})
        rows = cursor.fetchall()
    if not any(touched for _id, touched, *_home in rows):
        return None
    return {
        source_id: Home(source_id, public_id, name, share)
        for _id, _touched, source_id, share, public_id, name in rows
        if source_id is not None
    }


def body_ids(unit_id: int, line: Line, period: Period, mode: Mode = AS_IT_WAS) -> list[int]:
    """The line's bodies under a unit on the period's last day, or those its restated figure comes from."""
    homes = homes_of(unit_id, line, period, mode)
    return [body_id for body_id, *_ in bodies_of([unit_id] if homes is None else list(homes), line, period)]


def reporters(unit_id: int, line: Line, period: Period, *, mode: Mode = AS_IT_WAS) -> dict[int, str]:
    """Who should report for a unit, by area and name, with their names; a home of which no body is known itself."""
    homes = homes_of(unit_id, line, period, mode)
    bodies = bodies_of([unit_id] if homes is None else list(homes), line, period)
    known = {top for *_body, top in bodies}
    silent = {home.unit_id: home.name for home in (homes or {}).values() if home.unit_id not in known}
    return {body[0]: body[2] for body in bodies} | silent


def bodies_of(units: list[int], line: Line, period: Period) -> list[tuple]:
    """The line's bodies of units on the period's last day: (id, public id, name, area, id of the unit asked about)."""
    with connection.cursor() as cursor:
        cursor.execute(NAMED_BODIES, line.params(period.last_day) | {"units": units})
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


def _contribution(
    body: list, indicator: Indicator, values: list[Value | None], share: Decimal | None, home_id: int
) -> Contribution:
    first = values[0]
    if any(value is None or value.is_withdrawn for value in values):
        return Contribution(*body, None, State.MISSING, share=share, home_id=home_id)
    amounts = [value.amount for value in values]
    blank = any(value.not_applicable for value in values)
    amount = percent(*amounts, indicator.decimals) if indicator.is_ratio else amounts[0]
    splittable = indicator.additive or indicator.is_ratio
    withheld = share is None or (share != 1 and not splittable)
    return Contribution(
        *body,
        amount,
        State.NOT_APPLICABLE if blank else State.NOT_APPORTIONABLE if withheld else State.COMPLETE,
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
        share=share,
        home_id=home_id,
    )
