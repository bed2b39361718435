"""What units are to reach by a directive, and how far they are: targets beside the figures that came in.

Figures stand here by the units of the time, always: a target was set for one unit with the territory of its own days,
so only what came in for that territory says whether it was reached. The page of figures, one link away, reads them by
the units of any day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from danvan.access.actor import Actor
from danvan.core.numbers import format_percent
from danvan.core.periods import Period, PeriodType
from danvan.figures import queries as figures
from danvan.figures.models import Indicator
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


@dataclass(frozen=True)
class Goal:
    """One target and how far its unit is; ``result`` is None while no figure came in or none may be seen."""

    target: Target
    period: str
    result: Result | None

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
        .annotate(unit_name=name_of("unit", actor.day), unit_sort=name_of("unit", actor.day, "name_sort"))
    )
    results = _results(rows, actor)
    goals = [Goal(row, figures.period_name(Period.parse(row.period)), results.get(row.pk)) for row in rows]
    return sorted(
        goals, key=lambda goal: (goal.target.unit_sort or "", goal.target.period, goal.target.indicator.order)
    )


def _results(targets: Sequence[Target], actor: Actor) -> dict[int, Result]:
    """Results by target; figures that the actor may not see are left out."""
    line = figures.line(LINE)
    seen = figures.seen_by(actor, [target.unit_id for target in targets]) if targets and line else frozenset()
    targets = [target for target in targets if target.unit_id in seen]
    if not targets:
        return {}
    wanted = {target.period: Period.parse(target.period) for target in targets}
    known = [one for one in figures.known_periods(actor, line) if any(p.contains(one) for p in wanted.values())]
    indicators = {target.indicator_id: target.indicator for target in targets}
    found = figures.cells(sorted({target.unit_id for target in targets}), line, indicators.values(), known)
    results = {}
    for target in targets:
        amounts = {one: found.of(target.unit_id, target.indicator, None, one).amount for one in known}
        told = {one: amount for one, amount in amounts.items() if amount is not None}
        if result := result_of(target.indicator, wanted[target.period], told):
            results[target.pk] = result
    return results


def result_of(indicator: Indicator, period: Period, amounts: dict[Period, Decimal]) -> Result | None:
    """The result so far of ``period`` from the periods that have a figure.

    Its own figure if there is one. Else what is counted during a period is added up over the figures inside it, the
    longest first and none twice; of what stands at an end, and of a share, the latest holds.
    """
    if period in amounts:
        return Result(amounts[period], figures.period_name(period))
    inside = [one for one in amounts if period.contains(one)]
    if not inside:
        return None
    if indicator.kind != Indicator.Kind.FLOW:
        last = max(inside)
        return Result(amounts[last], figures.period_name(last))
    cover = _disjoint(inside)
    names = [figures.period_name(one) for one in (cover[0], cover[-1])]
    told = names[0] if len(cover) == 1 else _("%(n)d periods, %(first)s – %(last)s") % {
        "n": len(cover), "first": names[0], "last": names[1],
    }  # fmt: skip
    return Result(sum(amounts[one] for one in cover), told)


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
