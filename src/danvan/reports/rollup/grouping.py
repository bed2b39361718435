"""Groups of sentences that resemble one another.

Each group has a middle: the sentence that most others resemble. Every other member resembles the middle itself (cosine
of their weighted terms at least ``ALIKE``), so no chain of likenesses draws far things together. Sentences are taken in
an order that depends on what they say, never on the order in which they came.

Looking for likenesses goes through an index of rare terms only: two sentences whose common terms all lie in the
frequent rest of one of them, a rest shorter than ``ALIKE``, cannot reach ``ALIKE`` (prefix filtering; R. Bayardo et
al., "Scaling up all pairs similarity search", 2007). The middles are those of star clustering (J. Aslam et al., 2004).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from danvan.core.text import fold

from .sentences import is_nothing, split
from .terms import Spoken, Term, Weights, terms_of
from .voices import Sentence, Voice

ALIKE = 0.25
LABELS = 3


@dataclass(frozen=True)
class Group:
    """Sentences about one thing; ``label``: the word pairs that tell most of it, as they were written."""

    label: tuple[str, ...]
    sentences: tuple[Sentence, ...]

    @property
    def middle(self) -> Sentence:
        """The sentence that all others resemble."""
        return self.sentences[0]

    @property
    def rest(self) -> tuple[Sentence, ...]:
        """The others, by unit."""
        return self.sentences[1:]

    @property
    def units(self) -> int:
        """How many units said it."""
        return len({one.voice.unit for one in self.sentences})

    @property
    def name(self) -> str:
        """The label in one line."""
        return ", ".join(self.label)


@dataclass(frozen=True)
class RollUp:
    """All sentences of some answers: in groups, alone, and the answers that told nothing."""

    groups: tuple[Group, ...]
    alone: tuple[Sentence, ...]
    nothing: tuple[Voice, ...]

    @property
    def count(self) -> int:
        """How many sentences there are."""
        return sum(len(each.sentences) for each in self.groups) + len(self.alone)

    @property
    def units(self) -> int:
        """How many units said something."""
        said = {one.voice.unit for each in self.groups for one in each.sentences}
        return len(said | {one.voice.unit for one in self.alone})


def matching(whole: RollUp, words: str) -> RollUp:
    """Only the sentences that hold all these words (marks are not needed), or whose unit's name does."""
    wanted = fold(words).split()

    def holds(one: Sentence) -> bool:
        text = fold(f"{one.text} {one.voice.unit_name}")
        return all(word in text for word in wanted)

    kept = [Group(each.label, tuple(filter(holds, each.sentences))) for each in whole.groups]
    return RollUp(tuple(each for each in kept if each.sentences), tuple(filter(holds, whole.alone)), whole.nothing)


def group(voices: Iterable[Voice]) -> RollUp:
    """Put the sentences of ``voices`` together by what they are about.

    The same voices in any order give the same answer. Groups come with the most units first.
    """
    told, nothing = [], []
    for voice in voices:
        (nothing if voice.nothing or is_nothing(voice.text) else told).append(voice)
    sentences = [Sentence(voice, voice.text[a:b], a, b) for voice in told for a, b in split(voice.text)]
    alike: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sorted(sentences, key=lambda one: one.place):
        alike[sentence.folded].append(sentence)
    keys = sorted(alike)
    said = [terms_of(alike[key][0].words) for key in keys]
    weights = Weights(said, [len(alike[key]) for key in keys])
    groups, alone = [], []
    for middle, members in _stars(weights, [len(alike[key]) for key in keys]).items():
        nodes = (middle, *members)
        same = [alike[keys[node]] for node in nodes]
        found = [one for each in same for one in each]
        if len(found) == 1:
            alone += found
            continue
        first = same[0][0]
        rest = sorted((one for one in found if one is not first), key=lambda one: one.place)
        label = _label([said[node] for node in nodes], same, weights) or (first.words[:60],)
        groups.append(Group(label, (first, *rest)))
    groups.sort(key=lambda each: (-each.units, -len(each.sentences), each.middle.folded, each.middle.place))
    alone.sort(key=lambda one: one.place)
    nothing.sort(key=lambda voice: Sentence(voice, "", 0, 0).place)
    return RollUp(tuple(groups), tuple(alone), tuple(nothing))


def _prefix(vector: dict[Term, float]) -> list[Term]:
    """The rare terms without which the rest is too short to be alike with anything."""
    left = math.fsum(weight * weight for weight in vector.values())
    prefix = []
    for term, weight in vector.items():
        # A little less than the limit, for the rounding of sums.
        if left < (ALIKE - 1e-6) ** 2:
            break
        prefix.append(term)
        left -= weight * weight
    return prefix


def _cosine(one: dict[Term, float], two: dict[Term, float]) -> float:
    if len(two) < len(one):
        one, two = two, one
    return math.fsum(weight * two[term] for term, weight in one.items() if term in two)


def _stars(weights: Weights, times: Sequence[int]) -> dict[int, list[int]]:
    """Middles with their members: most resembled first, then every member to the middle that it resembles most."""
    vectors = weights.vectors
    index: dict[Term, list[int]] = defaultdict(list)
    prefixes = [_prefix(vector) for vector in vectors]
    for node, prefix in enumerate(prefixes):
        for term in prefix:
            index[term].append(node)
    best: dict[int, tuple[float, int]] = {}
    for node in _most_resembled_first(vectors, times):
        if node in best:
            continue
        best[node] = (2.0, node)
        for other in {other for term in prefixes[node] for other in index[term]} - {node}:
            likeness = round(_cosine(vectors[node], vectors[other]), 9)
            if likeness >= ALIKE and (other not in best or likeness > best[other][0]):
                best[other] = (likeness, node)
    stars: dict[int, list[int]] = {middle: [] for node, (_likeness, middle) in best.items() if node == middle}
    for node in sorted(best.keys() - stars.keys()):
        stars[best[node][1]].append(node)
    return stars


def _most_resembled_first(vectors: Sequence[dict[Term, float]], times: Sequence[int]) -> list[int]:
    """Sentences by the sum of their likenesses to all: their product with the sum of all vectors."""
    parts: dict[Term, list[float]] = defaultdict(list)
    for vector, n in zip(vectors, times, strict=True):
        for term, weight in vector.items():
            parts[term].append(weight * n)
    whole = {term: math.fsum(found) for term, found in parts.items()}
    sums = [math.fsum(weight * whole[term] for term, weight in vector.items()) for vector in vectors]
    return sorted(range(len(vectors)), key=lambda node: (-round(sums[node], 9), node))


def _label(said: Sequence[list[Spoken]], members: Sequence[list[Sentence]], weights: Weights) -> tuple[str, ...]:
    """The terms that most of the group use and few others do, pairs before words, no word twice."""
    heard: Counter[Term] = Counter()
    written: dict[Term, Counter[str]] = defaultdict(Counter)
    for spoken, sentences in zip(said, members, strict=True):
        for term in {one.term for one in spoken}:
            heard[term] += len(sentences)
        for one in spoken:
            written[one.term][one.written.lower()] += len(sentences)
    ranked = sorted(heard, key=lambda term: (-round(heard[term] * weights.telling(term), 9), term))
    shared = [term for term in ranked if heard[term] > 1] or ranked
    label: list[Term] = []
    for term in [term for term in shared if len(term) > 1] or shared:
        if len(label) < LABELS and not any(set(term) & set(other) for other in label):
            label.append(term)
    return tuple(min(written[term], key=lambda form: (-written[term][form], form)) for term in label)
