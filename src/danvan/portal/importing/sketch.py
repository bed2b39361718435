"""How alike two texts are: the smallest hashes of their runs of words (MinHash, Broder 1997), the same every time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from danvan.core.text import fold

RUN = 5
KEPT = 64
ALIKE = 0.5
_WORD = re.compile(r"\w+")


def sketch(text: str) -> list[int]:
    """The ``KEPT`` smallest hashes of all runs of ``RUN`` words, sorted; empty for a text shorter than one run."""
    words = _WORD.findall(fold(text))
    runs = {" ".join(words[place : place + RUN]) for place in range(len(words) - RUN + 1)}
    return sorted(_hash(run) for run in runs)[:KEPT]


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """How much of the two texts is the same, from 0 to 1, judged by the smallest hashes of both together."""
    smallest = set(sorted({*one, *other})[:KEPT])
    return len(smallest & set(one) & set(other)) / len(smallest) if smallest else 0.0


def _hash(run: str) -> int:
    """A signed 63-bit number, as the database keeps it."""
    return int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest(), "big") >> 1
