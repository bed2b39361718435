"""Names of bodies as they stand beside a document: who issued it.

A name is walked word group by word group: groups of the closed vocabulary below in any case, proper names by
their capital. "của Bộ Chính trị (khóa X)", "Ban thường vụ Tỉnh uỷ", "BTV Huyện ủy", "UBND tỉnh".
"""

import re
from functools import lru_cache

from danvan.reader.engine.facts.levelled import Levelled
from danvan.reader.engine.facts.vocabulary import entries, words
from danvan.reader.engine.patterns import any_of

MAX_GROUPS = 10

# The canonical writing of each word group that can begin a body's name.
_HEADS = entries("body heads")
_FIELDS = entries("fields of ministries")
_OPENED = {
    "bch": "Ban Chấp hành",
    "btv": "Ban Thường vụ",
    "btt": "Ban Thường trực",
    "bct": "Bộ Chính trị",
    "bbt": "Ban Bí thư",
    "tw": "Trung ương",
    "t.ư": "Trung ương",
    "t.w": "Trung ương",
    "ubnd": "Ủy ban nhân dân",
    "hđnd": "Hội đồng nhân dân",
    "ub mttq": "Ủy ban Mặt trận Tổ quốc",
    "ubmttq": "Ủy ban Mặt trận Tổ quốc",
    "ubmttqvn": "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "mttq": "Mặt trận Tổ quốc",
    "mttqvn": "Mặt trận Tổ quốc Việt Nam",
    "ubtvqh": "Ủy ban Thường vụ Quốc hội",
    "ubkt": "Ủy ban Kiểm tra",
    "lđlđ": "Liên đoàn Lao động",
    "bcđ": "Ban Chỉ đạo",
    "ttg": "Thủ tướng Chính phủ",
}
# Groups that only continue a name. Lower-case words stand here only where no verb is spelt the same.
_TAILS = (
    "Đảng bộ",
    "Việt Nam",
    "Cộng sản Việt Nam",
    "các cơ quan",
    "tỉnh",
    "thành phố",
    "huyện",
    "thị xã",
    "quận",
    "xã",
    "phường",
    "thị trấn",
    "đặc khu",
    "khối",
    "nhân dân",
)
# These look like proper names where a headline is all capitals or a clause begins with a capital.
_NO_NAME = words("no proper names")
_GOES_ON = _NO_NAME | words("never counted")


def _alternation(groups: tuple[str, ...] | list[str]) -> str:
    return any_of(sorted({group.lower() for group in groups})).replace(r"\ ", "[ \n]{1,2}")


_HEAD = re.compile(
    rf"(?:{_alternation([*_HEADS, *_OPENED])})(?!\w)|(?:bộ|sở|phòng) {{1,2}}(?:{_alternation(_FIELDS)})(?!\w)"
)
_WORD_HEAD = re.compile(rf"(?:{'|'.join(sorted(entries('body words'), key=len, reverse=True))})(?!\w)")
_TAIL = re.compile(rf"(?:{_alternation(_TAILS)})(?!\w)")
_NUMBERED_CENTRE = re.compile(r"\b(?:TW|TƯ|T\.Ư|T\.W)\s?(?=\d)")
# As "TƯ" it is the centre, as "tư" many other words.
_CENTRE = re.compile(r"\bTƯ(?!\w)")
_PARTY = re.compile(r"Đảng(?: {1,2}Cộng sản)?(?: {1,2}Việt Nam)?(?!\w)")
_OF_PARTY = re.compile(r" {1,2}của {1,2}đảng(?!\w)")
_NAME = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LEVELS = frozenset(("tỉnh", "huyện", "xã", "phường", "quận", "thị", "trấn", "thành", "phố", "và"))
_BLANK = re.compile(r"[ \n]{1,2}")
_TITLED = {group.lower(): group for group in (*_HEADS, *_FIELDS, "Đảng bộ", "Việt Nam")} | {
    # The usual writing of the two state bodies.
    "ủy ban nhân dân": "Ủy ban nhân dân",
    "hội đồng nhân dân": "Hội đồng nhân dân",
}
_CANON = re.compile(rf"\b(?:{_alternation(list(_TITLED))})(?!\w)")
_OPEN = re.compile(rf"\b(?:{_alternation(list(_OPENED))})(?!\w)")


def body_end(reading: Levelled, start: int) -> int | None:
    """Return where the name of a body that begins at `start` ends, or None if none begins there."""
    head = _HEAD.match(reading.low, start) or _PARTY.match(reading.text, start)
    if head is None:
        return _free_end(reading, start)
    if head.group() in _OPENED and not reading.text[start].isupper():
        return None
    end, groups = head.end(), 0
    while groups < MAX_GROUPS:
        groups += 1
        blank = _BLANK.match(reading.low, end)
        if blank is None:
            break
        further = _next_group(reading, blank.end())
        if further is None:
            break
        end = further
    return end


def _free_end(reading: Levelled, start: int) -> int | None:
    """Return the end of a body that is no part of the vocabulary: "Thanh tra tỉnh", "Hội Chữ thập đỏ tỉnh An Khê"."""
    head = _WORD_HEAD.match(reading.text, start)
    if head is None:
        return None
    end = head.end()
    for _word in range(MAX_GROUPS):
        further = _NAME.match(reading.text, end + 1) if reading.text[end : end + 1] == " " else None
        if further is None or reading.low[further.start() : further.end()] in _GOES_ON:
            break
        end = further.end()
    return end if end > head.end() else None


def _next_group(reading: Levelled, at: int) -> int | None:
    for pattern, text in ((_HEAD, reading.low), (_TAIL, reading.low), (_PARTY, reading.text)):
        found = pattern.match(text, at)
        if found and (pattern is not _TAIL or reading.text[found.end() : found.end() + 1] != "-"):
            return found.end()
    name = _NAME.match(reading.text, at)
    if name and reading.text[at].isupper() and reading.low[at : name.end()] not in _NO_NAME:
        return name.end()
    return None


def last_body(reading: Levelled, start: int, end: int) -> tuple[int, int] | None:
    """Return the place of the body whose name ends exactly at `end` and begins at or after `start`.

    Of nested names ("Ban Thường vụ Tỉnh ủy") it is the longest.
    """
    for head in _HEAD.finditer(reading.low, start, end):
        before = reading.low[head.start() - 1 : head.start()]
        if not before.isalnum() and body_end(reading, head.start()) == end:
            return head.start(), end
    return None


@lru_cache(maxsize=4096)
def normal_body(name: str) -> str:
    """Return a body's name with its abbreviations opened, in the usual capitals and new-style tone marks."""
    line = " ".join(name.replace("uỷ", "ủy").replace("Uỷ", "Ủy").replace("UỶ", "ỦY").split())
    if line.isupper() and " " in line:
        line = " ".join(_from_capitals(word) for word in line.split(" "))
    line = _replace(_OPEN, _OPENED, _CENTRE.sub("Trung ương", _NUMBERED_CENTRE.sub("Trung ương ", line)))
    line = _replace(_CANON, _TITLED, line)
    return line.replace("khoá", "khóa")


def _from_capitals(word: str) -> str:
    low = word.lower()
    if low in _OPENED:
        return word
    return low if low in _LEVELS else word.capitalize()


def _replace(pattern: re.Pattern[str], written: dict[str, str], line: str) -> str:
    parts, at = [], 0
    low = line.lower()
    if len(low) != len(line):
        return line
    for found in pattern.finditer(low):
        key = " ".join(found.group().split())
        parts += [line[at : found.start()], written.get(key, line[found.start() : found.end()])]
        at = found.end()
    return "".join([*parts, line[at:]])
