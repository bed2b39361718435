"""What the pages of figures show, for one unit, line and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Max

from danvan.access.actor import Actor
from danvan.core.numbers import percent
from danvan.core.periods import Period
from danvan.figures.access import VIEW
from danvan.figures.models import Filing, Indicator, Line, Part
from danvan.figures.modes import AS_IT_WAS, Mode
from danvan.orgs.models import Unit

from .cells import Cell, Cells, cells, pending, series
from .lookups import indicators, seen_by
from .so_far import SoFar, YearSoFar, year_so_far
from .sources import Contribution, body_ids, contributions
from .tables import Row, table

RECENT = 6


@dataclass(frozen=True)
class Scope:
    """What a page is about, and how its figures are read. ``unit`` carries its name of ``day``."""

    unit: Unit
    line: Line
    period: Period
    mode: Mode = AS_IT_WAS

    @property
    def day(self) -> date:
        """The day whose tree of units is shown: the period's last, or the one the figures are carried to."""
        return self.mode.as_of if self.mode.carries(self.period) else self.period.last_day

    @property
    def query(self) -> str:
        """The scope as the tail of an address."""
        return self.of_unit(self.unit.public_id)

    def of_unit(self, public_id: object) -> str:
        """The same line, period and mode for another unit, as the tail of an address."""
        parts = {"line": self.line.code, "period": self.period.code, "area": public_id}
        return urlencode(parts | ({"units": self.mode.code} if self.mode.is_restating else {}))


@dataclass(frozen=True)
class Reporting:
    """How many of the line's bodies under a unit have filed anything, and when the last of them did."""

    filed: int
    expected: int
    last_at: datetime | None


@dataclass(frozen=True)
class TotalsRow:
    """One indicator (or one of its parts) now, in the period before and in the same period last year.

    ``growth`` is the amount in percent of last year's: None when one of the two lacks predecessors, so that they do
    not speak of the same (``unlike``). ``addends`` are the parts' amounts when all are known.
    """

    indicator: Indicator
    part: Part | None
    now: Cell
    before: Cell | None
    last_year: Cell | None
    growth: Decimal | None
    parts: tuple[TotalsRow, ...] = ()
    addends: tuple[Decimal, ...] = ()
    unlike: bool = False
    so_far: SoFar | None = None

    @property
    def is_told(self) -> bool:
        """Whether anybody told this figure in one of the periods, or since January."""
        told = any(cell is not None and cell.reported for cell in (self.now, self.before, self.last_year))
        return told or bool(self.so_far and self.so_far.is_told)


@dataclass(frozen=True)
class Totals:
    """The page of totals: groups of rows by topic, and how many indicators have no figure."""

    groups: tuple[tuple[str, tuple[TotalsRow, ...]], ...]
    silent: int
    before: Period | None
    last_year: Period | None
    reporting: Reporting
    pending: bool
    as_of: datetime | None
    has_year: bool = False

    @property
    def count(self) -> int:
        """How many indicators are shown."""
        return sum(len(rows) for _topic, rows in self.groups)


def known_periods(actor: Actor, line: Line) -> list[Period]:
    """The periods for which a unit that the person may see has filed along ``line``, the latest first."""
    codes = Filing.objects.permitted(actor, VIEW).filter(line=line).order_by().values_list("period", flat=True)
    return sorted((Period.parse(code) for code in codes.distinct()), reverse=True)


def busiest_line(actor: Actor, lines: Sequence[Line]) -> Line | None:
    """The first line along which a unit that the person may see has filed; else the first line."""
    used = set(Filing.objects.permitted(actor, VIEW).order_by().values_list("line_id", flat=True).distinct())
    return next((line for line in lines if line.pk in used), lines[0] if lines else None)


def reporting(scope: Scope) -> Reporting:
    """Who has filed and who should have, under the unit."""
    bodies = body_ids(scope.unit.pk, scope.line, scope.period, scope.mode)
    filed = Filing.objects.filter(unit__in=bodies, line=scope.line, period=scope.period.code)
    told = filed.aggregate(last=Max("filed_at"))["last"]
    return Reporting(filed.order_by().values("unit").distinct().count(), len(bodies), told)


def totals(scope: Scope, *, everything: bool = False) -> Totals:
    """All indicators of the unit with the periods to compare with; without ``everything`` only those told."""
    before, last_year = scope.period.previous(), scope.period.same_last_year()
    if before == last_year:
        before = None
    periods = [period for period in (scope.period, before, last_year) if period]
    known = indicators()
    found = cells([scope.unit.pk], scope.line, known, periods, mode=scope.mode)
    year = year_so_far(scope.unit, scope.line, known, scope.period, mode=scope.mode)
    rows = [_totals_row(found, scope, (before, last_year), indicator, year) for indicator in known]
    shown = [row for row in rows if everything or row.is_told]
    times = [row.now.as_of for row in shown if row.now.as_of]
    groups = tuple((topic, tuple(group)) for topic, group in groupby(shown, key=lambda row: row.indicator.topic))
    return Totals(
        groups, len(rows) - len(shown), before, last_year, reporting(scope), pending(periods), min(times, default=None),
        any(_goes_on(row, scope.period) for row in shown),
    )  # fmt: skip


def _goes_on(row: TotalsRow, period: Period) -> bool:
    """Whether the figure since January is more than that of the period itself."""
    return bool(row.so_far and row.so_far.is_told and (row.so_far.span.periods != (period,) or row.so_far.mismatches))


def _totals_row(
    found: Cells,
    scope: Scope,
    others: tuple[Period | None, Period | None],
    indicator: Indicator,
    year: YearSoFar | None,
) -> TotalsRow:
    def plain(part: Part | None) -> TotalsRow:
        row = _plain_row(found, scope, others, (indicator, part))
        return replace(row, so_far=year.of(indicator, part) if year else None)

    parts = () if indicator.is_ratio else tuple(plain(part) for part in indicator.parts.all())
    amounts = tuple(row.now.amount for row in parts)
    row = plain(None)
    complete = amounts and row.now.amount is not None and None not in amounts and not row.now.is_shared
    told = tuple(part for part in parts if part.is_told)
    return replace(row, parts=told, addends=amounts if complete else ())


def _plain_row(
    found: Cells, scope: Scope, others: tuple[Period | None, Period | None], item: tuple[Indicator, Part | None]
) -> TotalsRow:
    now = found.of(scope.unit.pk, *item, scope.period)
    before, last_year = (found.of(scope.unit.pk, *item, period) if period else None for period in others)
    growth = percent(now.amount, last_year.amount) if last_year and not item[0].is_ratio else None
    unlike = growth is not None and (now.is_gapped or last_year.is_gapped)
    return TotalsRow(*item, now, before, last_year, None if unlike else growth, unlike=unlike)


@dataclass(frozen=True)
class UnitRow:
    """One unit's cell with its parts; ``query`` leads to the same page about that unit (areas only).

    A predecessor is no unit of the day that figures are carried to: its page is read as it was.
    """

    row: Row
    cell: Cell
    parts: tuple[tuple[Part, Cell], ...]
    query: str


@dataclass(frozen=True)
class Breakdown:
    """The page of one indicator: its units, their sum, its course, and the filed cells behind it.

    ``hidden_rows`` and ``hidden_sources`` count units that stood under this one then and that the person may not see;
    ``told_by`` are all cells behind the figure, theirs too.
    """

    indicator: Indicator
    total: Cell
    parts: tuple[tuple[Part, Cell], ...]
    addends: tuple[Decimal, ...]
    rows: tuple[UnitRow, ...]
    row_sum: Decimal | None
    hidden_rows: int
    sources: tuple[Contribution, ...]
    hidden_sources: int
    course: tuple[tuple[Period, Cell], ...]
    pending: bool
    told_by: tuple[Contribution, ...] = ()
    so_far: SoFar | None = None

    @property
    def adds_up(self) -> bool:
        """Whether the shown rows are the whole sum, so that it can be proved."""
        whole = not self.hidden_rows and not self.left_out
        return self.row_sum is not None and whole and self.indicator.additive

    @property
    def left_out(self) -> int:
        """How many rows lack a part that nobody measured; the sum above them may hold it whole."""
        return sum(row.cell.withheld > 0 for row in self.rows)


def breakdown(scope: Scope, indicator: Indicator, actor: Actor) -> Breakdown:
    """One indicator of the unit, as far as the person may see."""
    parts = list(indicator.parts.all())
    periods = _recent(scope.period)
    own = series(scope.unit, scope.line, indicator, periods, mode=scope.mode)
    at_parts = cells([scope.unit.pk], scope.line, [indicator], [scope.period], mode=scope.mode)
    part_cells = tuple((part, at_parts.of(scope.unit.pk, indicator, part, scope.period)) for part in parts)
    all_rows = table(scope.unit, scope.line, [indicator], scope.period, mode=scope.mode)
    all_sources = contributions(scope.unit, scope.line, indicator, None, scope.period, mode=scope.mode)
    seen = seen_by(actor, [one.unit_id for one in [*all_rows, *all_sources]])
    rows = tuple(
        UnitRow(
            row, row.cell(indicator), tuple((part, row.cell(indicator, part)) for part in parts),
            _query_of(scope, row) if row.is_area else "",
        )
        for row in all_rows if row.unit_id in seen
    )  # fmt: skip
    year = year_so_far(scope.unit, scope.line, [indicator], scope.period, mode=scope.mode)
    amounts = [row.cell.amount for row in rows if row.cell.amount is not None]
    addends = tuple(cell.amount for _part, cell in part_cells)
    sources = tuple(one for one in all_sources if one.unit_id in seen)
    return Breakdown(
        indicator,
        own[scope.period],
        part_cells,
        () if None in addends or own[scope.period].amount is None or own[scope.period].is_shared else addends,
        rows,
        sum(amounts, Decimal(0)) if amounts and not indicator.is_ratio else None,
        len(all_rows) - len(rows),
        sources,
        len(all_sources) - len(sources),
        tuple(own.items()),
        pending([scope.period]),
        tuple(all_sources),
        year.of(indicator) if year else None,
    )


def _query_of(scope: Scope, row: Row) -> str:
    return (replace(scope, mode=AS_IT_WAS) if row.is_predecessor else scope).of_unit(row.public_id)


def _recent(period: Period) -> list[Period]:
    """The period and those just before it, the earliest first."""
    found = [period]
    while len(found) < RECENT and (earlier := found[0].previous()):
        found.insert(0, earlier)
    return found
