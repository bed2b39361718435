"""Which of the dates on a page is the one of the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

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
    frame = _frame(pieces, title)
    best: tuple[float, int] | None = None
    for place, piece in enumerate(pieces):
        if piece.stamp is None or piece.part is not Part.FURNITURE:
            continue
        if piece.why == "bracket" and title not in (None, place - 1):
            continue  # the date of another article in a list of headlines
        score = _score(piece.stamp, place, frame)
        if score > 0 and (best is None or score > best[0]):
            best = (score, place)
    if best is None:
        return (hint, None) if _ISO.match(hint) else (None, None)
    piece = pieces[best[1]]
    stamp = _with_zone(piece.stamp, pieces)
    return stamp.iso, Span(piece.start, piece.end)


@dataclass(frozen=True)
class _Frame:
    """Places among the pieces: the headline, where the text begins and ends, the first list of others behind it."""

    title: int | None
    start: int
    end: int
    tail: int


def _frame(pieces: list[Piece], title: int | None) -> _Frame:
    text = [place for place, piece in enumerate(pieces) if piece.part in (Part.LEAD, Part.BODY)]
    prints = [place for place, piece in enumerate(pieces) if piece.part is Part.REPEATED]
    end = max([*text, *prints], default=len(pieces))
    tail = next((place for place in range(end, len(pieces)) if pieces[place].why == "tail"), len(pieces))
    return _Frame(title, text[0] if text else len(pieces), end, tail)


def _score(stamp: Stamp, place: int, frame: _Frame) -> float:
    label = stamp.label
    if label == "hom nay":
        return -1.0
    score = 1.0 + (3.0 if label.startswith(_POSTED) else 2.0 if label not in ("", "ngay") else 0.0)
    score += (1.0 if stamp.clock else 0.0) + (1.0 if stamp.zone else 0.0)
    header = stamp.weekday and stamp.clock is None and label in ("", "ngay")
    first = frame.start if frame.title is None else frame.title
    if place < first:
        return -1.0 if header else score + (1.5 if first - place <= 2 else 0.0)
    if place > frame.end and not (frame.title is None and label.startswith(_POSTED)):
        # A date behind the text counts only if it stands there before any list of other articles.
        return -1.0 if place > frame.tail else score * 0.5 if stamp.strong or place - frame.end <= 3 else -1.0
    return score + (3.0 if place - first <= 2 else 1.0)


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
