"""Figures of a round far from what the same unit filed before: one statement, however many units and lines (row 47)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from danvan.core.numbers import format_amount
from danvan.core.periods import PeriodType
from danvan.reports.models import Item, Round

from .grid import load_items, number_lines
from .outliers_sql import FAR_FIGURES

FEWEST = 4  # earlier periods below which nothing is said about a line
BACK = 36  # earlier periods that are looked at
SMALL = 10  # counts below this size leap by nature
SHOWN = 300
_SHAPES = {
    PeriodType.MONTH: "^[0-9]{4}-[0-9]{2}$",
    PeriodType.QUARTER: "^[0-9]{4}-Q[1-4]$",
    PeriodType.HALF: "^[0-9]{4}-H[12]$",
    PeriodType.NINE_MONTHS: "^[0-9]{4}-09M$",
    PeriodType.YEAR: "^[0-9]{4}$",
}


class How(TextChoices):
    """By which measure a figure is far from its unit's own history; all of them want it outside what was ever filed."""

    ROBUST = "robust", _("far from the middle of earlier periods")
    Z = "z", _("more than 3 standard deviations from the mean")
    RANGE = "range", _("outside the smallest and largest so far")


@dataclass(frozen=True)
class Far:
    """One figure to look at again. ``low``, ``high``, ``middle``: of the ``periods`` before it."""

    submission_id: int
    item: Item
    place: str
    amount: Decimal
    periods: int
    low: Decimal
    high: Decimal
    middle: Decimal
    explanation: str = ""

    @property
    def in_words(self) -> Promise:
        """What is odd about it, as a person would say it."""
        facts = {"low": format_amount(self.low), "high": format_amount(self.high), "n": self.periods}
        if self.amount >= 2 * self.middle > 0:
            times = format_amount(self.amount / self.middle, 1).removesuffix(",0")
            return format_lazy(_("{times} times the usual: {low}–{high} in {n} earlier periods"), times=times, **facts)
        if self.amount > self.high:
            return format_lazy(_("more than ever: {low}–{high} in {n} earlier periods"), **facts)
        return format_lazy(_("less than ever: {low}–{high} in {n} earlier periods"), **facts)


@dataclass(frozen=True)
class Odd:
    """The figures to look at again, ``far`` of them in all; of ``cells`` judged, ``unjudged`` had too short a past."""

    rows: list[Far] = field(default_factory=list)
    far: int = 0
    cells: int = 0
    unjudged: int = 0
    units_unjudged: int = 0
    has_past: bool = True


def far_figures(round_: Round, submissions: Collection[int], *, how: str = How.ROBUST) -> Odd:
    """The figures of these filed submissions of a round that lie far from what the same units filed before.

    At most ``SHOWN`` of them, the farthest first. A campaign has no earlier periods (``has_past`` false).
    """
    period = round_.when
    if period.type not in _SHAPES:
        return Odd(has_past=False)
    places = {item.pk: (item, place) for item, place, _head, _roman in number_lines(load_items(round_.form_version))}
    earliest = period
    for _step in range(BACK):
        earliest = earliest.previous() or earliest
    facts = {
        "submissions": list(submissions), "line": round_.form.line_id, "shape": _SHAPES[period.type],
        "indicators": sorted({item.indicator_id for item, _place in places.values()}), "period": period.code,
        "earliest": earliest.code, "fewest": FEWEST, "small": SMALL, "how": str(how),
        "version": round_.form_version_id, "shown": SHOWN,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(FAR_FIGURES, facts)
        found = cursor.fetchall()
    cells, far, unjudged, units = found[0][:4]
    rows = [
        Far(submission, *places[item], amount, periods, low, high, middle, why)
        for _c, _f, _n, _u, submission, item, amount, periods, low, high, middle, why in found
        if submission is not None
    ]
    return Odd(rows, far, cells - unjudged, unjudged, units)
