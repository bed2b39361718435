"""How many comments are taken: buckets that fill with time, for each sender and for the whole portal.

A sender who never wrote today waits behind nobody who writes again and again: the portal keeps an allowance for first
comments, one for further ones, and one for those whose browser worked for it (``stamps.is_worked``). One sender gets
at most 15 + 30 + 5 + 6 = 56 comments stored in a minute (trust row T33 allows 60).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Rule:
    """A bucket: how many at once, and how many come back in a minute."""

    burst: float
    per_minute: float


@dataclass(frozen=True)
class Held:
    """What a bucket held at a moment."""

    left: float
    at: datetime


SENDER = Rule(5, 6)
SENDER_WHO_WORKED = Rule(15, 30)
ALL_FIRST = Rule(600, 600)
ALL_AGAIN = Rule(60, 60)
ALL_WHO_WORKED = Rule(300, 300)
FEW_LEFT = 2.0


class Store(Protocol):
    """Where buckets are kept."""

    def knows(self, keys: list[str]) -> bool:
        """Whether one of these buckets was used in the last day."""
        ...

    def spend(self, key: str, rule: Rule, now: datetime) -> float | None:
        """Take one from a bucket; what is left, or None when it was empty."""
        ...


def take(held: Held | None, rule: Rule, now: datetime) -> Held | None:
    """The bucket after one was taken from it at ``now``, or None when there is not one whole left."""
    left = rule.burst
    if held is not None:
        minutes = max((now - held.at).total_seconds(), 0.0) / 60
        left = min(rule.burst, held.left + minutes * rule.per_minute)
    if left < 1:
        return None
    return Held(left - 1, max(now, held.at) if held else now)


def admit(store: Store, sender: str, now: datetime, *, worked: bool) -> float | None:
    """Let one comment of ``sender`` in: what is left of the sender's own allowance, or None when it must wait.

    ``worked``: the browser gave its proof. The sender's own bucket is asked first, so that who is over their own
    limit takes nothing from the others.
    """
    own = {False: f"plain:{sender}", True: f"worked:{sender}"}
    is_first = not store.knows(list(own.values()))
    left = store.spend(own[worked], SENDER_WHO_WORKED if worked else SENDER, now)
    if left is None:
        return None
    if worked:
        lane, rule = "all:worked", ALL_WHO_WORKED
    else:
        lane, rule = ("all:first", ALL_FIRST) if is_first else ("all:again", ALL_AGAIN)
    return None if store.spend(lane, rule, now) is None else left
