"""Words and word pairs of sentences, and how telling each is: the fewer sentences use it, the more it tells."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from danvan.core.text import fold

from .sentences import stop_pairs, stop_words

Term = tuple[str, ...]
PAIR = 2.0  # most Vietnamese words have two syllables: a pair tells more than either half
LONELY = 0.3  # a word that no other sentence uses says little against a likeness
_WORDS = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")


@dataclass(frozen=True)
class Spoken:
    """A term with how it was written."""

    term: Term
    written: str


def terms_of(text: str) -> list[Spoken]:
    """The words that tell something, and the pairs of such neighbours; as written, so a term may come twice."""
    words = [(fold(word), word) for word in _WORDS.findall(text)]
    telling = _telling([bare for bare, _word in words])
    found = [Spoken((bare,), word) for (bare, word), tells in zip(words, telling, strict=True) if tells]
    for place in range(len(words) - 1):
        if telling[place] and telling[place + 1]:
            (one, first), (two, second) = words[place : place + 2]
            found.append(Spoken((one, two), f"{first} {second}"))
    return found


def _telling(words: list[str]) -> list[bool]:
    stops, pairs = stop_words(), stop_pairs()
    telling = [len(word) > 1 and word not in stops and not word.isdigit() for word in words]
    for place, pair in enumerate(zip(words, words[1:], strict=False)):
        if pair in pairs:
            telling[place] = telling[place + 1] = False
    return telling


class Weights:
    """How telling every term is among the given sentences (TF-IDF), and the sentences as unit vectors."""

    def __init__(self, said: Sequence[list[Spoken]], times: Sequence[int]) -> None:
        self.count = sum(times)
        self.heard: Counter[Term] = Counter()
        for spoken, n in zip(said, times, strict=True):
            for term in {one.term for one in spoken}:
                self.heard[term] += n
        self.distinct = Counter(term for spoken in said for term in {one.term for one in spoken})
        self.vectors = [self._vector(spoken) for spoken in said]

    def telling(self, term: Term) -> float:
        """The weight of a term by itself."""
        weight = math.log((1 + self.count) / (1 + self.heard[term])) + 1
        return weight * (PAIR if len(term) > 1 else 1.0) * (LONELY if self.distinct[term] == 1 else 1.0)

    def _vector(self, spoken: list[Spoken]) -> dict[Term, float]:
        """Weights of norm 1, rarest term first: the order in which likeness is looked for."""
        counts = Counter(one.term for one in spoken)
        raw = {term: (1 + math.log(n)) * self.telling(term) for term, n in counts.items()}
        norm = math.sqrt(math.fsum(value * value for value in raw.values())) or 1.0
        order = sorted(raw, key=lambda term: (self.distinct[term], term))
        return {term: raw[term] / norm for term in order}
