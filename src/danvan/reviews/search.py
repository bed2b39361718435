"""Reading what somebody typed to find a figure: "mô hình thực hiện 2014 An Giang". Pure, without a database.

Marks, capitals and punctuation do not count, nor does the order in which indicator, period and unit stand. A word that
is misspelled by a letter or two still counts, for less.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from danvan.core.periods import BadPeriod, Period, PeriodType
from danvan.core.text import fold

MOST_WORDS = 16
LONGEST_NAME = 6
ENOUGH = 0.6  # of the words typed, weighed, that an indicator must explain
ALIKE = 0.45  # share of common trigrams from which on a word counts as misspelled
UNSAID = 0.01  # what a word of the name that was not typed takes off: the plainer name comes first
_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?:\bnam )?\b((?:19|20)\d\d)\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
# Words that name no figure by themselves.
_EMPTY = frozenset(
    ("so", "cua", "tai", "o", "trong", "la", "tren", "dia", "ban", "tong", "cho", "cac", "nhung", "bao", "nhieu")
    + ("va", "ve", "ky", "nam", "co", "duoc", "da", "the", "of", "in", "and")
)
_SHAPES: tuple[tuple[PeriodType, re.Pattern[str]], ...] = (
    (PeriodType.NINE_MONTHS, re.compile(r"\b(?:9|chin) thang(?: dau nam)?\b()")),
    (PeriodType.HALF, re.compile(r"\b6 thang(?: (dau|cuoi)(?: nam)?)?\b")),
    (PeriodType.HALF, re.compile(r"\bnua (dau|cuoi) nam\b")),
    (PeriodType.QUARTER, re.compile(r"\bquy (\d{1,2}|i{1,3}|iv)\b")),
    (PeriodType.QUARTER, re.compile(r"\bq(\d)\b")),
    (PeriodType.MONTH, re.compile(r"\bthang (\d{1,2})\b")),
    (PeriodType.MONTH, re.compile(r"\bt(\d{1,2})\b")),
    (PeriodType.MONTH, re.compile(r"\b(\d{1,2}) (?=(?:19|20)\d\d\b)")),
)


@dataclass(frozen=True)
class Named:
    """A figure that can be found: ``key`` "code" or "code.part", and the folded words of its names."""

    key: str
    words: frozenset[str]

    @classmethod
    def of(cls, key: str, *names: str) -> Named:
        """From its names as written."""
        return cls(key, frozenset(word for name in names for word in words_of(name)))


@dataclass(frozen=True)
class Match:
    """A figure and how well it fits, up to 1."""

    key: str
    score: float


@dataclass(frozen=True)
class Understood:
    """What was read. ``period`` None: none was named; ``wrong`` is a period that is none ("quy 5").

    ``unit`` is the folded name of a unit, "" without one; ``matches`` the best first; ``rest`` the words that say
    nothing known.
    """

    period: Period | None
    wrong: str
    unit: str
    matches: tuple[Match, ...]
    rest: tuple[str, ...]


def words_of(text: str) -> list[str]:
    """The folded words of a text, punctuation left out."""
    return _WORD.findall(fold(text))


def take_period(text: str, year: int) -> tuple[Period | None, str, str]:
    """The period in a text, what was meant for one but is none, and the words left. ``year``: where none is named."""
    line = " ".join(words_of(text))
    shape = None
    for kind, pattern in _SHAPES:
        if found := pattern.search(line):
            shape = (kind, found[1] or "", found[0].strip())
            line = f"{line[: found.start()]} {line[found.end() :]}"
            break
    named = _YEAR.search(line)
    if named:
        line = f"{line[: named.start()]} {line[named.end() :]}"
    left = " ".join(line.split())
    if shape is None and named is None:
        return None, "", left
    kind, index, said = shape or (PeriodType.YEAR, "", "")
    try:
        return Period(kind, int(named[1]) if named else year, _index(index)), "", left
    except BadPeriod:
        return None, f"{said} {named[1] if named else ''}".strip(), left


def _index(text: str) -> int:
    if text in ("", "dau"):
        return 1
    return 2 if text == "cuoi" else _ROMAN.get(text) or int(text)


def phrases(words: Sequence[str]) -> set[str]:
    """All runs of words that could be the name of a unit."""
    count = min(len(words), MOST_WORDS)
    return {" ".join(words[at:end]) for at in range(count) for end in range(at + 1, min(at + LONGEST_NAME, count) + 1)}


def understand(
    text: str, year: int, names: Iterable[Named], units: Collection[str], aliases: Mapping[str, str] | None = None
) -> Understood:
    """What a text asks for. ``units`` are folded names of units that exist; ``aliases`` other words for a figure."""
    period, wrong, left = take_period(text, year)
    words = left.split()[:MOST_WORDS]
    known = list(names)
    readings = [_read(words, span, known, aliases or {}) for span in [(0, 0), *_spans(words, units)]]
    _rank, unit, matches, rest = max(readings, key=lambda reading: reading[0])
    return Understood(period, wrong, unit, matches, rest)


def _spans(words: list[str], units: Collection[str]) -> list[tuple[int, int]]:
    return [
        (at, end)
        for at in range(len(words))
        for end in range(at + 1, min(at + LONGEST_NAME, len(words)) + 1)
        if " ".join(words[at:end]) in units
    ]


def _read(
    words: list[str], span: tuple[int, int], names: list[Named], aliases: Mapping[str, str]
) -> tuple[tuple[float, int], str, tuple[Match, ...], tuple[str, ...]]:
    """One way to read the words: those of ``span`` are the unit, all others the figure; first how good it is."""
    start, end = span
    asked = _meant([*words[:start], *words[end:]], aliases)
    matches = rank(asked, names)
    explained, rest = 0.0, tuple(asked)
    if matches:
        best = next(one for one in names if one.key == matches[0].key)
        told = {word: likeness(word, best.words) for word in asked}
        explained, rest = sum(told.values()), tuple(word for word, much in told.items() if not much)
    # A unit of one word counts a little less: short names are also common words.
    length = end - start
    return (
        (round(explained + (length if length > 1 else 0.9 * length), 6), length),
        " ".join(words[start:end]),
        (matches),
        rest,
    )


def _meant(words: list[str], aliases: Mapping[str, str]) -> list[str]:
    """Other words replaced by those of the names; words that say nothing left out, unless nothing else is there."""
    line = f" {' '.join(words)} "
    for said, meant in aliases.items():
        line = line.replace(f" {said} ", f" {meant} ")
    plain = list(dict.fromkeys(line.split()))
    return [word for word in plain if word not in _EMPTY]


def rank(words: Sequence[str], names: Iterable[Named]) -> tuple[Match, ...]:
    """The figures whose names explain the words well enough, the best first; of equals the first named."""
    found = []
    for one in names if words else ():
        told = [likeness(word, one.words) for word in words]
        score = sum(told) / len(words)
        if score >= ENOUGH and max(told) >= 0.8:
            found.append(Match(one.key, round(score - UNSAID * max(len(one.words) - len(words), 0), 4)))
    return tuple(sorted(found, key=lambda match: -match.score))


def likeness(word: str, words: Collection[str]) -> float:
    """How well a word is among others: 1 the same, less as a beginning or misspelled, 0 not at all."""
    if word in words:
        return 1.0
    if len(word) >= 3 and any(other.startswith(word) for other in words):
        return 0.85
    alike = max((_alike(word, other) for other in words), default=0.0) if len(word) >= 3 else 0.0
    return 0.8 * alike if alike >= ALIKE else 0.0


def _alike(one: str, other: str) -> float:
    mine, theirs = _trigrams(one), _trigrams(other)
    return len(mine & theirs) / len(mine | theirs)


@lru_cache(maxsize=2048)
def _trigrams(word: str) -> frozenset[str]:
    padded = f"  {word} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))
