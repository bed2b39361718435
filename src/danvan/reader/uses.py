"""What the house can do with a confirmed fact: rooms above offer it, and the queue shows a button for each.

The reader knows no register of documents and no tasks. A room that does offers, once, what it can make of a kind of
fact; decision 0023.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from danvan.access.actor import Actor

from .models import Fact
from .states import TRUE


@dataclass(frozen=True)
class Use:
    """``address`` gives the page that makes something of a fact, or None when it is not for this one."""

    kind: str
    label: Promise
    action: str
    address: Callable[[Fact], str | None]


_offered: list[Use] = []


def offer(use: Use) -> None:
    """Offer something; a room does so when it starts."""
    _offered.append(use)


def uses_for(facts: Iterable[Fact], actor: Actor) -> dict[str, list[tuple[Promise, str]]]:
    """For each confirmed fact, by its public id: what this person can make of it, as label and address."""
    mine = [use for use in _offered if actor.may(use.action)]
    found: dict[str, list[tuple[Promise, str]]] = {}
    for fact in facts:
        if fact.state not in TRUE:
            continue
        for use in mine:
            address = use.address(fact) if use.kind == fact.kind else None
            if address:
                found.setdefault(str(fact.public_id), []).append((use.label, address))
    return found
