"""Which of the dates on a page is the one of the article."""

from __future__ import annotations

import re
from dataclasses import replace

from danvan.reader.engine.model import Part, Span
from danvan.reader.engine.page.lines import Piece, fold_places
from danvan.reader.engine.page.stamps import Stamp, read_stamp

_ISO = re.compile(r"\d{4}-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?(?:Z|[+-]\d{2}:?\d{2})?)?)?$")
_POSTED = ("dang", "ngay dang", "xuat ban", "ngay xuat ban", "posted", "published", "post")


def choose_published(pieces: list[Piece], title: int | None, hint: str) -> tuple[str | None, Span | None]:
    """Return (ISO date, its place): the date that the page prints for the article, else what the file says of itself.

    The day of the visit in a portal's header (a weekday and a day without time, before the headline) does not count.
    """
    _join_clocks(pieces)
    best: tuple[float, int] | None = None
    for place, piece in enumerate(pieces):
        if piece.stamp is None or piece.part is not Part.FURNITURE:
            continue
        score = _score(pieces, place, title)
        if score > 0 and (best is None or score > best[0]):
            best = (score, place)
    if best is None:
        return (hint, None) if _ISO.match(hint) else (None, None)
    piece = pieces[best[1]]
    stamp = _with_zone(piece.stamp, pieces)
    return stamp.iso, Span(piece.start, piece.end)


def _score(pieces: list[Piece], place: int, title: int | None) -> float:
    stamp = pieces[place].stamp
    label = stamp.label
    score = 1.0 + (3.0 if label.startswith(_POSTED) else 2.0 if label not in ("", "ngay", "hom nay") else 0.0)
    score += (1.0 if stamp.clock else 0.0) + (1.0 if stamp.zone else 0.0)
    if label == "hom nay":
        return -1.0
    end = _text_end(pieces)
    if title is None:
        before_text = place < _text_start(pieces)
        header = before_text and stamp.weekday and stamp.clock is None and label in ("", "ngay")
        return (
            -1.0
            if header
            else score
            if before_text or label.startswith(_POSTED)
            else _late(score, stamp, pieces, place, end)
        )
    if place > title:
        near = 3.0 if place - title <= 2 else 1.0
        return score + near if place < end else _late(score, stamp, pieces, place, end)
    if stamp.weekday and stamp.clock is None and label in ("", "ngay"):
        return -1.0
    return score + (1.5 if title - place <= 2 else 0.0)


def _late(score: float, stamp: Stamp, pieces: list[Piece], place: int, end: int) -> float:
    """A date behind the text counts only if it stands there before any list of other articles."""
    if any(piece.why == "tail" for piece in pieces[end:place]):
        return -1.0
    return score * 0.5 if stamp.strong or place - end <= 3 else -1.0


def _text_start(pieces: list[Piece]) -> int:
    return next((i for i, piece in enumerate(pieces) if piece.part in (Part.LEAD, Part.BODY)), len(pieces))


def _text_end(pieces: list[Piece]) -> int:
    return next(
        (i for i in range(len(pieces) - 1, -1, -1) if pieces[i].part in (Part.LEAD, Part.BODY, Part.REPEATED)),
        len(pieces),
    )


def _join_clocks(pieces: list[Piece]) -> None:
    """A time in a line of its own beside a date without one belongs to it."""
    for place, piece in enumerate(pieces):
        if not piece.why.startswith("clock "):
            continue
        for other in (pieces[place - 1] if place else None, pieces[place + 1] if place + 1 < len(pieces) else None):
            if (
                other is not None
                and other.stamp is not None
                and other.stamp.clock is None
                and other.stamp.day is not None
            ):
                hour, minute = piece.why.removeprefix("clock ").split(":")
                other.stamp = replace(other.stamp, clock=(int(hour), int(minute), None))
                break


def _with_zone(stamp: Stamp, pieces: list[Piece]) -> Stamp:
    """Return the stamp with the zone that another print of the same moment states."""
    same = (p.stamp for p in pieces if p.stamp is not None and p.stamp.zone and p.stamp.clock == stamp.clock)
    twin = next((s for s in same if (s.year, s.month, s.day) == (stamp.year, stamp.month, stamp.day)), None)
    return replace(stamp, zone=True) if twin is not None and stamp.clock is not None else stamp


def hint_date(text: str) -> str:
    """Return an ISO date for a structured date of a file ("26/02/2014", ISO as it is), "" for anything else."""
    text = text.strip()
    if _ISO.match(text):
        return text
    stamp = read_stamp(fold_places(text[:80]))
    return stamp.iso if stamp is not None else ""
