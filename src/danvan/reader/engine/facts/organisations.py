"""Bodies that the text names: Party, Front, State, organisations; also those named only through a post.

A mention is read from a head word on (`bodies`), abbreviations are opened and the spelling is the official one.
Mentions of one body are one fact, and a short name goes with the one longer name of the text that only adds the
country, the level or the place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from danvan.reader.engine.facts.bodies import (
    REMAINDER,
    Body,
    area_after,
    read_department,
    read_front,
    read_owner,
    read_party,
    read_state,
    read_union,
)
from danvan.reader.engine.facts.reading import Reading, reading_of
from danvan.reader.engine.facts.words import CAP, DEPARTMENT
from danvan.reader.engine.model import Name, Page

# Which reader looks at a place: by the group that matched. Heads begin with letters only, which keeps the search fast.
_HEAD = re.compile(
    r"(?P<board>[Bb]an (?:[Tt]hường vụ|[Tt]hường trực|[Cc]hấp hành|[Dd]ân vận|[Tt]uyên giáo|"
    r"[Tt]ổ chức|[Nn]ội chính|"
    r"[Cc]án sự|[Kk]inh tế|[Đđ]ối ngoại|[Xx]ây dựng [Đđ]ảng|[Pp]háp chế|[Tt]ôn giáo|"
    r"[Tt]iếp công dân|[Cc]ông tác [Mm]ặt trận|"
    r"[Tt]hanh tra nhân dân|[Dd]ân tộc|[Vv]ăn hóa)|BTV|BCH(?!QS)|BTT|BTGDV|BDV|UBKT|Đảng đoàn|"
    r"Ủy ban [Kk]iểm tra|Văn phòng|"
    r"Thường trực|Cơ quan Ủy ban [Kk]iểm tra)|"
    r"(?P<fixed>Bộ Chính trị|Ban Bí thư|Quốc hội|Chính phủ|Trung ương Đảng|TW Đảng|T\.Ư Đảng|"
    r"Ủy ban Thường vụ Quốc hội|"
    r"Quân ủy Trung ương|Thành ủy Thành phố Hồ Chí Minh)|"
    r"(?P<front>(?:Ủy ban|UB|Mặt trận|MTTQ))|"
    r"(?P<state>HĐND|Hội đồng [Nn]hân|Đoàn (?:đại|ĐB)|Viện [Kk]iểm|VKSND|Tòa án|TAND|Công an|"
    r"Bộ (?:[Cc]hỉ|CHQS|đội)|BCHQS|BĐBP|"
    r"Bảo hiểm|BHXH|Thanh tra|Kho bạc|Đảng bộ|Chi bộ|Cục |Chi cục )|"
    r"(?P<union>Hội |HLHPN|HPN|HND|HCCB|Liên |Tổng Liên đoàn|LĐLĐ|Đoàn T|Đoàn t|ĐTN|(?:Tỉnh|"
    r"Huyện|Thành|Quận|Thị|Xã) [Đđ]oàn|"
    r"Công đoàn|Trung ương (?:Đoàn|Hội)|Giáo hội)|"
    r"(?P<dept>Sở |Bộ |Phòng |Chi cục |Cục |Tổng cục )|"
    r"(?P<other>Ngân hàng |Trường |Báo |Đài |Công ty |Hợp tác xã |HTX |Học viện |Trung tâm |"
    r"Bệnh viện |Quân khu |"
    r"Ban (?:Chỉ đạo|chỉ đạo|Quản lý) )|"
    r"(?P<party>[TtHhĐđQ][ỉhuảị][nàyg]?[hệg]?n? ủy|[QqTt][uh][ậị]n? ủy)"
)
_PENDING_GAP = re.compile(r"(?:,|;| và| -|-|, và)? ")
_BOARDS = {
    "btv": "Ban Thường vụ", "bch": "Ban Chấp hành", "btt": "Ban Thường trực", "bdv": "Ban Dân vận",
    "btgdv": "Ban Tuyên giáo và Dân vận", "ubkt": "Ủy ban Kiểm tra", "ủy ban kiểm tra": "Ủy ban Kiểm tra",
    "cơ quan ủy ban kiểm tra": "Ủy ban Kiểm tra", "ban cán sự": "Ban cán sự đảng",
    "ban công tác mặt trận": "Ban công tác Mặt trận", "ban thanh tra nhân dân": "Ban Thanh tra nhân dân",
    "ban xây dựng đảng": "Ban Xây dựng Đảng", "ban tiếp công dân": "Ban Tiếp công dân",
}  # fmt: skip
_BOARD_MORE = re.compile(r" và [Dd]ân vận| - [Xx]ã hội| (?:và |- )[Xx]ã hội| [Đđ]ảng|- [Nn]gân sách| - [Nn]gân sách")
# Boards that are boards of somebody; without an owner they name nothing.
_OWNED = (
    "Ban Thường vụ",
    "Ban Chấp hành",
    "Ban Thường trực",
    "Đảng đoàn",
    "Ban cán sự đảng",
    "Văn phòng",
    "Thường trực",
)
_GENERIC_BEFORE = ("các ", "những ", "mỗi ", "từng ", "nhiều ", "Các ", "cấp ")
_POST_BEFORE = re.compile(r"(?:[Tt]rưởng|[Pp]hó|[Bb]í thư|[Cc]hủ tịch|viên)(?: các)? $")
_OTHER = (
    (re.compile(r"Ngân hàng (?:Nhà nước|[Cc]hính sách [Xx]ã hội|CSXH|Nông nghiệp và Phát triển [Nn]ông thôn|"
                rf"{CAP}(?: {CAP}){{0,4}})(?: Việt Nam)?(?: [Cc]hi nhánh(?: tỉnh| huyện|"
                    rf" thành phố)?(?: {CAP}){{1,3}})?"), "ngân hàng"),
    (re.compile(r"Trường (?:[Tt]iểu học|THCS|THPT|TH|PTDTNT|[Mm]ầm non|[Đđ]ại học|[Cc]ao đẳng|[Cc]hính trị|"
        r"Sĩ quan|Quân sự)"
                rf"(?: [Tt]ỉnh| và THCS)?(?: {CAP}){{0,4}}"), "trường"),
    (re.compile(rf"Báo (?:Nhân Dân|Nhân dân|{CAP}(?: {CAP}){{0,2}})"), "báo"),
    (re.compile(r"Đài (?:[Pp]hát thanh(?: và | - |-)[Tt]ruyền hình|PT-?TH|"
        rf"Tiếng nói)(?: [Tt]ỉnh)?(?: {CAP}){{0,3}}"), "đài"),
    (re.compile(rf"Công ty (?:TNHH|[Cc]ổ phần|CP)(?: MTV| [Mm]ột thành viên)?(?: {CAP}){{1,5}}"), "công ty"),
    (re.compile(rf"(?:Hợp tác xã|HTX)(?: {CAP}(?: nông nghiệp)?){{1,4}}"), "hợp tác xã"),
    (re.compile(rf"Học viện(?: {CAP}){{1,2}}(?: chính trị| quốc gia)*(?: {CAP}){{0,3}}"), "học viện"),
    (re.compile(r"Trung tâm (?:[Cc]hính trị|[Bb]ồi dưỡng chính trị|Y tế|Văn hóa|"
        r"[Hh]ành chính công)(?: [Hh]uyện| [Tt]ỉnh| [Xx]ã)?"
                rf"(?: {CAP}){{0,3}}"), "trung tâm"),
    (re.compile(rf"Bệnh viện (?:[Đđ]a khoa )?(?:[Tt]ỉnh |[Hh]uyện )?{CAP}(?: {CAP}){{0,3}}"), "bệnh viện"),
    (re.compile(r"Quân khu (?:\d|Thủ đô)"), "quân khu"),
    (re.compile(r"Ban [Cc]hỉ đạo (?:\d{1,4}|[^,.;:\n“\"]{3,90}?)(?= (?:tỉnh|huyện|xã|phường|thành phố|"
        r"Trung ương)(?!\w))"), "ban chỉ đạo"),
    (re.compile(r"Ban Quản lý (?:[^,.;:\n“\"]{3,60}?)(?= (?:tỉnh|huyện|xã|phường|thành phố)(?!\w))"), "ban quản lý"),
)  # fmt: skip


@dataclass(frozen=True)
class Mention:
    """A body read in the text; `owner` is what may be handed to boards named before it."""

    start: int
    body: Body
    rule: str
    area: str = ""
    waits: bool = False  # a head whose owner or level may follow in the next name of the list


def find_organisations(page: Page) -> tuple[Name, ...]:
    """Return the organisations that the page names, abbreviations opened, each once."""
    reading = reading_of(page)
    return _facts(reading, mentions_of(reading))


def mentions_of(reading: Reading) -> list[Mention]:
    """All mentions in the order of the text; kept with the reading, because people and places ask for them too."""
    if "organisations" not in reading.memory:
        reading.memory["organisations"] = _mentions(reading.text)
    return reading.memory["organisations"]


def _mentions(text: str) -> list[Mention]:
    found: list[Mention] = []
    waiting: list[Mention] = []
    done = 0
    for head in _HEAD.finditer(text):
        start = head.start()
        if start < done or (start and text[start - 1].isalnum()):
            continue
        mention = _read(text, start, head.lastgroup or "")
        if mention is None:
            continue
        done = mention.body.end
        if waiting and not _PENDING_GAP.fullmatch(text, waiting[-1].body.end, start):
            found += (kept for kept in waiting if _stands_alone(kept))
            waiting = []
        if mention.waits:
            waiting.append(mention)
            continue
        for kept in waiting:
            found += _handed(kept, mention)
        waiting = []
        found.append(mention)
    found += (kept for kept in waiting if _stands_alone(kept))
    return found


def _stands_alone(mention: Mention) -> bool:
    """A board without an owner names a body only if it is one of its own ("Ban Dân vận"), not a board of anybody."""
    return mention.rule == "board" and not mention.body.name.startswith(_OWNED)


def _handed(kept: Mention, mention: Mention) -> list[Mention]:
    """Give the owner or level of `mention` to a head that stood before it in the list ("Đảng đoàn, Ban … MTTQ")."""
    if not mention.area or (kept.rule == "state") != mention.area[0].islower():
        return [kept] if _stands_alone(kept) else []
    name = f"{kept.body.name} {mention.area}"
    return [replace(kept, body=Body(mention.body.end, name, kept.body.kind, True), rule="shared_owner", waits=False)]


def _read(text: str, start: int, group: str) -> Mention | None:
    if group == "board":
        return _read_board(text, start)
    if group in _READERS:
        before = text[max(start - 6, 0) : start]
        mention = _READERS[group](text, start)
        if mention is None or (before.endswith(_GENERIC_BEFORE) and _is_bare(mention)):
            return None
        return mention
    return None


def _is_bare(mention: Mention) -> bool:
    """A name without a place: after "các" it means many bodies."""
    return not re.search(rf" {CAP}$", mention.body.name) or mention.rule == "party" and not mention.body.owned


def _read_board(text: str, start: int) -> Mention | None:
    head = _HEAD.match(text, start)
    if head is None:
        return None
    end, words = head.end(), head.group()
    if words == "Thường trực" and _POST_BEFORE.search(text, max(start - 12, 0), start):
        return None
    name = _BOARDS.get(words.lower())
    if name is None:
        name = words.capitalize() if words[:3].lower() != "ban" else f"Ban {words[4:].capitalize()}"
    if words.lower() == "ban thường vụ":
        name = "Ban Thường vụ"
    more = _BOARD_MORE.match(text, end)
    if more and name in ("Ban Tuyên giáo", "Ban cán sự đảng", "Ban Văn hóa", "Ban Kinh tế"):
        end = more.end()
        name += " và Dân vận" if name == "Ban Tuyên giáo" else "" if "cán sự" in name else more.group()
    if end < len(text) and text[end].isalnum():
        return None
    return _with_owner(text, start, end, name)


def _with_owner(text: str, start: int, end: int, name: str) -> Mention | None:
    kind = " ".join(name.lower().split()[:2]) if name.startswith(_OWNED[:3]) else name.split()[0].lower()
    if kind == "ủy":
        kind = "ủy ban kiểm tra"
    owner = read_owner(text, end + 1) if end < len(text) and text[end] == " " else None
    if owner is not None:
        return Mention(start, Body(owner.end, f"{name} {owner.name}", kind, True), "board_of", owner.name)
    after, area = area_after(text, end)
    if area:
        return Mention(start, Body(after, name + area, kind, True), "board_at", area[1:])
    if text[start].islower() and text[start + 4].islower():
        return None  # "ban tổ chức" of a festival
    post = bool(_POST_BEFORE.search(text, max(start - 12, 0), start))
    if post and not name.startswith(_OWNED):
        return None  # "Trưởng ban Dân vận" of many places, or of the one that stands elsewhere in full
    return Mention(start, Body(end, name, kind), "board", waits=True)


def _read_fixed(text: str, start: int) -> Mention | None:
    head = _HEAD.match(text, start)
    if head is None or (head.end() < len(text) and text[head.end()].isalnum()):
        return None
    name = head.group().replace("TW", "Trung ương").replace("T.Ư", "Trung ương")
    return Mention(start, Body(head.end(), name, name.split()[0].lower(), True), "fixed")


def _read_front(text: str, start: int) -> Mention | None:
    body = read_front(text, start)
    if body is None:
        return _read_state(text, start)
    end_of_level = re.search(r" (tỉnh|huyện|xã|phường|thành phố|quận|thị xã|thị trấn)(?: .+)?$", body.name)
    return Mention(start, body, "front", end_of_level.group()[1:] if end_of_level else "")


def _read_state(text: str, start: int) -> Mention | None:
    body = read_state(text, start)
    if body is None:
        return _read_department(text, start)
    if not body.owned:
        waits = body.name in ("Ủy ban nhân dân", "Hội đồng nhân dân", "Đoàn đại biểu Quốc hội")
        return Mention(start, body, "state", waits=True) if waits else None
    head_words = body.kind.count(" ") + 1
    return Mention(start, body, "state", " ".join(body.name.split()[head_words:]))


def _read_party(text: str, start: int) -> Mention | None:
    body = read_party(text, start)
    if body is None:
        return None
    if (
        text[start].islower()
        and not body.owned
        and not re.search(r"(?:của|thư|trực|đạo|cáo) $", text[max(start - 6, 0) : start])
    ):
        return None
    return Mention(start, body, "party")


def _read_union(text: str, start: int) -> Mention | None:
    body = read_union(text, start)
    return Mention(start, body, "union") if body else None


_DEPT_HEAD = re.compile(r"Sở|Bộ|Phòng|Chi cục|Cục|Tổng cục")
_KNOWN = re.compile(rf" (?:{DEPARTMENT})(?!\w)", re.IGNORECASE)


def _read_department(text: str, start: int) -> Mention | None:
    head = _DEPT_HEAD.match(text, start)
    read = read_department(text, head.end()) if head else None
    if head is None or read is None:
        return None
    end, field = read
    if head.group() in ("Bộ", "Phòng") and not _KNOWN.match(text, head.end()):
        return None
    after, area = area_after(text, end)
    return Mention(start, Body(after, f"{head.group()} {field}{area}", head.group().lower(), bool(area)), "department")


def _read_other(text: str, start: int) -> Mention | None:
    for pattern, kind in _OTHER:
        found = pattern.match(text, start)
        if found:
            name = found.group().replace("HTX", "Hợp tác xã").replace("CSXH", "Chính sách xã hội")
            end, area = area_after(text, found.end())
            return Mention(start, Body(end, name + area, kind, True), "named")
    return None


_READERS = {
    "fixed": _read_fixed, "front": _read_front, "state": _read_state, "union": _read_union, "party": _read_party,
    "dept": _read_department, "other": _read_other,
}  # fmt: skip


def _facts(reading: Reading, mentions: list[Mention]) -> tuple[Name, ...]:
    by_name: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_name.setdefault(mention.body.name.casefold(), []).append(mention)
    longer = _fuller_names(by_name)
    merged: dict[str, list[Mention]] = {}
    for key, of_name in by_name.items():
        target = longer.get(key, key)
        while target in longer:
            target = longer[target]
        merged.setdefault(target, []).extend(of_name)
    facts = [_fact(reading, key, of_name) for key, of_name in merged.items()]
    return tuple(sorted(facts, key=lambda fact: min(fact.spans)))


def _fuller_names(by_name: dict[str, list[Mention]]) -> dict[str, str]:
    """The one longer name of the text that a short one stands for, if there is exactly one."""
    names = {key: of_name[0].body.name for key, of_name in by_name.items()}
    prefixes: dict[str, list[str]] = {}
    for key, name in names.items():
        words = name.split()
        for number in range(1, len(words)):
            short = " ".join(words[:number]).casefold()
            if short in names and REMAINDER.fullmatch(" " + " ".join(words[number:])):
                prefixes.setdefault(short, []).append(key)
    fuller = {}
    for short, keys in prefixes.items():
        nearest = [key for key in keys if not any(key != other and other.startswith(key + " ") for other in keys)]
        if len(nearest) == 1:
            fuller[short] = nearest[0]
    return fuller


_CONFIDENCE = {"fixed": 0.95, "board_of": 0.95, "front": 0.95, "party": 0.9, "state": 0.9, "board": 0.7, "named": 0.75}


def _fact(reading: Reading, key: str, mentions: list[Mention]) -> Name:
    named = next((kept for kept in mentions if kept.body.name.casefold() == key), mentions[0])
    fullest = max(
        (kept for kept in mentions if kept.body.name.casefold() == key), key=lambda kept: kept.body.end - kept.start
    )
    first = reading.span(fullest.start, fullest.body.end)
    others = sorted({reading.span(kept.start, kept.body.end) for kept in mentions} - {first})
    return Name(
        text=reading.raw(fullest.start, fullest.body.end),
        spans=(first, *others),
        rule=f"organisation_{named.rule}",
        confidence=_CONFIDENCE.get(named.rule, 0.8),
        name=named.body.name,
        kind=named.body.kind,
    )
