"""What changed in the words of an answer between two revisions. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECES = re.compile(r"\S+\s*|\s+")
SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Run:
    """Some words that stayed (``same``), went (``gone``) or came (``new``)."""

    kind: str
    text: str


def difference(before: str, after: str) -> list[Run]:
    """The words of both texts in order; all but ``gone`` give ``after``, all but ``new`` give ``before``."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    return list(_joined(_runs(old, new)))


def _runs(old: list[str], new: list[str]) -> Iterator[Run]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Run(SAME, "".join(new[c:d]))
            continue
        yield Run(GONE, "".join(old[a:b]))
        yield Run(NEW, "".join(new[c:d]))


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    return (run for run in runs if run.text)
