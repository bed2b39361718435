"""The first pass over the lines: furniture by its own words, dates, counters, what is glued to the ends of a line."""

from __future__ import annotations

import re

from danvan.reader.engine.model import Part, Source
from danvan.reader.engine.page import furniture, shapes
from danvan.reader.engine.page.lines import Piece, cut_lines
from danvan.reader.engine.page.stamps import Stamp, find_stamps, read_clock, read_stamp

MARKED_SHARE = 0.6
SHORT_LINE = 320
GLUE_REACH = 420  # a headline and what stands before it end within so many characters
MAX_SIGNS = 3
_MARKED = frozenset("#*_>|nu")
_MARKDOWN = re.compile(r"(?:(?:null|undefined)\s+|#{1,6}\s+|\*{2,3}|_{2,3}|>\s+|\|\s*)")
_MARKDOWN_END = re.compile(r"(?:\s*\*{2,3}|\s*_{2,3}|\s*\|)+$")
_CELL_GAP = re.compile(r"[\s»](?:(?<=[ \xa0])[ \xa0]{2,}|(?<=\s)[|>›»/]+\s|(?<=»)|(?<=\t)\t*)")
_GAP_SIGNS = ("|", "»", "›", ">", "/", "  ", "\xa0", "\t")  # of which every gap has one
_DASH = re.compile(r"\s+[-|]\s*\S")
_OPENS_TEXT = re.compile(r"[\s\-–—|•·:.,]*")


def sort_lines(source: Source) -> list[Piece]:
    """Return the pieces of the text: furniture decided, all else open."""
    pieces: list[Piece] = []
    for line in cut_lines(source.text):
        pieces += _sorted_line(line)
    _decide_numbers(pieces)
    _apply_marks(pieces, source)
    return pieces


def _apply_marks(pieces: list[Piece], source: Source) -> None:
    """Take over what an HTML page's structure says; furniture only as long as it leaves the page most of its text."""
    if not source.marks:
        return
    spans = sorted((span.start, span.end, kind) for kind, span in source.marks)
    taken = sum(end - start for start, end, kind in spans if kind == "furniture")
    trusted = taken < MARKED_SHARE * len(source.text)
    at = 0
    open_marks: list[tuple[int, int, str]] = []
    for piece in pieces:
        while at < len(spans) and spans[at][0] <= piece.start:
            open_marks.append(spans[at])
            at += 1
        open_marks = [mark for mark in open_marks if mark[1] > piece.start]
        kinds = {kind for _, _, kind in open_marks}
        if piece.is_open() and "furniture" in kinds and trusted:
            decided(piece, Part.FURNITURE, "marked")
        elif piece.is_open() and kinds & {"heading", "caption"}:
            piece.why = "heading" if "heading" in kinds else "cell"


def decided(piece: Piece, part: Part, why: str) -> Piece:
    """Return the piece, decided."""
    piece.part, piece.why = part, why
    return piece


def _sorted_line(line: Piece) -> list[Piece]:
    if furniture.is_signs(line.text):
        return [decided(line, Part.FURNITURE, "signs")]
    if (line.source[line.start] in "![<" or line.size < 90) and furniture.is_image(line.text):
        return [decided(line, Part.FURNITURE, "image")]
    line = _bare(line)
    whole = _whole(line)
    if whole is not None:
        return [whole]
    cells = _cells(line)
    return [part for cell in cells for part in _sorted_line(cell)] if cells else _peeled(line)


def _cells(line: Piece) -> list[Piece]:
    """Cut a short line at bars, arrows and wide gaps where one of its cells is furniture, as in a path of sections."""
    if line.size > SHORT_LINE or not any(sign in line.text for sign in _GAP_SIGNS):
        return []
    gaps = list(_CELL_GAP.finditer(line.source, line.start, line.end))
    if not gaps:
        return []
    edges = [line.start, *(place for gap in gaps for place in gap.span()), line.end]
    cells = [line.cut(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    cells = [cell for cell in cells if cell.size]
    return (
        cells if len(cells) > 1 and any(cell.size > 3 and furniture.only_furniture(cell.head) for cell in cells) else []
    )


def _bare(line: Piece) -> Piece:
    """Return the line without marks of Markdown and of a table of one cell."""
    start, end = line.start, line.end
    for _ in range(MAX_SIGNS):
        if line.source[start : start + 1] not in _MARKED or not (match := _MARKDOWN.match(line.source, start, end)):
            break
        start = match.end()
    if line.source[end - 1] in "*_|":
        closing = _MARKDOWN_END.search(line.source, max(start, end - 12), end)
        end = closing.start() if closing else end
    if (start, end) == (line.start, line.end) or start >= end:
        return line
    bare = line.cut(start, end)
    bare.after_gap = line.after_gap
    bare.why = "cell" if line.source[line.end - 1] == "|" and "|" not in bare.text else ""
    return bare if bare.size else line


def _whole(line: Piece) -> Piece | None:
    """Decide a line that is furniture from end to end."""
    if line.size > SHORT_LINE:
        return None
    head = line.head
    if furniture.TAIL.match(head):
        return decided(line, Part.FURNITURE, "tail")
    if furniture.only_furniture(head, line.dated):
        line.stamp = next(find_stamps(head, 0, len(head)), None) if line.dated else None
        if line.stamp is None and (clock := read_clock(head)):
            return decided(line, Part.FURNITURE, f"clock {clock[0]}:{clock[1]}")
        return decided(line, Part.FURNITURE, "stamp" if line.stamp else "words")
    if furniture.is_footer(head):
        return decided(line, Part.FURNITURE, "footer")
    return None


def _peeled(line: Piece) -> list[Piece]:
    """Cut counters and dates off the beginning, a date out of the middle, and dates off the end of a short line."""
    before: list[Piece] = []
    while line.size and (end := _peel_end(line)):
        taken = line.cut(line.start, line.start + end)
        taken.stamp = read_stamp(taken.head)
        before.append(decided(taken, Part.FURNITURE, "stamp" if taken.stamp else "counter"))
        rest = _OPENS_TEXT.match(line.source, line.start + end, line.end)
        line = line.cut(rest.end() if rest else line.start + end, line.end)
    if not line.size:
        return before
    stamp = _inner_stamp(line)
    if stamp is None:
        return [*before, line]
    first = line.cut(line.start, line.start + stamp.start)
    first.shorten(" (|-–[,\xa0")
    first, author = _without_author(first)
    opening = line.source[line.start + stamp.start - 1] in "(["
    middle = line.cut(line.start + stamp.start - opening, line.start + stamp.end)
    middle.stamp = stamp
    decided(middle, Part.FURNITURE, "bracket" if opening else "stamp")
    rest = _OPENS_TEXT.match(line.source, middle.end, line.end)
    last = line.cut(rest.end() if rest else middle.end, line.end)
    last = [] if not last.size else _after_stamp(last)
    return [*before, *([first] if first.size else []), *author, middle, *last]


def _without_author(line: Piece) -> tuple[Piece, list[Piece]]:
    """Cut "bởi NAME" off the end of a headline, where a publishing system puts it before the date."""
    match = re.search(r"\s[Bb]ởi\s+(\S+(?: \S+){0,4})$", line.text)
    if match is None or not shapes.is_names(match.group(1)):
        return line, []
    author = line.cut(line.start + match.start(1), line.end)
    return line.cut(line.start, line.start + match.start()), [decided(author, Part.BYLINE, "bởi")]


def _after_stamp(line: Piece) -> list[Piece]:
    whole = _whole(line)
    return [whole] if whole is not None else _peeled(line)


def _peel_end(line: Piece) -> int:
    """Return the length of the furniture with which the line begins, 0 if it begins with text."""
    head = line.head
    end = furniture.peel(head, 0, line.dated) or furniture.menu_end(head)
    stamp = read_stamp(head) if not end and line.dated else None
    if stamp is not None and (not stamp.label and not stamp.weekday and stamp.start == 0):
        end = stamp.end  # a bare full date does not begin a sentence
    elif stamp is not None and stamp.weekday and _DASH.match(head, stamp.end):
        end = stamp.end
    return end if end and _begins_text(line, line.start + end) else 0


def _begins_text(line: Piece, place: int) -> bool:
    """Tell whether a new text begins at `place`: a capital, a bracket or a figure, not the rest of a sentence."""
    match = _OPENS_TEXT.match(line.source, place, line.end)
    rest = match.end() if match else place
    if rest >= line.end:
        return True
    follows = line.source[rest]
    if "," in line.source[place:rest] or "." in line.source[place:rest]:
        return False
    return follows.isupper() or follows in '([“"‘*' or furniture.peel(line.head, rest - line.start) > rest - line.start


def _inner_stamp(line: Piece) -> Stamp | None:
    """Return the date with which a portal parts the headline from the text, both in one line."""
    head = line.head
    if not line.dated:
        return None
    for stamp in find_stamps(head, 1, min(GLUE_REACH, len(head))):
        if not (stamp.strong or _bracketed(line, stamp) or _after_section(line, stamp) or _printed(line, stamp)):
            continue
        if line.source[line.start + stamp.start - 1] == "," or not stamp.start:
            continue
        if (
            head[: stamp.start]
            .rstrip(" ,")
            .endswith((" luc", " vao", " ngay", " den", " tu", " truoc", " sau", " hoi"))
        ):
            continue
        if _begins_text(line, line.start + stamp.end):
            return stamp
    return None


def _bracketed(line: Piece, stamp: Stamp) -> bool:
    """Tell whether a date in brackets ends a short line, as in lists of headlines."""
    return line.size < SHORT_LINE and line.start + stamp.end == line.end and line.source[line.end - 1] == ")"


def _after_section(line: Piece, stamp: Stamp) -> bool:
    """Tell whether a date ends a line that else names a section or a town ("Chính trị 28-05-2024")."""
    if line.start + stamp.end < line.end - 1:
        return False
    before = line.cut(line.start, line.start + stamp.start)
    before.shorten(" ,-–|")
    return before.words <= 4 and shapes.is_section(before)


def _printed(line: Piece, stamp: Stamp) -> bool:
    """Tell whether a date is in the form of a publishing system ("21 Tháng 9, 2025"), which no sentence has."""
    return (
        re.match(r"\d{1,2} Tháng \w+(?: \w+)?, \d{4}", line.source[line.start + stamp.start : line.start + stamp.end])
        is not None
    )


def _decide_numbers(pieces: list[Piece]) -> None:
    """Figures alone under a counter's label belong to it, and so do figures under those."""
    for above, piece in zip([None, *pieces], pieces, strict=False):
        numeral = piece.is_open() and piece.size < 40 and furniture.is_number(piece.head)
        if numeral and (above is None or above.part is Part.FURNITURE):
            decided(piece, Part.FURNITURE, "number")


def is_tail(piece: Piece) -> bool:
    """Tell whether the piece is the heading of a list of other articles or of comments."""
    return piece.part is Part.FURNITURE and piece.why == "tail"


def is_date_line(piece: Piece) -> bool:
    """Tell whether the piece is a date line of its own, not the date in brackets behind a headline of a list."""
    return piece.stamp is not None and piece.why != "bracket"


def is_stamp(piece: Piece) -> bool:
    """Tell whether the piece is a date line."""
    return piece.stamp is not None


__all__ = ["decided", "is_stamp", "is_tail", "shapes", "sort_lines"]
