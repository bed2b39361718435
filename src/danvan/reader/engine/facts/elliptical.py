"""Parts of a whole that are told without a unit: "1.845 mô hình, gồm: kinh tế 765, văn hóa 630 và an ninh 450".

Brackets tell them too: "1.248 mô hình (tập thể 985, cá nhân 263)".
"""

import re

from danvan.reader.engine.facts.levelled import Levelled
from danvan.reader.engine.facts.units import Found

MAX_GAP = 160  # characters between a whole and its first part, or between two parts
_CUE = re.compile(r"(?<!\w)(?:gồm|trong đó|cụ thể|chia ra)(?!\w)|:")
_IN_BRACKETS = re.compile(r"\([^()\d]{2,60}$")
_END = re.compile(r"[.!?…](?=\s)|\n\s*\n")
_STOPS = re.compile(r"\s?(?:[,;.)…\n]|$|và\s)")


def parts_without_unit(reading: Levelled, found: list[Found], bare: list[Found]) -> list[Found]:
    """Return the figures with those parts added that follow a whole and do not exceed it together.

    Both lists are in the order of the text. A single number is no list, so at least two parts are asked for.
    """
    added: list[Found] = []
    at = 0
    for whole, following in zip(found, [*found[1:], None], strict=True):
        while at < len(bare) and bare[at].start < whole.end:
            at += 1
        group: list[Found] = []
        last = whole.end
        while at < len(bare) and (following is None or bare[at].start < following.start):
            part = bare[at]
            if not _belongs(reading, (last, part), first=not group):
                break
            group.append(part._replace(unit=whole.unit))
            last, at = part.end, at + 1
        if len(group) > 1 and whole.of is None and whole.unit != "%" and _fit(reading, whole, group):
            added += group
    return sorted([*found, *added], key=lambda item: item.start) if added else found


def _fit(reading: Levelled, whole: Found, group: list[Found]) -> bool:
    """Tell whether parts can be parts: together no more than the whole; in brackets without a word, exactly that."""
    total = sum(part.value for part in group)
    if _CUE.search(reading.low, whole.end, group[0].start):
        return total <= whole.value
    return abs(total - whole.value) < 1e-6 and ")" not in reading.low[whole.end : group[-1].end]


def _belongs(reading: Levelled, pair: tuple[int, Found], *, first: bool) -> bool:
    last, part = pair
    if part.start - last > MAX_GAP or not _STOPS.match(reading.low, part.end):
        return False
    gap = reading.low[last : part.start]
    return not _END.search(gap) and (not first or (_CUE.search(gap) or _IN_BRACKETS.search(gap)) is not None)
