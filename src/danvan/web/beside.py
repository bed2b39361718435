"""What rooms above add to the page of a record below, which does not know them (decision 0022).

A room registers a function for a model when its app is ready; the page of a record asks ``beside`` for what to show in
its margin and among its next steps. What it adds is asked for under the same person, and says nothing they may not see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class Line:
    """A line of a section: words, where they lead, and what stands after them."""

    label: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Beside:
    """A section with its lines, and moves (``{"label", "url", "icon"}``) for the page's next steps."""

    title: str = ""
    lines: tuple[Line, ...] = ()
    moves: tuple[dict[str, str], ...] = field(default=())


_ADDED: dict[str, list[Callable[[Any, Model], Beside]]] = {}


def add(label: str, tell: Callable[[Any, Model], Beside]) -> None:
    """Register ``tell(actor, record)`` for the model ``label`` ("directives.Directive"); twice is once."""
    told = _ADDED.setdefault(label, [])
    if tell not in told:
        told.append(tell)


def beside(actor: Any, record: Model) -> list[Beside]:
    """What rooms above have to say beside this record to this person."""
    return [tell(actor, record) for tell in _ADDED.get(record._meta.label, [])]
