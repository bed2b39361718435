"""Named movements, campaigns, programmes, schemes and models.

Two rules: a name in quotes that follows a word such as "phong trào" or stands in a list after such a name; and the
national movements that are written without quotes, each with the forms in which texts write them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from danvan.reader.engine.facts.reading import Reading, reading_of, squeezed
from danvan.reader.engine.model import Movement, Page

_QUOTED = re.compile(r"[“\"] ?(?P<name>[^“”\"\n]{3,220}?) ?[”\"]")
_KINDS = (
    r"phong trào(?: thi đua(?: yêu nước)?)?|cuộc vận động|chương trình(?: phối hợp|"
    r" hành động)?|đề án|dự án|mô hình(?: điểm| mẫu)?|"
    r"câu lạc bộ|CLB|thi đua|chiến dịch|hội thi|cuộc thi|ngày hội|tổ chức hội|quỹ|"
    r"tháng cao điểm|đợt thi đua|công trình|hũ gạo|cách làm"
)
_LEAD = re.compile(
    rf"(?P<kind>(?i:{_KINDS}))(?:,| số \d+[\w/-]*|:| như| là| về| với tên gọi| mang tên|"
    r" xây dựng| các mô hình| điểm| toàn dân| đặc thù| cấp \w+| \"?)? ?$"
)
_NEXT = re.compile(r"(?:,|;| và|, và| hoặc| hay| gắn với| -|,? cùng với|…|\.\.\.)? ?")
_NOT_MOVEMENT = re.compile(
    r"(?:[Vv]ề |[Nn]ghị quyết|[Qq]uyết định|[Cc]hỉ thị|[Hh]ọc, học|[Bb]ằng khen|[Kk]ỷ niệm chương)"
)
_UNQUOTED = re.compile(
    r"(?P<kind>[Đđ]ề án|[Cc]hương trình|[Mm]ô hình|[Pp]hong trào(?: thi đua)?|[Dd]ự án) "
    r"(?P<name>(?:[Cc]uộc vận động|Mỗi|Ngày|Toàn|Xây|Nâng|Đường|Tuyến|Nhà|Tổ|Camera|Tiếng|Dòng|"
    r"Cổng|Hũ|Thôn|Làng|Khu|Gia|Tết|Một|Quỹ|"
    r"Con|Hội|Chi|Thắp|Ánh|Vườn|Nuôi|Áo|Sạch|Không|Học|OCOP|Dân)[^,.;:\n“”\"()]{4,100}?)"
    r"(?=[,.;:\n“”\"()]| (?:của|tại|ở|trên|đã|được|là|cho|do|với|giai đoạn|theo|gắn|từ|trong|"
    r"năm|và|nhằm|để|bước|có|đạt|đối|thuộc|theo)(?!\w))"
)
# National movements as texts name them without quotes: the pattern, the name, its kind.
_KNOWN = (
    (
        r"[Hh]ọc tập và làm theo (?:tư tưởng,? ?)?(?:tấm gương )?(?:đạo đức)?(?:, phong cách)?(?: của)? ?"
        r"(?:Chủ tịch )?Hồ Chí Minh",
        None,
        "cuộc vận động",
    ),
    (r"[Dd]ân vận khéo", "Dân vận khéo", "phong trào"),
    (r"(?:[Tt]oàn dân )?(?:chung sức )?[Xx]ây dựng (?:[Nn]ông thôn mới|NTM)", "xây dựng nông thôn mới", "chương trình"),
    (r"(?:[Tt]oàn dân )?[Đđ]oàn kết [Xx]ây dựng (?:đời sống văn hóa(?: ở khu dân cư)?|"
        r"nông thôn mới, đô thị văn minh)", None, "cuộc vận động"),
    (r"[Tt]oàn dân bảo vệ [Aa]n ninh [Tt]ổ quốc", None, "phong trào"),
    (r"[Nn]gười Việt Nam ưu tiên dùng hàng Việt Nam", None, "cuộc vận động"),
    (r"[Đđ]ền ơn đáp nghĩa", None, "phong trào"),
    (r"[Nn]gày vì người nghèo|[Vv]ì người nghèo", None, "cuộc vận động"),
    (r"[Xx]óa (?:nhà tạm, )?nhà dột nát|[Xx]óa nhà tạm(?:, nhà dột nát)?", None, "chương trình"),
    (r"[Mm]ỗi xã,? một sản phẩm|OCOP", None, "chương trình"),
    (r"[Bb]ình dân học vụ số", None, "phong trào"),
    (r"[Xx]ây dựng đô thị văn minh", None, "phong trào"),
    (r"[Nn]gày hội (?:[Đđ]ại đoàn kết|[Tt]oàn dân bảo vệ)[^,.;:\n“”\"(]{0,40}", None, "ngày hội"),
)  # fmt: skip
_KNOWN_ANY = re.compile(
    "|".join(f"(?P<k{number}>{pattern})" for number, (pattern, _name, _kind) in enumerate(_KNOWN[:-1]))
)
_KIND_WORDS = re.compile(
    r"cuộc vận động|phong trào|chương trình|đề án|dự án|mô hình|câu lạc bộ|CLB|chiến dịch|"
    r"hội thi|cuộc thi|ngày hội|quỹ|công trình",
    re.I,
)


@dataclass(frozen=True)
class _Seen:
    start: int
    end: int
    name: str
    kind: str | None
    rule: str


def find_movements(page: Page) -> tuple[Movement, ...]:
    """Return the named movements, campaigns, programmes, schemes and models of the page, each once."""
    reading = reading_of(page)
    quoted = _quoted(reading)
    inside = [(one.start, one.end) for one in quoted]
    known = [one for one in _known(reading) if not any(start <= one.start < end for start, end in inside)]
    titled = [one for one in _unquoted(reading) if not any(start <= one.start < end for start, end in inside)]
    return _facts(reading, sorted([*quoted, *known, *titled], key=lambda one: one.start))


def _quoted(reading: Reading) -> list[_Seen]:
    text, found = reading.text, []
    last_end, last_kind = -1, None
    for match in _QUOTED.finditer(text, 0, reading.end):
        start, end = match.span("name")
        before = text[max(match.start() - 70, 0) : match.start()].rstrip(" ")
        lead = _LEAD.search(before + " ") if not before.endswith("\n") else None
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


def _kind(words: str) -> str:
    found = _KIND_WORDS.search(words)
    return found.group().lower() if found else "phong trào"


def _known(reading: Reading) -> list[_Seen]:
    found = []
    for match in _KNOWN_ANY.finditer(reading.text, 0, reading.end):
        _pattern, name, kind = _KNOWN[int((match.lastgroup or "k0")[1:])]
        found.append(_Seen(*match.span(), name or match.group(), kind, "known_movement"))
    return found


def _unquoted(reading: Reading) -> list[_Seen]:
    found = []
    for match in _UNQUOTED.finditer(reading.text, 0, reading.end):
        start, end = match.span("name")
        found.append(_Seen(start, end, squeezed(match["name"]), _kind(match["kind"]), "named_movement"))
    return found


def _key(name: str) -> str:
    words = re.sub(r"[^\w ]", " ", name.casefold()).split()
    return " ".join(words)


def _facts(reading: Reading, seen: list[_Seen]) -> tuple[Movement, ...]:
    merged: dict[str, list[_Seen]] = {}
    for one in seen:
        merged.setdefault(_key(one.name), []).append(one)
    facts = []
    for mentions in merged.values():
        best = next((one for one in mentions if one.rule == "quoted_movement"), mentions[0])
        first = reading.span(best.start, best.end)
        others = sorted({reading.span(one.start, one.end) for one in mentions} - {first})
        facts.append(
            Movement(
                text=reading.raw(best.start, best.end),
                spans=(first, *others),
                rule=best.rule,
                confidence={"quoted_movement": 0.95, "known_movement": 0.85}.get(best.rule, 0.6),
                name=best.name,
                kind=best.kind,
            )
        )
    return tuple(sorted(facts, key=lambda fact: min(fact.spans)))
