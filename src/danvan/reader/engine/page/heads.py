"""The headline: which line it is, and how it is cut out of a line in which it is glued to other things."""

from __future__ import annotations

import re

from danvan.reader.engine.model import Part
from danvan.reader.engine.page import marks, shapes
from danvan.reader.engine.page.lines import Piece, fold_places
from danvan.reader.engine.page.sorting import decided, is_date_line, is_stamp
from danvan.reader.engine.page.stamps import read_stamp

LONGEST_TITLE = 48
_CONTENT_WORD = re.compile(r"\w\w+")
_COMMON = frozenset(
    [
        "va",
        "cua",
        "cac",
        "cho",
        "trong",
        "tai",
        "ve",
        "voi",
        "la",
        "co",
        "o",
        "den",
        "do",
        "nam",
        "ngay",
        "su",
        "theo",
        "tu",
        "duoc",
        "mot",
        "nhung",
        "khi",
    ]
)
_SECTIONS = (
    "trang chu|tin tuc(?: va)?|su kien|tin trong (?:tinh|nuoc|huyen)|tin (?:dia phuong|hoat dong|noi bat|moi|"
    "chinh tri|dan van|tong hop|tuc su kien)|"
    "thoi su|chinh tri|kinh te|xa hoi|van hoa|the thao|du lich|giao duc|y te|doi song|phap luat|quoc phong|"
    "an ninh|doi ngoai|"
    "cong tac dan van|cong tac xay dung dang|cong tac mat tran|cong tac doan the|xay dung dang|xay dung chinh quyen|"
    "hoat dong (?:cua lanh dao|cac dia phuong|dan van|co so|mat tran|doan the|tu co so)|dan van kheo|dan van|"
    "mat tran|doan the|"
    "dan toc|ton giao|nong thon moi|guong dien hinh|nguoi tot viec tot|hoc tap va lam theo bac|nghien cuu|trao doi|"
    "dang trong cuoc song|chinh quyen|thong tin tuyen truyen|tuyen giao|noi chinh|to chuc|kiem tra|van ban moi|"
    "chuyen muc"
)
_SECTION_PREFIX = re.compile(rf"(?:{_SECTIONS})(?:\s*[-–|,&/>»:]\s*(?:{_SECTIONS}))*\s*[:|»>/\-–]*\s+")


def sentence_title(piece: Piece, following: list[Piece], repeated: bool, hint: str) -> bool:
    """Tell whether a line that is as long as a sentence, or ends like one, is a headline all the same."""
    text = piece.text.rstrip()
    if piece.words > 40 or shapes.opens_report(piece.head) or marks.mark_end(text[:80]):
        return False
    if ". " in text.rstrip(". ") or ";" in text or text.endswith((":", ";")):
        return False
    if hint and _same_title(piece, hint):
        return True
    return (
        repeated
        or (bool(following) and is_stamp(following[0]))
        or (text.endswith((".", "…")) and piece.words <= 25 and len(text) <= 150)
        # A long line without an end, above a paragraph that has one.
        or (not text.endswith(shapes.PROSE_END) and _sentence_below(following))
    )


def _sentence_below(following: list[Piece]) -> bool:
    below = next((piece for piece in following if piece.is_open()), None)
    return below is not None and below.text.rstrip().endswith(shapes.PROSE_END)


def split_head(piece: Piece, first: bool) -> list[Piece]:
    """Cut the first paragraph where headline and report are glued; the headline comes back as an open piece.

    `first` tells that no other line can be the headline.
    """
    before: list[Piece] = []
    stamp = read_stamp(piece.head) if piece.dated else None
    rest = piece
    if (
        stamp is not None
        and stamp.start == 0
        and piece.source[piece.start + stamp.end : piece.start + stamp.end + 1].isspace()
    ):
        dated = piece.cut(piece.start, piece.start + stamp.end)
        dated.stamp = stamp
        rest = piece.cut(dated.end, piece.end)
        before = [decided(dated, Part.FURNITURE, "stamp")]
    section = _SECTION_PREFIX.match(rest.head)
    if section and rest.source[rest.start + section.end()].isupper() and rest.words > 12:
        name = rest.cut(rest.start, rest.start + section.end())
        name.shorten(" :|»>/-–\xa0")
        after = rest.cut(rest.start + section.end(), rest.end)
        cut = _seam(after, first)
        if cut is not None:
            return [*before, decided(name, Part.SECTION, "prefix"), *_at(after, *cut)]
    cut = _seam(rest, first)
    return [piece] if cut is None else [*before, *_at(rest, *cut)]


def _seam(piece: Piece, first: bool) -> tuple[int, int] | None:
    """Return the seam as (end of the headline, beginning of the report or of its agency mark)."""
    inner = marks.find_mark(piece.text[:600])
    seam = marks.find_seam(piece)
    place = min((p for p in (inner[0] if inner else None, seam) if p is not None), default=None)
    if place is None:
        return None
    title = piece.text[:place].strip()
    words = len(title.split())
    if not 4 <= words <= LONGEST_TITLE or ". " in title.rstrip(".") or shapes.opens_report(piece.head):
        return None
    if title.endswith((".", "…")) and not (first and words <= 25 and shapes.opens_with_time(piece.head[place:])):
        return None
    if marks.mark_end(title):
        return None
    return place, place


def _at(piece: Piece, end: int, start: int) -> list[Piece]:
    title = piece.cut(piece.start, piece.start + end)
    title.why = "seam"
    return [title, piece.cut(piece.start + start, piece.end)]


def drop_section(piece: Piece) -> list[Piece]:
    """Cut the name of a section off a headline that was glued to it; alone it could be the headline's own words."""
    match = _SECTION_PREFIX.match(piece.head)
    if match is None or piece.words < 8 or not piece.source[piece.start + match.end()].isupper():
        return [piece]
    double = re.search(r"[-–&:|»>,/]|su kien", match.group()) is not None
    if not double and piece.why != "seam":
        return [piece]
    name = piece.cut(piece.start, piece.start + match.end())
    name.shorten(" :|»>/-–\xa0")
    rest = piece.cut(piece.start + match.end(), piece.end)
    rest.why = piece.why
    return [decided(name, Part.SECTION, "prefix"), rest]


def split_glued(piece: Piece) -> list[Piece]:
    """Cut a short line in which headlines or a section and a headline are glued ("sự kiệnHội nghị")."""
    parts, place = [], 0
    text = piece.text
    while (seam := marks.glued_at(text[place:])) is not None and len(parts) < 20:
        parts.append(piece.cut(piece.start + place, piece.start + place + seam))
        place += seam
    return [*parts, piece.cut(piece.start + place, piece.end)] if parts else [piece]


def choose(candidates: list[tuple[int, Piece]], pieces: list[Piece], body: str, hint: str) -> int | None:
    """Return the place of the headline among the pieces, None if no line before the text can be one."""
    counts: dict[str, int] = {}
    for piece in pieces:
        if piece.part in (None, Part.REPEATED) and piece.words <= LONGEST_TITLE:
            counts[piece.key] = counts.get(piece.key, 0) + 1
    body_words = set(_CONTENT_WORD.findall(fold_places(body[:1_500])))
    best, best_score = None, 0.9
    for order, (place, piece) in enumerate(candidates):
        score = _score(piece, pieces, place, body_words, hint)
        sited = tuple(f"{piece.key} {sign} " for sign in "-–|")  # the same with the name of the site behind it
        longer = any(other.key.startswith(sited) for _, other in candidates)
        score += 2.0 * (counts.get(piece.key, 0) > 1 or longer) + 0.4 * (order + 1) / len(candidates)
        if score > best_score + (_start_of_first(pieces, best, place) if best is not None else 0.0):
            best, best_score = place, score
    return best


def _score(piece: Piece, pieces: list[Piece], place: int, body_words: set[str], hint: str) -> float:
    words, text = piece.words, piece.text
    if words > LONGEST_TITLE or shapes.is_credit(piece):
        return -9.0
    score = 2.0 if 6 <= words <= 40 else 0.6 if words in (4, 5) else -1.0
    score += 4.0 if hint and _same_title(piece, hint) else 0.0
    score += 1.5 if piece.why == "seam" else 2.0 if piece.why == "heading" else 0.0
    following = pieces[place + 1] if place + 1 < len(pieces) else None
    score += 2.0 if following is not None and is_date_line(following) else 0.0
    score += 0.8 if place and is_date_line(pieces[place - 1]) else 0.0
    score -= 4.5 if shapes.is_body_name(piece) else 3.0 if shapes.is_section(piece) else 0.0
    score -= 2.5 if shapes.is_caption(piece) else 0.0
    score -= 2.0 if text.endswith(":") or shapes.is_list_item(piece) else 0.0
    score -= 0.6 if text.endswith(".") else 0.0
    score -= 2.0 if shapes.is_names(text) and words <= 5 else 0.0
    own = set(_CONTENT_WORD.findall(piece.head)) - _COMMON
    return score + (3.0 * len(own & body_words) / len(own) if own else 0.0)


def _start_of_first(pieces: list[Piece], first: int, second: int) -> float:
    """Return by how much the second of two lines must be the better headline.

    Of lines below each other the first is the headline. A date line between them leaves it open; counters or menus
    between them show that the first belongs to something else.
    """
    between = [piece for piece in pieces[first + 1 : second] if piece.part in (Part.FURNITURE, Part.SECTION)]
    if not between:
        return 0.5
    return 0.0 if any(is_stamp(piece) for piece in between) else -0.5


def _same_title(piece: Piece, hint: str) -> bool:
    """Tell whether the structured title is this line, with or without the name of the site behind it."""
    own, said = piece.key, " ".join(hint.lower().split())
    return len(own) >= 12 and (said == own or said.startswith(own) or said.endswith(own))


def drop_title_print(piece: Piece, title: str) -> list[Piece]:
    """Cut a second print of the headline off the beginning of a paragraph."""
    known = " ".join(title.split()).rstrip(". ")
    if len(known) < 20 or piece.size <= len(known) + 3:
        return [piece]
    beginning = piece.text[: len(title) + 8]
    if not beginning.lower().startswith(title.rstrip(". ").lower()):
        return [piece]
    place = piece.start + len(title.rstrip(". "))
    match = re.compile(r"[\s.:\-–—|]*").match(piece.source, place, piece.end)
    rest = match.end() if match else place
    follows = piece.source[rest : rest + 1]
    if not (follows.isupper() or follows in ("(", "“", '"')) or piece.source[place : place + 1] == ",":
        return [piece]
    return [decided(piece.cut(piece.start, place), Part.REPEATED, "title"), piece.cut(rest, piece.end)]
