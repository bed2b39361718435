"""What a unit filed before, beside the cell: last period, a year ago, this year so far, the months of a long period.

The body that files is compared with what it filed itself, always: it checks its own typing, and what predecessors
filed was never in its hands. Figures carried to the units of a day stand on the pages of figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from danvan.core.numbers import NO_FIGURE, format_amount
from danvan.core.periods import Period, PeriodType
from danvan.figures.models import Filing, Line, Value

Key = tuple[int, int | None]


@dataclass(frozen=True)
class Known:
    """A filed figure: an amount, or "not applicable" (then ``amount`` is None); ``estimate``: for the time being."""

    amount: Decimal | None
    estimate: bool = False


@dataclass(frozen=True)
class Past:
    """For one line of the grid; None where nothing was filed.

    ``so_far`` is the sum of the year's earlier periods of this type, ``gaps`` how many of them were not filed;
    ``of_months`` is the sum of the period's own months when all of them were filed (row 49); ``alone`` says that no
    earlier period of the year told anything; ``estimated`` is the estimate that this unit filed for the period itself.
    """

    last: Known | None = None
    year_ago: Known | None = None
    so_far: Decimal = Decimal(0)
    gaps: int = 0
    of_months: Decimal | None = None
    alone: bool = True
    estimated: Decimal | None = None

    @property
    def last_text(self) -> str:
        """Last period as it is written: a figure, K, or a dash for nothing filed."""
        return said(self.last)

    @property
    def year_ago_text(self) -> str:
        """The same period a year ago, likewise."""
        return said(self.year_ago)


def said(known: Known | None) -> str:
    """A filed figure as it is written: 1.234, ~1.234 for an estimate, K for not applicable, a dash for nothing."""
    if known is None:
        return NO_FIGURE
    return "K" if known.amount is None else ("~" if known.estimate else "") + format_amount(known.amount)


class PastFigures:
    """The past of one unit along one line, loaded with one query."""

    def __init__(self, unit_id: int, line: Line, period: Period) -> None:
        self.period = period
        self.last = period.previous()
        self.year_ago = period.same_last_year()
        self.earlier = earlier_this_year(period)
        self.months = () if period.type is PeriodType.MONTH else period.months()
        wanted = {period.code} | {p.code for p in (self.last, self.year_ago, *self.earlier, *self.months) if p}
        held = Value.objects.newest(line).filter(unit=unit_id, period__in=wanted)
        self._held: dict[tuple[str, Key], Known] = {
            (value.period, (value.indicator_id, value.part_id)): Known(value.amount, value.estimate)
            for value in held
            if not value.is_withdrawn
        }

    def of(self, key: Key, *, stock: bool, once: bool = False) -> Past:
        """The past of one indicator or part; a stock is not added over periods, nor what is counted once in each."""
        earlier = [self._at(period, key) for period in self.earlier]
        months = [self._at(period, key) for period in self.months]
        now = self._at(self.period, key)
        complete = bool(months) and all(months) and not stock and not once
        return Past(
            last=self._at(self.last, key),
            year_ago=self._at(self.year_ago, key),
            so_far=Decimal(0) if stock or once else _sum(earlier),
            gaps=0 if stock or once else sum(known is None for known in earlier),
            of_months=_sum(months) if complete else None,
            alone=not any(earlier),
            estimated=now.amount if now and now.estimate else None,
        )

    def now(self, key: Key) -> Known | None:
        """What was filed for the period itself, by whatever report."""
        return self._at(self.period, key)

    def of_last_month(self, key: Key) -> Known | None:
        """What stood at the end of the period by its last month."""
        return self._at(self.months[-1], key) if self.months else None

    def _at(self, period: Period | None, key: Key) -> Known | None:
        return self._held.get((period.code, key)) if period else None


def earlier_this_year(period: Period) -> list[Period]:
    """The periods of the same type between January and this one; none for a campaign."""
    found: list[Period] = []
    before = period.previous()
    while before and before.year == period.year:
        found.append(before)
        before = before.previous()
    return found[::-1]


def _sum(known: list[Known | None]) -> Decimal:
    return sum((each.amount for each in known if each and each.amount is not None), Decimal(0))


def values_of_filings(filing_ids: list[int]) -> Mapping[int, dict[Key, Known]]:
    """The figures of some filings, by filing and item; what was withdrawn or left empty is not there."""
    found: dict[int, dict[Key, Known]] = {pk: {} for pk in filing_ids}
    for value in Value.objects.filter(filing__in=filing_ids):
        if not value.is_withdrawn:
            found[value.filing_id][value.indicator_id, value.part_id] = Known(value.amount, value.estimate)
    return found


def estimates_before(filing: Filing) -> dict[Key, Decimal]:
    """The newest estimates that the body of a filing had filed for the same period before it, by item."""
    earlier = Value.objects.filter(
        unit=filing.unit_id, period=filing.period, filing__line=filing.line_id, filing__revision__lt=filing.revision,
        estimate=True,
    ).order_by("filing__revision")  # fmt: skip
    return {(each.indicator_id, each.part_id): each.amount for each in earlier}
