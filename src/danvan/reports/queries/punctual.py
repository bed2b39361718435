"""Completeness and timeliness by unit, as data (row 45)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, CharField, Count, Q, Value, When

from danvan.core.numbers import percent
from danvan.reports.querysets import SubmissionQuerySet, decision_next
from danvan.reports.states import HANDED_IN, TWO_STEPS, State


@dataclass(frozen=True)
class Punctuality:
    """One unit's reports: how many were asked, came in time, came late, are overdue, or are not due yet."""

    unit: str
    place: str
    asked: int
    on_time: int
    filed_late: int
    overdue: int
    not_due: int

    @property
    def share(self) -> Decimal | None:
        """The share in time of what was due, in percent; None when nothing was due."""
        return percent(self.on_time, self.asked - self.not_due)


def punctuality(submissions: SubmissionQuerySet, today: date) -> list[Punctuality]:
    """One line a unit. A report that came by its due day (or the longer one given) is in time, also if returned later.

    One query, whatever the number of units.
    """
    filed = Q(first_filed_on__isnull=False)
    rows = (
        submissions.owed().with_lateness(today).with_names().with_place().order_by()
        .annotate(
            standing=Case(
                When(filed & Q(is_late=False), then=Value("on_time")),
                When(filed, then=Value("filed_late")),
                When(is_late=True, then=Value("overdue")),
                default=Value("not_due"),
                output_field=CharField(),
            )
        )
        .values("unit", "unit_name", "unit_sort", "place_name", "standing")
        .annotate(n=Count("pk"))
    )  # fmt: skip
    return _by_unit(rows)


def _by_unit(rows) -> list[Punctuality]:
    units: dict[int, dict] = {}
    for row in rows:
        unit = units.setdefault(row["unit"], {"row": row, "counts": {}})
        counts = unit["counts"]
        counts[row["standing"]] = counts.get(row["standing"], 0) + row["n"]
    ordered = sorted(units.values(), key=lambda unit: unit["row"]["unit_sort"] or "")
    return [
        Punctuality(
            unit["row"]["unit_name"],
            unit["row"]["place_name"] or "",
            sum(unit["counts"].values()),
            *(unit["counts"].get(name, 0) for name in ("on_time", "filed_late", "overdue", "not_due")),
        )
        for unit in ordered
    ]


def state_counts(submissions: SubmissionQuerySet, today: date) -> dict[str, int]:
    """How many of the submissions still owed stand where; "missing" and "late" cut across the states."""
    marked = submissions.owed().with_lateness(today)
    counts = marked.order_by().aggregate(
        all=Count("pk"),
        missing=Count("pk", filter=~Q(state__in=HANDED_IN)),
        late=Count("pk", filter=Q(is_late=True)),
        overdue=Count("pk", filter=Q(is_late=True) & ~Q(state__in=HANDED_IN)),
        handed_in=Count("pk", filter=Q(state__in=HANDED_IN)),
        to_check=Count("pk", filter=Q(state=State.FILED, round__steps=TWO_STEPS)),
        filed=Count("pk", filter=decision_next()),
        **{state: Count("pk", filter=Q(state=state)) for state in ("returned", "accepted")},
    )
    return counts | {"released": submissions.filter(released_by__isnull=False).count()}
