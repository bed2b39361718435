"""Mentions of documents without number that are named definitely: resolutions of congresses and plenums, laws,
action programmes that carry out a named document, standing regimes such as the "quy chế dân chủ".
"""

import re

from danvan.reader.engine.facts.issuers import body_end, normal_body
from danvan.reader.engine.facts.kinds import symbol_after
from danvan.reader.engine.facts.levelled import Levelled
from danvan.reader.engine.facts.mentions import Mention, mentions_at
from danvan.reader.engine.facts.tails import Tail, read_tail, term_name
from danvan.reader.engine.facts.vocabulary import entries, words

_COUNTING = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
ORDINALS = {
    **{word: n for n, word in enumerate(_COUNTING, start=1)},
    "bốn": 4,
    "bẩy": 7,
    "mười một": 11,
    "mười hai": 12,
    "mười ba": 13,
}
_ORDINAL = rf"\d{{1,2}}|[ivxl]{{1,7}}|{'|'.join(sorted(ORDINALS, key=len, reverse=True))}"
_PLENUM_KINDS = ("nghị quyết", "kết luận", "quyết định", "chỉ thị")

_CENTRE = r"(?:trung ương|tw|tư|t\.ư|t\.w)"
_PLENUM = re.compile(
    rf"\s{{1,2}}(?:của\s)?(?P<name>(?:hội\s?nghị\s)?(?:(?:ban chấp hành|bch)\s)?{_CENTRE}(?:\sđảng)?\s?"
    rf"(?:lần thứ\s)?(?P<a>{_ORDINAL})(?!\w)(?:\scủa\s(?:ban chấp hành|bch)\s{_CENTRE}(?:\sđảng)?)?|"
    rf"(?:của\s)?hội\s?nghị\s(?:lần\s(?:thứ\s)?)?(?P<b>{_ORDINAL})(?!\w),?\s?(?:của\s)?"
    rf"(?:(?:ban chấp hành|bch)\s{_CENTRE}(?:\sđảng)?(?:\scộng sản việt nam)?)?)"
)
_TERMS = re.compile(
    r"\s{0,2},?\s{0,2}\(?khóa\s{1,2}(?P<one>[ivxl]{1,7}|\d{1,2})(?!\w)"
    r"(?P<more>(?:\s?(?:,|và|/)\s?(?:khóa\s)?[ivxl]{1,7}(?!\w)){0,4})\)?"
)
_CONGRESS = re.compile(r"\s{1,2}(?:của\s)?đại hội(?!\w)")
_CONGRESS_PART = re.compile(
    r"[ ,]{1,2}(?:(?P<general>các cấp|cấp)(?!\w)|(?P<level>toàn quốc|toàn đảng|tỉnh|thành phố|huyện|thị xã|quận|xã|"
    rf"phường|thị trấn|khối|chi bộ|cơ sở|các cơ quan)(?!\w)|lần thứ\s(?P<ord>{_ORDINAL})(?!\w)|"
    r"(?P<roman>[ivxl]{1,7})(?!\w)|(?P<word>đại biểu|đảng bộ|của đảng|đảng|mttq|mặt trận tổ quốc|việt nam|đoàn|"
    r"hội nông dân|hội phụ nữ|công đoàn)(?!\w))"
)
_CONGRESS_YEARS = re.compile(r"[ ,]{1,3}\(?nhiệm kỳ\s\d{4}\s?-\s?\d{4}\)?")
_NAME = re.compile(r" ([^\W\d_]+)")
_CONSTITUTION = re.compile(
    r"(?:\snước\s(?:cộng hòa xã hội chủ nghĩa việt nam|chxhcn việt nam))?(?:\s(?:năm\s)?((?:19|20)\d\d))?"
)
_LAW_YEAR = re.compile(r" ((?:19|20)\d\d)(?![\d/-]|\.\d)")
_LAW_NUMBER = re.compile(r"\s{0,2},?\s{0,2}\(?(?:luật\s)?số\s{0,2}:?\s{0,2}(?=(\d{1,4})\s?/\s?(?:19|20)\d\d\s?/)")
_LAWS = entries("laws")
_LAW_NAME = re.compile(
    rf"\s{{1,2}}(?:{'|'.join(re.escape(n).replace(',', ',?') for n in sorted(_LAWS, key=len, reverse=True))})(?!\w)"
)
_AMENDING = re.compile(
    r"\s{1,2}sửa đổi,?\s(?:và\s)?bổ sung\s(?:một số\s)?điều\s(?:của\s)?(?:các\s)?(?=luật|bộ luật|pháp lệnh)"
)
_NEXT_LAW = re.compile(r"(?:,|\svà|,\svà)?\s{0,2}(?P<kind>luật|bộ luật|pháp lệnh)(?=\s)")
MAX_AMENDED = 12
_LAW_STOP = words("behind a law")
_REGIME = re.compile(
    r"\s(?P<about>(?:thực hiện\s)?dân chủ(?:\s(?:ở|trong|tại)?\s?(?:các\s)?(?:loại hình\s)?"
    r"(?:cơ sở|cơ quan, đơn vị|cơ quan|xã, phường, thị trấn|xã|doanh nghiệp|nơi làm việc|trường học))?|"
    r"công tác dân vận(?:\scủa hệ thống chính trị)?)(?!\w)"
)
_CHARTER = re.compile(r"\s(?P<about>đảng(?:\scộng sản việt nam)?)(?!\s?(?:bộ|viên|ủy)|\w)")
_OVERSIGHT = re.compile(r"\s(?P<about>giám sát và phản biện xã hội)(?!\w)")
_CARRIES_OUT = re.compile(
    r"\s(?:(?:của|về)\s)?(?:việc\s)?(?:triển khai\s)?(?:tổ chức\s)?thực hiện\s(?:có hiệu quả\s)?(?:các\s)?$"
)


def named_mentions(reading: Levelled, places: list[tuple[int, int, str]]) -> list[Mention]:
    """Return the mentions without number, in the order of the text; numbered ones are not looked at."""
    return mentions_at(reading, places, _at_kind)


def _at_kind(reading: Levelled, start: int, end: int, kind: str) -> list[Mention]:
    if kind in _PLENUM_KINDS:
        return _plenum(reading, start, end, kind) or _congress(reading, start, end, kind)
    if kind in ("luật", "bộ luật", "pháp lệnh"):
        return _law(reading, start, end, kind)
    if kind == "hiến pháp":
        return _constitution(reading, start, end)
    if kind in ("quy chế", "qcdc", "điều lệ"):
        return _regime(reading, start, end, kind)
    return []


def _plenum(reading: Levelled, start: int, end: int, kind: str) -> list[Mention]:
    found = _PLENUM.match(reading.low, end)
    if found is None:
        return []
    stop = found.start("name") + len(found.group("name").rstrip(" ,"))
    ordinal = ordinal_value(found.group("a") or found.group("b"))
    terms = _TERMS.match(reading.low, stop)
    issuer = normal_body(reading.text[found.start("name") : stop])
    if terms is None:
        if "hội nghị" in found.group("name") and "ương" not in issuer:
            return []
        return [_plenum_row(reading, (start, stop), kind, (issuer, ordinal), None)]
    names = [terms.group("one"), *re.findall(r"[ivxl]+", terms.group("more").replace("khóa", ""))]
    closing = terms.end() - (terms.group().endswith(")") and "(" not in terms.group())
    spots = [(start, closing)] * len(names)
    return [
        _plenum_row(reading, spot, kind, (issuer, ordinal), term_name(name))
        for spot, name in zip(spots, names, strict=True)
    ]


def _plenum_row(
    reading: Levelled, place: tuple[int, int], kind: str, name: tuple[str, str], term: str | None
) -> Mention:
    issuer, ordinal = name
    key = ("plenum", ordinal, term or "")
    return Mention(reading, *place, place[1], kind, "citation.plenum", 0.9, issuer=issuer, term=term, key=key)


def ordinal_value(written: str) -> str:
    """Return an ordinal as one writing: "bảy" and "7" are "7", "xix" is "XIX"."""
    word = " ".join(written.split())
    return str(ORDINALS[word]) if word in ORDINALS else str(int(word)) if word.isdecimal() else word.upper()


def plenum_number(issuer: str) -> str | None:
    """Return the number of the plenum that an issuer names ("Hội nghị lần thứ bảy …" is "7"), None if it is none."""
    found = _PLENUM.match(f" {issuer.lower()}")
    return ordinal_value(found.group("a") or found.group("b")) if found else None


def _congress(reading: Levelled, start: int, end: int, kind: str) -> list[Mention]:
    lead = _CONGRESS.match(reading.low, end)
    if lead is None:
        return []
    at, level, ordinal, words = lead.end(), "", None, 0
    while words < 12:
        words += 1
        part = _CONGRESS_PART.match(reading.low, at)
        if part is None:
            name = _NAME.match(reading.text, at)
            if name is None or not name.group(1)[0].isupper() or not level:
                break
            at = name.end()
            continue
        if part.group("general"):
            return []
        if "," in part.group()[:2] and not part.group("ord"):
            break
        level = _level(part) or level
        if written := part.group("ord") or part.group("roman"):
            ordinal = ordinal_value(written)
        at = part.end()
    name_end = at
    if years := _CONGRESS_YEARS.match(reading.low, at):
        at = years.end()
    issuer_at = reading.low.index("đại hội", end)
    issuer = normal_body(reading.text[issuer_at:name_end])
    term = f"lần thứ {ordinal}" if ordinal else None
    return [
        Mention(
            reading, start, at, at, kind, "citation.congress", 0.9 if ordinal else 0.7,
            issuer=issuer, term=term, key=("congress", ordinal or "", level),
        )
    ]  # fmt: skip


def _level(part: re.Match[str]) -> str:
    written = part.group("level") or part.group("word") or ""
    if written in ("toàn quốc", "toàn đảng", "của đảng", "đảng"):
        return "central"
    return "" if written in ("đại biểu", "đảng bộ", "việt nam") else written


def _law(reading: Levelled, start: int, end: int, kind: str) -> list[Mention]:
    low, text = reading.low, reading.text
    if low.endswith("pháp ", max(0, start - 5), start) or (not text[start].isupper() and kind == "luật"):
        return []
    if _AMENDING.match(low, end):
        return _amending_law(reading, start, end, kind)
    name = _LAW_NAME.match(low, end)
    stop = name.end() if name else _free_law_name(reading, end)
    if stop is None or not (text[end:stop].strip()[:1].isupper() or " " in text[end:stop].strip()):
        return []
    subject = (end + len(text[end:stop]) - len(text[end:stop].lstrip()), stop)
    number, symbol, at = _law_number(reading, stop)
    tail = read_tail(reading, at)
    if tail.end == at and (year := _LAW_YEAR.match(low, at)):
        tail = Tail(year.end(), year=year.group(1))
    key = ("law", _law_key(low[subject[0] : subject[1]]), tail.year or "")
    if number is None and tail.dated:
        key = (*key[:2], tail.dated[:4])
    return [
        Mention(
            reading, start, tail.end, at, kind, "citation.law", 0.95 if number else 0.85, number, symbol,
            tail.issuer, tail.dated, tail.year, tail.term, subject, key,
        )
    ]  # fmt: skip


def _law_key(name: str) -> str:
    """Return the name of a law without what is written one way or the other: commas, "thực hiện", "ở"."""
    words = [word for word in name.replace(",", " ").split() if word != "ở"]
    return " ".join(words[2:] if words[:2] == ["thực", "hiện"] else words)


def _amending_law(reading: Levelled, start: int, end: int, kind: str) -> list[Mention]:
    """Return the amending law, with date and number behind the last law that it amends, and the laws it amends."""
    low = reading.low
    found = _AMENDING.match(low, end)
    inner: list[Mention] = []
    at = found.end() if found else end
    while len(inner) < MAX_AMENDED and (word := _NEXT_LAW.match(low, at)):
        begin = word.start("kind")
        name = _LAW_NAME.match(low, word.end("kind"))
        stop = name.end() if name else _free_law_name(reading, word.end("kind"))
        if stop is None:
            break
        key = ("law", _law_key(low[word.end("kind") : stop]), "")
        about = (word.end("kind") + 1, stop)
        inner.append(
            Mention(
                reading, begin, stop, stop, word.group("kind"), "citation.law", 0.85, subject=about, key=key
            )
        )  # fmt: skip
        at = stop
    if not inner:
        return []
    number, symbol, close = _law_number(reading, at)
    tail = read_tail(reading, close)
    year = tail.year or (tail.dated or "")[:4]
    key = ("law", _law_key(low[end:at]), year)
    amending = Mention(
        reading, start, tail.end, close, kind, "citation.law", 0.85, number, symbol,
        tail.issuer, tail.dated, tail.year, tail.term, (end + 1, at), key,
    )  # fmt: skip
    return [amending, *inner] if low[end] == " " else inner


def _law_number(reading: Levelled, stop: int) -> tuple[str | None, str | None, int]:
    lead = _LAW_NUMBER.match(reading.low, stop)
    if lead is None:
        return None, None, stop
    number = lead.group(1)
    symbol, _code, end = symbol_after(reading, number, lead.end() + len(number))
    if symbol is None:
        return None, None, stop
    return number, symbol, end + (reading.text[end : end + 1] == ")" and "(" in lead.group())


def _free_law_name(reading: Levelled, at: int) -> int | None:
    """Return where an unlisted law's name ends: a capital, then small words up to a word that goes on."""
    first = _NAME.match(reading.text, at)
    if first is None or not first.group(1)[0].isupper() or first.group(1).isupper():
        return None
    end = first.end()
    for _word in range(5):
        further = _NAME.match(reading.low, end)
        if further is None or further.group(1) in _LAW_STOP:
            break
        end = further.end()
    return end


def _constitution(reading: Levelled, start: int, end: int) -> list[Mention]:
    found = _CONSTITUTION.match(reading.low, end)
    if found is None or not found.group() or not reading.text[start].isupper():
        return []
    year = found.group(1)
    stop = found.end()
    return [
        Mention(
            reading,
            start,
            stop,
            stop,
            "hiến pháp",
            "citation.constitution",
            0.95,
            year=year,
            key=("law", "hiến pháp", year or ""),
        )
    ]


def _regime(reading: Levelled, start: int, end: int, kind: str) -> list[Mention]:
    if kind == "qcdc":
        return [_weak(reading, (start, end), None, "dân chủ")]
    if kind == "điều lệ":
        found = _CHARTER.match(reading.low, end) if reading.text[start].isupper() else None
        return [_weak(reading, (start, found.end()), found.span("about"), "điều lệ")] if found else []
    found = _REGIME.match(reading.low, end) or _OVERSIGHT.match(reading.low, end)
    if found is None:
        return []
    about = found.group("about")
    name = "dân chủ" if "dân chủ" in about else "dân vận" if "dân vận" in about else "giám sát"
    return [_weak(reading, (start, found.end()), found.span("about"), name)]


def _weak(reading: Levelled, place: tuple[int, int], about: tuple[int, int] | None, name: str) -> Mention:
    kind = "điều lệ" if name == "điều lệ" else "quy chế"
    return Mention(
        reading, *place, place[1], kind, "citation.regime", 0.8, subject=about, key=("regime", name), weak=True
    )


def programmes(reading: Levelled, places: list[tuple[int, int, str]], mentions: list[Mention]) -> list[Mention]:
    """Return the action programmes that carry out one of the `mentions`: rows of their own."""
    starts = {mention.start: mention for mention in reversed(mentions)}
    ordered = sorted(starts)
    found: list[Mention] = []
    at = 0
    for start, end, kind in places:
        if kind != "chương trình hành động":
            continue
        while at < len(ordered) and ordered[at] <= end:
            at += 1
        if at == len(ordered):
            break
        aim = starts[ordered[at]]
        if aim.weak or aim.start - end > 120:
            continue
        gap, issuer = end, None
        if reading.low.startswith(" của ", end) and (stop := body_end(reading, end + 5)):
            issuer, gap = normal_body(reading.text[end + 5 : stop]), stop
        if not _CARRIES_OUT.fullmatch(reading.low, gap, aim.start):
            continue
        begin = reading.low.index("thực hiện", gap)
        found.append(
            Mention(
                reading, start, aim.end, aim.end, kind, "citation.programme", 0.85, issuer=issuer,
                subject=(begin, aim.end), key=("programme", *aim.key, aim.kind, aim.number or "", aim.symbol or ""),
            )
        )  # fmt: skip
    return found
