"""The readable text of a page as one string in which rules look for facts, with the way back to the source.

The string has one character for each character of the source blocks, so that places can be told: no-break blanks
are blanks, Ð (eth) is Đ, all dashes are "-", curly quotes stay, tone marks stand in the new style (hoá → hóa,
uỷ → ủy). A line break before a small letter is a wrapped line, hence a blank; any other one ends a paragraph.
"""

from __future__ import annotations

import re
import weakref
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from danvan.reader.engine.facts.words import CAP, LOWER
from danvan.reader.engine.model import Block, Page, Part, Span

_SAME = (
    ("\xa0", " "), ("\t", " "), ("\u202f", " "), ("\u2009", " "), ("\r", " "), ("Ð", "Đ"), ("ð", "đ"), ("–", "-"),
    ("—", "-"), ("‑", "-"), ("−", "-"), ("’", "'"), ("ʼ", "'"), ("«", "“"), ("»", "”"), ("„", "“"), ("\x0b", "\n"),
    ("\x0c", "\n"), ("\u2028", "\n"),
)  # fmt: skip
_WRAP = re.compile(rf"\n(?=[ ]?[{LOWER}])")
_TONES = {
    "oá": "óa", "oà": "òa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oé": "óe", "oè": "òe", "oẻ": "ỏe", "oẽ": "õe",
    "oẹ": "ọe", "uý": "úy", "uỳ": "ùy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TONES |= {old.upper(): new.upper() for old, new in _TONES.items()} | {
    old.capitalize(): new.capitalize() for old, new in _TONES.items()
}
_RUN = re.compile(rf"{CAP}(?: {CAP})*")
# The letters behind it are only those of Vietnamese; what else a letter is, `_new_tone` tells. One pattern for each
# letter: a search for one known sign is ten times as fast as one for a set of them.
_OLD_TONES = tuple(
    re.compile(rf"{first}[{marked}](?![A-Za-zÀ-ÖØ-öø-ÿĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9])")
    for letter, marked in (("o", "ÁÀẢÃẠÉÈẺẼẸáàảãạéèẻẽẹ"), ("u", "ÝỲỶỸỴýỳỷỹỵ"))
    for first in (letter, letter.upper())
)


def plain(text: str) -> str:
    """Return `text` for rules to read, of the same length (see the top of this module)."""
    for old, new in _SAME:
        text = text.replace(old, new)
    text = _WRAP.sub(" ", text)
    for old_tone in _OLD_TONES:
        text = old_tone.sub(_new_tone, text)
    return text


def _readable_case(text: str, part: Part) -> str:
    """A heading in capitals as a sentence; names lose their capitals in it, words for bodies can be read."""
    if part is Part.BYLINE or " " not in text or not text.isupper():
        return text
    small = text.capitalize()
    return small if len(small) == len(text) else text


def _new_tone(found: re.Match[str]) -> str:
    """A tone moves only in an open syllable that does not begin with qu: hoá, uỷ, but not toán, quý."""
    text, (start, end) = found.string, found.span()
    if end < len(text) and text[end].isalpha():
        return found.group()
    if text[start] in "uU" and start and text[start - 1] in "qQ":
        return found.group()
    return _TONES.get(found.group(), found.group())


_BETWEEN = "\n\n"  # the first stays a line break even if the next block begins with a small letter


class Reading:
    """The plain text of a page's readable blocks and byline; `memory` keeps what rules share."""

    def __init__(self, page: Page) -> None:
        readable = page.readable
        blocks = [*readable, *page.of(Part.BYLINE)]
        self.source = page.source.text
        self.published = page.published
        self.blocks: tuple[Block, ...] = tuple(blocks)
        pieces = [_readable_case(block.text, block.part) for block in blocks]
        self.text = plain(_BETWEEN.join(pieces))
        self.offsets: list[int] = []
        self._shifts: list[int] = []  # from the text to the source, for each block
        at = 0
        for block, piece in zip(blocks, pieces, strict=True):
            self.offsets.append(at)
            self._shifts.append(block.start - at)
            at += len(piece) + len(_BETWEEN)
        self.end = self.offsets[len(readable)] if len(readable) < len(blocks) else len(self.text)
        self.memory: dict[str, Any] = {}

    def runs(self) -> list[tuple[int, int]]:
        """Every stretch of words with capitals, as places of `text`: names of persons and places are such."""
        if "runs" not in self.memory:
            self.memory["runs"] = [run.span() for run in _RUN.finditer(self.text)]
        return self.memory["runs"]

    def long_runs(self) -> list[tuple[int, int]]:
        """Those of two words and more."""
        if "long_runs" not in self.memory:
            self.memory["long_runs"] = [run for run in self.runs() if self.text.find(" ", *run) > 0]
        return self.memory["long_runs"]

    def block_at(self, place: int) -> Block:
        """The block in which this place of `text` stands."""
        return self.blocks[(bisect_right(self.offsets, place) or 1) - 1]

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]`, which lies in one block, stands in the source."""
        shift = self._shifts[(bisect_right(self.offsets, start) or 1) - 1]
        return Span(start + shift, end + shift)

    def spans(self, fullest: tuple[int, int], mentions: list[tuple[int, int]]) -> tuple[Span, ...]:
        """The spans of a fact: first that of its fullest mention, then those of the others in the order of the text."""
        first = self.span(*fullest)
        if mentions == [fullest]:
            return (first,)
        return (first, *sorted({self.span(*mention) for mention in mentions} - {first}))

    def written(self, start: int, end: int) -> str:
        """The source's own characters of `text[start:end]`."""
        span = self.span(start, end)
        return self.source[span.start : span.end]


def occurrences(text: str, words: Iterable[str], end: int) -> list[tuple[int, str]]:
    """Where each of these words stands before `end`, in the order of the text; also inside longer words."""
    found = []
    for word in words:
        at = text.find(word, 0, end)
        while at >= 0:
            found.append((at, word))
            at = text.find(word, at + len(word), end)
    found.sort()
    return found


class Stretches:
    """Stretches of the text, side by side or nested, asked whether a place lies in one."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        reach = 0
        for start, end in sorted(stretches):
            reach = max(reach, end)
            self._starts.append(start)
            self._ends.append(reach)

    def covers(self, place: int) -> bool:
        """Whether `place` lies in a stretch."""
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._ends[at]


_last: tuple[weakref.ref[Page], Reading] | None = None


def reading_of(page: Page) -> Reading:
    """The reading of this page; the finders of one page, called one after another, share it."""
    global _last
    kept = _last
    if kept is not None and kept[0]() is page:
        return kept[1]
    reading = Reading(page)
    _last = (weakref.ref(page), reading)
    return reading


def squeezed(text: str) -> str:
    """One line with single blanks."""
    if text.isprintable() and "  " not in text:  # a blank of another kind is not printable
        return text.strip(" ")
    return " ".join(text.split())
