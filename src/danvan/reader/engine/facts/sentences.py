"""Sentences of the plain text."""

from __future__ import annotations

import re

from danvan.reader.engine.facts.reading import Reading
from danvan.reader.engine.facts.words import LOWER, UPPER

# The end of a sentence, or of a paragraph. "TP. Hà Nội" and "đ/c. An" do not end one.
_END = re.compile(
    rf"[.!?…\n](?:(?<=\n)|[.!?…]*[”\")]?(?= *(?:\n|$)|  *[\"“(]?[{UPPER}\d-])|"
    rf"(?<=[{LOWER}\d][{LOWER}\d]\.)(?=[{UPPER}][{LOWER}]))"
)
_ABBREVIATIONS = (
    "TP.",
    "Tp.",
    "TX.",
    "TT.",
    "ThS.",
    "TS.",
    "PGS.",
    "GS.",
    "đ/c.",
    "T.Ư.",
    "P.",
    "Q.",
    "H.",
    "St.",
    "Nxb.",
)


def sentences_of(reading: Reading) -> list[tuple[int, int]]:
    """The sentences of the readable text, as places of it; kept with the reading."""
    if "sentences" not in reading.memory:
        reading.memory["sentences"] = list(_split(reading.text, reading.end))
    return reading.memory["sentences"]


def _split(text: str, until: int) -> list[tuple[int, int]]:
    found, start = [], 0
    for end in _END.finditer(text, 0, until):
        sign, (at, behind) = end.group(), end.span()
        if sign == "." and text.endswith(_ABBREVIATIONS, max(behind - 6, start), behind):
            continue
        if sign == "." and at - start <= 4 and text[max(start, at - 2) : at].strip().isdigit():
            continue  # "1. Tăng cường": the number of a list
        _add(found, text, start, behind if sign != "\n" else at)
        start = behind
    _add(found, text, start, until)
    return found


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start] in " \n":
        start += 1
    while end > start and text[end - 1] in " \n":
        end -= 1
    if end > start:
        found.append((start, end))
