"""Old and new names of areas: whoever types one finds what was written under the other."""

from __future__ import annotations

from dataclasses import dataclass, replace

from danvan.core.text import fold
from danvan.orgs.kinds import AREAS
from danvan.orgs.models import Change, Description, Lineage

from .asking import Asked, Term
from .words import Word, words_of

# What the name of an area begins with, folded, the longer before the shorter.
KINDS = ("thanh pho", "thi tran", "thi xa", "dac khu", "phuong", "huyen", "quan", "tinh", "xa")
LONGEST_NAME = 6
# A name that more areas bear or bore says too little; and so many others are asked for at most.
MOST_BEARERS, MOST_OTHERS, STEPS = 4, 8, 3


@dataclass(frozen=True)
class Kin:
    """What is said on the page: ``typed`` is or was an area, and ``others`` are the names before or after it."""

    typed: str
    others: tuple[str, ...]


def with_kin(asked: Asked) -> tuple[Asked, list[Kin]]:
    """The question with the other names of the areas that it names, and what to say of them."""
    plain = [term for term in asked.terms if not term.phrase and not term.symbol]
    runs = _runs(asked)
    bearers = _bearers(runs) if runs and plain else {}
    for run in sorted(bearers, key=lambda run: (run[0] - run[1], run)):
        terms = asked.terms[run[0] : run[1]]
        others = _other_names(bearers[run])
        if others:
            typed = Term(tuple(word for term in terms for word in term.words), " ".join(t.written for t in terms))
            group = replace(typed, others=tuple(tuple(_at_zero(name)) for name in others))
            rest = asked.terms[: run[0]], asked.terms[run[1] :]
            return asked.with_terms((*rest[0], group, *rest[1])), [Kin(typed.written, tuple(others))]
    return asked, []


def _at_zero(name: str) -> list[Word]:
    return [Word(word.exact, word.plain, 0, 0) for word in words_of(name)]


def _runs(asked: Asked) -> dict[tuple[int, int], tuple[str, ...]]:
    """Each run of single words that may be a name, with the folded columns that it would stand in."""
    found = {}
    terms = asked.terms
    for first in range(len(terms)):
        for last in range(first + 1, min(first + LONGEST_NAME, len(terms)) + 1):
            run = terms[first:last]
            if any(term.phrase or term.symbol for term in run):
                break
            keys = _keys(" ".join(term.plain for term in run), alone=last - first == len(terms))
            if keys:
                found[first, last] = keys
    return found


def _keys(name: str, *, alone: bool) -> tuple[str, ...]:
    """How ``Description.name_fold`` (name and short name) reads for this name; without its kind only when alone."""
    kind = next((kind for kind in KINDS if name.startswith(f"{kind} ")), None)
    if kind:
        return (f"{name} {name[len(kind) + 1 :]}",)
    if alone and " " in name:
        return tuple(f"{kind} {name} {name}" for kind in KINDS)
    return ()


def _bearers(runs: dict[tuple[int, int], tuple[str, ...]]) -> dict[tuple[int, int], set[int]]:
    """The areas that bear or bore each name, where they are few."""
    wanted = {key for keys in runs.values() for key in keys}
    units: dict[str, set[int]] = {}
    rows = Description.objects.filter(name_fold__in=wanted, kind__in=AREAS).values_list("name_fold", "unit")
    for key, unit in rows:
        units.setdefault(key, set()).add(unit)
    borne = {run: set().union(*(units.get(key, set()) for key in keys)) for run, keys in runs.items()}
    return {run: found for run, found in borne.items() if 0 < len(found) <= MOST_BEARERS}


def _other_names(units: set[int]) -> list[str]:
    """The names, other than their own, of these areas and of those before and after them; none when there are many."""
    kin, edge = set(units), set(units)
    for forward in (True, False):
        edge = set(units)
        for _step in range(STEPS):
            ends = ("source", "heir") if forward else ("heir", "source")
            strands = Lineage.objects.filter(**{f"{ends[0]}__in": edge}, change__state=Change.State.APPLIED)
            edge = set(strands.values_list(ends[1], flat=True)) - kin
            kin |= edge
            if not edge or len(kin) > 4 * MOST_OTHERS:
                break
    own = set(Description.objects.filter(unit__in=units).values_list("unit", "name"))
    borne = {fold(name) for _unit, name in own}
    rows = Description.objects.filter(unit__in=kin, kind__in=AREAS).order_by("name_sort")
    names = rows.values_list("name", flat=True)
    # A unit that was renamed has two own names; both are asked for when only one was typed.
    others = list(dict.fromkeys(name for name in names if len(borne) > 1 or fold(name) not in borne))
    return others if len(others) <= MOST_OTHERS else []
