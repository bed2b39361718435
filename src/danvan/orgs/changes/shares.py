"""Do the strands make sense: who goes on in whom, and do the shares make a whole?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from danvan.orgs.kinds import ChangeKind, ShareKind

from .facts import Facts
from .handlers import Problem
from .plan import Part, Plan
from .tree import level
from .words import problem

DECIMALS = 8


def problems(plan: Plan, facts: Facts) -> Iterator[Problem]:
    """Everything that is wrong with who goes on in whom."""
    for part in plan.parts:
        if part.source == part.heir:
            yield problem("own-heir", "heirs", unit=facts.name(part.source))
        yield from _share(part, facts)
        yield from _alike(part, facts)
    for (source, heir), times in Counter((part.source, part.heir) for part in plan.parts).items():
        if times > 1:
            yield problem("strand-twice", "heirs", source=facts.name(source), heir=facts.name(heir))
    given = dict.fromkeys(part.source for part in plan.parts)
    for source in given:
        if facts.day in facts.life_before(source):
            yield from _together(plan, source, facts)
    for code in plan.closes:
        if code not in given and facts.given_that_day(code):
            # What others took of it that day must then be all of it: it is not there any more to keep the rest.
            yield from _together(plan, code, facts)
        elif code not in given and plan.kind != ChangeKind.DISSOLVE:
            yield problem("no-heir", "heirs", unit=facts.name(code))


def _share(part: Part, facts: Facts) -> Iterator[Problem]:
    names = {"source": facts.name(part.source), "heir": facts.name(part.heir)}
    if part.share_kind not in ShareKind.values:
        yield problem("unknown-kind", "shares", kind=part.share_kind)
    elif part.share_kind == ShareKind.NONE:
        if part.share is not None:
            yield problem("share-not-known", "shares", **names)
    elif part.share is None:
        yield problem("share-missing", "shares", **names)
    elif not part.share.is_finite() or not 0 < part.share <= 1:
        yield problem("share-out-of-range", "shares", **names)
    elif part.share != round(part.share, DECIMALS):
        yield problem("share-too-fine", "shares", **names)
    elif part.share_kind == ShareKind.WHOLE and part.share != 1:
        yield problem("whole-is-one", "shares", **names)


def _together(plan: Plan, source: str, facts: Facts) -> Iterator[Problem]:
    """What the strands of a source make together, with those of other changes of the same day."""
    strands = [(part.share_kind, part.share) for part in plan.parts if part.source == source]
    strands += [(strand.share_kind, strand.share) for strand in facts.given_that_day(source)]
    kinds = {kind for kind, _ in strands}
    if len(kinds) > 1:
        yield problem("mixed-kinds", "shares", source=facts.name(source))
    elif ShareKind.NONE not in kinds:
        yield from _whole(plan, source, facts.name(source), [share for _, share in strands])


def _whole(plan: Plan, source: str, name: str, shares: list[Decimal | None]) -> Iterator[Problem]:
    if any(share is None or not share.is_finite() for share in shares):
        return
    total = sum(shares)
    if source in plan.closes and total != 1 or source not in plan.closes and total > 1:
        yield problem("shares-not-one", "shares", source=name, sum=format(total.normalize(), "f"))
    elif source not in plan.closes and total == 1:
        yield problem("nothing-left", "shares", source=name)


def _alike(part: Part, facts: Facts) -> Iterator[Problem]:
    names = {"source": facts.name(part.source), "heir": facts.name(part.heir)}
    ranks = level(facts.kind(part.source)), level(facts.kind(part.heir))
    if (ranks[0] is None) != (ranks[1] is None):
        yield problem("area-and-body", "heirs", **names)
    elif ranks[0] != ranks[1]:
        yield problem("other-level", "heirs", **names)
    rooted = all(facts.day in facts.life_before(code) for code in (part.source, part.heir))
    if rooted and facts.root(part.source) != facts.root(part.heir):
        yield problem("other-nation", "heirs", **names)
