"""Bodies that the text names: Party, Front, State, organisations; also those named only through a post.

A mention is read from a head word on (`bodies`), abbreviations are opened and the spelling is the official one.
Mentions of one body are one fact, and a short name goes with the one longer name of the text that only adds the
country, the level or the place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

from danvan.reader.engine.facts.bodies import (
    OTHER_BODIES,
    Body,
    area_after,
    read_department,
    read_front,
    read_owner,
    read_party,
    read_state,
    read_union,
)
from danvan.reader.engine.facts.body_mentions import Mention, facts_of
from danvan.reader.engine.facts.reading import Reading, plain, reading_of
from danvan.reader.engine.facts.words import CAP, DEPARTMENT
from danvan.reader.engine.model import Name, Page
from danvan.reader.engine.patterns import any_of

# Heads with a capital, in words of which the first decides who reads on. All begin with a plain letter, which is what
# keeps the search fast; names that begin with a small letter are looked for apart.
_HEAD = re.compile(
    r"(?:Ban|BTV|BCH|BTT|BTGDV|BDV|BCĐ|UBKT|Bộ|BCHQS|BĐBP|Bảo|BHXH|Báo|Bệnh|UBMTTQ|UBMTTQVN|"
    r"UBTWMTTQ|UBND|UB|UBMT|Ủy|Văn [Pp]hòng|VKSND|Viện|"
    r"Thường|Trung|TW|TAND|Tòa|Thanh tra|Tổng|Trường|Tỉnh|Thành|Thị|HĐND|Hội|HLHPN|HPN|HND|HCCB|Huyện|Học viện|"
    r"Hợp tác xã|HTX|Đoàn|Đảng|ĐTN|Đài|Mặt|MTTQ|MTTQVN|Công|Cục|Chi|Chính phủ|Cơ quan|Sở|Phòng|Phường|Ngân|Kho|"
    r"Liên|LĐLĐ|Giáo|Quốc|Quận|Quân|Xã)(?!\w)"
)
_SMALL_BOARD = re.compile(r"ban (?:[Dd]ân|[Tt]hường|[Cc]hấp|[Tt]uyên|[Tt]ổ|[Nn]ội|[Cc]án|[Xx]ây)(?!\w)")
# Bodies that texts write with a small letter; they count only with their level or place.
_SMALL_HEADS = (
    "hội nông", "hội liên", "hội cựu", "hội phụ", "hội đồng nhân", "mặt trận tổ", "mặt trận Tổ", "đoàn ĐBQH",
    "đoàn đại biểu Quốc",
    "phòng ", "ủy ban nhân", "ủy ban mặt", "ủy ban Mặt", "ủy ban MTTQ",
)  # fmt: skip
# Those with one first letter together: a search for one known sign is the quickest.
_SMALL = tuple(re.compile(any_of(words)) for _, words in groupby(sorted(_SMALL_HEADS), lambda word: word[0]))
_SMALL_PARTY = re.compile(r" ủy(?!\w)")
_BOARD_HEAD = re.compile(
    r"[Bb]an (?:[Tt]hường vụ|[Tt]hường trực|[Cc]hấp hành|[Dd]ân vận|[Tt]uyên giáo|[Tt]ổ chức|[Nn]ội chính|"
    r"[Cc]án sự|[Kk]inh tế|[Đđ]ối ngoại|[Xx]ây dựng [Đđ]ảng|[Pp]háp chế|[Tt]ôn giáo|[Tt]iếp công dân|"
    r"[Cc]ông tác [Mm]ặt trận|[Tt]hanh tra nhân dân|[Dd]ân tộc|[Vv]ăn hóa)|BTV|BCH|BTT|BTGDV|"
    r"BDV|UBKT|Đảng đoàn|"
    r"Ủy ban [Kk]iểm tra|Văn [Pp]hòng|Thường trực|Cơ quan Ủy ban [Kk]iểm tra"
)
_FIXED = re.compile(
    r"(?:Bộ Chính trị|Ban Bí thư|Quốc hội|Chính phủ|Trung ương Đảng|TW Đảng|Ủy ban [Tt]hường vụ Quốc hội|"
    r"Quân ủy Trung ương)(?!\w)"
)
_IN_BRACKETS = re.compile(r" \([^()]*\)")
_PENDING_GAP = re.compile(r"(?:,|;| và| -|-|, và)? ")
_BOARDS = {
    "btv": "Ban Thường vụ", "bch": "Ban Chấp hành", "btt": "Ban Thường trực", "bdv": "Ban Dân vận",
    "btgdv": "Ban Tuyên giáo và Dân vận", "ubkt": "Ủy ban Kiểm tra", "ủy ban kiểm tra": "Ủy ban Kiểm tra",
    "cơ quan ủy ban kiểm tra": "Ủy ban Kiểm tra", "ban cán sự": "Ban cán sự đảng",
    "ban công tác mặt trận": "Ban công tác Mặt trận", "ban thanh tra nhân dân": "Ban Thanh tra nhân dân",
    "ban xây dựng đảng": "Ban Xây dựng Đảng", "ban tiếp công dân": "Ban Tiếp công dân",
}  # fmt: skip
_BOARD_MORE = re.compile(
    r" và [Dd]ân vận| - [Dd]ân vận| - [Xx]ã hội| (?:và |- )[Xx]ã hội| [Đđ]ảng|- [Nn]gân sách|"
    r" - [Nn]gân sách"
)
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
# Bodies of a level, which may stand only with the next name of the list: "HĐND, UBND tỉnh".
_LEVELLED = ("Ủy ban nhân dân", "Hội đồng nhân dân", "Đoàn đại biểu Quốc hội")
_GENERIC_BEFORE = ("các ", "những ", "mỗi ", "từng ", "nhiều ", "Các ", "cấp ")
_POST_BEFORE = re.compile(r"(?:[Tt]rưởng|[Pp]hó|[Bb]í thư|[Cc]hủ tịch|viên)(?: các)? $")


def find_organisations(page: Page) -> tuple[Name, ...]:
    """Return the organisations that the page names, abbreviations opened, each once."""
    reading = reading_of(page)
    return facts_of(reading, mentions_of(reading))


def mentions_of(reading: Reading) -> list[Mention]:
    """All mentions in the order of the text; kept with the reading, because people and places ask for them too."""
    if "organisations" not in reading.memory:
        reading.memory["organisations"] = _mentions(reading.text)
    return reading.memory["organisations"]


def _mentions(text: str) -> list[Mention]:
    found: list[Mention] = []
    waiting: list[Mention] = []
    done = 0
    for start, word in _heads(text):
        if start < done or (start and text[start - 1].isalnum()):
            continue
        mention = _read(text, start, word)
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


def _heads(text: str) -> list[tuple[int, str]]:
    """Where a name of a body may begin, with the word that stands there."""
    heads = [(match.start(), match.group()) for match in _HEAD.finditer(text)]
    heads += ((match.start(), "ban") for match in _SMALL_BOARD.finditer(text))
    heads += ((match.start(), match.group()) for small in _SMALL for match in small.finditer(text))
    for match in _SMALL_PARTY.finditer(text):
        before = text[max(match.start() - 5, 0) : match.start()]
        for what in ("tỉnh", "thành", "huyện", "quận", "thị", "đảng"):
            if before.endswith(what):
                heads.append((match.start() - len(what), "ủy"))
                break
    heads.sort()
    return heads


def _stands_alone(mention: Mention) -> bool:
    """A board without an owner names a body only if it is one of its own ("Ban Dân vận"), not a board of anybody."""
    return mention.rule == "board_of" or (mention.rule == "board" and not mention.body.name.startswith(_OWNED))


def _handed(kept: Mention, mention: Mention) -> list[Mention]:
    """Give the owner or level of `mention` to a head that stood before it in the list ("Đảng đoàn, Ban … MTTQ")."""
    if not mention.area or (kept.rule != "board") != mention.area[0].islower():
        return [kept] if _stands_alone(kept) else []
    name = f"{kept.body.name} {mention.area}"
    return [kept._replace(body=Body(mention.body.end, name, kept.body.kind, True), rule="shared_owner", waits=False)]


def _read(text: str, start: int, word: str) -> Mention | None:
    for reader in _READERS.get(word, _NONE):
        mention = reader(text, start)
        if mention is not None:
            if word in _SMALL_HEADS:
                mention = _capital(mention) if mention.body.owned or mention.rule == "front" else None
            if mention is None:
                return None
            bare = mention.rule not in _BOARD_RULES and text[max(start - 6, 0) : start].endswith(_GENERIC_BEFORE)
            return None if bare and _is_bare(mention) else mention
    return None


def _capital(mention: Mention) -> Mention:
    """A name that the text writes with a small letter, as official papers write it."""
    name = mention.body.name
    return mention._replace(body=mention.body._replace(name=name[0].upper() + name[1:]))


_LAST_CAP = re.compile(rf" {CAP}$")


def _is_bare(mention: Mention) -> bool:
    """A name without a place: after "các" it means many bodies."""
    return not _LAST_CAP.search(mention.body.name) or mention.rule == "party" and not mention.body.owned


def _read_board(text: str, start: int) -> Mention | None:
    head = _BOARD_HEAD.match(text, start)
    if head is None:
        return None
    end, words = head.end(), head.group()
    if words in ("Thường trực", "Ban Thường trực") and _POST_BEFORE.search(text, max(start - 12, 0), start):
        return None
    low = words.lower()
    name = _BOARDS.get(low)
    if name is None:
        name = words.capitalize() if not low.startswith("ban") else f"Ban {words[4:].capitalize()}"
    if low == "ban thường vụ":
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
        waits = owner.name in _LEVELLED
        return Mention(start, Body(owner.end, f"{name} {owner.name}", kind, True), "board_of", owner.name, waits)
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
    head = _FIXED.match(text, start)
    if head is None:
        return None
    name = head.group().replace("TW", "Trung ương")
    return Mention(start, Body(head.end(), name, name.split()[0].lower(), True), "fixed")


_LEVEL_TAIL = re.compile(r" (tỉnh|huyện|xã|phường|thành phố|quận|thị xã|thị trấn)(?: .+)?$")


def _read_front(text: str, start: int) -> Mention | None:
    body = read_front(text, start)
    if body is None:
        return None
    end_of_level = _LEVEL_TAIL.search(body.name)
    return Mention(start, body, "front", end_of_level.group()[1:] if end_of_level else "")


def _read_state(text: str, start: int) -> Mention | None:
    body = read_state(text, start)
    if body is None:
        return None
    if not body.owned:
        waits = body.name in _LEVELLED
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
        and not text[max(start - 6, 0) : start].endswith(("của ", "thư ", "trực ", "đạo ", "cáo "))
    ):
        return None
    return Mention(start, body, "party")


def _read_union(text: str, start: int) -> Mention | None:
    body = read_union(text, start)
    return Mention(start, body, "union") if body else None


_DEPT_HEAD = re.compile(r"Sở|Bộ|[Pp]hòng|Chi cục|Cục|Tổng cục")
_KNOWN = re.compile(rf" (?:{DEPARTMENT})(?!\w)", re.IGNORECASE)


def _read_department(text: str, start: int) -> Mention | None:
    head = _DEPT_HEAD.match(text, start)
    read = read_department(text, head.end()) if head else None
    if head is None or read is None:
        return None
    end, field = read
    if head.group() in ("Bộ", "Phòng", "phòng") and not _KNOWN.match(text, head.end()):
        return None
    after, area = area_after(text, end)
    return Mention(start, Body(after, f"{head.group()} {field}{area}", head.group().lower(), bool(area)), "department")


def _read_other(text: str, start: int) -> Mention | None:
    for pattern, kind in OTHER_BODIES:
        found = pattern.match(text, start)
        if found:
            name = found.group().replace("HTX", "Hợp tác xã").replace("CSXH", "Chính sách xã hội")
            name = _IN_BRACKETS.sub("", name).replace("Ban chỉ đạo", "Ban Chỉ đạo").replace("BCĐ", "Ban Chỉ đạo")
            end, area = area_after(text, found.end())
            return Mention(start, Body(end, name + area, kind, True), "named")
    return None


_NONE: tuple[Callable[[str, int], Mention | None], ...] = ()
_BOARD_RULES = ("board", "board_of", "board_at")
_READERS: dict[str, tuple[Callable[[str, int], Mention | None], ...]] = {
    **dict.fromkeys(
        ("BTV", "BTT", "BTGDV", "BDV", "UBKT", "Văn phòng", "Văn Phòng", "Thường", "Cơ quan", "ban"), (_read_board,)
    ),
    **dict.fromkeys(("Tỉnh", "Thành", "Huyện", "Quận", "Thị"), (_read_party, _read_union)),
    **dict.fromkeys(("UBMT", "UBMTTQ", "UBMTTQVN", "UBTWMTTQ", "UB", "Mặt", "MTTQ", "MTTQVN"), (_read_front,)),
    **dict.fromkeys(("UBND", "HĐND", "VKSND", "Viện", "TAND", "Tòa", "BĐBP", "BCHQS", "BHXH", "Kho"), (_read_state,)),
    **dict.fromkeys(("Bảo", "Thanh tra"), (_read_state,)),
    **dict.fromkeys(("HLHPN", "HPN", "HND", "HCCB", "ĐTN", "LĐLĐ", "Liên", "Giáo", "Xã", "Phường"), (_read_union,)),
    **dict.fromkeys(("Sở", "Phòng"), (_read_department,)),
    **dict.fromkeys(("Báo", "Bệnh", "Trường", "Học viện", "Hợp tác xã", "HTX", "Đài", "Ngân", "BCĐ"), (_read_other,)),
    **dict.fromkeys(("Quốc", "Chính phủ", "TW"), (_read_fixed,)),
    "Ban": (_read_board, _read_fixed, _read_state, _read_other),
    "BCH": (_read_board,),
    "Bộ": (_read_fixed, _read_state, _read_department),
    "Chi": (_read_state, _read_department),
    "Cục": (_read_state, _read_department),
    "Công": (_read_state, _read_union, _read_other),
    "Hội": (_read_state, _read_union),
    "Quân": (_read_fixed, _read_other),
    "Trung": (_read_fixed, _read_union, _read_other),
    "Tổng": (_read_union, _read_department),
    "Đoàn": (_read_state, _read_union),
    "Đảng": (_read_party, _read_board, _read_state),
    "Ủy": (_read_fixed, _read_front, _read_state, _read_board, _read_union),
    "ủy": (_read_party,),
    "phòng ": (_read_department,),
    **dict.fromkeys(("hội nông", "hội liên", "hội cựu", "hội phụ"), (_read_union,)),
    **dict.fromkeys(("hội đồng nhân", "đoàn đại biểu Quốc", "đoàn ĐBQH", "ủy ban nhân"), (_read_state,)),
    **dict.fromkeys(("mặt trận tổ", "mặt trận Tổ", "ủy ban mặt", "ủy ban Mặt", "ủy ban MTTQ"), (_read_front,)),
}


def official_name(text: str) -> str:
    """The official full form of the one body that `text` names ("MTTQ tỉnh" → "Mặt trận Tổ quốc tỉnh"), else `text`."""
    written = plain(text)
    for mention in _mentions(written):
        if mention.start == 0 and mention.body.end == len(written):
            return mention.body.name
    return text
