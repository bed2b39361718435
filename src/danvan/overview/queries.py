"""Reads across the domains: a person's work, and hits of one search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from danvan.access.actor import Actor
from danvan.core.work import Bin, Hit, WorkItem
from danvan.directives import queries as directives
from danvan.orgs import queries as orgs
from danvan.reports import queries as reports
from danvan.reviews import queries as reviews

HITS_OF_A_KIND = 6
ORDER = (Bin.LATE, Bin.TODAY, Bin.RETURNED, Bin.WEEK, Bin.LATER, Bin.WAITING)


@dataclass(frozen=True)
class Shelf:
    """One part of "my work": its bin and its lines, the nearest due day first."""

    bin: Bin
    items: tuple[WorkItem, ...]


@dataclass(frozen=True)
class Work:
    """All of a person's work on a day."""

    shelves: tuple[Shelf, ...]
    counts: dict[str, int]

    @property
    def nearest(self) -> WorkItem | None:
        """What is due next among what is not late."""
        open_items = [item for shelf in self.shelves for item in shelf.items]
        ahead = [item for item in open_items if item.due and item.bin not in {Bin.LATE, Bin.WAITING}]
        return min(ahead, key=lambda item: item.due, default=None)


def my_work(actor: Actor, today: date) -> Work:
    """Everything that waits for this person, sorted into bins; late work is always among it."""
    items: list[WorkItem] = [
        *directives.work_items(actor, today),
        *reports.work_items(actor, today),
        *reviews.work_items(actor, today),
    ]
    counts = Counter(item.bin for item in items)
    shelves = tuple(Shelf(bin, _sorted(item for item in items if item.bin == bin)) for bin in ORDER if counts[bin])
    return Work(shelves, {bin.value: counts[bin] for bin in ORDER})


def _sorted(items: Iterable[WorkItem]) -> tuple[WorkItem, ...]:
    return tuple(sorted(items, key=lambda item: (item.due or date.max, item.title)))


def search(actor: Actor, words: str) -> list[Hit]:
    """What the words find, a few of each kind, only what the person may see."""
    if not words.strip():
        return []
    return [
        *directives.search(actor, words, HITS_OF_A_KIND),
        *reports.search(actor, words, HITS_OF_A_KIND),
        *reviews.search(actor, words, HITS_OF_A_KIND),
        *orgs.search(words, actor.day, HITS_OF_A_KIND),
    ]
