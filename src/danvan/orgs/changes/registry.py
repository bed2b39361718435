"""Who points at a unit, and what a change of units does there.

Every relation to ``Unit`` in the code base says here, by ``on``, what a merger, a split or a closing does to it; a
house test fails for a relation that says nothing. The apps above register themselves, so this app knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Model

from .handlers import CLOSES, DERIVED, STAYS, Effect, Handler

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from .situation import Situation

_USUAL = {Effect.STAYS: STAYS, Effect.CLOSES: CLOSES, Effect.DERIVED: DERIVED}


@dataclass(frozen=True)
class Declaration:
    """One relation to Unit and what a change does to it, with the reason. ``what`` names the rows in a dry run."""

    model: type[Model]
    field: str
    effect: Effect
    why: str
    what: str | Promise
    handler: Handler

    @property
    def relation(self) -> str:
        """The relation's name, ``app.model.field``: the key of decisions in a plan."""
        return f"{self.model._meta.label_lower}.{self.field}"


Listener = Callable[[str, "Situation", object], None]

_declared: dict[tuple[str, str], Declaration] = {}
_listeners: list[Listener] = []


def on(
    model: type[Model],
    field: str,
    effect: Effect,
    *,
    why: str,
    what: str | Promise | None = None,
    handler: Handler | None = None,
) -> None:
    """Declare what a change of units does to ``model.field``.

    ``what`` names the rows in the plural (the model's own name unless told). Without ``handler`` the usual one of the
    effect acts; FOLLOWS has no usual one, because only the app knows which rows are open. Declaring twice is an error
    of the programmer.
    """
    key = (model._meta.label, field)
    if key in _declared:
        raise ValueError(f"{key} is declared twice")
    acts = handler or _USUAL.get(effect)
    if acts is None:
        raise ValueError(f"{key} must say by a handler which rows go to the heir")
    _declared[key] = Declaration(model, field, effect, why, what or model._meta.verbose_name_plural, acts)


def declarations() -> tuple[Declaration, ...]:
    """All declarations, in the order they were made."""
    return tuple(_declared.values())


def listen(listener: Listener) -> None:
    """Call ``listener(event, situation, by)`` inside the transaction of every act on a change.

    The event is "drafted", "discarded", "applied" or "undone"; a listener leaves alone those that it does not know.
    """
    _listeners.append(listener)


def listeners() -> tuple[Listener, ...]:
    """All listeners, in the order they came."""
    return tuple(_listeners)
