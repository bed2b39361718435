"""The knife that cuts texts and questions into words, and how words become a vector of PostgreSQL. Pure.

A word is known by two forms: ``exact`` (lower case, marks kept, the tone where modern spelling puts it) and ``plain``
(folded: no marks, đ as d). A symbol such as ``62-KL/TW`` is also one word, ``62kltw``. Linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from danvan.core.text import loose, modern_tone, nfc

_WORD = re.compile(r"[^\W_]+")
# What may stand between the parts of a symbol: "62-KL/TW", "464 – QĐ/TU", "217- QĐ/TW".
_JOINT = re.compile(r"[ \u00a0]?[-\u2010-\u2015/][ \u00a0]?|\.")
LONGEST_WORD = 60
SYMBOL_PARTS = 6
# Limits of PostgreSQL: positions of one vector, and its size, of which these leave room for the positions.
MOST_POSITIONS = 16_383
MOST_WORDS, MOST_BYTES = 50_000, 600_000


class Word(NamedTuple):
    """One word of a text with its place in it."""

    exact: str
    plain: str
    start: int
    end: int

    @property
    def marked(self) -> bool:
        """Whether it was written with Vietnamese marks."""
        return self.exact != self.plain


@dataclass(frozen=True, slots=True)
class Symbol:
    """Words ``first`` to ``last`` that make one symbol; ``plain`` holds its letters and figures alone."""

    plain: str
    first: int
    last: int


@lru_cache(maxsize=1 << 16)
def _forms(written: str) -> tuple[str, str]:
    exact = modern_tone(written.lower())[:LONGEST_WORD]
    return "".join(c for c in exact if c.isalnum()), loose(written)[:LONGEST_WORD]


def words_of(text: str) -> list[Word]:
    """The words of a text in composed form (NFC), in order, the first 50,000 of them."""
    found = []
    for match in _WORD.finditer(text):
        exact, plain = _forms(match[0][: 2 * LONGEST_WORD])
        if exact and plain:
            found.append(Word(exact, plain, *match.span()))
            if len(found) == MOST_WORDS:
                break
    return found


def symbols_of(text: str, words: list[Word]) -> list[Symbol]:
    """Runs of words joined by hyphens and strokes that begin with a figure and hold a letter: numbers and symbols."""
    found, first = [], 0
    while first < len(words):
        last = first
        if words[first].plain[0].isdigit():
            while last + 1 < len(words) and last - first < SYMBOL_PARTS and _joined(text, words[last], words[last + 1]):
                last += 1
            plain = "".join(word.plain for word in words[first : last + 1])
            if last > first and not plain.isdigit():
                found.append(Symbol(plain[:LONGEST_WORD], first, last))
        first = last + 1
    return found


def _joined(text: str, left: Word, right: Word) -> bool:
    return right.start - left.end <= 3 and _JOINT.fullmatch(text, left.end, right.start) is not None


@dataclass
class _Vector:
    """Lexemes with their places, as PostgreSQL reads a ``tsvector``."""

    places: dict[str, list[str]]
    size: int = 0

    def add(self, lexeme: str, place: int, weight: str) -> None:
        known = self.places.get(lexeme)
        if known is None:
            self.size += len(lexeme.encode()) + 8
            if self.size > MOST_BYTES:
                return
            known = self.places[lexeme] = []
        # PostgreSQL keeps 255 places of a lexeme.
        if len(known) < 255:
            known.append(f"{min(place, MOST_POSITIONS)}{weight}")

    def __str__(self) -> str:
        return " ".join(f"'{lexeme}':{','.join(places)}" for lexeme, places in self.places.items())


def vectors(title: str, text: str) -> tuple[str, str]:
    """The exact and the folded ``tsvector`` of a document, as text: its title weighs A, its text B."""
    exact, plain = _Vector({}), _Vector({})
    place = 0
    for part, weight in ((nfc(title), "A"), (nfc(text), "B")):
        words = words_of(part)
        for number, word in enumerate(words, start=place + 1):
            exact.add(word.exact, number, weight)
            plain.add(word.plain, number, weight)
        for symbol in symbols_of(part, words):
            exact.add(symbol.plain, place + 1 + symbol.first, weight)
            plain.add(symbol.plain, place + 1 + symbol.first, weight)
        # A phrase does not reach from the title into the text.
        place += len(words) + 10
    return str(exact), str(plain)


def spellings(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Exact and folded form of each word worth a suggestion: letters only, two to twenty of them."""
    for text in texts:
        for word in words_of(nfc(text)):
            if 2 <= len(word.plain) <= 20 and word.plain.isalpha():
                yield word.exact, word.plain
