"""What an official document says of itself: number, kind, issuer, place and date at its head, signer at its foot.

Layout of Nghị định 30/2020/NĐ-CP (Phụ lục I) and of the Party's Hướng dẫn 36-HD/VPTW: issuer above number, place and
date beside, the kind in capitals, then what it is about; the authority ("TM.", "KT."), post and name at the foot.
"""

import re

from danvan.reader.engine.facts.issuers import normal_body
from danvan.reader.engine.facts.kinds import kind_of_code, kind_places, symbol_after
from danvan.reader.engine.facts.levelled import Levelled
from danvan.reader.engine.facts.tails import iso_day
from danvan.reader.engine.model import Block, Letterhead, Page, Part

HEAD = 2500  # characters at the beginning and at the end in which head and foot are looked for
FOOT = 1500
MAX_TITLE_LINES = 4

_NUMBER = re.compile(r"(?:^|\n)[ |*]{0,6}số\s{0,3}[:.]?\s{0,3}(?P<number>\d{1,5})(?=\s{0,2}[-/])")
_PLACE_AND_DAY = re.compile(
    r"(?:^|[\n|] {0,4})(?P<place>[^\n,|]{2,40}), {0,2}ngày\s{1,2}(\d{1,2})\s{1,2}tháng\s{1,2}(\d{1,2})"
    r"\s{1,2}năm\s{1,2}(\d{4})"
)
_ABOUT = re.compile(r"(?:^|\n)[ |(]{0,4}v/v:?\s{1,2}(?P<about>[^\n|]{3,300})")
_NOT_ISSUER = re.compile(r"cộng hòa|chủ nghĩa|độc lập|đảng cộng sản việt nam$|tự do|^\W*$|^số\b")
_UNDER_PARENT = re.compile(r"(?:ban|văn phòng|ủy ban kiểm tra)\b")
_PARENT = re.compile(r"(?:tỉnh ủy|thành ủy|huyện ủy|đảng ủy|thị ủy|quận ủy|trung ương)\b")
_LEVEL = re.compile(r"(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu|cộng hòa)\b")
_AUTHORITY = re.compile(r"(?:tm|t/m|kt|k/t|tl|t/l|tuq|thừa lệnh|q)[. ]")
_POST = re.compile(
    r"(?:quyền |q\. ?)?(?:phó |trưởng |chủ )?(?:bí thư|chủ tịch|chủ nhiệm|trưởng ban|giám đốc|"
    r"chánh văn phòng|tịch|ban|phòng|bộ trưởng|thứ trưởng|thủ tướng|tổng bí thư|cục trưởng|vụ trưởng|"
    r"viện trưởng|hiệu trưởng|thanh tra)"
)
_PERSON = re.compile(r"[^\W\d_a-zà-ỹđ][^\W\d_]{0,7}(?: [^\W\d_a-zà-ỹđ][^\W\d_]{0,7}){1,4}")


def find_letterhead(page: Page) -> Letterhead | None:
    """Return what the document says of itself, None if it has no number of its own at its head."""
    text = page.source.text
    head = Levelled(Block(Part.BODY, 0, text[:HEAD]))
    number = _NUMBER.search(head.low)
    if number is None:
        return None
    symbol, code, end = symbol_after(head, number.group("number"), number.end())
    if symbol is None:
        return None
    day = _PLACE_AND_DAY.search(head.low)
    kind, subject = _title(head, end, code)
    signer, post = _foot(Levelled(Block(Part.BODY, max(0, len(text) - FOOT), text[-FOOT:])))
    span = head.span(number.start("number"), end)
    return Letterhead(
        text=text[span.start : span.end],
        spans=(span,),
        rule="letterhead",
        confidence=0.9 if day else 0.7,
        kind=kind,
        number=number.group("number"),
        symbol=symbol,
        issuer=_issuer(head, number.start()),
        dated=iso_day(*day.groups()[1:]) if day else None,
        place=head.text[day.start("place") : day.end("place")].strip(" |*") if day else None,
        subject=subject,
        signer=signer,
        post=post,
    )


def _lines(reading: Levelled, start: int, end: int) -> list[str]:
    return [line.strip(" |*\r-_") for line in reading.text[start:end].split("\n")]


def _issuer(head: Levelled, end: int) -> str | None:
    """Return the issuer from the capitals above the number: "TỈNH ỦY BÌNH SƠN", "BAN DÂN VẬN"."""
    lines = [line for line in _lines(head, 0, end) if line.isupper() and not _NOT_ISSUER.search(line.lower())]
    if not lines:
        return None
    last, above = lines[-1], lines[-2] if len(lines) > 1 else ""
    if above and _LEVEL.match(last.lower()):
        return normal_body(f"{above} {last}")
    if above and _UNDER_PARENT.match(last.lower()) and _PARENT.match(above.lower()):
        return normal_body(f"{last} {above}")
    return normal_body(last)


def _title(head: Levelled, start: int, code: str | None) -> tuple[str | None, str | None]:
    """Return kind and subject: the kind in a line of its own in capitals, what follows it up to an empty line."""
    lines = _lines(head, start, len(head.text))
    for at, line in enumerate(lines):
        if not line.isupper():
            continue
        places = kind_places(Levelled(Block(Part.BODY, 0, line)))
        if places and places[0][:2] == (0, len(line)):
            about: list[str] = []
            for following in lines[at + 1 : at + 1 + MAX_TITLE_LINES]:
                if not following:
                    break
                about.append(following)
            return places[0][2], " ".join(about) or None
    letter = _ABOUT.search(head.low)
    if letter:
        return "công văn", head.text[letter.start("about") : letter.end("about")].strip(" )|")
    return kind_of_code(code) if code else "công văn", None


def _foot(foot: Levelled) -> tuple[str | None, str | None]:
    """Return (signer, post) from the last lines: the authority or a post in capitals, then a name."""
    lines = [line for line in _lines(foot, 0, len(foot.text)) if line]
    post = None
    for line in lines:
        low = line.lower()
        if line.isupper() and (_AUTHORITY.match(low) or _POST.match(low)):
            post = None if _AUTHORITY.match(low) and not _POST.search(low) else line
            continue
        if post and _PERSON.fullmatch(line) and not line.isupper():
            return line, _small(post)
    return None, None


def _small(post: str) -> str:
    low = post.lower()
    return low[:1].upper() + low[1:]
