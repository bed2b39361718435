"""From a source text to a page: headline, date, body once, captions, author, and the site's furniture apart."""

from __future__ import annotations

from danvan.reader.engine.model import Block, Page, Part, Source
from danvan.reader.engine.page import ends, heads, marks, repeats, shapes
from danvan.reader.engine.page.dates import choose_published
from danvan.reader.engine.page.lines import Piece, join_wrapped
from danvan.reader.engine.page.official import find_official
from danvan.reader.engine.page.sorting import decided, is_date_line, is_stamp, is_tail, sort_lines

LEAD_WORDS = 120
SHORT_BETWEEN = 12
ABOVE_SHARE = 0.3
MAX_CANDIDATES = 60  # lines before the text among which the headline is looked for


def find_page(source: Source) -> Page:
    """Return the page of `source`: what each stretch of its text is, and when it was put up.

    The visible text is trusted before the file's own statements (`hints`); these decide only between lines that
    could both be the headline, and give a date where the text has none. What the text does not say is None.
    """
    official = find_official(source)
    if official is not None:
        return official
    pieces = join_wrapped(sort_lines(source))
    pieces = [part for piece in pieces for part in (repeats.split_doubled(piece) if piece.is_open() else [piece])]
    repeats.mark_repeated_lines(pieces)
    _decide_above(pieces)
    pieces = _place_title(pieces, source.hints.get("title", ""))
    title = next((place for place, piece in enumerate(pieces) if piece.part is Part.TITLE), None)
    pieces = _place_body(pieces, title)
    title = next((place for place, piece in enumerate(pieces) if piece.part is Part.TITLE), None)
    published, span = choose_published(pieces, title, source.hints.get("published", ""))
    blocks = tuple(
        Block(piece.part, piece.start, piece.text)
        for piece in sorted(pieces, key=lambda p: p.start)
        if piece.part and piece.size
    )
    return Page(source, blocks, published, span, _is_doubled(pieces))


def _decide_above(pieces: list[Piece]) -> None:
    """Notices above an article can be as long as its paragraphs: they are furniture.

    The article then begins with a headline between them and a date line; little stands above, most below.
    """
    lengths = [piece.size if piece.is_open() and shapes.is_prose(piece) else 0 for piece in pieces]
    whole, above = sum(lengths), 0
    for place, length in enumerate(lengths):
        if 0 < above <= ABOVE_SHARE * whole and _is_dated_headline(pieces, place):
            for other in pieces[:place]:
                if other.is_open():
                    decided(other, Part.FURNITURE, "above")
            return
        above += length


def _is_dated_headline(pieces: list[Piece], place: int) -> bool:
    """Tell whether a short line stands above the date line of an article, and a paragraph below that."""
    piece = pieces[place]
    if not piece.is_open() or not 5 <= piece.words <= heads.LONGEST_TITLE or shapes.is_prose(piece):
        return False
    if (
        shapes.is_section(piece)
        or shapes.is_caption(piece)
        or place + 2 >= len(pieces)
        or not is_date_line(pieces[place + 1])
    ):
        return False
    below = next((other for other in pieces[place + 2 : place + 7] if other.is_open()), None)
    return below is not None and shapes.is_prose(below)


def _headline_of_second_print(pieces: list[Piece]) -> int | None:
    """Return the place of a headline that only the second print of the article has."""
    for place, piece in enumerate(pieces[:-1]):
        if not piece.is_open() or not 4 <= piece.words <= heads.LONGEST_TITLE or shapes.is_prose(piece):
            continue
        below = pieces[place + 1 : place + 4]
        prose = next((other for other in below if not is_stamp(other)), None)
        if prose is not None and prose.part is Part.REPEATED and shapes.is_prose(prose):
            return place
    return None


def _first_prose(pieces: list[Piece], hint: str) -> int:
    """Return the place of the first paragraph, the number of pieces if there is none."""
    counts: dict[str, int] = {}
    for piece in pieces:
        if piece.part in (None, Part.REPEATED):
            counts[piece.key] = counts.get(piece.key, 0) + 1
    earlier = False
    for place, piece in enumerate(pieces):
        if not piece.is_open():
            continue
        if shapes.is_prose(piece) and not (shapes.is_caption(piece) and earlier):
            following = pieces[place + 1 :]
            repeated = counts.get(piece.key, 0) > 1
            known = repeated or (bool(following) and is_stamp(following[0]))
            if (earlier and not known) or not heads.sentence_title(piece, following, repeated, hint):
                return place
            earlier = True
        elif piece.words >= 6 and not shapes.is_section(piece):
            earlier = True
    return len(pieces)


def _place_title(pieces: list[Piece], hint: str) -> list[Piece]:
    """Decide the headline and what stands before it."""
    first = _first_prose(pieces, hint)
    before: list[Piece] = []
    for piece in pieces[:first]:
        parts = heads.split_glued(piece) if piece.is_open() else [piece]
        before += [part for whole in parts for part in (heads.drop_section(whole) if whole.is_open() else [whole])]
    has_line = any(piece.is_open() and piece.words >= 5 and not shapes.is_section(piece) for piece in before)
    rest = pieces[first:]
    if rest and rest[0].is_open() and not (shapes.is_caption(rest[0]) and rest[0].words < shapes.PROSE_WORDS):
        rest = [*heads.split_head(rest[0], not has_line), *rest[1:]]
    pieces = [*before, *rest]
    first = next(
        (i for i, piece in enumerate(pieces) if i >= len(before) and piece.is_open() and piece.why != "seam"),
        len(pieces),
    )
    candidates = [
        (place, piece)
        for place, piece in enumerate(pieces[:first])
        if piece.part is None or piece.part is Part.REPEATED
    ][-MAX_CANDIDATES:]
    body = pieces[first].text if first < len(pieces) else ""
    chosen = heads.choose(candidates, pieces, body, hint)
    if chosen is None and (second := _headline_of_second_print(pieces)) is not None:
        decided(pieces[second], Part.TITLE, "second print")
        _decide_before(pieces[:first])
        return pieces
    if chosen is None:
        _decide_before(pieces[:first])
        return pieces
    key = pieces[chosen].key
    decided(pieces[chosen], Part.TITLE, "title")
    for place, piece in enumerate(pieces):
        if place != chosen and piece.part in (None, Part.REPEATED) and piece.key == key:
            decided(piece, Part.REPEATED, "title")
    _decide_before(pieces[:chosen])
    return pieces


def _decide_before(pieces: list[Piece]) -> None:
    """Everything before the headline is furniture; the last short line of it names the section."""
    section = None
    for piece in pieces:
        if piece.is_open():
            decided(piece, Part.FURNITURE, "before")
            section = piece if shapes.is_section(piece) and piece.words > 1 else section
    if section is not None and not any(piece.part is Part.SECTION for piece in pieces):
        decided(section, Part.SECTION, "before")


def _place_body(pieces: list[Piece], title: int | None) -> list[Piece]:
    """Decide everything behind the headline."""
    if title is not None:
        name = pieces[title].text
        pieces = [
            part
            for place, piece in enumerate(pieces)
            for part in (heads.drop_title_print(piece, name) if place > title and piece.is_open() else [piece])
        ]
    ends.close_tails(pieces)
    ends.decide_captions(pieces)
    pieces = ends.decide_end(pieces)
    _decide_between(pieces)
    body = [piece for piece in pieces if piece.is_open()]
    repeats.mark_cut_leads(body)
    pieces = _cut_marks(pieces)
    body = [piece for piece in pieces if piece.is_open()]
    others = [piece for piece in pieces if not piece.is_open()]
    kept = repeats.drop_repeated_sentences(body)
    body = [piece for piece in kept if piece.is_open()] or _rescued(others)
    for place, piece in enumerate(body):
        lead = place == 0 and len(body) > 1 and piece.words <= LEAD_WORDS
        decided(piece, Part.LEAD if lead else Part.BODY, "text")
    return sorted([*others, *kept], key=lambda piece: piece.start)


def _rescued(pieces: list[Piece]) -> list[Piece]:
    """Return the paragraphs that were taken for other articles, when nothing else is left: a page has a text."""
    doubtful = ("other article", "below", "above", "before", "marked", "cell")
    return [
        piece for piece in pieces if piece.part is Part.FURNITURE and piece.why in doubtful and shapes.is_prose(piece)
    ]


def _decide_between(pieces: list[Piece]) -> None:
    """Short lines between the headline and the first paragraph are the section or furniture, unless they end."""
    title = next((place for place, piece in enumerate(pieces) if piece.part is Part.TITLE), None)
    if title is None:
        return
    named = any(piece.part is Part.SECTION for piece in pieces)
    for piece in pieces[title + 1 :]:
        if not piece.is_open():
            continue
        if (
            shapes.is_prose(piece)
            or shapes.is_list_item(piece)
            or piece.words > SHORT_BETWEEN
            or piece.text.endswith((".", ":"))
        ):
            return
        section = not named and shapes.is_section(piece)
        named = named or section
        decided(piece, Part.SECTION if section else Part.FURNITURE, "between")


def _cut_marks(pieces: list[Piece]) -> list[Piece]:
    """Cut the agency mark off the first paragraph, and off the ones that print it again."""
    result: list[Piece] = []
    seen = 0
    for piece in pieces:
        end = marks.mark_end(piece.text[:120]) if piece.is_open() and seen < 3 else 0
        seen += piece.is_open()
        if end:
            mark = piece.cut(piece.start, piece.start + end)
            result += [decided(mark, Part.FURNITURE, "mark"), piece.cut(piece.start + end, piece.end)]
        else:
            result.append(piece)
    return result


def _is_doubled(pieces: list[Piece]) -> bool:
    """Tell whether a paragraph of the body stands twice; a headline or a caption twice is no doubled body."""
    other = {piece.key for piece in pieces if piece.part in (Part.CAPTION, Part.TITLE)}
    return any(
        piece.part is Part.REPEATED and piece.why != "title" and shapes.is_prose(piece) and piece.key not in other
        for piece in pieces
    )


__all__ = ["find_page", "is_stamp", "is_tail"]
