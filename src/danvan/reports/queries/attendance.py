"""Units by periods: who filed one form in time, late or not at all over its last rounds (row 45)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Max

from danvan.core.numbers import percent
from danvan.core.periods import Period
from danvan.orgs.models import Unit
from danvan.reports.querysets import SubmissionQuerySet
from danvan.reports.states import HANDED_IN, State

Asked = tuple[str, bool]  # the code of a period, and whether an estimate was asked
MOST_PERIODS = 12
ON_TIME, FILED_LATE, OVERDUE, NOT_DUE, RELEASED = "on_time", "filed_late", "overdue", "not_due", "released"


@dataclass(frozen=True)
class Cell:
    """One unit in one period. ``standing`` looks at the first filing, as ``punctuality`` does.

    ``returned``: it came, and lies with its unit again. ``complete``: it lies with those above now.
    """

    standing: str
    returned: bool
    complete: bool
    public_id: UUID


@dataclass
class Tally:
    """How many reports were asked, came in time or late, are overdue, or are not due yet."""

    counts: Counter[str] = field(default_factory=Counter)
    complete: int = 0

    def add(self, cell: Cell) -> None:
        """Count a report; one that a change of units took off its unit was not asked of it."""
        if cell.standing != RELEASED:
            self.counts[cell.standing] += 1
            self.complete += cell.complete

    @property
    def asked(self) -> int:
        """All of them."""
        return self.counts.total()

    @property
    def on_time(self) -> int:
        """First filed by the due day, or by the longer one given."""
        return self.counts[ON_TIME]

    @property
    def filed_late(self) -> int:
        """First filed later."""
        return self.counts[FILED_LATE]

    @property
    def overdue(self) -> int:
        """Past the due day and never filed."""
        return self.counts[OVERDUE]

    @property
    def due(self) -> int:
        """Those that can be judged: filed, or past their due day."""
        return self.asked - self.counts[NOT_DUE]

    @property
    def share(self) -> Decimal | None:
        """The share in time of those due, in percent; None when none is."""
        return percent(self.on_time, self.due)


@dataclass(frozen=True)
class Row:
    """One unit: a cell for each period of the table (None: not asked then), and its counts."""

    unit: str
    cells: Sequence[Cell | None]
    tally: Tally


@dataclass(frozen=True)
class Attendance:
    """The table: the periods in order of time with their counts, the units in order of name, all counts together.

    A period asked as an estimate and again as actual figures is two columns; the flag says which is the estimate.
    """

    periods: list[tuple[Period, bool]]
    by_period: list[Tally]
    rows: list[Row]
    whole: Tally


def attendance(submissions: SubmissionQuerySet, today: date) -> Attendance:
    """The last ``MOST_PERIODS`` periods of these submissions (of one form): three queries, whatever their number.

    Units carry the names of the last period's end; who sees the submissions sees the table.
    """
    newest = submissions.order_by().values("round__period", "round__estimate").annotate(last=Max("round__window_end"))
    newest = list(newest.order_by("-last", "-round__period", "round__estimate")[:MOST_PERIODS])[::-1]
    codes = [(row["round__period"], row["round__estimate"]) for row in newest]
    cells: dict[int, dict[Asked, Cell]] = {}
    for unit, asked, cell in _cells(submissions.filter(round__period__in={code for code, _estimate in codes}), today):
        cells.setdefault(unit, {})[asked] = cell
    units = Unit.objects.filter(pk__in=cells).named(newest[-1]["last"] if newest else today)
    rows = [
        _row(unit.name, [cells[unit.pk].get(asked) for asked in codes]) for unit in units.order_by("name_sort", "pk")
    ]
    by_period = [_tally(row.cells[place] for row in rows) for place in range(len(codes))]
    whole = _tally(cell for row in rows for cell in row.cells)
    periods = [(Period.parse(code), estimate) for code, estimate in codes]
    return Attendance(periods, by_period, rows, whole)


def _cells(submissions: SubmissionQuerySet, today: date) -> Iterator[tuple[int, Asked, Cell]]:
    facts = (
        "unit",
        "round__period",
        "round__estimate",
        "state",
        "is_late",
        "first_filed_on",
        "released_by",
        "public_id",
    )
    for unit, period, estimate, state, late, filed, released, public_id in (
        submissions.with_lateness(today).order_by("pk").values_list(*facts)
    ):  # fmt: skip
        if released:
            standing = RELEASED
        elif filed:
            standing = FILED_LATE if late else ON_TIME
        else:
            standing = OVERDUE if late else NOT_DUE
        yield unit, (period, estimate), Cell(standing, state == State.RETURNED, state in HANDED_IN, public_id)


def _row(name: str, cells: list[Cell | None]) -> Row:
    return Row(name, cells, _tally(cells))


def _tally(cells: Iterable[Cell | None]) -> Tally:
    tally = Tally()
    for cell in cells:
        if cell:
            tally.add(cell)
    return tally
