"""Named movements, campaigns, programmes, schemes and models.

Two rules: a name in quotes that follows a word such as "phong trào" or stands in a list after such a name; and the
national movements that are written without quotes, each with the forms in which texts write them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from danvan.reader.engine.facts.reading import Reading, Stretches, reading_of, squeezed
from danvan.reader.engine.model import Movement, Page
from danvan.reader.engine.patterns import any_of, in_both_cases

_QUOTED = re.compile(r"[“\"] ?(?P<name>[^“”\"\n]{3,220}?) ?[”\"]")
_LEADING_WORDS = (
    "phong trào", "cuộc vận động", "chương trình", "chương trình phối hợp", "chương trình hành động", "đề án", "dự án",
    "mô hình", "câu lạc bộ", "CLB", "thi đua", "thi đua yêu nước", "chiến dịch", "hội thi", "cuộc thi", "ngày hội",
    "quỹ", "tháng cao điểm", "công trình", "cách làm", "hoạt động",
)  # fmt: skip
_KIND_WORD = re.compile(rf"(?P<kind>{any_of(in_both_cases(_LEADING_WORDS))})(?!\w)")
_LEAD_TAIL = re.compile(
    r"(?:,| số \d+[\w/-]*|:| như| là| về| với tên gọi| mang tên| xây dựng| thi đua| điểm| mẫu|"
    r" đặc thù| toàn dân| hay| cấp \w+)*"
    r" ?:? ?"
)
_SIGN = re.compile(r"[^\w ]")
_NEXT = re.compile(r"(?:,|;| và|, và| hoặc| hay| gắn với| -|,? cùng với|…|\.\.\.)? ?")
_NOT_MOVEMENT = re.compile(
    r"(?:[Vv]ề |[Nn]ghị quyết|[Qq]uyết định|[Cc]hỉ thị|[Hh]ọc, học|[Bb]ằng khen|[Kk]ỷ niệm chương)"
)
# The head words without their first letter, so that the search need not try every small letter.
_UNQUOTED = re.compile(
    r"(?P<kind>ề án|hương trình|ô hình|hong trào(?: thi đua)?|ự án) "
    r"(?P<name>(?:[Cc]uộc vận động|Mỗi|Ngày|Toàn|Xây|Nâng|Đường|Tuyến|Nhà|Tổ|Camera|Tiếng|Dòng|"
    r"Cổng|Hũ|Thôn|Làng|"
    r"Khu|Gia|Tết|Một|Quỹ|Con|Hội|Chi|Thắp|Ánh|Vườn|Nuôi|Áo|Sạch|Không|Học|OCOP|Dân)[^,.;:\n“”\"()]{4,100}?)"
    r"(?=[,.;:\n“”\"()]| (?:của|tại|ở|trên|đã|được|là|cho|do|với|giai đoạn|theo|gắn|từ|trong|"
    r"năm|và|nhằm|để|bước|có|"
    r"đạt|đối|thuộc)(?!\w))"
)
# National movements as texts name them without quotes: words that must stand in the text, the pattern, the name (None:
# as written) and the kind.
_KNOWN = (
    ("làm theo", r"[Hh]ọc tập và làm theo (?:tư tưởng,? ?)?(?:tấm gương )?(?:đạo đức)?(?:, phong cách)?(?: của)? ?"
     r"(?:Chủ tịch )?Hồ Chí Minh", None, "cuộc vận động"),
    ("vận khéo", r"[Dd]ân vận khéo", "Dân vận khéo", "phong trào"),
    ("ông thôn mới", r"[Xx]ây dựng [Nn]ông thôn mới", "xây dựng nông thôn mới", "chương trình"),
    ("NTM", r"[Xx]ây dựng NTM", "xây dựng nông thôn mới", "chương trình"),
    ("ây dựng đời sống văn hóa", r"(?:[Tt]oàn dân )?[Đđ]oàn kết xây dựng đời sống văn hóa(?: ở khu dân cư)?", None,
     "cuộc vận động"),
    ("đô thị văn minh", r"[Tt]oàn dân đoàn kết xây dựng nông thôn mới, đô thị văn minh", None, "cuộc vận động"),
    ("oàn dân bảo vệ", r"[Tt]oàn dân bảo vệ [Aa]n ninh [Tt]ổ quốc", None, "phong trào"),
    ("ùng hàng Việt Nam", r"[Nn]gười Việt Nam ưu tiên dùng hàng Việt Nam", None, "cuộc vận động"),
    ("ơn đáp nghĩa", r"[Đđ]ền ơn đáp nghĩa", None, "phong trào"),
    ("ì người nghèo", r"(?:[Nn]gày )?[Vv]ì người nghèo", None, "cuộc vận động"),
    ("hà tạm", r"[Xx]óa nhà tạm(?:, nhà dột nát)?", None, "chương trình"),
    ("ột sản phẩm", r"[Mm]ỗi xã,? một sản phẩm", None, "chương trình"),
    ("OCOP", r"OCOP", None, "chương trình"),
    ("dân học vụ số", r"[Bb]ình dân học vụ số", None, "phong trào"),
)  # fmt: skip
# How far a pattern may reach to both sides of its needle.
_BEFORE_NEEDLE, _AFTER_NEEDLE = 50, 100
_KNOWN_READY = tuple((needle, re.compile(pattern), name, kind) for needle, pattern, name, kind in _KNOWN)
_KIND_WORDS = re.compile(
    r"cuộc vận động|phong trào|chương trình|đề án|dự án|mô hình|câu lạc bộ|CLB|chiến dịch|hội thi|cuộc thi|"
    r"ngày hội|quỹ|công trình",
    re.IGNORECASE,
)
_FIRST_LETTERS = {"ề án": "đ", "hương trình": "c", "ô hình": "m", "hong trào": "p", "ự án": "d"}


class _Seen(NamedTuple):
    start: int
    end: int
    name: str
    kind: str | None
    rule: str


def find_movements(page: Page) -> tuple[Movement, ...]:
    """Return the named movements, campaigns, programmes, schemes and models of the page, each once."""
    reading = reading_of(page)
    quoted = _quoted(reading)
    taken = Stretches((one.start, one.end) for one in quoted)
    known = [one for one in _known(reading) if not taken.covers(one.start)]
    titled = [one for one in _unquoted(reading) if not taken.covers(one.start)]
    return _facts(reading, sorted([*quoted, *known, *titled], key=lambda one: one.start))


def _quoted(reading: Reading) -> list[_Seen]:
    text, found = reading.text, []
    last_end, last_kind = -1, None
    for match in _QUOTED.finditer(text, 0, reading.end):
        start, end = match.span("name")
        lead = _lead(text, match.start())
        kind = None
        if lead:
            kind = _kind(lead["kind"])
        elif last_end >= 0 and _NEXT.fullmatch(text, last_end, match.start()):
            kind = last_kind
        if kind is None or _NOT_MOVEMENT.match(match["name"]):
            continue
        found.append(_Seen(start, end, squeezed(match["name"]).rstrip(".,;"), kind, "quoted_movement"))
        last_end, last_kind = match.end(), kind
    return found


def _lead(text: str, at: int) -> re.Match[str] | None:
    """The word for a movement that leads to a quoted name, in the same line."""
    window = max(at - 60, text.rfind("\n", max(at - 60, 0), at) + 1, 0)
    before = text[window:at].rstrip(" ") + " "
    last = None
    for last in _KIND_WORD.finditer(before):  # noqa: B007 the last one counts
        pass
    return last if last and _LEAD_TAIL.fullmatch(before, last.end()) else None


def _kind(words: str) -> str:
    found = _KIND_WORDS.search(words)
    return found.group().lower() if found else "phong trào"


def _known(reading: Reading) -> list[_Seen]:
    text, found = reading.text, []
    for needle, pattern, name, kind in _KNOWN_READY:
        at = text.find(needle)
        while 0 <= at < reading.end:
            match = pattern.search(text, max(at - _BEFORE_NEEDLE, 0), min(at + _AFTER_NEEDLE, reading.end))
            if match and match.end() > at:
                found.append(_Seen(*match.span(), name or match.group(), kind, "known_movement"))
            at = text.find(needle, max(at + len(needle), match.end() if match else 0))
    return found


def _unquoted(reading: Reading) -> list[_Seen]:
    text, found = reading.text, []
    for match in _UNQUOTED.finditer(text, 0, reading.end):
        head = match["kind"].removesuffix(" thi đua")
        if match.start() and text[match.start() - 1].lower() == _FIRST_LETTERS[head]:
            start, end = match.span("name")
            found.append(_Seen(start, end, squeezed(match["name"]), _FIRST_LETTERS[head] + head, "named_movement"))
    return found


def _key(name: str) -> str:
    words = _SIGN.sub(" ", name.casefold()).split()
    return " ".join(words)


def _facts(reading: Reading, seen: list[_Seen]) -> tuple[Movement, ...]:
    merged: dict[str, list[_Seen]] = {}
    for one in seen:
        merged.setdefault(_key(one.name), []).append(one)
    facts = []
    for mentions in merged.values():
        best = next((one for one in mentions if one.rule == "quoted_movement"), mentions[0])
        facts.append(
            Movement(
                text=reading.written(best.start, best.end),
                spans=reading.spans((best.start, best.end), [(one.start, one.end) for one in mentions]),
                rule=best.rule,
                confidence={"quoted_movement": 0.95, "known_movement": 0.85}.get(best.rule, 0.6),
                name=best.name,
                kind=best.kind,
            )
        )
    return tuple(sorted(facts, key=lambda fact: min(fact.spans)))
