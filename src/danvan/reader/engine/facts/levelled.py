"""A block as the rules read it: noise of typing levelled out, every character traceable to the source.

The levelled text has one kind of dash, of blank and of quotation mark, Đ for eth and composed letters, so that
the rules are written once; `span` leads back to the place in the source.
"""

import re
import unicodedata
import weakref

from danvan.core.text import MAX_MARKS
from danvan.reader.engine.model import Block, Page, Span

# What is no printable sign (a line break is none either), and what is one.
_BLANKS = (
    *((blank, " ") for blank in "\u00a0\t\r\u2009\u202f\u2003\u2002\u3000\u200a\x0b\x0c"),
    ("\u2028", "\n"),
    ("\u0085", "\n"),
)
_SWAPS = (
    *((dash, "-") for dash in "\u2013\u2014\u2012\u2010\u2011\u2212\u2015"),
    *((mark, '"') for mark in "\u201c\u201d\u201e\u201f\u00ab\u00bb"),
    ("\u00d0", "Đ"),
    ("\u0189", "Đ"),
    ("\u00f0", "đ"),
    ("\u0130", "I"),  # its small form has two characters
)
_ALL_SWAPS = (*_BLANKS, *_SWAPS)
# The tone mark of an open syllable stands in the new style ("khoá" is read as "khóa", "toàn" stays).
_OLD_TONES = {"oá": "óa", "oà": "òa", "oả": "ỏa", "oạ": "ọa", "uỷ": "ủy"}
_OLD_TONE = tuple(re.compile(f"{vowels}(?![^\\W_])") for vowels in ("o[áàảạ]", "uỷ"))
_SPELLINGS = (("qui định", "quy định"), ("qui chế", "quy chế"))  # both sides have the same length
_SMALL = "".join(chr(code) for code in (*range(0x61, 0x7B), *range(0xE0, 0x1EFA)) if chr(code).islower())
# A long line that goes on with a small letter was only wrapped; "a)" and "b." begin a point.
_WRAPPED = re.compile(f"\n(?<=[^\n]{{30}}\n)(?<![.;:!?]\n)(?= ?[{_SMALL}][^).\n])")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_HAS_INVISIBLE = re.compile(f"[{_INVISIBLE}]")
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+", re.DOTALL)


class Levelled:
    """The levelled text of a block (`text`, and `low` in small letters, of the same length)."""

    __slots__ = ("_at", "_block", "low", "memory", "text")

    def __init__(self, block: Block) -> None:
        self._block = block
        text, self._at = block.text, None
        printable = text.isprintable()
        if not unicodedata.is_normalized("NFC", text) or (not printable and _HAS_INVISIBLE.search(text)):
            text, self._at = _composed(text)
        for old, new in _SWAPS if printable else _ALL_SWAPS:
            if old in text:
                text = text.replace(old, new)
        if not printable:
            text = _WRAPPED.sub(" ", text)
        low = text.lower()
        if len(low) != len(text):
            low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        for old_tone in _OLD_TONE:
            low = old_tone.sub(_new_tone, low)
        for old, new in _SPELLINGS:
            if old in low:
                low = low.replace(old, new)
        self.text, self.low = text, low
        self.memory: dict[str, str | None] = {}  # what short words stand for

    @property
    def block(self) -> Block:
        """The block that is read."""
        return self._block

    def span(self, start: int, end: int) -> Span:
        """Return the place in the source of `text[start:end]`."""
        if self._at is not None:
            start, end = self._at[start], self._at[end]
        return Span(self._block.start + start, self._block.start + end)

    def written(self, start: int, end: int) -> str:
        """Return `text[start:end]` exactly as the source writes it."""
        if self._at is not None:
            start, end = self._at[start], self._at[end]
        return self._block.text[start:end]


def _new_tone(found: re.Match[str]) -> str:
    return _OLD_TONES[found.group()]


def _composed(text: str) -> tuple[str, list[int]]:
    """Return the text composed and without invisible characters, and where each character stood.

    A letter with more marks than any writing has is cut, because composing sorts its marks in quadratic time.
    """
    signs: list[str] = []
    at: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        if cluster.group() in _INVISIBLE:
            continue
        for sign in unicodedata.normalize("NFC", cluster.group()[: MAX_MARKS + 1]):
            signs.append(sign)
            at.append(cluster.start())
    at.append(len(text))
    return "".join(signs), at


_last: tuple[weakref.ref[Page], tuple[Levelled, ...]] | None = None


def levelled(page: Page) -> tuple[Levelled, ...]:
    """Return what the rules read: title, lead, body and captions, in the order of the source.

    The finders of one page, called one after another, share it.
    """
    global _last
    kept = _last
    if kept is not None and kept[0]() is page:
        return kept[1]
    readings = tuple(Levelled(block) for block in page.readable)
    _last = (weakref.ref(page), readings)
    return readings
