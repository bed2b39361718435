"""Agency marks ("CTTĐT -", "(ĐN)-", "BHG -", "ĐÀ NẴNG –") and the seams of a line in which several things are glued."""

from __future__ import annotations

import re

from danvan.reader.engine.page.lines import Piece, fold_places
from danvan.reader.engine.page.shapes import OPENING

_UP = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_LOW = "a-zà-öø-ýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
_DASH = r"[-–—]"
_BRACKETED = rf"\((?=[^()\n]{{1,30}}\))(?![^()\n]*(?:\d\d|Ảnh|ảnh))[{_UP}a-z][^()\n]{{0,29}}\)\s*(?:{_DASH}+|:)"
# A word is taken whole or not at all ("}+"): no part of it can be followed by the point.
_SITE = rf"(?:[A-Za-z][\w\-]{{1,24}}+(?:\.[a-z]{{2,5}}){{1,3}}|VOV\.VN|VTV\.VN|[A-Z][a-z]{{7,20}})\s*{_DASH}"
_ABBREVIATION = rf"[{_UP}]{{2,7}}\d?(?:[.&][{_UP}]{{1,6}})?\s?(?:{_DASH}{{1,2}}|:(?=\s))"
_CITY = (
    rf"(?![IVX]+\s)(?:TP\.? ?)?[{_UP}]{{2,9}}(?: [{_UP}.]{{1,9}}){{1,4}}(?:\s?\([{_UP}\w .]{{2,20}}\))?"
    r"\s*[-–—:]{1,2}"
)
_MARK = re.compile(rf"(?:{_BRACKETED}|{_SITE}|{_ABBREVIATION}|{_CITY})\s*")
_AFTER_MARK = re.compile(rf"[{_UP}\d“\"‘(]")

# Inside a line an unbracketed mark must be an abbreviation that is followed by the beginning of a report.
_INSIDE = re.compile(
    rf"[\s.!?”\"](?P<mark>(?:{_BRACKETED}|{_SITE}|[{_UP}]{{2,7}}\s?{_DASH}{{1,2}}(?=\s?[{_UP}])|{_CITY})\s*)"
)
_BODIES = frozenset(
    (
        "UBND",
        "HĐND",
        "MTTQ",
        "UBMTTQ",
        "ĐBQH",
        "BCH",
        "BTV",
        "LĐLĐ",
        "LHPN",
        "HND",
        "CCB",
        "TNCS",
        "TW",
        "TU",
        "KT",
        "QP",
    )
)
# What is searched begins with one set, so that the search skips quickly; what stands before is looked at behind it.
_GLUED = re.compile(rf"[{_UP}](?<=[{_LOW}\d”!?][{_UP}])(?=[{_LOW}]+[\s,])")
_CAPITAL_OPENING = re.compile(rf"[{_UP}](?<=[\w”\")%!?.…]\s[{_UP}])")
_NOT_BEFORE_OPENING = re.compile(
    r"(?:niem|nhan|mung|dao|hung|cuoc|ban|le|ung|chuong trinh|phong trao|:|-|–|cac|cung|nhan dip|to chuc|ve)\s*$"
)
_WORD_END, _WORD = re.compile(r"\w*$"), re.compile(r"\w+")
_REACH = 420


def mark_end(text: str) -> int:
    """Return the length of the agency mark with which `text` begins, 0 if there is none."""
    match = _MARK.match(text)
    if match is None or match.end() >= len(text) or not _AFTER_MARK.match(text, match.end()):
        return 0
    first = re.match(rf"[{_UP}]+", text)
    if first and first.group() in _BODIES and not text[match.start() : match.end()].isupper():
        return 0
    if first and first.group() in _BODIES and " " not in match.group().strip(" -–—:"):
        return 0
    return match.end()


def find_mark(text: str) -> tuple[int, int] | None:
    """Return where an agency mark stands inside the beginning of a line, as (start, end)."""
    at = 0
    while match := _INSIDE.search(text, at, _REACH):
        at = match.end() - 1  # the blank behind one mark may stand before the next
        word = match["mark"].strip(" -–—:")
        if word in _BODIES or not _AFTER_MARK.match(text, match.end()):
            continue
        if (
            "(" in word
            or "." in word
            or " " in word
            or OPENING.match(fold_places(text[match.end() : match.end() + 40]))
        ):
            return match.span("mark")
    return None


def find_seam(piece: Piece, reach: int = _REACH) -> int | None:
    """Return where a headline ends and the report begins, both glued in one line; None if there is no seam."""
    text, head = piece.text[: reach + 60], piece.head
    best = None
    for match in _CAPITAL_OPENING.finditer(text, 12, reach):
        place = match.start()
        blocked = _NOT_BEFORE_OPENING.search(head, max(0, place - 16), place)
        if OPENING.match(head, place) and not blocked and _full_day(text, place):
            best = place
            break
    glued = glued_at(text[:reach])
    return min((place for place in (best, glued) if place is not None), default=None)


def glued_at(text: str) -> int | None:
    """Return where two words are glued so that only one of a headline can be the last ("hội nghịSáng")."""
    for match in _GLUED.finditer(text, 8):
        place = match.start()
        left = _WORD_END.search(text[max(0, place - 12) : place])
        right = _WORD.match(text[place : place + 12])
        word = (left.group() if left else "") + (right.group() if right else "")
        # Names of products are written so without marks (VinaPhone, VietGAP): a Vietnamese word of the two has one.
        if not text[place - 1].isalpha() or any(ord(letter) > 0xBF for letter in word):
            return place
    return None


def _full_day(text: str, place: int) -> bool:
    """ "Ngày 8/3" may stand in a headline; the beginning of a report goes on with a comma, a place or a name."""
    if not text.startswith("Ngày ", place):
        return True
    return (
        re.match(rf"Ngày \d{{1,2}}\s?[/\-.–]\s?\d{{1,2}}(?:[/\-.]\d{{4}})?(?:,| tại| [{_UP}])", text[place:])
        is not None
    )
