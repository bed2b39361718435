"""Show where the words stand: marked in the title, and in the part of the text that holds most of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .asking import Asked, Term
from .words import Word, symbols_of, words_of

SNIPPET_WORDS = 45
# Between two hits these do not break the mark.
BETWEEN = " \n-–/."


def marked(text: str, asked: Asked) -> SafeString:
    """The whole text, escaped, with its hits in ``<mark>``."""
    words = words_of(text)
    return _written(text, words, _hits(text, words, asked), 0, len(text))


def snippet(text: str, asked: Asked) -> SafeString:
    """Some 45 words of the text around the most of what was asked for, escaped and marked; its beginning without."""
    words = words_of(text)
    if not words:
        return escape(text[:300])
    hits = _hits(text, words, asked)
    first = _best(sorted(hits), hits)
    first = max(0, min(first - 6, len(words) - SNIPPET_WORDS))
    last = min(len(words), first + SNIPPET_WORDS) - 1
    start = 0 if first == 0 else words[first].start
    end = len(text) if last == len(words) - 1 else words[last].end
    shown = _written(text, words, hits, start, min(end, start + 1200))
    before, after = "… " if start else "", " …" if end < len(text) else ""
    # Both parts are escaped already.
    return mark_safe(f"{before}{shown}{after}")  # noqa: S308


def _best(places: Sequence[int], hits: dict[int, int]) -> int:
    """The word from which the next 45 hold the most different terms, then the most hits."""
    best, at, last = (0, 0), 0, 0
    for first, place in enumerate(places):
        last = max(last, first)
        while last < len(places) and places[last] < place + SNIPPET_WORDS - 6:
            last += 1
        score = (len({hits[p] for p in places[first : min(last, first + 60)]}), last - first)
        if score > best:
            best, at = score, place
    return at


def _hits(text: str, words: Sequence[Word], asked: Asked) -> dict[int, int]:
    """The places of words that are hits, with the number of the term that each answers."""
    found: dict[int, int] = {}
    for number, term in enumerate(asked.terms):
        for place in _places(text, words, term):
            found.setdefault(place, number)
    return found


def _places(text: str, words: Sequence[Word], term: Term) -> Iterable[int]:
    if term.symbol:
        for symbol in symbols_of(text, list(words)):
            if symbol.plain.startswith(term.symbol):
                yield from range(symbol.first, symbol.last + 1)
        yield from (place for place, word in enumerate(words) if word.plain.startswith(term.symbol))
        return
    rows = [term.words] if term.phrase else [(word,) for word in term.words]
    for row in filter(None, (*rows, *term.others)):
        yield from _row(words, row)


def _row(words: Sequence[Word], row: Sequence[Word]) -> Iterable[int]:
    """Where these words stand side by side; a word typed with marks is found with them alone."""
    last = len(words) - len(row)
    for first in _places_of(words, row[0]):
        if first <= last and all(_same(words[first + step], wanted) for step, wanted in enumerate(row)):
            yield from range(first, first + len(row))


def _places_of(words: Sequence[Word], wanted: Word) -> list[int]:
    if wanted.marked:
        return [place for place, word in enumerate(words) if word.exact == wanted.exact]
    return [place for place, word in enumerate(words) if word.plain == wanted.plain]


def _same(word: Word, wanted: Word) -> bool:
    return word.exact == wanted.exact if wanted.marked else word.plain == wanted.plain


def _written(text: str, words: Sequence[Word], hits: dict[int, int], start: int, end: int) -> SafeString:
    parts, at, open_until = [], start, -1
    for place in sorted(hits):
        word = words[place]
        if word.start < start or word.end > end:
            continue
        joined = open_until >= 0 and place - 1 in hits and words[place - 1].end == open_until
        if joined and not text[open_until : word.start].strip(BETWEEN):
            parts[-1] = parts[-1].removesuffix("</mark>") + escape(text[open_until : word.end]) + "</mark>"
        else:
            parts += [escape(text[at : word.start]), f"<mark>{escape(text[word.start : word.end])}</mark>"]
        at = open_until = word.end
    parts.append(escape(text[at:end]))
    # Every part is escaped, and the only mark is ours.
    return mark_safe("".join(parts))  # noqa: S308
