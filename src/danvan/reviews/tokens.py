"""The places of numbers in a text: ``{{so:s12}}``. A tokenizer, never a template engine.

Only that exact form is a place; everything else, ``{{7*7}}`` and ``{% now %}`` included, is words and is printed as
it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What Word takes as part of a bookmark and people can type: s1, s12.
KEY = re.compile(r"s[1-9][0-9]{0,5}")
_PLACE = re.compile(r"\{\{so:(s[1-9][0-9]{0,5})\}\}")


@dataclass(frozen=True)
class Words:
    """A stretch of plain text."""

    text: str


@dataclass(frozen=True)
class Place:
    """Where the number of a figure stands."""

    key: str


def place(key: str) -> str:
    """The text that marks the place of the figure ``key``; ``ValueError`` for what is no key."""
    if not KEY.fullmatch(key):
        raise ValueError(f"no key of a figure: {key!r}")
    return f"{{{{so:{key}}}}}"


def pieces(text: str) -> Iterator[Words | Place]:
    """The text cut into words and places, in order; joined again it is the text."""
    at = 0
    for found in _PLACE.finditer(text):
        if found.start() > at:
            yield Words(text[at : found.start()])
        yield Place(found[1])
        at = found.end()
    if at < len(text):
        yield Words(text[at:])


def keys(text: str) -> list[str]:
    """The keys of all places, in order, with repetitions."""
    return _PLACE.findall(text)


def filled(text: str, said: dict[str, str]) -> str:
    """The text with each place replaced by what is said there; a key without an answer stays as it stands."""
    return _PLACE.sub(lambda found: said.get(found[1], found[0]), text)
