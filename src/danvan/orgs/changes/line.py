"""A change as one line, for the book of acts and for those whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from danvan.orgs.kinds import AREAS
from danvan.orgs.models import Description

from .situation import Situation

SHOWN = 6


def in_words(situation: Situation) -> str:
    """Which units become what: "Xã A, Xã B → Xã C". Of areas that go on in others their bodies are not named."""
    plan, names = situation.plan, situation.names
    if plan.parts:
        strands = [(part.source, part.heir) for part in plan.parts]
        areas = _areas(situation)
        strands = [strand for strand in strands if strand[0] in areas] or strands
        return _arrow(strands, names)
    if plan.places:
        return _arrow([(placing.unit, placing.parent) for placing in plan.places], names)
    if plan.names:
        return _listed([f"{names.get(naming.unit, naming.unit)} → {naming.name}" for naming in plan.names], {})
    return _listed([*plan.closes, *(coming.code for coming in plan.opens)], names)


def _areas(situation: Situation) -> set[str]:
    """The codes of the sources that are areas on the day before."""
    sources = {part.source for part in situation.plan.parts}
    eve = situation.day - timedelta(days=1)
    described = Description.objects.filter(unit__code__in=sources, valid__contains=eve, kind__in=AREAS)
    return set(described.values_list("unit__code", flat=True))


def _arrow(pairs: Sequence[tuple[str, str]], names: Mapping[str, str]) -> str:
    return f"{_listed([one for one, _other in pairs], names)} → {_listed([other for _one, other in pairs], names)}"


def _listed(codes: Iterable[str], names: Mapping[str, str]) -> str:
    once = list(dict.fromkeys(codes))
    said = [names.get(code, code) for code in once[:SHOWN]]
    more = [_("and %(n)d more") % {"n": len(once) - SHOWN}] if len(once) > SHOWN else []
    return ", ".join(said + more)
