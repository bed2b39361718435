"""What somebody typed, read: words, phrases in quotes, symbols, and the conditions that they make. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from danvan.core.text import clean_line

from .words import Word, symbols_of, words_of

LONGEST_QUERY = 200
MOST_TERMS = 12
_QUOTE = re.compile('["\u201c\u201d\u201e\u00ab\u00bb]')


@dataclass(frozen=True)
class Term:
    """Words that must be found: one word, a ``phrase`` side by side, or a ``symbol`` by its beginning.

    ``others`` are names that do as well, each a row of words side by side. ``written`` is what was typed.
    """

    words: tuple[Word, ...]
    written: str
    phrase: bool = False
    symbol: str = ""
    others: tuple[tuple[Word, ...], ...] = ()

    @property
    def exact(self) -> bool:
        """Whether it is looked for with its marks: every word was typed with marks, or beside words that were."""
        return not self.symbol and all(word.marked for word in self.words)

    @property
    def plain(self) -> str:
        """Its words folded."""
        return " ".join(word.plain for word in self.words)


@dataclass(frozen=True)
class Asked:
    """A question: ``text`` as it is shown again, and its terms, all of which must be found."""

    text: str
    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def exact(self) -> str:
        """The condition on the words with marks, as a ``tsquery``; empty when there is none."""
        return " & ".join(_condition(term, exact=True) for term in self.terms if term.exact or self._half(term))

    @property
    def plain(self) -> str:
        """The condition on the folded words, as a ``tsquery``; empty when every term is in ``exact``."""
        return " & ".join(_condition(term, exact=False) for term in self.terms if not term.exact)

    @property
    def ranking(self) -> str:
        """What a hit is ranked by: every word, folded."""
        return " & ".join(_condition(term, exact=False) for term in self.terms)

    @property
    def words(self) -> tuple[Word, ...]:
        """All words typed, in order, without those of symbols."""
        return tuple(word for term in self.terms if not term.symbol for word in term.words)

    def with_terms(self, terms: Sequence[Term]) -> Asked:
        """The same question with other terms."""
        return replace(self, terms=tuple(terms))

    @staticmethod
    def _half(term: Term) -> bool:
        return term.phrase and not term.others and any(word.marked for word in term.words)


def read(typed: str) -> Asked:
    """Read what was typed. Whatever it is, it is read: control characters go, and what is too long is cut."""
    line = clean_line(typed[: 4 * LONGEST_QUERY])[:LONGEST_QUERY].strip()
    terms: list[Term] = []
    pieces = _QUOTE.split(line)
    for number, piece in enumerate(pieces):
        closed = number < len(pieces) - 1
        terms += _phrase(piece) if number % 2 and closed else _loose_words(piece)
    return Asked(line, tuple(dict.fromkeys(terms))[:MOST_TERMS])


def _phrase(piece: str) -> list[Term]:
    words = tuple(words_of(piece))[:MOST_TERMS]
    if not words:
        return []
    return [Term(_at_zero(words), piece.strip(), phrase=len(words) > 1)]


def _loose_words(piece: str) -> list[Term]:
    words = words_of(piece)
    symbols = {symbol.first: symbol for symbol in symbols_of(piece, words)}
    terms, place = [], 0
    while place < len(words):
        symbol, word = symbols.get(place), words[place]
        last = symbol.last if symbol else place
        written = piece[word.start : words[last].end]
        plain = symbol.plain if symbol else word.plain if _like_a_symbol(word.plain) else ""
        terms.append(Term(_at_zero(words[place : last + 1]), written, symbol=plain))
        place = last + 1
    return terms


def _at_zero(words: Sequence[Word]) -> tuple[Word, ...]:
    """Without places: the same word typed twice is asked for once."""
    return tuple(Word(word.exact, word.plain, 0, 0) for word in words)


def _like_a_symbol(plain: str) -> bool:
    """``62kltw``: figures, then letters."""
    return plain[0].isdigit() and plain[-1].isalpha()


def _condition(term: Term, *, exact: bool) -> str:
    if term.symbol:
        return f"'{term.symbol}':*"
    half = exact and not term.exact
    joint = " & " if half or not term.phrase else " <-> "
    words = [word for word in term.words if word.marked] if half else term.words
    own = joint.join(_lexeme(word, exact) for word in words)
    if not term.others:
        return f"({own})" if len(words) > 1 else own
    others = [f"({' <-> '.join(_lexeme(word, exact) for word in name)})" for name in term.others]
    return f"(({own}) | {' | '.join(others)})"


def _lexeme(word: Word, exact: bool) -> str:
    return f"'{word.exact if exact else word.plain}'"
