"""One figure over several periods, such as the year to date: each by its own rule, or refused with the reason.

What is counted during a period is added; what stands at its end is that of the last period; a ratio is worked out
again from its two parts; people counted once each period are not added, for nobody knows who came twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from danvan.core.errors import Refused
from danvan.core.numbers import percent
from danvan.core.periods import Period, PeriodType
from danvan.figures.models import Indicator, Line, Part
from danvan.figures.modes import AS_IT_WAS, Mode
from danvan.orgs.models import Unit

from .cells import Cell, Cells, State, cells

Rule = Indicator.OverTime


@dataclass(frozen=True)
class SpanCell:
    """One figure over ``periods``, of which ``told`` told anything.

    ``rule`` is how they were put together; ``why`` the reason when they cannot be. ``told_in`` is the period that a
    figure standing at the end was told in: an earlier one than the last when it is carried forward.
    """

    amount: Decimal | None
    state: State
    rule: Rule
    periods: tuple[Period, ...]
    told: int
    estimated: int = 0
    why: str = ""
    told_in: Period | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def is_carried_forward(self) -> bool:
        """Whether it was told in an earlier period than the last."""
        return self.told_in is not None and self.told_in != self.periods[-1]


def over(
    unit: Unit | int,
    line: Line,
    indicator: Indicator,
    periods: Sequence[Period],
    *,
    part: Part | None = None,
    mode: Mode = AS_IT_WAS,
) -> SpanCell:
    """One figure over periods that do not overlap. Refused: no-periods, periods-overlap."""
    ordered = _ordered(periods)
    unit_id = unit if isinstance(unit, int) else unit.pk
    found = cells([unit_id], line, [indicator], ordered, mode=mode)
    return put_together(found, unit_id, indicator, part, ordered)


def put_together(
    found: Cells, unit_id: int, indicator: Indicator, part: Part | None, periods: tuple[Period, ...]
) -> SpanCell:
    """One figure over periods in order of time, which do not overlap, from cells that are at hand."""
    if not indicator.is_ratio:
        return _plain(found, unit_id, indicator, part, periods)
    top, bottom = (_plain(found, unit_id, side, None, periods) for side in (indicator.numerator, indicator.denominator))
    amount = percent(top.amount, bottom.amount, indicator.decimals)
    complete = State.COMPLETE if top.state is bottom.state is State.COMPLETE else State.PARTIAL
    told, silent = min(top.told, bottom.told), State.MISSING
    if amount is None and told:
        silent = State.NOT_APPLICABLE if top.state is bottom.state is State.NOT_APPLICABLE else State.PARTIAL
    return SpanCell(
        amount, silent if amount is None else complete, Rule.REBUILT, periods, told,
        max(top.estimated, bottom.estimated), numerator=top.amount, denominator=bottom.amount,
    )  # fmt: skip


def year_to_date(period: Period) -> list[Period]:
    """The periods of the same kind from the beginning of the year up to this one; a campaign stands alone."""
    found = [period]
    while period.type is not PeriodType.CAMPAIGN and (earlier := found[0].previous()):
        if earlier.first_day.year != period.first_day.year:
            break
        found.insert(0, earlier)
    return found


def _ordered(periods: Sequence[Period]) -> tuple[Period, ...]:
    ordered = tuple(sorted(periods, key=lambda period: period.first_day))
    if not ordered:
        raise Refused(_("Choose the periods to put together."), code="no-periods")
    if any(one.last_day >= after.first_day for one, after in zip(ordered, ordered[1:], strict=False)):
        raise Refused(_("These periods overlap; the same thing would be counted twice."), code="periods-overlap")
    return ordered


def _plain(
    found: Cells, unit_id: int, indicator: Indicator, part: Part | None, periods: tuple[Period, ...]
) -> SpanCell:
    each = {period: found.of(unit_id, indicator, part, period) for period in periods}
    rule = Rule(indicator.over_time)
    told = sum(1 for cell in each.values() if cell.reported)
    if rule is Rule.NONE and len(periods) > 1:
        state = State.NOT_ADDITIVE if told else State.MISSING
        return SpanCell(None, state, rule, periods, told, why=indicator.why_not_over_time)
    if rule in (Rule.LAST, Rule.CARRY):
        return _standing(each, rule, periods, told, indicator)
    return _added(list(each.values()), rule, periods, told, indicator)


def _standing(
    each: dict[Period, Cell], rule: Rule, periods: tuple[Period, ...], told: int, indicator: Indicator
) -> SpanCell:
    at = periods[-1]
    if rule is Rule.CARRY:
        at = next((period for period in reversed(periods) if each[period].reported), at)
    cell = each[at]
    why = indicator.why_not if cell.state is State.NOT_ADDITIVE else ""
    told_in = at if cell.reported else None
    return SpanCell(cell.amount, cell.state, rule, periods, told, cell.estimated, why, told_in)


def _added(found: list[Cell], rule: Rule, periods: tuple[Period, ...], told: int, indicator: Indicator) -> SpanCell:
    states = {cell.state for cell in found}
    amounts = [cell.amount for cell in found if cell.amount is not None]
    estimated = max((cell.estimated for cell in found), default=0)
    for refusing in (State.NOT_ADDITIVE, State.NOT_APPORTIONABLE):
        if refusing in states:
            why = indicator.why_not if refusing is State.NOT_ADDITIVE else ""
            return SpanCell(None, refusing, rule, periods, told, why=why)
    if not amounts:
        state = State.NOT_APPLICABLE if told else State.NOT_ALIVE if states == {State.NOT_ALIVE} else State.MISSING
        return SpanCell(None, state, rule, periods, told)
    whole = states <= {State.COMPLETE, State.NOT_APPLICABLE}
    return SpanCell(
        sum(amounts, Decimal(0)), State.COMPLETE if whole else State.PARTIAL, rule, periods, told, estimated
    )
