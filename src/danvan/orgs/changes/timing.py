"""Do the units live on the day, and are the changes of each in the order of time?"""

from __future__ import annotations

from collections.abc import Iterator

from .facts import Facts
from .handlers import Problem
from .plan import Plan
from .words import days, problem


def problems(plan: Plan, facts: Facts) -> Iterator[Problem]:
    """Everything that is wrong with the day for the units that are there already."""
    for code in sorted({*plan.closes, *(part.source for part in plan.parts)}):
        if code in facts.coming:
            yield problem("begins-that-day", "sources", unit=facts.name(code), day=f"{facts.day:%d/%m/%Y}")
        else:
            yield from _giving(code, plan, facts)
    for code in sorted({part.heir for part in plan.parts} - facts.coming.keys()):
        yield from _taking(code, facts)
    for code, field, later in (
        *((placing.unit, "places", facts.later_place(placing.unit)) for placing in plan.places),
        *((naming.unit, "names", facts.later_name(naming.unit)) for naming in plan.names),
    ):
        yield from _living_on(code, field, later, plan, facts)
    for code in sorted(plan.touched - facts.coming.keys()):
        change = facts.later_change(code)
        if change is not None:
            yield problem("later-change", "effective_on", unit=facts.name(code), change=change)


def _alive(code: str, facts: Facts, field: str) -> Iterator[Problem]:
    life = facts.tree[code].life
    if facts.day not in life:
        words = {"unit": facts.name(code), "day": f"{facts.day:%d/%m/%Y}", "life": days(life)}
        yield problem("not-alive", field, **words)


def _giving(code: str, plan: Plan, facts: Facts) -> Iterator[Problem]:
    missing = list(_alive(code, facts, "sources"))
    yield from missing
    name, day = facts.name(code), f"{facts.day:%d/%m/%Y}"
    if not missing and facts.tree[code].life.lower == facts.day:
        yield problem("begins-that-day", "sources", unit=name, day=day)
    if code not in plan.closes:
        return
    later = min(filter(None, (facts.later_name(code), facts.later_place(code))), default=None)
    if later and not missing:
        yield problem("begins-later", "effective_on", unit=name, later=f"{later:%d/%m/%Y}")
    for strand in facts.received_that_day(code)[:1]:
        yield problem("same-day-source", "sources", unit=name, change=strand.change)


def _taking(code: str, facts: Facts) -> Iterator[Problem]:
    if facts.life(code).upper == facts.day:
        yield problem("heir-closes", "heirs", unit=facts.name(code), day=f"{facts.day:%d/%m/%Y}")
    else:
        yield from _alive(code, facts, "heirs")


def _living_on(code: str, field: str, later, plan: Plan, facts: Facts) -> Iterator[Problem]:
    if code in facts.coming:
        yield problem("twice", field, unit=facts.name(code))
        return
    if code in plan.closes:
        yield problem("closes-and-lives", field, unit=facts.name(code))
        return
    missing = list(_alive(code, facts, field))
    yield from missing
    if later and not missing:
        yield problem("begins-later", "effective_on", unit=facts.name(code), later=f"{later:%d/%m/%Y}")
