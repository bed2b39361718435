"""An answer of one unit, and a sentence of it with its source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from danvan.core.text import fold, sort_key

from .sentences import without_leader


@dataclass(frozen=True)
class Voice:
    """One answer. ``key`` names it for good; ``unit`` is the unit's public id; ``url`` leads to its report.

    ``nothing``: the unit ticked that there was nothing to tell. ``returned``: the report was given back, its unit is
    mending it.
    """

    key: str
    unit: str
    unit_name: str
    text: str
    url: str
    nothing: bool = False
    returned: bool = False

    @cached_property
    def place(self) -> tuple[str, str, str]:
        """Where it stands in any list: by the unit's name."""
        return (sort_key(self.unit_name), self.unit, self.key)


@dataclass(frozen=True)
class Sentence:
    """A piece of an answer: ``text`` as written, from ``start`` to ``end`` of it."""

    voice: Voice
    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """Names the sentence for good."""
        return f"{self.voice.key}.{self.start}-{self.end}"

    @cached_property
    def words(self) -> str:
        """The text without the dash or number that it begins with, for quoting."""
        return without_leader(self.text)

    @property
    def place(self) -> tuple[str | int, ...]:
        """Where it stands in any list: by the unit's name, then as the unit wrote it. Never two alike."""
        return (*self.voice.place, self.start)

    @cached_property
    def folded(self) -> str:
        """What it says, however it is spelt."""
        return fold(self.words).strip(" .,;:!?-")
