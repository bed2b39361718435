"""What units are to reach by a directive, and how far they are: targets beside the figures that came in.

Figures stand here by the units of the time, always: a target was set for one unit with the territory of its own days,
so only what came in for that territory says whether it was reached. The page of figures, one link away, reads them by
the units of any day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from danvan.access.actor import Actor
from danvan.core.numbers import format_percent, percent
from danvan.core.periods import Period, PeriodType
from danvan.figures import queries as figures
from danvan.figures.models import Indicator
from danvan.orgs.kinds import COMMUNE_LEVEL, PROVINCE_LEVEL
from danvan.orgs.models import Reach, Unit

from . import access
from .models import Directive, Target
from .querysets import name_of

# Along this line the communes' Party bodies report; it is where targets of the work are measured.
LINE = "commune-party"


@dataclass(frozen=True)
class Result:
    """What came in for a target: the amount, and the periods it is made of, in words."""

    amount: Decimal
    told: str
    covered: tuple[Period, ...] = ()


@dataclass(frozen=True)
class Place:
    """A unit's place by share reached among ``all`` units of its level that share the target and may be seen.

    Equal shares share a place. A unit without a figure stands behind all others: it has no number.
    """

    number: int | None
    all: int
    shared: bool = False


@dataclass(frozen=True)
class Goal:
    """One target and how far its unit is; ``result`` is None while no figure came in or none may be seen.

    ``refused`` says why figures that came in are not put together.
    """

    target: Target
    period: str
    result: Result | None
    place: Place | None = None
    refused: str = ""

    @property
    def share(self) -> Decimal | None:
        """The part of the target that is reached, not rounded; None without a figure, and of a target of zero."""
        return self.result.amount / self.target.amount if self.result and self.target.amount else None

    @property
    def forecast(self) -> Decimal | None:
        """What the period comes to if it goes on as in the days told so far: an estimate.

        Only of what is added up over time, and only while a part of the period is still without figures.
        """
        indicator = self.target.indicator
        if self.result is None or indicator.over_time != Indicator.OverTime.SUM:
            return None
        return carried_on(self.result, Period.parse(self.target.period), indicator.decimals)

    @property
    def forecast_reached(self) -> str:
        """The share of the target that the forecast is, in words."""
        return format_percent(self.forecast, self.target.amount)

    @property
    def reached(self) -> str:
        """The share of the target that is reached, in words."""
        return format_percent(self.result and self.result.amount, self.target.amount)

    @property
    def gap(self) -> Decimal | None:
        """What is still missing; zero when the target is reached, None when nothing is known."""
        return None if self.result is None else max(self.target.amount - self.result.amount, Decimal(0))

    @property
    def query(self) -> str:
        """The address part that opens the form for this target."""
        keys = {
            "indicator": self.target.indicator.code,
            "unit": self.target.unit.public_id,
            "period": self.target.period,
        }
        return urlencode(keys)

    @property
    def figures_query(self) -> str:
        """The address part of the page that shows what the result is made of."""
        return urlencode({"line": LINE, "period": self.target.period, "area": self.target.unit.public_id})


def goals_of(directive: Directive, actor: Actor) -> list[Goal]:
    """The visible targets of a directive with their results, by unit, period and indicator."""
    rows = list(
        Target.objects.visible_to(actor)
        .filter(basis=directive)
        .select_related("unit", "indicator__numerator", "indicator__denominator")
        .annotate(
            unit_name=name_of("unit", actor.day),
            unit_sort=name_of("unit", actor.day, "name_sort"),
            unit_kind=name_of("unit", actor.day, "kind"),
        )
    )
    results = _results(rows, actor)
    goals = [
        Goal(row, figures.period_name(Period.parse(row.period)), found if isinstance(found, Result) else None,
             refused=found if isinstance(found, str) else "")
        for row in rows for found in [results.get(row.pk)]
    ]  # fmt: skip
    return sorted(
        placed(goals), key=lambda goal: (goal.target.unit_sort or "", goal.target.period, goal.target.indicator.order)
    )


def carried_on(result: Result, period: Period, decimals: int) -> Decimal | None:
    """The amount at the end of ``period`` at the pace of the days it was counted on; None when none are left."""
    days = sum(_days(one) for one in result.covered)
    if not days or days >= _days(period):
        return None
    return (result.amount * _days(period) / days).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _days(period: Period) -> int:
    return (period.last_day - period.first_day).days + 1


def placed(goals: Sequence[Goal]) -> list[Goal]:
    """The goals with their places among the units of one level with a target of one indicator and period."""
    rivals = defaultdict(list)
    for goal in goals:
        rivals[_race(goal)].append(goal.share)
    return [replace(goal, place=_place(goal.share, rivals[_race(goal)])) for goal in goals]


def _race(goal: Goal) -> tuple[str, int, str]:
    return _level(goal.target.unit_kind), goal.target.indicator_id, goal.target.period


def _place(share: Decimal | None, shares: Sequence[Decimal | None]) -> Place | None:
    if len(shares) < 2:
        return None
    if share is None:
        return Place(None, len(shares))
    above = sum(1 for other in shares if other is not None and other > share)
    return Place(above + 1, len(shares), shares.count(share) > 1)


def _level(kind: str | None) -> str:
    """Communes, wards, townships and special zones are one level; so are provinces and cities under the centre."""
    levels = {"province": PROVINCE_LEVEL, "commune": COMMUNE_LEVEL}
    return next((name for name, kinds in levels.items() if kind in kinds), kind or "")


def _results(targets: Sequence[Target], actor: Actor) -> dict[int, Result | str]:
    """Results by target, or why there is none; figures that the actor may not see are left out."""
    line = figures.line(LINE)
    seen = figures.seen_by(actor, [target.unit_id for target in targets]) if targets and line else frozenset()
    targets = [target for target in targets if target.unit_id in seen]
    if not targets:
        return {}
    wanted = {target.period: Period.parse(target.period) for target in targets}
    known = [one for one in figures.known_periods(actor, line) if any(p.contains(one) for p in wanted.values())]
    indicators = {target.indicator_id: target.indicator for target in targets}
    found = figures.cells(sorted({target.unit_id for target in targets}), line, indicators.values(), known)

    def told(target: Target, indicator: Indicator) -> dict[Period, Decimal]:
        amounts = {one: found.of(target.unit_id, indicator, None, one).amount for one in known}
        return {one: amount for one, amount in amounts.items() if amount is not None}

    results: dict[int, Result | str] = {}
    for target in targets:
        indicator, period = target.indicator, wanted[target.period]
        if indicator.is_ratio:
            result = ratio_of(indicator, period, told(target, indicator.numerator), told(target, indicator.denominator))
        else:
            result = result_of(indicator, period, told(target, indicator))
        refusal = not result and _refusal(found, target, [one for one in known if period.contains(one)])
        if result or refusal:
            results[target.pk] = result or refusal
    return results


def _refusal(found: figures.Cells, target: Target, known: Sequence[Period]) -> str:
    """Why figures that came in make no result; empty when none came in."""
    states = {found.of(target.unit_id, target.indicator, None, one).state for one in known}
    if figures.State.NOT_ADDITIVE in states:
        return target.indicator.why_not
    told = states - {figures.State.MISSING, figures.State.NOT_ALIVE}
    return target.indicator.why_not_over_time if told else ""


def ratio_of(
    indicator: Indicator, period: Period, tops: dict[Period, Decimal], bottoms: dict[Period, Decimal]
) -> Result | None:
    """A share worked out again from what its two parts came to, over the periods in which both were told."""
    both = tops.keys() & bottoms.keys()
    sides = (indicator.numerator, tops), (indicator.denominator, bottoms)
    top, bottom = (result_of(side, period, {one: amounts[one] for one in both}) for side, amounts in sides)
    amount = percent(top and top.amount, bottom and bottom.amount, indicator.decimals)
    return None if amount is None else Result(amount, top.told, top.covered)


def result_of(indicator: Indicator, period: Period, amounts: dict[Period, Decimal]) -> Result | None:
    """The result so far of ``period`` from the periods that have a figure.

    Its own figure if there is one. Else what is counted during a period is added up over the figures inside it, the
    longest first and none twice; of what stands at an end the latest holds. What each period counts for itself (people
    who may come again) has no result but its own figure.
    """
    if period in amounts:
        return Result(amounts[period], figures.period_name(period), (period,))
    inside = [one for one in amounts if period.contains(one)]
    if not inside or indicator.over_time == Indicator.OverTime.NONE:
        return None
    if indicator.kind != Indicator.Kind.FLOW:
        last = max(inside)
        return Result(amounts[last], figures.period_name(last), (last,))
    cover = _disjoint(inside)
    names = [figures.period_name(one) for one in (cover[0], cover[-1])]
    told = names[0] if len(cover) == 1 else _("%(n)d periods, %(first)s – %(last)s") % {
        "n": len(cover), "first": names[0], "last": names[1],
    }  # fmt: skip
    return Result(sum(amounts[one] for one in cover), told, tuple(cover))


def _disjoint(periods: Iterable[Period]) -> list[Period]:
    """Periods that do not overlap, in order of time, the longest taken first."""
    taken: list[Period] = []
    for one in sorted(periods, key=lambda p: (-(p.last_day - p.first_day).days, p.first_day)):
        if all(one.last_day < other.first_day or other.last_day < one.first_day for other in taken):
            taken.append(one)
    return sorted(taken, key=lambda p: p.first_day)


def units_for_targets(directive: Directive, actor: Actor) -> list[Unit]:
    """The area of the directive's keeper and the areas right below it, as far as the actor gives tasks there."""
    reach, day = actor.reach(access.ASSIGN), actor.day
    if reach is None:
        return []
    above = Reach.objects.filter(below=directive.keeper_id, valid__contains=day).order_by("-depth")
    areas = set(Unit.objects.areas(day).filter(pk__in=above.values("above")).values_list("pk", flat=True))
    by_nearness = [pk for pk in above.reverse().values_list("above", flat=True) if pk in areas]
    if not by_nearness:
        return []
    own = by_nearness[0]
    below = Unit.objects.below(own, day, depth=1).areas(day)
    found = Unit.objects.named(day).filter(Q(pk=own) | Q(pk__in=below.values("pk")), pk__in=reach)
    return sorted(found, key=lambda unit: (unit.pk != own, unit.name_sort or ""))


def periods_for_targets(actor: Actor, chosen: str = "") -> list[Period]:
    """Last year, this year and the next, and the parts of this year; and ``chosen`` when it is a period besides."""
    day = actor.day
    found = [Period(PeriodType.YEAR, year) for year in (day.year, day.year + 1, day.year - 1)]
    found += [Period(PeriodType.HALF, day.year, index) for index in (1, 2)]
    found += [Period(PeriodType.NINE_MONTHS, day.year)]
    found += [Period(PeriodType.QUARTER, day.year, index) for index in (1, 2, 3, 4)]
    found += list(found[0].months())
    known = Target.objects.visible_to(actor).filter(period=chosen).values_list("period", flat=True)[:1]
    return found + [one for one in map(Period.parse, known) if one not in found]


def target_of(indicator: Indicator, unit: Unit, period: Period) -> Target | None:
    """The target that is set for an indicator, unit and period, or None."""
    return Target.objects.filter(indicator=indicator, unit=unit, period=period.code).select_related("basis").first()
