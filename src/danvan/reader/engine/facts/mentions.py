"""Mentions of documents by number: "Kết luận số 62-KL/TW của Bộ Chính trị (khóa X)", "Nghị quyết 18, 19"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from danvan.reader.engine.facts import kinds
from danvan.reader.engine.facts.counted import is_counted
from danvan.reader.engine.facts.issuers import body_end, last_body, normal_body
from danvan.reader.engine.facts.levelled import Levelled
from danvan.reader.engine.facts.tails import TERM, Tail, iso_day, read_subject, read_tail, term_name

# The mentions that begin at a kind word: what is read, where the word starts and ends, the kind.
AtKind = Callable[[Levelled, int, int, str], "list[Mention]"]

MAX_LIST = 12
MAX_SHORT_KIND = 4  # letters of a kind that is written short ("NQ", "CTHĐ")
MAX_JOINT = 8  # characters between two documents that are joined by a comma or "và"
_WINDOW = 130


@dataclass(slots=True, eq=False)
class Mention:
    """One place where a document is named. Places are in the reading; `core` ends behind number and symbol.

    Not frozen: a text of one megabyte can hold a hundred thousand mentions, and each is filled in step by step.
    """

    reading: Levelled
    start: int
    end: int
    core_end: int
    kind: str
    rule: str
    confidence: float
    number: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    dated: str | None = None
    year: str | None = None
    term: str | None = None
    subject: tuple[int, int] | None = None
    key: tuple[str, ...] = ()  # of documents without number: what makes them one
    weak: bool = False
    alias: Mention | None = None  # the mention whose short name this is: "(sau đây gọi tắt là …)"
    doubtful: bool = False  # the issuer may be the first of several doers: "Kết luận 65 của Đảng đoàn, Ban …"

    @property
    def weight(self) -> int:
        """How much of the document the mention says."""
        return 5 - (self.symbol, self.issuer, self.dated, self.year, self.term).count(None)


# What may follow a bare number that is a document's: the sentence goes on, or ends.
_GOES_ON = re.compile(
    r"\s{0,3}(?:$|[^\w\s%/+]|-\s)|\s{1,3}(?:của|về|ngày|khóa|và|trên|trong|tại|ở|gắn|đã|đang|sẽ|là|với|cho|đến|theo|"
    r"do|bằng|được|vào|để|nhằm|có|qua|từ|ra|thì|cũng|này|chưa|còn|mới|cùng|hoặc|không|năm\s(?:19|20)\d\d|bộ chính trị|"
    r"ban|trung ương|tw|tỉnh ủy|thành ủy|huyện ủy|chính phủ|hội nghị|quy định|đề ra|nêu|ban hành|sau|trước|như|"
    r"một cách|góp phần|tiếp tục|khi|nên|mà|tới|vẫn|chỉ|phải|cần|luôn|hiện|thực hiện|đạt|đi|hướng|bước|nói)(?!\w)|\n"
)
_IDENTIFIED = re.compile(r"\s(?:của|về|ngày)\s")
_SHORT_BARE = frozenset(("nghị quyết", "quyết định", "chỉ thị", "kết luận", "nghị định"))  # "NQ 25", not "TT 01"
_YEAR_LIKE = re.compile(r"(?:19|20)\d\d")
_NEXT = re.compile(
    r"\s{0,2}(?:,|;|và|&)\s{0,2}(?:các\s)?(?P<word>s[ốô]\s{0,2}[:.]?\s{0,2})?(?P<number>\d{1,5}[a-zđ]?)(?![\w.,]*\d)(?!\w)"
)
_JOINED = re.compile(r"\s?,\s|\s(?:và|,)\s|,\s?và\s")
_LIST_OF_BODIES = re.compile(r"\s?[,;]\s|\svà\s")
_DATE_AHEAD = re.compile(r"\s?[/.-]\s?\d")
_WHO_ISSUED = re.compile(
    r"(?:\s(?:đã|vừa|mới|cũng|có|kịp thời|tiếp tục|chủ động)){0,3}\s(?:ký\s)?(?:ban hành|ra|ký|thông qua|có|công bố|"
    r"xây dựng)"
    r"(?:\s(?:các|thêm|bản))?\s{1,2}$"
)
_DAY_BEFORE = re.compile(r"ngày\s(\d{1,2})\s?(?:[/.-]|tháng)\s?(\d{1,2})\s?(?:[/.-]|năm)\s?(\d{4}),?\s$")
_OWN = re.compile(r"(?:^|\n)[ |*]{0,6}số\s{0,3}[:.]?\s{0,3}$")


def numbered_mentions(reading: Levelled, places: list[tuple[int, int, str]]) -> list[Mention]:
    """Return the mentions with a number, those without a kind word ("62-KL/TW") included."""
    return _with_bare(reading, _subjects_shared(reading, mentions_at(reading, places, _at_kind)))


def mentions_at(reading: Levelled, places: list[tuple[int, int, str]], at_kind: AtKind) -> list[Mention]:
    """Return what ``at_kind`` finds at each of the kind words, those inside an earlier find left out."""
    found: list[Mention] = []
    covered = 0
    for start, end, kind in places:
        if start < covered:
            continue
        group = at_kind(reading, start, end, kind)
        if group:
            found += group
            covered = group[-1].end
    return found


def _subjects_shared(reading: Levelled, found: list[Mention]) -> list[Mention]:
    """Share what stands once behind two joined mentions: the subject of "A, B về …", the issuer of "A và B của …"."""
    joined_before = False
    for item, following in zip(found, found[1:], strict=False):
        gap = following.start - item.end
        joint = _JOINED.fullmatch(reading.low, item.end, following.start) if gap <= MAX_JOINT else None
        if joint is not None and item.subject is None:
            if following.subject and not joined_before:
                item.subject = following.subject
            if "và" in joint.group() and item.end == item.core_end and _one_issuer(item, following):
                item.issuer = following.issuer
        joined_before = joint is not None
    return found


def _one_issuer(item: Mention, following: Mention) -> bool:
    """Tell whether two joined documents can have the issuer that stands behind the second."""
    if item.issuer is not None or following.dated is not None:
        return False
    codes = [mention.symbol.rpartition("/")[2] for mention in (item, following) if mention.symbol]
    return len(codes) != 1 and codes[:1] == codes[1:]


def _at_kind(reading: Levelled, start: int, end: int, kind: str) -> list[Mention]:
    number = kinds.number_at(reading, end) or _number_behind_issuer(reading, end)
    if number is None or not _plausible(reading, start, end, kind, number):
        return []
    kind, rule, sure = _kind_of(reading, kind, number)
    first = Mention(reading, start, number.end, number.end, kind, rule, sure, number.number, number.symbol)
    done = _finished(reading, _listed(reading, first))
    if number.issuer and first.issuer is None:
        first.issuer = normal_body(reading.text[number.issuer[0] : number.issuer[1]])
    return done


def _number_behind_issuer(reading: Levelled, end: int) -> kinds.Numbered | None:
    """Return the number of "Hướng dẫn của Ban Dân vận Trung ương số 12-HD/BDVTW"."""
    if not reading.low.startswith(" của ", end):
        return None
    stop = body_end(reading, end + 5)
    number = kinds.number_at(reading, stop) if stop else None
    return number._replace(issuer=(end + 5, stop)) if stop and number and number.said and number.symbol else None


def _kind_of(reading: Levelled, kind: str, number: kinds.Numbered) -> tuple[str, str, float]:
    if kind in ("văn bản", "qcdc"):
        kind = kinds.kind_of_code(number.type_code or "") or "công văn" if number.symbol else kind
    if number.symbol:
        return kind, "citation.symbol", 0.98
    return (kind, "citation.number", 0.95) if number.said else (kind, "citation.bare_number", 0.85)


def _plausible(reading: Levelled, start: int, end: int, kind: str, number: kinds.Numbered) -> bool:
    if number.symbol:
        return True
    low, value = reading.low, number.number
    if _DATE_AHEAD.match(low, number.end) or (_YEAR_LIKE.fullmatch(value) and not number.said):
        return False
    if number.said:
        return kind not in ("luật", "bộ luật", "hiến pháp") and not value.startswith("00")
    if kind in kinds.STRICT_KINDS or kind == "qcdc" or ":" in low[end : number.end]:
        return False
    if end - start <= MAX_SHORT_KIND and kind not in _SHORT_BARE:
        return False
    goes_on = _GOES_ON.match(low, number.end) is not None
    if kind in kinds.NOUN_KINDS:
        return goes_on or not is_counted(reading, number.end)
    if kind in kinds.PLAN_KINDS:
        return kind == "kế hoạch" and reading.text[start].isupper() and _IDENTIFIED.match(low, number.end) is not None
    capital = reading.text[start].isupper()
    if goes_on:
        return capital or value.startswith("0")
    return capital and len(value) > 1 and not is_counted(reading, number.end)


def _listed(reading: Levelled, first: Mention) -> list[Mention]:
    """Return the mention and those that its list adds: "số 217, 218-QĐ/TW"; a last symbol serves the whole list."""
    group = [first]
    while len(group) < MAX_LIST:
        found = _NEXT.match(reading.low, group[-1].end)
        if found is None:
            break
        number, end = found.group("number"), found.end()
        symbol, code, end = kinds.symbol_after(reading, number, end)
        if symbol is None and not _item_goes_on(reading, found):
            break
        kind = first.kind
        if symbol and first.symbol and code and code not in first.symbol:
            kind = kinds.kind_of_code(code) or kind
        start = found.start("word") if found.group("word") else found.start("number")
        group.append(Mention(reading, start, end, end, kind, "citation.list", 0.9, number, symbol))
    last = group[-1]
    if len(group) > 1 and last.symbol and all(item.symbol is None for item in group[:-1]):
        rest = last.symbol[len(last.number or "") :]
        for item in group[:-1]:
            item.symbol = f"{item.number}{rest}"
    return group


def _item_goes_on(reading: Levelled, found: re.Match[str]) -> bool:
    number = found.group("number")
    if _DATE_AHEAD.match(reading.low, found.end()) or _YEAR_LIKE.fullmatch(number):
        return False
    return bool(found.group("word")) or _GOES_ON.match(reading.low, found.end()) is not None


def _finished(reading: Levelled, group: list[Mention]) -> list[Mention]:
    """Give the group what stands behind its last number, or before its first word."""
    tail = read_tail(reading, group[-1].end)
    subject = read_subject(reading, tail.end)
    tail = _from_clause(reading, group[0].start, tail)
    doubtful = False
    if tail.issuer and group[0].symbol is None:
        link = _LIST_OF_BODIES.match(reading.low, tail.end)
        doubtful = link is not None and body_end(reading, link.end()) is not None
    for item in group:
        item.issuer, item.term, item.subject, item.doubtful = tail.issuer, tail.term, subject, doubtful
    last = group[-1]
    last.dated, last.year, last.end = tail.dated, tail.year, max(tail.end, last.end)
    return group


def _from_clause(reading: Levelled, start: int, tail: Tail) -> Tail:
    """Fill issuer, term and date from "Ngày d/m/yyyy, Ban Thường vụ … đã ban hành" before the mention."""
    if tail.issuer is not None:
        return tail
    low, floor = reading.low, max(0, start - _WINDOW)
    verb = _WHO_ISSUED.search(low, max(floor, start - 50), start)
    if verb is None:
        return tail
    end, term = verb.start(), tail.term
    for found in TERM.finditer(low, floor, end):
        if found.end() == end:
            end, term = found.start(), term or term_name(found.group("term"))
    body = last_body(reading, floor, end)
    if body is None:
        return tail
    day = _DAY_BEFORE.search(low, max(0, body[0] - 40), body[0])
    dated = tail.dated or (iso_day(*day.groups()) if day else None)
    return tail._replace(issuer=normal_body(reading.text[body[0] : body[1]]), term=term, dated=dated)


def _with_bare(reading: Levelled, found: list[Mention]) -> list[Mention]:
    """Add the symbols that stand without a kind word; the kind comes from the code."""
    if "-" not in reading.text and "/" not in reading.text:
        return found  # no symbol can stand here
    added: list[Mention] = []
    known = iter([*found, None])
    current = next(known)
    covered = 0
    for bare in kinds.BARE.finditer(reading.text):
        while current is not None and current.end <= bare.start():
            current = next(known)
        if _OWN.search(reading.low, max(0, bare.start() - 12), bare.start()):
            continue  # the document's own number
        if bare.start() < covered or (current is not None and current.start <= bare.start()):
            continue
        symbol, code, end = kinds.symbol_after(reading, bare.group(), bare.end())
        kind = kinds.kind_of_code(code) if code else _kind_without_type(symbol)
        if symbol is None or kind is None:
            continue
        tail = read_tail(reading, end)
        item = Mention(reading, bare.start(), tail.end, end, kind, "citation.symbol_alone", 0.8, bare.group(), symbol)
        item.issuer, item.term, item.dated = tail.issuer, tail.term, tail.dated
        added.append(item)
        covered = tail.end
    return sorted([*found, *added], key=lambda item: item.start) if added else found


def _kind_without_type(symbol: str | None) -> str | None:
    """Return the kind of a symbol without type code: the National Assembly's laws and resolutions."""
    return "luật" if symbol and re.search(r"/QH\d{1,2}$", symbol) else None
