"""Who leads and who trails: an order of units by one amount. Pure, without a database.

Equal amounts share a place and stand or fall together: nobody is left out of a list by the alphabet. The first never
trail, the last never lead, and those in the middle who would stand in both lists stand in neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby


@dataclass(frozen=True)
class Standing:
    """One unit (by its key) in the order: ``place`` from the highest amount; ``shared`` when others have the same."""

    key: str
    amount: Decimal
    place: int
    shared: bool

    @property
    def text(self) -> str:
        """The place in Vietnamese: "xếp thứ 2", "cùng xếp thứ 2"."""
        return f"{'cùng ' if self.shared else ''}xếp thứ {self.place}"


def order(amounts: Mapping[str, Decimal]) -> list[list[Standing]]:
    """Groups of equal amount, the highest first; within a group in the order given."""
    rows = sorted(amounts.items(), key=lambda row: -row[1])
    groups, place = [], 1
    for amount, same in groupby(rows, key=lambda row: row[1]):
        keys = [key for key, _amount in same]
        groups.append([Standing(key, amount, place, len(keys) > 1) for key in keys])
        place += len(keys)
    return groups


def leading(amounts: Mapping[str, Decimal], most: int) -> list[Standing]:
    """About ``most`` units with the highest amounts, at most half of all unless they are equal; none if all are."""
    groups = order(amounts)
    first, _last = _ends(groups, most)
    return _flat(groups[:first])


def trailing(amounts: Mapping[str, Decimal], most: int) -> list[Standing]:
    """About ``most`` units with the lowest amounts, the lowest first; nobody who leads, and none if all are equal."""
    groups = order(amounts)
    _first, last = _ends(groups, most)
    return _flat(reversed(groups[len(groups) - last :]))


def _ends(groups: list[list[Standing]], most: int) -> tuple[int, int]:
    """How many groups lead and how many trail."""
    if len(groups) < 2:
        return 0, 0
    half = min(most, sum(map(len, groups)) // 2)
    first, last = _reaching(groups, half), _reaching(groups[::-1], half)
    count = len(groups)
    # A group within reach from both ends belongs to neither, but the ends themselves always count.
    return max(1, min(first, count - last)), max(1, min(last, count - first))


def _reaching(groups: list[list[Standing]], wanted: int) -> int:
    """How many groups from the beginning hold ``wanted`` units, never all of them."""
    held = 0
    for at, group in enumerate(groups, start=1):
        held += len(group)
        if held >= wanted:
            return min(at, len(groups) - 1)
    return len(groups) - 1


def _flat(groups: Iterable[list[Standing]]) -> list[Standing]:
    return [one for group in groups for one in group]
