"""What is impossible in a plan, with reasons that name units and days. Reads the tree once; writes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from danvan.orgs.kinds import ChangeKind, Kind
from danvan.orgs.models import Unit

from . import shares, standing, timing
from .facts import Facts
from .handlers import Problem
from .plan import Coming, Plan
from .words import problem


def check(plan: Plan) -> list[Problem]:
    """Every reason for which the plan cannot be carried out, each once; empty when it can.

    A plan that names units or kinds that do not exist is not looked at further.
    """
    facts = Facts(plan)
    found = [*_unsaid(plan), *_codes(plan, facts)]
    if not any(one.code in _SENSELESS for one in found):
        for ask in (timing.problems, standing.problems, shares.problems):
            found += ask(plan, facts)
    return list(dict.fromkeys(found))


_SENSELESS = frozenset({"unknown-unit", "unknown-kind", "no-parent", "code-in-use", "nothing"})


def _unsaid(plan: Plan) -> Iterator[Problem]:
    if plan.kind not in ChangeKind.values:
        yield problem("unknown-kind", "kind", kind=plan.kind)
    if not plan.decided_by.strip():
        yield problem("no-document", "decided_by")
    elif len(plan.decided_by) > 200:
        yield problem("too-long", "decided_by", what=plan.decided_by[:40], limit=200)
    if len(plan.note) > 300:
        yield problem("too-long", "note", what=plan.note[:40], limit=300)
    if not (plan.opens or plan.closes or plan.parts or plan.places or plan.names):
        yield problem("nothing")


def _codes(plan: Plan, facts: Facts) -> Iterator[Problem]:
    """Named units exist, new codes do not, and nothing is said of one unit twice."""
    coming = [one.code for one in plan.opens]
    there = set(Unit.objects.filter(code__in=plan.codes | set(coming)).values_list("code", flat=True))
    for code in sorted(plan.codes - there - {""}):
        yield problem("unknown-unit", "units", unit=code)
    for one in plan.opens:
        yield from _coming(one, one.code in there or coming.count(one.code) > 1)
    for naming in plan.names:
        if not naming.name.strip() or not naming.short_name.strip():
            yield problem("no-name", "names", unit=facts.name(naming.unit))
        elif len(naming.name) > 200 or len(naming.short_name) > 100:
            yield problem("too-long", "names", what=naming.name[:40], limit=200)
    for codes, field in (
        (plan.closes, "sources"),
        ([placing.unit for placing in plan.places], "places"),
        ([naming.unit for naming in plan.names], "names"),
    ):
        for code in sorted({code for code in codes if list(codes).count(code) > 1}):
            yield problem("twice", field, unit=facts.name(code))
    for one in (*plan.opens, *plan.names):
        if one.kind not in Kind.values:
            yield problem("unknown-kind", "kind", kind=one.kind)


def _coming(one: Coming, taken: bool) -> Iterator[Problem]:
    if taken:
        yield problem("code-in-use", "opens", unit=one.code)
    if not one.code.strip() or one.code != one.code.strip():
        yield problem("no-code", "opens", unit=one.name)
    if not one.name.strip() or not one.short_name.strip():
        yield problem("no-name", "opens", unit=one.code)
    if not one.parent:
        yield problem("no-parent", "opens", unit=one.code)
    for text, limit in ((one.code, 40), (one.name, 200), (one.short_name, 100)):
        if len(text) > limit:
            yield problem("too-long", "opens", what=text[:40], limit=limit)
