"""Places that the text names: with their type word, provinces also without it; not inside the names of bodies.

A place that stands only in a body's name ("… chi nhánh An Giang") counts when the text names no other place and
that one alone: then it says where the matter happens.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from danvan.reader.engine.facts.bodies import trimmed
from danvan.reader.engine.facts.organisations import mentions_of
from danvan.reader.engine.facts.people import people_of
from danvan.reader.engine.facts.reading import Reading, Stretches, occurrences, reading_of
from danvan.reader.engine.facts.words import AREA_TYPES, PROVINCE, PROVINCES
from danvan.reader.engine.model import Name, Page

# The last word of a type before a name, with the words that must stand before it.
_TYPES = {
    "tỉnh": ("tỉnh",), "phố": ("thành phố", "tổ dân phố", "khu phố"), "tp": ("tp",), "tp.": ("tp.",),
    "xã": ("thị xã", "xã"),
    "tx": ("tx",), "tx.": ("tx.",), "trấn": ("thị trấn",),
    "huyện": ("huyện",), "quận": ("quận",), "phường": ("phường",),
    "khu": ("đặc khu", "tiểu khu"), "cư": ("khu dân cư", "cụm dân cư"), "thôn": ("thôn",), "bản": ("bản",),
    "buôn": ("buôn",), "ấp": ("ấp",), "làng": ("làng",), "khóm": ("khóm",), "phum": ("phum",), "sóc": ("sóc",),
    "xóm": ("xóm",),
}  # fmt: skip
_VILLAGES = frozenset(
    {"tổ dân phố", "khu phố", "tiểu khu", "khu dân cư", "cụm dân cư", "thôn", "bản", "buôn", "ấp", "làng"}
    | {"khóm", "phum", "sóc", "xóm"}
)
# Two words that are no type together ("văn bản Kết luận", "cơ bản").
_NO_TYPES = ("văn bản", "cơ bản", "kịch bản", "nông thôn", "ngân hàng", "căn bản", "biên bản", "nhà xuất bản")
# Numbers of wards and villages, and how the types end that have them.
_NUMBER = re.compile(r" (?P<name>(?:\d|số \d)\d{0,2}[A-Z]?)(?![\w%/]|[.,]\d| (?:tháng|năm|người|hộ))")
_NUMBERED = ("hôn", "ản", "uôn", "ấp", "óm", "hố", "uận", "hường", "iểu khu", "ân cư")
_PROVINCE = re.compile(rf"(?:{PROVINCE})(?!\w)")
_PROVINCES = frozenset(PROVINCES)
_TWO_PART = {"Bà Rịa": " - Vũng Tàu", "Thừa Thiên": " - Huế", "Phan Rang": " - Tháp Chàm"}
_REGIONS = frozenset(
    {"Tây Nguyên", "Tây Bắc", "Đông Bắc", "Tây Nam Bộ", "Đông Nam Bộ", "Nam Bộ", "Bắc Trung Bộ", "Nam Trung Bộ"}
)
_LEADS = frozenset({*_TYPES, "tại", "ở"})
_FIRST_WORDS = frozenset(name.split(" ")[0] for name in (*PROVINCES, *_REGIONS))
# Capitalised words after "tại" or a type word that name no place.
_NO_PLACE = re.compile(
    r"(?:Hội|Đại hội|Nghị|Quyết|Kết|Chỉ|Quy|Kế|Thông|Hướng|Luật|Điều|Khoản|Trung|Ban|Bộ|Sở|"
    r"Phòng|Ủy|Đảng|Đoàn|Trụ|Nhà|Văn phòng|"
    r"Trường|Lễ|Phiên|Kỳ|Công|Chương|Đề án|Báo|Tờ|Việt Nam|Mặt|MTTQ|UBND|HĐND|Chi|Khu|Khối|"
    r"Cung|Bảo|Quảng trường|Di|Tượng|"
    r"Nghĩa|Đài|Học|Viện|Bệnh|Tòa|Hà Nội mới|Nhân|Pháp|Phó|Bí|Chủ|Trưởng|Nông thôn|NTM|Sau|"
    r"Trong|Qua|Từ|Theo|Để|Đến|Năm|Văn hóa|Anh hùng|Đạt|Chuẩn|Điểm|Dân vận|Giáo|Ngân|Liên|Trại|"
    r"Hồ Chí Minh kính|Thủ đô)(?!\w)"
)


class _Seen(NamedTuple):
    start: int
    end: int
    name: str
    kind: str | None
    rule: str
    confidence: float


def find_places(page: Page) -> tuple[Name, ...]:
    """Return the places that the page names, each once, in the order of the first mention."""
    reading = reading_of(page)
    return _facts(reading, places_in(reading))


def places_in(reading: Reading) -> list[_Seen]:
    """All mentions of places in the readable text; kept with the reading for the finder of events."""
    if "places" not in reading.memory:
        bodies = [(one.start, one.body.end) for one in mentions_of(reading)]
        taken = Stretches(bodies)
        seen = _named(reading, taken) + _numbered(reading, taken)
        if not seen:
            seen = _qualifiers(reading, bodies)
        reading.memory["places"] = sorted(seen, key=lambda one: one.start)
    return reading.memory["places"]


def _named(reading: Reading, taken: Stretches) -> list[_Seen]:
    """Places among the words with capitals: after a type, provinces, regions, after "tại" and "ở"."""
    text, found = reading.text, []
    people = {person.name for person in people_of(reading)}
    listed: _Seen | None = None  # the last of several places named after one type: "các xã Tân Lập, Tân Hòa và …"
    for start, end in reading.runs():
        if start >= reading.end:
            break
        if listed is None and not _may_be_place(text, start, end):
            continue
        if taken.covers(start):
            continue
        before = text[max(start - 14, 0) : start].rpartition("\n")[2]
        seen = _after_type(text, start, end, before)
        if seen is not None:
            listed = seen if _PLURAL.search(text, max(seen.start - 14, 0), seen.start) else None
        elif listed is not None and _AND.fullmatch(text, listed.end, start) and not _NO_PLACE.match(text, start):
            seen = listed = _Seen(start, end, f"{listed.kind} {text[start:end]}", listed.kind, "listed_place", 0.75)
        else:
            seen = _by_itself(text, start, end, before)
        if seen is not None and seen.name not in people:
            found.append(seen)
    return found


def _may_be_place(text: str, start: int, end: int) -> bool:
    """A quick look: a type before the words or at their beginning, "tại" before them, or a name known by itself."""
    first = text[start:end].partition(" ")[0]
    if first in _FIRST_WORDS or first.lower() in _TYPES:
        return True
    if not start or text[start - 1] != " ":
        return False
    before = text[start - 14 if start > 14 else 0 : start - 1].rpartition(" ")[2].lower()
    return before in _LEADS or before.lstrip('(“"') in _TYPES or "\n" in before


_PLURAL = re.compile(r"(?:[Cc]ác|[Hh]ai|[Bb]a|[Bb]ốn|[Nn]ăm|\d+) $")
_AND = re.compile(r",? (?:và )?|, (?:và )?")


def _type_before(before: str) -> str | None:
    """The type of place with which `before` ends, in small letters as written."""
    if not before.endswith(" "):
        return None
    words = before[:-1].lower()
    for kind in _TYPES.get(words[words.rfind(" ") + 1 :].lstrip('(“"'), ()):
        if words.endswith(kind) and not words[: -len(kind)][-1:].isalnum() and not words.endswith(_NO_TYPES):
            return kind
    return None


def _after_type(text: str, start: int, end: int, before: str) -> _Seen | None:
    written = _type_before(before)
    begin = start - len(written) - 1 if written else start
    if written is None:  # "Huyện Tân Lập", "TP Huế": the type begins with a capital
        first = text[start:end].partition(" ")[0]
        if first.lower() not in _TYPES or first.lower() in ("phố", "trấn", "khu", "cư") or len(first) == end - start:
            return None
        written, start = first.lower(), start + len(first) + 1
    if _NO_PLACE.match(text, start):
        return None
    end, name = trimmed(text, start, _two_parts(text, start, end))
    if not name:
        return None
    kind = AREA_TYPES.get(written, written)
    rule = "typed_village" if kind in _VILLAGES else "typed_area"
    return _Seen(begin, end, f"{kind} {name}", kind, rule, 0.85 if rule == "typed_village" else 0.95)


def _two_parts(text: str, start: int, end: int) -> int:
    rest = _TWO_PART.get(text[start:end])
    return end + len(rest) if rest and text.startswith(rest, end) else end


def _by_itself(text: str, start: int, end: int, before: str) -> _Seen | None:
    end = _two_parts(text, start, end)
    name = text[start:end]
    if name in _PROVINCES and name != "Hồ Chí Minh":
        return _Seen(start, end, name, None, "province", 0.85)
    if name in _REGIONS:
        return _Seen(start, end, name, "vùng", "region", 0.8)
    words = name.count(" ") + 1
    if 2 <= words <= 3 and before.lower().endswith(("tại ", " ở ")) and not _NO_PLACE.match(text, start):
        return _Seen(start, end, name, None, "place_after_tai", 0.6)
    return None


def _numbered(reading: Reading, taken: Stretches) -> list[_Seen]:
    text, found = reading.text, []
    for match in _NUMBER.finditer(text, 0, reading.end):
        if not text.endswith(_NUMBERED, 0, match.start()):
            continue
        at = match.start("name")
        kind = _type_before(text[max(at - 12, 0) : at].rpartition("\n")[2])
        if kind and (kind in _VILLAGES or kind in ("quận", "phường")) and not taken.covers(match.start() - 1):
            start = at - len(kind) - 1
            found.append(_Seen(start, match.end(), f"{kind} {match['name']}", kind, "numbered_place", 0.8))
    for at, written in occurrences(text, _CITY, reading.end) if "HCM" in text else ():
        if not taken.covers(at) and not text[at + len(written) : at + len(written) + 1].isalnum():
            found.append(_Seen(at, at + len(written), "thành phố Hồ Chí Minh", "thành phố", "typed_area", 0.95))
    return found


_CITY = ("TPHCM", "TP.HCM", "TP HCM", "TP. HCM")


def _qualifiers(reading: Reading, bodies: list[tuple[int, int]]) -> list[_Seen]:
    """The one province that stands in names of bodies of a text without any other place."""
    found = []
    for start, end in bodies:
        if end <= reading.end:
            last = list(_PROVINCE.finditer(reading.text, start, end))[-1:]
            found += [_Seen(m.start(), m.end(), m.group(), None, "place_of_body", 0.5) for m in last if m.end() == end]
    return found if len({one.name for one in found}) == 1 else []


def _facts(reading: Reading, seen: list[_Seen]) -> tuple[Name, ...]:
    by_name: dict[str, list[_Seen]] = {}
    for one in seen:
        by_name.setdefault(one.name.casefold(), []).append(one)
    typed: dict[str, list[str]] = {}
    for key, mentions in by_name.items():
        kind = mentions[0].kind
        if kind and kind != "vùng":
            typed.setdefault(key.removeprefix(f"{kind} "), []).append(key)
    for bare, keys in typed.items():
        if bare in by_name and len(keys) == 1:
            by_name[keys[0]] += by_name.pop(bare)
    facts = [_fact(reading, mentions) for mentions in by_name.values()]
    return tuple(sorted(facts, key=lambda fact: min(fact.spans)))


def _fact(reading: Reading, mentions: list[_Seen]) -> Name:
    best = mentions[0]
    return Name(
        text=reading.written(best.start, best.end),
        spans=reading.spans((best.start, best.end), [(one.start, one.end) for one in mentions]),
        rule=best.rule,
        confidence=best.confidence,
        name=best.name,
        kind=best.kind,
    )
