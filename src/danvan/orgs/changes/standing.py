"""Who stands under whom: every child has a place, every parent lives as long, and nobody stands under itself."""

from __future__ import annotations

from collections.abc import Iterator

from danvan.orgs.kinds import Kind

from .facts import Facts
from .handlers import Problem
from .plan import Plan
from .tree import level
from .words import problem


def problems(plan: Plan, facts: Facts) -> Iterator[Problem]:
    """Everything that is wrong with places and kinds once the plan is carried out."""
    yield from _children(plan, facts)
    placed = [(placing.unit, placing.parent, "places") for placing in plan.places]
    placed += [(one.code, one.parent, "opens") for one in plan.opens]
    nations = {code for code in facts.tree.nodes if facts.kind(code) == Kind.NATION}
    for code in sorted(nations & {*plan.closes, *(unit for unit, _, _ in placed)}):
        yield problem("nation", "sources", unit=facts.name(code))
    for code, parent, field in placed:
        if facts.kind(code) == Kind.NATION and code in facts.coming:
            yield problem("nation", field, unit=facts.name(code))
        yield from _lifetimes(code, parent, field, facts)
        yield from _levels(code, parent, field, facts)
        yield from _circle(code, field, facts)
    for naming in plan.names:
        if naming.unit in facts.tree and level(facts.kind(naming.unit)) != level(naming.kind):
            label = Kind(naming.kind).label
            yield problem("other-being", "names", unit=facts.name(naming.unit), kind=label)


def _children(plan: Plan, facts: Facts) -> Iterator[Problem]:
    settled = {*plan.closes, *(placing.unit for placing in plan.places)}
    for child in facts.children:
        names = {"child": facts.name(child.code), "unit": facts.name(child.parent)}
        if child.since is not None and child.since > facts.day:
            yield problem("child-later", "effective_on", later=f"{child.since:%d/%m/%Y}", **names)
        elif child.code not in settled:
            yield problem("child-unplaced", "places", **names)


def _lifetimes(code: str, parent: str, field: str, facts: Facts) -> Iterator[Problem]:
    end, above = facts.life(code).upper, facts.life(parent)
    if facts.day not in above or (above.upper is not None and (end is None or end > above.upper)):
        yield problem("parent-lives-shorter", field, unit=facts.name(code), parent=facts.name(parent))


def _levels(code: str, parent: str, field: str, facts: Facts) -> Iterator[Problem]:
    own, above = level(facts.kind(code)), level(facts.kind(parent))
    names = {"unit": facts.name(code), "parent": facts.name(parent)}
    if own is None:
        return
    if above is None:
        yield problem("area-under-body", field, **names)
    elif above >= own and code != parent:
        yield problem("wrong-level", field, **names)


def _circle(code: str, field: str, facts: Facts) -> Iterator[Problem]:
    for day in facts.days_above:
        if code in facts.above(code, day):
            yield problem("circle", field, unit=facts.name(code), day=f"{day:%d/%m/%Y}")
            return
