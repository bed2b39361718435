"""A word that stands nowhere: the nearest that stands somewhere, offered only when whoever asks may find it."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from .asking import Asked, Term
from .models import SearchWord
from .querysets import Lexemes, SearchDocQuerySet
from .words import Word, words_of

CANDIDATES = 6
LONGEST_MENDED = 12
LIKE_ENOUGH = 0.4


def mended(asked: Asked, rows: SearchDocQuerySet) -> Asked | None:
    """The question with each unknown word replaced by the nearest known one; None when nothing is to be mended.

    ``rows`` is what the person may find: a suggestion never tells of a word that stands in hidden documents alone.
    """
    known = _known(asked)
    terms = [term for term in asked.terms if not _unknown(term, known)]
    better = {}
    for term in asked.terms:
        if term not in terms:
            better[term] = _mended_term(term, known, rows.matching(asked.with_terms(terms)), rows)
    if not any(better.values()):
        return None
    new = [better.get(term) or term for term in asked.terms]
    text = " ".join(f'"{term.written}"' if term.phrase else term.written for term in new)
    return replace(asked, text=text, terms=tuple(new))


def _known(asked: Asked) -> set[str]:
    words = {word.exact if word.marked else word.plain for word in asked.words}
    rows = SearchWord.objects.filter(Q(exact__in=words) | Q(plain__in=words)).values_list("exact", "plain")
    return {spelling for row in rows for spelling in row} & words


def _unknown(term: Term, known: set[str]) -> list[Word]:
    if term.symbol or term.others:
        return []
    return [
        word
        for word in term.words
        if (word.exact if word.marked else word.plain) not in known and word.plain.isalpha() and len(word.plain) > 1
    ]


def _mended_term(term: Term, known: set[str], beside: SearchDocQuerySet, rows: SearchDocQuerySet) -> Term | None:
    unknown = _unknown(term, known)
    words = tuple((_nearest(word, beside, rows) or word) if word in unknown else word for word in term.words)
    return None if words == term.words else replace(term, words=words, written=" ".join(word.exact for word in words))


def _nearest(word: Word, beside: SearchDocQuerySet, rows: SearchDocQuerySet) -> Word | None:
    """The nearest word that stands with the other words of the question, else the nearest that stands at all."""
    candidates = [candidate.exact if word.marked else candidate.plain for candidate in _candidates(word)]
    lexemes = list(dict.fromkeys(candidates))
    for among in (beside, rows):
        for lexeme in lexemes:
            column = "exact" if word.marked else "folded"
            if among.filter(**{column: Lexemes(f"'{lexeme}'")}).order_by()[:1].exists():
                plain = next(each.plain for each in words_of(lexeme))
                return Word(lexeme, plain, 0, 0)
    return None


def _candidates(word: Word) -> list[SearchWord]:
    """One slip away, the most frequent first; for longer words also what is alike."""
    near = [word.plain, *_one_slip(word.plain)] if len(word.plain) <= LONGEST_MENDED else [word.plain]
    found = list(
        SearchWord.objects.filter(plain__in=near).exclude(exact=word.exact).order_by("-documents")[:CANDIDATES]
    )
    # The same letters with other marks are nearer than other letters.
    found.sort(key=lambda candidate: candidate.plain != word.plain)
    if found or len(word.plain) < 5:
        return found
    alike = SearchWord.objects.filter(plain__trigram_similar=word.plain)
    alike = alike.annotate(like=TrigramSimilarity("plain", word.plain)).filter(like__gte=LIKE_ENOUGH)
    return list(alike.order_by("-like", "-documents")[:CANDIDATES])


def _one_slip(word: str) -> set[str]:
    """Every text that is one letter left out, doubled, changed, added or swapped away from ``word``."""
    halves = [(word[:cut], word[cut:]) for cut in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    changed = {a + c + b[1:] for a, b in halves if b for c in ascii_lowercase}
    added = {a + c + b for a, b in halves for c in ascii_lowercase}
    return (left_out | swapped | changed | added) - {word}
