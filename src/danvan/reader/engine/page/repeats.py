"""What a page prints twice: the whole body, a lead, a caption, a headline; each is kept once."""

from __future__ import annotations

import re

from danvan.reader.engine.model import Part
from danvan.reader.engine.page.lines import Piece, single_blanks
from danvan.reader.engine.page.sorting import decided

SHORTEST_LINE = 25
SHORTEST_SENTENCE = 60
REPEATED_SHARE = 0.8
PREFIX = 60
KEY_LENGTH = 160
LONGEST_LEAD = 1_500
BEGINNING = 200
_SENTENCE_END = re.compile(r"[.!?…\n](?:(?<=\n)|[.!?…”\")/]*(?=\s|$))")
_CUT_OFF = " .…[]\t\n\xa0"


def mark_repeated_lines(pieces: list[Piece]) -> None:
    """Mark the second print of a line; of a line and a longer one that begins with it, the shorter one."""
    seen: set[str] = set()
    for piece in pieces:
        if piece.is_open() and piece.size >= SHORTEST_LINE:
            key = piece.key
            if key in seen:
                decided(piece, Part.REPEATED, "line")
            seen.add(key)


def split_doubled(piece: Piece) -> list[Piece]:
    """Cut a line that holds a text twice, one print behind the other, into the two."""
    text = piece.text
    if len(text) < 2 * PREFIX + 40:
        return [piece]
    again = text.find(text[:PREFIX], PREFIX)
    if again < 0:
        return [piece]
    first, second = text[:again].split(), text[again:].split()
    same = sum(1 for a, b in zip(first, second, strict=False) if a == b)
    if same < REPEATED_SHARE * min(len(first), len(second)) or same < 12:
        return [piece]
    head, tail = piece.cut(piece.start, piece.start + again), piece.cut(piece.start + again, piece.end)
    if len(first) >= len(second) * REPEATED_SHARE:
        return [head, decided(tail, Part.REPEATED, "doubled")]
    return [decided(head, Part.REPEATED, "doubled"), tail]


def mark_cut_leads(body: list[Piece]) -> None:
    """Mark a lead that a longer paragraph among the next ones begins with, whole or cut off with "…"."""
    for place, piece in enumerate(body[:-1]):
        if not piece.is_open() or not SHORTEST_LINE * 2 <= piece.size <= LONGEST_LEAD:
            continue
        opening, start = single_blanks(piece.text[:BEGINNING])[:8].lower(), ""
        for other in body[place + 1 : place + 4]:
            if not other.is_open() or other.text[:8].lower() != opening:
                continue
            start = start or single_blanks(piece.text.rstrip(_CUT_OFF))
            if len(start) < SHORTEST_LINE * 2:
                break
            if other.size > len(start) and " ".join(other.text[: len(start) + 60].split()).startswith(start):
                decided(piece, Part.REPEATED, "lead")
                break


def drop_repeated_sentences(body: list[Piece]) -> list[Piece]:
    """Return the pieces with every long sentence once: second prints with other line breaks are found so.

    A paragraph that is repeated for the most part goes whole; of others the repeated beginning or end is cut.
    """
    seen: set[str] = set()
    kept: list[Piece] = []
    for piece in body:
        spans = _sentences(piece)
        flags = []
        for start, end in spans:
            key = _sentence_key(piece.source, start, end)
            flags.append(None if key is None else key in seen)
            if key is not None:
                seen.add(key)
        kept += _without(piece, spans, flags)
    return kept


def _sentence_key(text: str, start: int, end: int) -> str | None:
    """Return what two prints of a sentence have in common, None for a sentence too short to tell."""
    if end - start < SHORTEST_SENTENCE:
        return None
    first = single_blanks(text[start : min(end, start + KEY_LENGTH)])[: KEY_LENGTH // 2]
    last = single_blanks(text[max(start, end - KEY_LENGTH // 2) : end]).strip(" .…*")
    return f"{first}|{last[-KEY_LENGTH // 4 :]}".lower()


def _sentences(piece: Piece) -> list[tuple[int, int]]:
    ends = [match.end() for match in _SENTENCE_END.finditer(piece.source, piece.start, piece.end)]
    if not ends or ends[-1] < piece.end:
        ends.append(piece.end)
    return list(zip([piece.start, *ends], ends, strict=False))


def _without(piece: Piece, spans: list[tuple[int, int]], flags: list) -> list[Piece]:
    repeated = sum(end - start for (start, end), flag in zip(spans, flags, strict=True) if flag)
    if not repeated:
        return [piece]
    if repeated >= REPEATED_SHARE * piece.size:
        return [decided(piece, Part.REPEATED, "sentences")]
    new = [place for place, flag in enumerate(flags) if flag is False]
    new = new or [place for place, flag in enumerate(flags) if flag is None]
    first, last = new[0], new[-1]
    start = spans[first][0] if any(flags[:first]) else piece.start
    end = spans[last][1] if any(flags[last + 1 :]) else piece.end
    parts = [
        decided(piece.cut(piece.start, start), Part.REPEATED, "sentences"),
        piece.cut(start, end),
        decided(piece.cut(end, piece.end), Part.REPEATED, "sentences"),
    ]
    parts[1].part = piece.part
    return [part for part in parts if part.size]
