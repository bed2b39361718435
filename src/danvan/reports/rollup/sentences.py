"""Dividing an answer into sentences. Every sign that is no blank is in exactly one of them, in its order.

A line is a piece of its own, unless it goes on in lower case what the line before left open (text copied from paper).
A full stop ends a sentence when a blank follows and then a capital, a number or a quotation mark; not after an
abbreviation ("TP. Long Xuyên"), an initial or the number of an item ("1. Kinh phí").
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from danvan.core.text import fold

_LEADER = re.compile(
    r"(?:[-–—+*•●▪◦·o]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zđ]|[ivx]{1,5})[.)]|[IVX]{1,5}[.)]|\d{1,2}(?:\.\d{1,2})+)\s+",
)
_STOP = re.compile(r"[.!?…]+[\"”’»)\]]*\s+")
_WORD = re.compile(r"[^\s(\[\"“‘«]+$")
_OPEN = '"“‘«([-–—+•'
_CLOSERS = ".!?…:;"


@cache
def _data() -> dict[str, frozenset[str]]:
    said = json.loads((Path(__file__).parent.parent / "data" / "words.json").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in said.items() if name != "note"}


def stop_words() -> frozenset[str]:
    """Words, without marks, that say nothing about the matter."""
    return _data()["stop"]


@cache
def stop_pairs() -> frozenset[tuple[str, ...]]:
    """Pairs of words, without marks, that stand in every report and say nothing about the matter."""
    return frozenset(tuple(pair.split("-")) for pair in _data()["stop_pairs"])


def without_leader(text: str) -> str:
    """The text without the dash, letter or number of an item at its beginning; never empty where the text is not."""
    rest = text[found.end() :] if (found := _LEADER.match(text)) else text
    return rest or text


def is_nothing(text: str) -> bool:
    """Whether a whole answer says in words that there is nothing to tell ("Không có khó khăn, vướng mắc.")."""
    words = re.findall(r"\w+", fold(text))
    data = _data()
    return bool(words) and words[0] in data["empty_first"] and set(words) <= data["empty"]


def split(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end), in order, without blanks at their ends."""
    return [
        trimmed for start, end in _blocks(text) for a, b in _cut(text, start, end) if (trimmed := _trim(text, a, b))
    ]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Lines, those put together that are one sentence broken by the width of a page."""
    begin, last = None, 0
    for line in re.finditer(r"[^\n]+", text):
        if not line.group().strip():
            continue
        if begin is not None and not _goes_on(text[begin:last], line.group()):
            yield begin, last
            begin = None
        begin = line.start() if begin is None else begin
        last = line.end()
    if begin is not None:
        yield begin, last


def _goes_on(before: str, line: str) -> bool:
    start = line.lstrip()
    return before.rstrip()[-1] not in _CLOSERS and start[0].islower() and not _LEADER.match(start)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and _ends(text, begin, stop):
            yield begin, stop.end()
            begin = stop.end()
    yield begin, end


def _ends(text: str, begin: int, stop: re.Match[str]) -> bool:
    after = text[stop.end()]
    if not (after.isupper() or after.isdigit() or after in _OPEN):
        return False
    if not stop.group().startswith(".") or stop.group().startswith(".."):
        return True
    said = text[begin : stop.start()].strip()
    if not said or _LEADER.fullmatch(f"{said}. "):
        return False
    word = _WORD.search(said)
    last = word.group() if word else ""
    if last.casefold() in _data()["abbreviations"]:
        return False
    return not (len(last) == 1 and last.isupper())
