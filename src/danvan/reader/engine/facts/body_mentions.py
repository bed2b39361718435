"""Mentions of bodies, and which of them are one body."""

from __future__ import annotations

from typing import NamedTuple

from danvan.reader.engine.facts.bodies import REMAINDER, Body
from danvan.reader.engine.facts.reading import Reading
from danvan.reader.engine.model import Name


class Mention(NamedTuple):
    """A body read in the text; `owner` is what may be handed to boards named before it."""

    start: int
    body: Body
    rule: str
    area: str = ""
    waits: bool = False  # a head whose owner or level may follow in the next name of the list


def facts_of(reading: Reading, mentions: list[Mention]) -> tuple[Name, ...]:
    """The bodies that these mentions name, each once, in the order of the first mention."""
    by_name: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_name.setdefault(_key(mention.body.name), []).append(mention)
    longer = _fuller_names(by_name)
    merged: dict[str, list[Mention]] = {}
    for key, of_name in by_name.items():
        target = longer.get(key, key)
        while target in longer:
            target = longer[target]
        merged.setdefault(target, []).extend(of_name)
    facts = [_fact(reading, by_name[key], of_body) for key, of_body in merged.items()]
    return tuple(sorted(facts, key=lambda fact: min(fact.spans)))


def _key(name: str) -> str:
    """What mentions of one body share: "Mặt trận Tổ quốc Việt Nam tỉnh" is written without the country too."""
    return name.casefold().replace("tổ quốc việt nam ", "tổ quốc ")


def _fuller_names(by_name: dict[str, list[Mention]]) -> dict[str, str]:
    """The one longer name of the text that a short one stands for, if there is exactly one."""
    names = {key: of_name[0].body.name for key, of_name in by_name.items()}
    prefixes: dict[str, list[str]] = {}
    for key, name in names.items():
        words = name.split()
        for number in range(1, len(words)):
            short = _key(" ".join(words[:number]))
            if short in names and REMAINDER.fullmatch(" " + " ".join(words[number:])):
                prefixes.setdefault(short, []).append(key)
    fuller = {}
    for short, keys in prefixes.items():
        nearest = [key for key in keys if not any(key != other and other.startswith(key + " ") for other in keys)]
        if len(nearest) == 1:
            fuller[short] = nearest[0]
    return fuller


_CONFIDENCE = {"fixed": 0.95, "board_of": 0.95, "front": 0.95, "party": 0.9, "state": 0.9, "board": 0.7, "named": 0.75}


def _fact(reading: Reading, in_full: list[Mention], mentions: list[Mention]) -> Name:
    """The fact of all `mentions` of a body, of which those `in_full` have its whole name."""
    fullest = max(in_full, key=lambda kept: (len(kept.body.name), -kept.start))
    return Name(
        text=reading.written(fullest.start, fullest.body.end),
        spans=reading.spans((fullest.start, fullest.body.end), [(kept.start, kept.body.end) for kept in mentions]),
        rule=f"organisation_{fullest.rule}",
        confidence=_CONFIDENCE.get(fullest.rule, 0.8),
        name=fullest.body.name,
        kind=fullest.body.kind,
    )
