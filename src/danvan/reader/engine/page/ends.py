"""Where the article ends: author, captions, lists of other articles, and what stands below."""

from __future__ import annotations

import re

from danvan.reader.engine.model import Part
from danvan.reader.engine.page import furniture, shapes
from danvan.reader.engine.page.lines import Piece
from danvan.reader.engine.page.sorting import decided, is_stamp, is_tail

MAX_CELLS = 6  # more are no lines under photos, but a text that is laid out in a table
RESUME_LENGTH = 300
_CLOSING = re.compile(r"\.\s?/\s?\.?\s*")


def close_tails(pieces: list[Piece]) -> None:
    """Behind a list of other articles everything is furniture, unless the article goes on with whole paragraphs."""
    started = False
    place = 0
    while place < len(pieces):
        piece = pieces[place]
        started = started or (piece.part is None and shapes.is_prose(piece))
        if started and is_tail(piece):
            end = _resumes(pieces, place + 1)
            for other in pieces[place + 1 : end]:
                if other.is_open():
                    decided(other, Part.FURNITURE, "other article")
            place = end
        else:
            place += 1


def _resumes(pieces: list[Piece], start: int) -> int:
    """Return the place of the first of two whole paragraphs in a row, the number of pieces if there are none."""
    run, length = start, 0
    for place in range(start, len(pieces)):
        piece = pieces[place]
        if piece.is_open() and piece.words >= shapes.PROSE_WORDS and piece.text.endswith((".", ";", ":", "”", '"')):
            length += piece.size
            if (place > run and length >= RESUME_LENGTH) or _CLOSING.search(piece.source, piece.end - 4, piece.end):
                return run
        elif not (piece.is_open() and length and shapes.is_caption(piece)):
            run, length = place + 1, 0
    return len(pieces)


def decide_captions(pieces: list[Piece]) -> None:
    """Decide the lines under photos; a credit in a line of its own is joined to the line above."""
    titled = next((place for place, piece in enumerate(pieces) if piece.part is Part.TITLE), -1)
    cells = sum(piece.why == "cell" for piece in pieces) <= MAX_CELLS
    for place in range(len(pieces) - 1, titled, -1):
        piece = pieces[place]
        if not piece.is_open() or not (shapes.is_caption(piece) or (cells and _is_cell(piece))):
            continue
        above = pieces[place - 1] if place else None
        if above is not None and _credits(piece, above):
            above.stretch(piece.end)
            decided(above, Part.CAPTION, "credit")
            piece.stretch(piece.start)
        decided(piece, Part.CAPTION, "caption")
    pieces[:] = [piece for piece in pieces if piece.size]


def _credits(piece: Piece, above: Piece) -> bool:
    """Tell whether the piece is the credit of the caption in the line above."""
    if not (shapes.is_credit(piece) and above.is_open() and above.words <= 45):
        return False
    if shapes.is_caption(above):
        return True
    sentence = ". " not in above.text.rstrip(". ") and not shapes.opens_report(above.head)
    return sentence and not piece.after_gap and above.words <= 35


def _is_cell(piece: Piece) -> bool:
    """A table of one cell is how portals keep the line under a photo."""
    inside = piece.text.rstrip(". ")
    plain = ". " not in inside and not shapes.is_list_item(piece) and not shapes.opens_report(piece.head)
    short = piece.words <= (20 if piece.text.endswith(".") else 40)
    return piece.why == "cell" and short and plain


def decide_end(pieces: list[Piece]) -> list[Piece]:
    """Decide what stands behind the last paragraph: author and post, else furniture."""
    last = _last_of_text(pieces)
    if last is None:
        return pieces
    pieces = _split_author(pieces, last)
    last = _last_of_text(pieces) or 0
    for place, piece in enumerate(pieces):
        if piece.is_open() and place < last and _labelled_author(piece):
            decided(piece, Part.BYLINE, "label")
    signed = False
    for place in range(last + 1, len(pieces)):
        piece = pieces[place]
        if not piece.is_open():
            continue
        if not signed and shapes.is_byline(piece):
            decided(piece, Part.BYLINE, "name")
            signed = True
            _join_role(pieces, place)
        else:
            decided(piece, Part.FURNITURE, "below")
    return [piece for piece in pieces if piece.size]


def _join_role(pieces: list[Piece], place: int) -> None:
    if place + 1 < len(pieces) and pieces[place + 1].is_open() and shapes.is_role(pieces[place + 1]):
        pieces[place].stretch(pieces[place + 1].end)
        pieces[place + 1].stretch(pieces[place + 1].start)


def _labelled_author(piece: Piece) -> bool:
    return piece.words <= 12 and ":" in piece.text[:24] and shapes.is_byline(piece) and not shapes.is_list_item(piece)


def _last_of_text(pieces: list[Piece]) -> int | None:
    """Return the place of the last piece that is running text or an item of a list that belongs to it."""
    last = next((i for i in range(len(pieces) - 1, -1, -1) if pieces[i].is_open() and shapes.is_prose(pieces[i])), None)
    if last is None:
        open_ones = [i for i, piece in enumerate(pieces) if piece.is_open()]
        return next((i for i in reversed(open_ones) if not shapes.is_byline(pieces[i])), None)
    for place in range(last + 1, len(pieces)):
        piece = pieces[place]
        if is_tail(piece) or is_stamp(piece):
            break
        if piece.is_open() and _CLOSING.search(piece.source, max(piece.start, piece.end - 4), piece.end):
            return place  # "./." closes an article wherever it stands
    for place in range(last + 1, len(pieces)):
        piece = pieces[place]
        if piece.is_open() and _belongs(piece):
            last = place
        elif is_tail(piece) or is_stamp(piece) or piece.is_open():
            break
    return last


def _belongs(piece: Piece) -> bool:
    """Tell whether a short piece behind the last paragraph is still text: an item, a row, a line with its end."""
    if shapes.is_list_item(piece) or shapes.is_row(piece):
        return True
    return piece.text.endswith((".", ";", ":", "…", "!", "?")) and piece.words >= 4 and not shapes.is_byline(piece)


def _split_author(pieces: list[Piece], last: int) -> list[Piece]:
    """Cut a name off the end of the last paragraph, behind its closing "./."."""
    piece = pieces[last]
    closings = list(_CLOSING.finditer(piece.source, piece.start, piece.end))
    if not closings or closings[-1].end() >= piece.end:
        return pieces
    closing = closings[-1]
    rest = piece.cut(closing.end(), piece.end)
    if shapes.is_byline(rest):
        decided(rest, Part.BYLINE, "closing")
    elif furniture.TAIL_START.match(rest.head):
        decided(rest, Part.FURNITURE, "tail")
    else:
        return pieces
    text = piece.cut(piece.start, closing.end())
    return [*pieces[:last], text, rest, *pieces[last + 1 :]]
