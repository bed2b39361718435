"""The kinds of documents as Vietnamese text names them, and the number and symbol that follow a kind.

Grammar (Quy định 399-QĐ/TW, Nghị định 30/2020/NĐ-CP): party `n-TYPE/ISSUER`, state `n/TYPE-ISSUER`, law
`n/yyyy/TYPE-ISSUER`, letters `n/ISSUER-DRAFTER`. Blanks round a separator, other dashes and mixed separators
are noise; the order of what stands is kept.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from danvan.core import symbol_tables
from danvan.reader.engine.facts.levelled import Levelled
from danvan.reader.engine.patterns import any_of

# Kinds that are nouns only: a bare number may follow them ("Nghị quyết 25").
NOUN_KINDS = frozenset(
    {
        "nghị quyết",
        "nghị quyết liên tịch",
        "chỉ thị",
        "nghị định",
        "thông tư",
        "thông tư liên tịch",
        "thông tri",
        "pháp lệnh",
        "quy chế",
        "sắc lệnh",
        "công điện",
    }
)
# Kinds that are verbs too, or stand before counts ("quyết định 3 nội dung"): the capital has to help.
OTHER_KINDS = frozenset(
    {
        "quyết định",
        "quy định",
        "kết luận",
        "hướng dẫn",
        "thông báo",
        "chương trình hành động",
        "đề án",
        "kế hoạch",
        "chương trình",
        "chương trình phối hợp",
    }
)
# Of these the numbers are mostly names or spans of time ("Chương trình 135", "kế hoạch 5 năm").
PLAN_KINDS = frozenset({"chương trình", "kế hoạch", "chương trình phối hợp"})
# Kinds that need "số" or a symbol, because a bare number after them is nearly always something else.
STRICT_KINDS = frozenset(
    {
        "công văn",
        "tờ trình",
        "báo cáo",
        "văn bản",
        "lệnh",
        "quy hoạch",
        "phương án",
        "biên bản",
        "luật",
        "bộ luật",
        "điều lệ",
        "hiến pháp",
        "dự án",
        "thông cáo",
        "văn bản hợp nhất",
    }
)
ABBREVIATED = {
    "NQ": "nghị quyết",
    "QĐ": "quyết định",
    "QyĐ": "quy định",
    "QĐi": "quy định",
    "CT": "chỉ thị",
    "KL": "kết luận",
    "NĐ": "nghị định",
    "TT": "thông tư",
    "HD": "hướng dẫn",
    "KH": "kế hoạch",
    "TB": "thông báo",
    "CV": "công văn",
    "ĐA": "đề án",
    "CTr": "chương trình",
    "CTHĐ": "chương trình hành động",
}
# Patterns that are searched begin with letters or one set, which is what makes the search quick; that a word
# begins there is checked afterwards.
_KINDS = any_of(sorted(NOUN_KINDS | OTHER_KINDS | STRICT_KINDS | {"thông báo kết luận", "qcdc"}))
_KINDS = _KINDS.replace(r"\ ", r"\s{1,2}") + r"(?!\w)"
_FIRST_KIND = re.compile(_KINDS)
# Any sign that is no small letter: of the signs of a text few are that, and only behind those a kind is looked for.
_LATER_KINDS = re.compile(rf"[^a-zà-öø-ÿăđĩũơư\u1ea0-\u1ef90-9](?P<kind>{_KINDS})")
_SHORT_KINDS = re.compile(rf"(?:{'|'.join(ABBREVIATED)})(?=[ \n]{{1,2}}(?:số|\d))")

_LETTERS = r"[^\W\d_]"
_ISSUER = rf"{_LETTERS}(?:{_LETTERS}|\d|\.{_LETTERS}){{0,14}}(?:-{_LETTERS}(?:{_LETTERS}|\d){{1,14}}){{0,4}}"
_NUMBER = re.compile(
    r"\s{0,3}(?P<word>\(?\s?s[ốôo]\s{0,2}[:.]?\s{0,2}|:\s{0,2})?(?P<number>\d{1,5}[a-zđ]?)(?![\w,]\d|\w)"
)
_LAW = re.compile(rf"\s?/\s?(?P<year>(?:19|20)\d\d)\s?/\s?(?P<code>{_ISSUER})(?!\w)")
_PARTY = re.compile(
    rf"(?P<first>\s{{0,2}}[-/]\s{{0,2}}|\s)(?P<type>{_LETTERS}{{1,6}})\s{{0,2}}(?P<second>[-/])\s{{0,2}}(?P<code>{_ISSUER})(?!\w)"
)
_LETTER = re.compile(r"\s?/\s?(?P<code>[^\W\d_]{2,12}\d{0,2})(?![\w/-])")
# A word that the page glued to the code: "146/2025/NQ-HĐNDNgày đăng".
_GLUED = re.compile(r"(.*[A-ZĐƯ]{2})[A-ZĐ][^\W\dA-ZĐ_]{2,}$")
BARE = re.compile(r"\d(?<![\w/.,-]\d)\d{0,4}[a-zđ]?(?=\s{0,2}[-/]\s{0,2}(?:[^\W\d_]|(?:19|20)\d\d\s?/))")


class Numbered(NamedTuple):
    """A number with what stands round it; `end` is where it ends, `said` tells that "số" was written."""

    number: str
    symbol: str | None
    type_code: str | None
    end: int
    said: bool
    issuer: tuple[int, int] | None = None  # where the issuer stands, if between kind and number


@lru_cache(maxsize=1024)
def _known_type(code: str) -> str | None:
    return symbol_tables.type_code(code)


@lru_cache(maxsize=1024)
def kind_of_code(code: str) -> str | None:
    """Return the kind that a type code stands for ("KL" → "kết luận"); of several the first of the table."""
    known = _known_type(code)
    rows = symbol_tables.type_rows(known) if known else ()
    return rows[0].name_vi.lower() if rows else None


def kind_places(reading: Levelled) -> list[tuple[int, int, str]]:
    """Return (start, end, kind) of every word in the text that names a kind of document."""
    found = []
    first = _FIRST_KIND.match(reading.low)
    words = [(first.start(), first.group())] if first else []
    words += [(match.start("kind"), match["kind"]) for match in _LATER_KINDS.finditer(reading.low)]
    for start, written in words:
        end, kind = start + len(written), " ".join(written.split())
        if start and reading.low[start - 1].isalnum():
            continue
        if kind == "thông báo kết luận":
            kind = "thông báo"
            conclusion = start + written.index("kết")
            if reading.text[conclusion].isupper() and not reading.text[start].isupper():
                kind, start = "kết luận", conclusion  # "thông báo Kết luận 65": to make it known
        found.append((start, end, kind))
    short = [
        (m.start(), m.end(), ABBREVIATED[m.group()])
        for m in _SHORT_KINDS.finditer(reading.text)
        if not (m.start() and (reading.text[m.start() - 1].isalnum() or reading.text[m.start() - 1] in "/.-"))
    ]
    return sorted([*found, *short]) if short else found


def number_at(reading: Levelled, start: int) -> Numbered | None:
    """Return the number that follows a kind word ending at `start`, with its symbol where one is written."""
    found = _NUMBER.match(reading.low, start)
    if found is None:
        return None
    number, end = found.group("number"), found.end()
    symbol, code, end = symbol_after(reading, number, end)
    return Numbered(number, symbol, code, end, bool(found.group("word") and "s" in found.group("word")))


def symbol_after(reading: Levelled, number: str, at: int) -> tuple[str | None, str | None, int]:
    """Return (symbol, type code, end) of a symbol whose number ends at `at`; without one (None, None, at)."""
    text = reading.text
    law = _LAW.match(text, at)
    if law and _upper(law.group("code")):
        code = _centre(law.group("code"))
        kind = code.partition("-")[0]
        return f"{number}/{law.group('year')}/{code}", _known_type(kind), law.end()
    party = _PARTY.match(text, at)
    if party:
        first, second = party.group("first").strip() or "-", party.group("second")
        kind, code = party.group("type"), _centre(party.group("code"))
        known = _known_type(kind)
        blank = not party.group("first").strip()
        if (known or (_upper(kind) and first == "/")) and _upper(code) and (known or not blank):
            if known and kind.islower():  # "62-kl/tw"
                kind, code = known, symbol_tables.issuer_code(code) or code.upper()
            return f"{number}{first}{kind}{second}{code}", known, party.end()
    letter = _LETTER.match(text, at)
    if letter and (letter.group("code").isupper() or symbol_tables.issuer_code(letter.group("code"))):
        return f"{number}/{letter.group('code')}", None, letter.end()
    return None, None, at


def _upper(code: str) -> bool:
    """Tell whether an issuer's code is written as one: a capital first, or a known code in small letters."""
    return code[0].isupper() or symbol_tables.issuer_code(code) is not None


def _centre(code: str) -> str:
    glued = _GLUED.match(code)
    if glued and symbol_tables.issuer_code(code) is None:
        code = glued.group(1)
    return code.replace("T.Ư", "TW").replace("T.W", "TW").replace("TƯ", "TW")
