"""Quotes in a review: sentences of the units' reports that the author picked, each with who said it."""

from __future__ import annotations

from collections.abc import Iterable

from danvan.access.actor import Actor
from danvan.reports.queries.voices import Themed, heard, of_area
from danvan.reports.rollup import Sentence

from .models import Review


def voices_for(review: Review, words: str, *, by: Actor) -> list[Themed]:
    """What the units of the review's area said in its period along its line, as far as the person may see it."""
    return heard(of_area(review.area, review.line, review.when, actor=by), words)


def picked(themes: Iterable[Themed], keys: Iterable[str]) -> list[Sentence]:
    """The sentences with these keys, in the order of the page; a key that is not there any more is left out."""
    wanted = set(keys)
    return [
        one
        for themed in themes
        for one in (*(one for each in themed.whole.groups for one in each.sentences), *themed.whole.alone)
        if one.key in wanted
    ]


def as_list(sentences: Iterable[Sentence]) -> str:
    """One item for each quote, with its unit. Double braces are opened, so that no quote passes for a figure."""
    return "\n".join(f"“{_plain(one.words)}” ({_plain(one.voice.unit_name)})" for one in sentences)


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("{{", "{ {").replace("}}", "} }")
