"""A plan as one line, for the book of acts and for those whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from .plan import Plan

SHOWN = 6


def in_words(plan: Plan, names: Mapping[str, str]) -> str:
    """Which units become what: "Xã A, Xã B → Xã C". ``names`` is by code; a code stands for a name not known."""
    if plan.parts:
        return _arrow([part.source for part in plan.parts], [part.heir for part in plan.parts], names)
    if plan.places:
        return _arrow([placing.unit for placing in plan.places], [placing.parent for placing in plan.places], names)
    if plan.names:
        return "; ".join(f"{names.get(naming.unit, naming.unit)} → {naming.name}" for naming in plan.names)
    return _listed([*plan.closes, *(coming.code for coming in plan.opens)], names)


def _arrow(before: Iterable[str], after: Iterable[str], names: Mapping[str, str]) -> str:
    return f"{_listed(before, names)} → {_listed(after, names)}"


def _listed(codes: Iterable[str], names: Mapping[str, str]) -> str:
    once = list(dict.fromkeys(codes))
    said = [names.get(code, code) for code in once[:SHOWN]]
    more = [_("and %(n)d more") % {"n": len(once) - SHOWN}] if len(once) > SHOWN else []
    return ", ".join(said + more)
