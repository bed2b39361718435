"""The lines of a source text: where each stands, its folded form, and which lines are one paragraph."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from danvan.reader.engine.model import Part
from danvan.reader.engine.page.stamps import Stamp, has_date

WORDS_LIMIT = 720
FOLD_LIMIT = 480  # what tells furniture from text stands at the beginning of a line
WRAP_SHARE = 0.6
SENTENCE_END = '.!?:;…”"»'

_LINE = re.compile(r"[^\n][^\n]*")
_EDGES = " .…,;:!?*_|\"“”'-–()[]"


def _folding() -> dict[int, str]:
    """Vietnamese letters to plain lower case, one character for one, so that places in the text stay."""
    table: dict[int, str] = {0xA0: " ", 0x2007: " ", 0x202F: " ", 0x9: " ", 0x2013: "-", 0x2014: "-", 0x2212: "-"}
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x1B5), *range(0x1EA0, 0x1EFA)):
        bare = unicodedata.normalize("NFD", chr(code).lower())[0]
        table[code] = {"đ": "d", "ð": "d"}.get(bare, bare)
    return table


_FOLDING = _folding()
_SIGNS = (("đ", "d"), ("ð", "d"), ("\u00a0", " "), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("…", "."))


_VIETNAMESE = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"


def _bytes_of_letters() -> tuple[object, bytes]:
    """A code of one byte a letter for Vietnamese in lower case, and what each byte folds to."""
    letters = [chr(code) for code in range(0x80)] + list(_VIETNAMESE) + [sign for sign, _ in _SIGNS]
    folds = dict(_SIGNS)
    folded = "".join(folds.get(c) or unicodedata.normalize("NFD", c)[0] for c in letters)
    table = "".join(letters) + "\ufffe" * (0x100 - len(letters))  # U+FFFE: this byte is no letter
    return codecs.charmap_build(table), folded.encode("ascii") + bytes(0x100 - len(letters))


_BYTES, _FOLDED_BYTES = _bytes_of_letters()


def fold_places(text: str) -> str:
    """Return `text` (NFC) in lower case without marks, with every character at its own place."""
    plain = text.lower()
    try:  # the short way, which nearly every line goes
        return codecs.charmap_encode(plain, "strict", _BYTES)[0].translate(_FOLDED_BYTES).decode("ascii")
    except UnicodeEncodeError:
        return _fold_any(text, plain)


def _fold_any(text: str, plain: str) -> str:
    for sign, usual in _SIGNS:
        plain = plain.replace(sign, usual)
    bare = unicodedata.normalize("NFD", plain).encode("ascii", "ignore").decode("ascii")
    # A letter and its marks give one letter; where anything else is dropped, places would shift.
    return bare if len(bare) == len(text) else text.translate(_FOLDING)


class _once:  # noqa: N801 a decorator
    """As functools.cached_property, without its lock: a piece belongs to one reading."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self._work, self._name, self.__doc__ = work, work.__name__, work.__doc__

    def __get__(self, piece: Any, _owner: type | None = None) -> Any:
        if piece is None:
            return self
        value = piece.__dict__[self._name] = self._work(piece)
        return value


@dataclass(eq=False)
class Piece:
    """A stretch of the source between blanks: a line, a part of a line, or some lines of one paragraph.

    `after_gap` says that an empty line (or the beginning) stands before it; `part` is None until it is known.
    """

    source: str = field(repr=False)
    start: int
    end: int
    after_gap: bool = True
    part: Part | None = None
    stamp: Stamp | None = None
    why: str = ""

    @_once
    def text(self) -> str:
        """The characters of the piece, exactly."""
        return self.source[self.start : self.end]

    @_once
    def head(self) -> str:
        """The folded beginning, at most `FOLD_LIMIT` characters."""
        return fold_places(self.source[self.start : min(self.end, self.start + FOLD_LIMIT)])

    @_once
    def size(self) -> int:
        """Length in characters."""
        return self.end - self.start

    @_once
    def words(self) -> int:
        """Number of words in the first `WORDS_LIMIT` characters."""
        return _word_count(self.source[self.start : min(self.end, self.start + WORDS_LIMIT)])

    @_once
    def key(self) -> str:
        """What two prints of the same line have in common: lower case, single blanks, no signs at the ends."""
        return single_blanks(self.text.lower()).strip(_EDGES)

    @_once
    def dated(self) -> bool:
        """Tell whether the beginning has something like a full date."""
        return has_date(self.head)

    def stretch(self, end: int) -> None:
        """Move the end; what was worked out before is forgotten."""
        self.end = end
        for name in ("text", "head", "size", "words", "key", "dated"):
            self.__dict__.pop(name, None)

    def shorten(self, signs: str) -> None:
        """Cut `signs` off the end."""
        self.stretch(self.start + len(self.text.rstrip(signs)))

    def is_open(self) -> bool:
        """Tell whether nothing is decided yet."""
        return self.part is None

    def cut(self, start: int, end: int) -> Piece:
        """Return a new undecided piece for a part of this one, without blanks around it."""
        start, end = trimmed(self.source, start, end)
        return Piece(self.source, start, end, after_gap=self.after_gap and start == self.start)


def single_blanks(text: str) -> str:
    """Return `text` with single blanks between its words and none at its ends."""
    if text.isprintable() and "  " not in text:  # a blank of another kind is not printable
        return text.strip(" ")
    return " ".join(text.split())


def _word_count(text: str) -> int:
    if text.isprintable() and "  " not in text:
        plain = text.strip(" ")
        return plain.count(" ") + 1 if plain else 0
    return len(text.split())


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return `start` and `end` moved inwards over blanks."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def cut_lines(text: str) -> list[Piece]:
    """Return the lines that are not blank, in order."""
    pieces: list[Piece] = []
    last = -2
    for match in _LINE.finditer(text):
        start, end = trimmed(text, match.start(), match.end())
        if start < end:
            pieces.append(Piece(text, start, end, after_gap="\n" in text[last + 1 : match.start()] or last < 0))
            last = match.end()
    return pieces


def join_wrapped(pieces: list[Piece]) -> list[Piece]:
    """Join the lines of a paragraph that was printed in short lines; what is decided stays as it is.

    A line that begins in lower case goes on with the one above it. In a text whose lines mostly break in the
    middle of sentences, a long line without an end goes on as well.
    """
    width = _wrap_width(pieces)
    joined: list[Piece] = []
    for piece in pieces:
        above = joined[-1] if joined else None
        if above is not None and _goes_on(above, piece, width):
            above.stretch(piece.end)
        else:
            joined.append(piece)
    return joined


def _goes_on(above: Piece, piece: Piece, width: int) -> bool:
    if above.part is not None or piece.part is not None:
        return False
    if piece.after_gap and not (width and piece.source[piece.start].islower()):
        return False
    last, first = above.source[above.end - 1], piece.source[piece.start]
    if last in SENTENCE_END or above.source[above.end - 1 : above.end] == "|":
        return False
    if first.islower():
        return True
    line_start = above.source.rfind("\n", 0, above.end) + 1
    return bool(width) and above.end - line_start >= width and (first.isalnum() or first in '(“"')


def _wrap_width(pieces: list[Piece]) -> int:
    """Return the length from which a line counts as full, 0 for a text that is not wrapped."""
    long = sorted(piece.size for piece in pieces if piece.size > 30)
    if len(long) < 8 or long[-1] > 200:
        return 0
    broken = sum(1 for piece in pieces if piece.size > 30 and piece.source[piece.end - 1] not in SENTENCE_END)
    return int(long[len(long) * 3 // 4] * 0.75) if broken >= WRAP_SHARE * len(long) else 0
