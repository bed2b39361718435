"""How many values every month gets, so that exactly the number asked for is reached. Nothing here asks a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MONTHS = 120
# The last year is filed densely, so that "30 indicators of all communes" has something to read.
DENSE_MONTHS, DENSE = 12, 30


@dataclass(frozen=True)
class Month:
    """One month: its ``bodies`` file the first ``items`` indicators each, the first ``more`` of them one further."""

    code: str
    bodies: int
    items: int
    more: int = 0

    @property
    def values(self) -> int:
        """How many values that is."""
        return self.bodies * self.items + self.more


class TooFew(ValueError):
    """The number of values asked for does not even fill the least that the readings need."""


class TooMany(ValueError):
    """There are not enough indicators for the number of values asked for."""


def months(last: date) -> list[str]:
    """The codes of the ``MONTHS`` months up to the month before that of ``last``, the earliest first."""
    newest = last.year * 12 + last.month - 2
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in range(newest - MONTHS + 1, newest + 1)]


def least(bodies: Sequence[int]) -> int:
    """The fewest values that the readings need, for so many bodies in each month: one indicator always, the last
    ``DENSE_MONTHS`` densely."""
    return sum(bodies) + (DENSE - 1) * sum(bodies[-DENSE_MONTHS:])


def spread(codes: Sequence[str], bodies: Sequence[int], wanted: int, most: int) -> list[Month]:
    """Give every month its number of indicators, layer by layer, each layer from the newest month backwards.

    ``bodies`` says how many file in each month, ``most`` how many indicators there are. The values add up to exactly
    ``wanted``; raises TooFew and TooMany when they cannot.
    """
    if wanted < least(bodies):
        raise TooFew(f"{wanted:,} values are fewer than the {least(bodies):,} that the readings need")
    items = [DENSE if place >= len(codes) - DENSE_MONTHS else 1 for place in range(len(codes))]
    more = [0] * len(codes)
    left = wanted - least(bodies)
    for layer in range(1, most):
        for place in reversed(range(len(codes))):
            if items[place] != layer or not left:
                continue
            if left < bodies[place]:
                more[place], left = left, 0
            else:
                items[place] += 1
                left -= bodies[place]
    if left:
        raise TooMany(f"{wanted:,} values are {left:,} more than {most} indicators of {MONTHS} months can hold")
    return [Month(*row) for row in zip(codes, bodies, items, more, strict=True)]
