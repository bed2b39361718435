"""Places that the text names: with their type word, provinces also without it; not inside the names of bodies.

A place that stands only in a body's name ("… chi nhánh An Giang") counts when the text names no other place and
that one alone: then it says where the matter happens.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from danvan.reader.engine.facts.bodies import trimmed
from danvan.reader.engine.facts.organisations import mentions_of
from danvan.reader.engine.facts.people import people_of
from danvan.reader.engine.facts.reading import Reading, reading_of
from danvan.reader.engine.facts.words import AREA_TYPES, CAP, PROVINCE
from danvan.reader.engine.model import Name, Page

_RUN = rf"{CAP}(?: {CAP}){{0,3}}"
_TYPED = re.compile(
    r"(?P<type>[Tt]ỉnh|[Tt]hành phố|TP\.?|[Tt]hị xã|TX\.?|[Tt]hị trấn|[Hh]uyện|[Qq]uận|[Xx]ã|"
    r"[Pp]hường|[Đđ]ặc khu)"
    rf" (?P<name>(?:{PROVINCE})(?!\w)|{_RUN}|\d{{1,2}}(?![\w/.,%]))"
)
_VILLAGE = re.compile(
    r"(?P<type>[Tt]ổ dân phố|[Kk]hu dân cư|[Kk]hu phố|[Cc]ụm dân cư|[Tt]hôn|[Bb]ản|[Bb]uôn|"
    r"[Ấấ]p|[Ll]àng|[Kk]hóm|[Pp]hum|[Ss]óc|"
    rf"[Xx]óm|[Tt]iểu khu) (?P<name>(?:số )?\d{{1,3}}[A-Z]?(?![\w%.,]\d| [a-zđôơưạ-ỹ]*(?:có|"
    rf"của))|(?:số )?{_RUN})"
)
_PROVINCE = re.compile(rf"(?:{PROVINCE})(?!\w)")
_AT = re.compile(rf"(?:tại|ở|[Tt]ại|[Ởở]) (?P<name>{CAP}(?: {CAP}){{1,2}})(?![\w])")
_REGIONS = re.compile(
    r"(?:Tây Nguyên|Tây Bắc|Đông Bắc|Tây Nam Bộ|Đông Nam Bộ|Nam Bộ|Bắc Trung Bộ|"
    r"Nam Trung Bộ)(?!\w)"
)
# Capitalised words after "tại" or a type word that name no place.
_NO_PLACE = re.compile(
    r"(?:Hội|Đại hội|Nghị|Quyết|Kết|Chỉ|Quy|Kế|Thông|Hướng|Luật|Điều|Khoản|Trung|Ban|Bộ|Sở|"
    r"Phòng|Ủy|Đảng|Đoàn|Trụ|Nhà|Văn phòng|"
    r"Trường|Lễ|Phiên|Kỳ|Công|Chương|Đề án|Báo|Tờ|Việt Nam|Mặt|MTTQ|UBND|HĐND|Chi|Khu|Khối|"
    r"Cung|Bảo|Quảng trường|Di|Tượng|"
    r"Nghĩa|Đài|Học|Viện|Bệnh|Tòa|Hà Nội mới|Nhân|Pháp|Phó|Bí|Chủ|Trưởng|Nông thôn|NTM|Sau|"
    r"Trong|Qua|Từ|Theo|Để|Đến|Năm)(?!\w)"
)


@dataclass(frozen=True)
class _Seen:
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
        taken = _Taken(bodies)
        seen = _typed(reading, taken) + _untyped(reading, taken)
        if not seen:
            seen = _qualifiers(reading, bodies)
        reading.memory["places"] = sorted(seen, key=lambda one: one.start)
    return reading.memory["places"]


class _Taken:
    """Stretches of the text in which no place is to be seen."""

    def __init__(self, stretches: list[tuple[int, int]]) -> None:
        self.stretches = sorted(stretches)
        self.starts = [start for start, _end in self.stretches]

    def covers(self, place: int) -> bool:
        at = bisect_right(self.starts, place) - 1
        return at >= 0 and any(place < end for _start, end in self.stretches[max(at - 3, 0) : at + 1])


def _typed(reading: Reading, taken: _Taken) -> list[_Seen]:
    text, found = reading.text, []
    for pattern, rule in ((_TYPED, "typed_area"), (_VILLAGE, "typed_village")):
        for match in pattern.finditer(text, 0, reading.end):
            start = match.start()
            if (start and text[start - 1].isalnum()) or taken.covers(start) or _NO_PLACE.match(match["name"]):
                continue
            end, name = trimmed(text, match.start("name"), match.end("name"))
            kind = match["type"].lower()
            kind = AREA_TYPES.get(kind, kind)
            if kind in ("bản", "làng", "ấp", "khu dân cư") and name[:1].isdigit() and rule == "typed_area":
                continue
            found.append(_Seen(start, end, f"{kind} {name}", kind, rule, 0.95 if rule == "typed_area" else 0.85))
    return found


def _untyped(reading: Reading, taken: _Taken) -> list[_Seen]:
    text, found = reading.text, []
    for match in _PROVINCE.finditer(text, 0, reading.end):
        if _bounded(text, match.start(), match.end()) and not taken.covers(match.start()):
            found.append(_Seen(match.start(), match.end(), match.group(), None, "province", 0.85))
    for match in _AT.finditer(text, 0, reading.end):
        name = match["name"]
        if (
            (match.start() and text[match.start() - 1].isalnum())
            or _NO_PLACE.match(name)
            or taken.covers(match.start("name"))
        ):
            continue
        found.append(_Seen(match.start("name"), match.end("name"), name, None, "place_after_tai", 0.6))
    for match in _REGIONS.finditer(text, 0, reading.end):
        if not taken.covers(match.start()):
            found.append(_Seen(match.start(), match.end(), match.group(), "vùng", "region", 0.8))
    people = {person.name for person in people_of(reading)}
    return [one for one in found if one.name not in people and one.name != "Hồ Chí Minh"]


_BEFORE_CAP = re.compile(rf"{CAP} $")
_AFTER_CAP = re.compile(rf" {CAP}")


def _bounded(text: str, start: int, end: int) -> bool:
    """Whether a province's name stands by itself, not as a part of a person's or a longer name."""
    if start and text[start - 1].isalnum():
        return False
    before, after = text[max(start - 12, 0) : start], text[end : end + 12]
    return not _BEFORE_CAP.search(before) and not _AFTER_CAP.match(after)


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
    first = reading.span(best.start, best.end)
    others = sorted({reading.span(one.start, one.end) for one in mentions} - {first})
    return Name(
        text=reading.raw(best.start, best.end),
        spans=(first, *others),
        rule=best.rule,
        confidence=best.confidence,
        name=best.name,
        kind=best.kind,
    )
