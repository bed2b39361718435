"""The confirmation queue of one document: its text in pieces with the facts that stand in them, and the facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from danvan.access.actor import Actor
from danvan.orgs.models import Unit
from danvan.orgs.queries import Name, names_of

from . import access
from .engine.model import Part
from .kinds import Kind
from .models import Document, Fact
from .states import State
from .writing import shown

DIM = frozenset({Part.FURNITURE, Part.REPEATED, Part.SECTION})
SURE = 0.9


@dataclass(frozen=True)
class Piece:
    """A stretch of the text in which the same facts stand; ``kind`` is that of the narrowest, "" for none."""

    text: str
    facts: tuple[str, ...] = ()
    kind: str = ""
    first: str = ""  # the fact whose first mention begins here
    dim: bool = False


@dataclass(frozen=True)
class Line:
    """One fact on the right-hand side."""

    fact: Fact
    fields: list[tuple[Any, str]]
    errors: dict[str, Any] = field(default_factory=dict)
    unit: Name | None = None  # which unit it is, by its name of today or its last one

    @property
    def head(self) -> str:
        """The fact in one line: its values, the needed ones first."""
        return " · ".join(value for _field, value in self.fields if value)

    @property
    def waits(self) -> bool:
        """Whether nobody has decided."""
        return self.fact.state == State.PROPOSED


@dataclass(frozen=True)
class Shelf:
    """The facts of one kind."""

    kind: str
    title: str
    lines: list[Line]

    @property
    def waiting(self) -> int:
        """How many nobody has decided."""
        return sum(line.waits for line in self.lines)


def shelves(facts: list[Fact], day: date, typed: dict[str, dict[str, Any]] | None = None) -> list[Shelf]:
    """The facts by kind, in the order of the kinds; units are called as on ``day``.

    ``typed`` puts what was typed and refused back in its place.
    """
    typed = typed or {}
    units = names_of({fact.unit_id for fact in facts if fact.unit_id}, day)
    found: dict[str, list[Line]] = {}
    for fact in facts:
        kept = typed.get(str(fact.public_id), {})
        fields = [
            (field, kept.get("values", {}).get(field.name, value)) for field, value in shown(fact.kind, fact.values)
        ]
        found.setdefault(fact.kind, []).append(Line(fact, fields, kept.get("errors", {}), units.get(fact.unit_id)))
    return [Shelf(kind, str(kind.label), found[kind]) for kind in Kind if kind in found]


def pieces(document: Document, facts: list[Fact]) -> list[Piece]:
    """The whole text cut wherever a fact or a part of the page begins or ends; joined again it is the text."""
    marks = [(start, end, fact) for fact in facts if fact.state != State.REFUSED for start, end in fact.spans]
    dim = [(start, end) for part, start, end in document.parts if part in DIM]
    cuts = sorted(
        {0, len(document.text), *(p for a, b, _f in marks for p in (a, b)), *(p for a, b in dim for p in (a, b))}
    )
    opening: dict[int, list[tuple[int, Fact]]] = {}
    for start, end, fact in marks:
        opening.setdefault(start, []).append((end, fact))
    dims = dict(dim)
    found, open_, dim_until = [], [], 0
    for start, end in zip(cuts, cuts[1:], strict=False):
        open_ = [(until, fact) for until, fact in open_ if until > start] + opening.get(start, [])
        dim_until = max(dim_until, dims.get(start, 0))
        narrow = min(open_, key=lambda entry: entry[0], default=None)
        first = next((fact for _until, fact in opening.get(start, []) if fact.start == start), None)
        found.append(
            Piece(
                document.text[start:end],
                tuple(dict.fromkeys(str(fact.public_id) for _until, fact in open_)),
                narrow[1].kind if narrow else "",
                str(first.public_id) if first else "",
                start < dim_until,
            )
        )
    return found


def keeper_for(actor: Actor) -> Unit:
    """Which body keeps what the actor brings: their own, or the first over which they may confirm."""
    if actor.unit_id is not None and actor.covers(access.CONFIRM, actor.unit_id):
        return Unit.objects.get(pk=actor.unit_id)
    return Unit.objects.get(pk=actor.roots(access.CONFIRM)[0])
