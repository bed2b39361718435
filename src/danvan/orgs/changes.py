"""What a change of units does to everything that points at a unit.

Every relation to ``Unit`` in the code base says here, by ``on``, what a merger, a split or a closing does to it.
A house test fails for a relation that says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Model


class Effect(StrEnum):
    """What happens to a row when its unit closes or changes."""

    STAYS = "stays"  # a fact of the past: it keeps the unit that made it
    FOLLOWS = "follows"  # open work: it goes to the heir from the effective day on
    CLOSES = "closes"  # it ends on the last day of its unit
    DERIVED = "derived"  # recomputed from what it was made of


@dataclass(frozen=True)
class Declaration:
    """One relation to Unit and what a change does to it, with the reason."""

    model: type[Model]
    field: str
    effect: Effect
    why: str


_declared: dict[tuple[str, str], Declaration] = {}


def on(model: type[Model], field: str, effect: Effect, *, why: str) -> None:
    """Declare what a change of units does to ``model.field``. Declaring twice is an error of the programmer."""
    key = (model._meta.label, field)
    if key in _declared:
        raise ValueError(f"{key} is declared twice")
    _declared[key] = Declaration(model, field, effect, why)


def declarations() -> tuple[Declaration, ...]:
    """All declarations, in the order they were made."""
    return tuple(_declared.values())
