"""What stands behind a document's number: date, issuer, term, year, and what the document is about."""

import re
from datetime import date
from typing import NamedTuple

from danvan.reader.engine.facts.issuers import body_end, normal_body
from danvan.reader.engine.facts.levelled import Levelled

MAX_SUBJECT = 400
_PARTS = 6
_MAX_WINDOW = 160

_DATE = re.compile(
    r"\s{0,2}[,(]?\s{0,2}(?:được\s)?(?:ký\s|ban hành\s)?ngày\s{1,2}(\d{1,2})\s{0,2}(?:[/.-]|tháng)\s{0,2}(\d{1,2})"
    r"\s{0,2}(?:[/.-]|năm)\s{0,2}(\d{4})(?!\d)\)?"
)
_YEAR = re.compile(r"\s{1,2}\(?(?:ban hành\s)?năm\s{1,2}((?:19|20)\d\d)(?!\d|\s?-\s?\d)\)?")
TERM = re.compile(
    r"\s{0,2},?\s{0,2}(?P<open>\()?khóa\s{1,2}(?P<term>[ivxl]{1,7}|\d{1,2})(?!\w)(?(open)[^()\n]{0,30}\))"
)
_OF = re.compile(r"\s{0,2},?\s{0,2}(?:của|do)\s{1,2}")
# Bodies that stand beside the symbol without "của"; others may begin a new statement there.
_DIRECT = re.compile(
    r"\s{1,2}(?=(?:bộ chính trị|ban bí thư|(?:bch|ban chấp hành) (?:trung ương|tw|đảng bộ)|ban thường vụ|btv|"
    r"chính phủ|thủ tướng|bct|bbt)(?!\w))"
)
_PLENUM = re.compile(
    r"\s{0,2}[,(]?\s{0,2}(?:của\s)?(?P<name>hội nghị (?:lần thứ (?P<ord>\w{1,5}),? (?:của )?)?"
    r"(?:(?:ban chấp hành|bch) )?(?:trung ương|tw|t\.ư)(?: đảng)?(?:(?: lần thứ)? (?P<num>\d{1,2}|\w{2,4})(?=\W|$))?)"
)
_JOINT = re.compile(r"(?<=bộ chính trị)(?:,| và) ban bí thư(?! đã)")
_ISSUED = re.compile(r"\s{1,2}(?:đã\s)?ban hành(?!\s(?:kèm|quy|kế|nghị|chỉ))")
_LEAD = re.compile(
    r'\s{0,2}[,-]?\s{0,2}(?:(?P<about>về)\s{1,2}|(?P<quote>")|'
    r"(?P<verb>quy định|sửa đổi|hướng dẫn thi hành|phê duyệt|"
    r"ban hành(?=\s(?:quy chế|quy định|đề án|chương trình|kế hoạch|hướng dẫn|chiến lược|điều lệ|bộ )\s?)|"
    r"thực hiện(?=\s(?:nghị|chỉ|kết|quyết|quy|đề|dân|luật|pháp)\s?))\s)"
)
_QUOTED = re.compile(r'\s{0,3}(?:(?:việc\s)?(?:phê duyệt|ban hành)\s(?:đề án|quy chế|quy định)?\s{0,2})?"')
_CLAUSE_END = re.compile(
    r"[;\n]|[.!?…](?=\s|$|/)|\.{3}|:(?=\s)|\)|"
    # The next document of a list begins.
    r"(?:,\s|\svà\s|,\svà\s)(?:các\s)?(?:nghị quyết|quyết định|chỉ thị|kết luận|quy định|hướng dẫn|kế hoạch|nghị định|"
    r"thông tư|pháp lệnh|công văn|chương trình hành động|luật)\s{1,2}(?:số\s{0,2}:?\s{0,2})?\d|"
    r"\snêu rõ|\s?\((?:sau đây|gọi tắt|viết tắt|gọi là|thay thế|thay cho)|\squy định rõ|"
    # The main clause begins: who did something, or when.
    r",\s(?:các cấp|cấp ủy|các ngành|các địa phương|các cơ quan|các đơn vị|toàn|trong|thời gian|đến nay|hằng năm|"
    r"hàng năm|"
    r"những năm|năm|ban|ubnd|tỉnh ủy|thành ủy|huyện ủy|đảng ủy|đảng bộ|chi bộ|mttq|đồng chí|qua|việc|hệ thống|đã|với|"
    r"gắn với|nhằm|góp phần|cùng với|từ đó|ngày|tỉnh|huyện|xã|lãnh đạo|chúng ta|xác định|"
    r"yêu cầu|trong đó|theo đó|đồng thời|qua đó)\s"
)


class Tail(NamedTuple):
    """The parts behind a number, as the text says them; `end` is where the last one ends."""

    end: int
    issuer: str | None = None
    dated: str | None = None
    year: str | None = None
    term: str | None = None

    @property
    def weight(self) -> int:
        """How many parts stand."""
        return sum(part is not None for part in (self.issuer, self.dated, self.year, self.term))


def term_name(written: str) -> str:
    """Return the usual writing of a committee's term: `khóa X`."""
    return f"khóa {written.upper()}"


def iso_day(day: str, month: str, year: str) -> str | None:
    """Return the ISO date, None if no calendar has it."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def read_tail(reading: Levelled, at: int) -> Tail:
    """Read date, year, issuer and term in any order, as long as they follow each other."""
    tail = Tail(at)
    for _part in range(_PARTS):
        further = _next_part(reading, tail)
        if further is None:
            break
        tail = further
    return tail


def _next_part(reading: Levelled, tail: Tail) -> Tail | None:
    low, at = reading.low, tail.end
    if tail.dated is None and (found := _DATE.match(low, at)) and (day := iso_day(*found.groups())):
        return tail._replace(end=_without_open(low, found), dated=day)
    if tail.term is None and (found := TERM.match(low, at)):
        return tail._replace(end=found.end(), term=term_name(found.group("term")))
    if tail.year is None and tail.dated is None and (found := _YEAR.match(low, at)):
        return tail._replace(end=_without_open(low, found), year=found.group(1))
    if tail.issuer is None:
        return _issuer_part(reading, tail)
    return None


def _without_open(low: str, found: re.Match[str]) -> int:
    """Return the end of a part, without a closing bracket that it did not open."""
    piece = found.group()
    return found.end() - (piece.endswith(")") and "(" not in piece)


def _issuer_part(reading: Levelled, tail: Tail) -> Tail | None:
    low, at = reading.low, tail.end
    if plenum := _PLENUM.match(low, at):
        name = reading.text[plenum.start("name") : plenum.end("name")]
        return tail._replace(end=plenum.end(), issuer=normal_body(name))
    lead = _OF.match(low, at) or _DIRECT.match(low, at)
    if lead is None:
        return None
    end = body_end(reading, lead.end())
    if end is None:
        return None
    if joint := _JOINT.match(low, end):  # "của Bộ Chính trị, Ban Bí thư"
        end = joint.end()
    issuer = normal_body(reading.text[lead.end() : end])
    issued = _ISSUED.match(low, end) if low.startswith("do", lead.end() - 3) else None
    return tail._replace(end=issued.end() if issued else end, issuer=issuer)


def read_subject(reading: Levelled, at: int) -> tuple[int, int] | None:
    """Return the place of what the document is about: the text in quotes, else what follows "về"."""
    low = reading.low
    lead = _LEAD.match(low, at)
    if lead is None:
        return None
    if lead.group("quote"):
        return _to_quote(low, lead.end())
    start = lead.end() if lead.group("about") else lead.start("verb")
    quoted = _QUOTED.match(low, start)
    if quoted and (inside := _to_quote(low, quoted.end())):
        return inside
    limit = min(len(low), start + MAX_SUBJECT)
    stop = _CLAUSE_END.search(low, start, limit)
    while stop and stop.group() == ")" and low.rfind("(", start, stop.start()) > low.rfind(")", start, stop.start()):
        stop = _CLAUSE_END.search(low, stop.end(), limit)
    end = stop.start() if stop else limit
    if not stop and end < len(low):
        end = low.rfind(" ", start, end)
    while end > start and low[end - 1] in " ,-":
        end -= 1
    return (start, end) if end > start else None


def _to_quote(low: str, start: int) -> tuple[int, int] | None:
    while start < len(low) and low[start] == " ":
        start += 1
    end = low.find('"', start, start + MAX_SUBJECT)
    return (start, end) if end > start and "\n\n" not in low[start:end] else None
