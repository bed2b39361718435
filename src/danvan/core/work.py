"""Two small shapes that every domain hands up to the overview: a piece of work, and a search hit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise


class Bin(StrEnum):
    """Where a piece of work stands for this person; late work never disappears."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    RETURNED = "returned"
    WAITING = "waiting"  # for somebody else


@dataclass(frozen=True)
class WorkItem:
    """One line of "my work": what, for whom, how long, one button. ``due`` is the last day in time, or None."""

    bin: Bin
    title: str
    for_whom: str
    detail: str
    due: date | None
    url: str
    button: str | Promise


@dataclass(frozen=True)
class Hit:
    """One line of a search: what kind of thing, what it is called, a few more words, where it is."""

    kind: str | Promise
    label: str
    detail: str
    url: str


def bin_by_due(due: date | None, today: date) -> Bin:
    """Late from the day after the last day; "week" means the next seven days."""
    if due is None:
        return Bin.LATER
    left = (due - today).days
    if left < 0:
        return Bin.LATE
    if left == 0:
        return Bin.TODAY
    return Bin.WEEK if left <= 7 else Bin.LATER
