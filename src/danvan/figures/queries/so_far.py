"""The year so far of one unit: every figure since January, and longer periods whose own figure says otherwise.

A figure since January is put together from the months. It may also have been filed for a longer period as a whole (a
quarter, six months, nine months, the year): where that figure differs from its months, both are told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from danvan.core.numbers import format_amount
from danvan.core.periods import Period, PeriodType
from danvan.figures.models import Indicator, Line, Part
from danvan.figures.modes import AS_IT_WAS, Mode
from danvan.orgs.models import Unit

from .cells import Cells, State, cells
from .lookups import period_name
from .spans import Rule, SpanCell, put_together, year_to_date

# Of these a longer period and its months speak of the same and can be held against each other.
_COMPARED = (Rule.SUM, Rule.LAST)
_FROM_JANUARY = (PeriodType.QUARTER, PeriodType.HALF, PeriodType.NINE_MONTHS, PeriodType.YEAR)


@dataclass(frozen=True)
class Mismatch:
    """A longer period was filed with one amount and its ``months`` come to another.

    ``complete`` says that every unit answered in both; else the difference may come from those that did not.
    """

    period: Period
    filed: Decimal
    added: Decimal
    complete: bool
    decimals: int = 0

    @property
    def text(self) -> str:
        """Both amounts and the difference, in words."""
        said = _("%(period)s was filed as %(filed)s, its months come to %(added)s; difference %(difference)s")
        if not self.complete:
            said = _(
                "%(period)s was filed as %(filed)s, its months come to %(added)s, but not all units have reported;"
                " difference %(difference)s"
            )
        sign = "+" if self.difference > 0 else ""
        return said % {
            "period": period_name(self.period),
            "filed": format_amount(self.filed, self.decimals),
            "added": format_amount(self.added, self.decimals),
            "difference": sign + format_amount(self.difference, self.decimals),
        }

    @property
    def difference(self) -> Decimal:
        """How much more was filed than the months come to; below zero when it is less."""
        return self.filed - self.added


@dataclass(frozen=True)
class SoFar:
    """One figure since January, over periods of one kind, and what does not agree with it."""

    span: SpanCell
    mismatches: tuple[Mismatch, ...] = ()

    @property
    def amount(self) -> Decimal | None:
        """The figure; None when nobody told it or it cannot be put together."""
        return self.span.amount

    @property
    def is_told(self) -> bool:
        """Whether anybody told it since January."""
        return self.span.told > 0

    @property
    def of(self) -> int:
        """Over how many periods it goes."""
        return len(self.span.periods)

    @property
    def is_gapped(self) -> bool:
        """Whether periods are missing of what is added up or worked out again; of what stands, the last one."""
        if self.span.rule in (Rule.SUM, Rule.REBUILT, Rule.NONE):
            return 0 < self.span.told < self.of
        return self.is_told and self.span.amount is None

    @property
    def is_refused(self) -> bool:
        """Whether answers are there that must not be put together."""
        return self.span.state is State.NOT_ADDITIVE

    @property
    def is_by_month(self) -> bool:
        """Whether it is put together from months."""
        return self.span.periods[0].type is PeriodType.MONTH


@dataclass(frozen=True)
class YearSoFar:
    """The year so far of one unit, up to the end of ``period``."""

    unit_id: int
    period: Period
    months: tuple[Period, ...]
    alike: tuple[Period, ...]
    longer: tuple[Period, ...]
    _cells: Cells = field(repr=False)

    def of(self, indicator: Indicator, part: Part | None = None) -> SoFar:
        """One figure: from all months, else from all periods of the page's kind, else from the months that told."""
        ways = [self._over(indicator, part, way) for way in (self.months, self.alike) if way]
        whole = [span for span in ways if span.told == len(span.periods)]
        span = next((span for span in whole if span.amount is not None), None)
        span = span or next((span for span in (*whole, *ways) if span.told), ways[0])
        found = (self._mismatch(indicator, part, longer) for longer in self.longer)
        return SoFar(span, tuple(one for one in found if one))

    def _over(self, indicator: Indicator, part: Part | None, periods: tuple[Period, ...]) -> SpanCell:
        return put_together(self._cells, self.unit_id, indicator, part, periods)

    def _mismatch(self, indicator: Indicator, part: Part | None, longer: Period) -> Mismatch | None:
        if indicator.over_time not in _COMPARED:
            return None
        own = self._cells.of(self.unit_id, indicator, part, longer)
        added = self._over(indicator, part, longer.months())
        if own.amount is None or added.amount is None or added.told < len(added.periods):
            return None
        if abs(own.amount - added.amount) * 2 < _unit(indicator):
            return None
        filed, of_months = (_rounded(amount, indicator) for amount in (own.amount, added.amount))
        complete = own.state is added.state is State.COMPLETE
        return Mismatch(longer, filed, of_months, complete, indicator.decimals)


def _unit(indicator: Indicator) -> Decimal:
    """The smallest step in which it is told."""
    return Decimal(1).scaleb(-indicator.decimals)


def _rounded(amount: Decimal, indicator: Indicator) -> Decimal:
    """Carried figures hold shares of a unit; what is compared is what is shown."""
    return amount.quantize(_unit(indicator), rounding=ROUND_HALF_UP)


def year_so_far(
    unit: Unit | int, line: Line, indicators: Iterable[Indicator], period: Period, *, mode: Mode = AS_IT_WAS
) -> YearSoFar | None:
    """The year so far up to the end of ``period``, for these indicators and their parts; None for a campaign.

    The queries do not grow with the indicators.
    """
    if period.type is PeriodType.CAMPAIGN:
        return None
    unit_id = unit if isinstance(unit, int) else unit.pk
    months = tuple(year_to_date(Period(PeriodType.MONTH, period.year, period.last_day.month)))
    alike = () if period.type is PeriodType.MONTH else tuple(year_to_date(period))
    longer = _longer(period)
    asked = sorted({*months, *alike, *longer})
    found = cells([unit_id], line, indicators, asked, mode=mode)
    return YearSoFar(unit_id, period, months, alike, longer, found)


def _longer(period: Period) -> tuple[Period, ...]:
    """The period itself and those from January that end with it, the shortest first; months are not among them."""
    since_january = [Period.containing(period.last_day, kind) for kind in _FROM_JANUARY]
    ending = {one for one in since_january if one and one.last_day == period.last_day and one.first_day.month == 1}
    own = set() if period.type is PeriodType.MONTH else {period}
    return tuple(sorted(ending | own))
