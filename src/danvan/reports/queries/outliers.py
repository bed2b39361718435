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

# 1.4826 times the median distance from the median is the standard deviation of figures spread evenly round it; a
# history that hardly varies counts as varying by a twentieth, so that 12, 12, 12, 12 does not make 13 a wonder.
_STATEMENT = """
with filed as (
    select submission.id as submission_id, submission.unit_id, filed.filing_id
    from reports_submission submission
    join reports_filed filed on filed.submission_id = submission.id and filed.revision = submission.revision
    where submission.id = any(%(submissions)s)
),
now as (
    select filed.submission_id, filed.unit_id, value.indicator_id, coalesce(value.part_id, 0) as part_id, value.amount
    from filed join figures_value value on value.filing_id = filed.filing_id
    where value.amount is not null
),
past as (
    select distinct on (value.unit_id, value.indicator_id, value.part_id, value.period)
        value.unit_id, value.indicator_id, coalesce(value.part_id, 0) as part_id, value.amount
    from figures_value value join figures_filing filing on filing.id = value.filing_id
    where filing.line_id = %(line)s and value.unit_id in (select unit_id from filed)
      and value.indicator_id = any(%(indicators)s)
      and value.period ~ %(shape)s and value.period < %(period)s and value.period >= %(earliest)s
    order by value.unit_id, value.indicator_id, value.part_id, value.period, filing.revision desc
),
usual as (
    select unit_id, indicator_id, part_id, count(amount) as periods, min(amount) as low, max(amount) as high,
           percentile_cont(0.5) within group (order by amount)::numeric as middle,
           avg(amount) as mean, coalesce(stddev_samp(amount), 0) as deviation
    from past where amount is not null group by unit_id, indicator_id, part_id
),
spread as (
    select past.unit_id, past.indicator_id, past.part_id,
           percentile_cont(0.5) within group (order by abs(past.amount - usual.middle))::numeric as distance
    from past join usual using (unit_id, indicator_id, part_id)
    where past.amount is not null group by past.unit_id, past.indicator_id, past.part_id
),
measured as (
    select now.*, coalesce(usual.periods, 0) as periods, usual.low, usual.high, usual.middle, usual.mean,
           1.4826 * greatest(spread.distance, 0.05 * usual.middle, 0.5) as width,
           greatest(usual.deviation, 0.05 * usual.mean, 0.5) as deviation
    from now left join usual using (unit_id, indicator_id, part_id)
    left join spread using (unit_id, indicator_id, part_id)
),
judged as (
    select *, periods >= %(fewest)s and greatest(amount, high) >= %(small)s
              and (amount < low or amount > high) and case %(how)s::text
                  when 'range' then true
                  when 'z' then abs(amount - mean) > 3 * deviation
                  else abs(amount - middle) > 3 * width end as is_far
    from measured
),
counted as (
    select count(*) as cells, count(*) filter (where is_far) as far,
           count(*) filter (where periods < %(fewest)s) as unjudged,
           count(distinct unit_id) filter (where periods < %(fewest)s) as units_unjudged
    from judged
)
select counted.*, found.*
from counted left join (
    select judged.submission_id, item.id, judged.amount, judged.periods, judged.low, judged.high, judged.middle,
           coalesce(why.text, '')
    from judged
    join reports_item item on item.version_id = %(version)s and item.indicator_id = judged.indicator_id
                          and coalesce(item.part_id, 0) = judged.part_id
    left join reports_explanation why on why.submission_id = judged.submission_id and why.item_id = item.id
    where judged.is_far
    order by abs(judged.amount - judged.middle) / judged.width desc, judged.submission_id, item.id
    limit %(shown)s
) found on true
"""


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
        cursor.execute(_STATEMENT, facts)
        found = cursor.fetchall()
    cells, far, unjudged, units = found[0][:4]
    rows = [
        Far(submission, *places[item], amount, periods, low, high, middle, why)
        for _c, _f, _n, _u, submission, item, amount, periods, low, high, middle, why in found
        if submission is not None
    ]
    return Odd(rows, far, cells - unjudged, unjudged, units)
