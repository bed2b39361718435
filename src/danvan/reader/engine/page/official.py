"""Official documents: head, kind and subject, signature.

The order of parts is that of Party documents (Hướng dẫn 36-HD/VPTW of 2018) and of administrative documents
(Nghị định 30/2020/NĐ-CP, phụ lục I): body above, issuer, number and symbol, motto, place and day, kind, subject,
content, signature, places of receipt.
"""

from __future__ import annotations

import re

from danvan.reader.engine.model import Block, Own, Page, Part, Source, Span
from danvan.reader.engine.page import shapes
from danvan.reader.engine.page.lines import Piece, cut_lines, fold_places, join_wrapped
from danvan.reader.engine.page.sorting import decided, sort_lines
from danvan.reader.engine.page.stamps import read_stamp

HEAD_LINES = 30
HEAD_REACH = 4_000
END_LINES = 40
MAX_SUBJECT_LINES = 6

_LIKELY = ("ĐẢNG CỘNG SẢN VIỆT NAM", "CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "Độc lập", "Số:", "Số ", "SỐ")
_MOTTO = re.compile(r"dang cong san viet nam|cong hoa xa hoi chu nghia viet nam|doc lap\s*-\s*tu do\s*-\s*hanh phuc")
_NUMBER = re.compile(r"so\s*:?\s*(?P<number>\d+[a-z]?)?\s*(?P<rest>[-/]\s*[\w\d][\w\d\s.&/-]{1,40})$")
_PLACE_DAY = re.compile(r"(?P<place>[\w .'-]{2,40}?)\s*,\s*(?=ngay\s*\d{1,2}\s*thang\s*\d{1,2}\s*nam\s*\d{4})")
_KINDS = (
    "nghị quyết", "quyết định", "chỉ thị", "kết luận", "quy định", "quy chế", "thông tri", "hướng dẫn", "thông báo",
    "báo cáo", "kế hoạch", "chương trình", "chương trình hành động", "đề án", "tờ trình", "công văn", "giấy mời",
    "biên bản", "tuyên bố", "lời kêu gọi", "thông cáo", "quy hoạch", "phương án", "dự án", "công điện",
    "giấy giới thiệu",
)  # fmt: skip
_KIND = {fold_places(kind): kind for kind in _KINDS}
_ABOUT = re.compile(r"v\s*/\s*v[\s:]|ve viec\b|ve\b")
_COLUMNS = re.compile(r"\s*\|\s*|[ \t\xa0]{3,}")
_COLUMN_SIGNS = ("|", "  ", "\t", "\xa0")  # of which every gap between columns has one
_RULE = re.compile(r"[-–—_*=.\s]+$")
_SUBJECT_ENDS = re.compile(
    r"(?:can cu|kinh gui|thuc hien |theo |nham |ngay |de |xet |phan thu|(?:[ivx]+|\d+)[.)]|dieu \d|a[.)]|-----|"
    r"quyet dinh\s*:|"
    r"trong |hoi nghi |sau khi|tren co so|[-+*] )"
)
_RECEIPT = re.compile(r"noi nhan\s*:?")
_AUTHORITY = re.compile(r"(?:t\s*/\s*m|tm\.?|k\s*/\s*t|kt\.?|t\s*/\s*l|tl\.?|tuq\.?|q\.)\s+\S")
_POST = re.compile(
    r"(?:bi thu|pho bi thu|chu tich|pho chu tich|truong ban|pho truong ban|giam doc|pho giam doc|chanh van phong|"
    r"pho chanh van phong|thu truong|bo truong|uy vien|truong phong|tong bi thu|thuong truc)\b"
)
_LEVEL = re.compile(r"(?:tinh|huyen|quan|xa|phuong|thi xa|thi tran|thanh pho|tp\.?|dac khu|viet nam)\b")
_COMMITTEE = re.compile(r"(?:tinh|huyen|thanh|thi|quan|dang|xa|phuong) uy\b|ban chap hanh")
_SIGNED = re.compile(r"\(?\s*da ky\s*\)?$|\(?ky,? (?:dong dau|ten)")


def find_official(source: Source) -> Page | None:
    """Return the page of an official document, None for any other text.

    It is one if its first lines have two of: motto, number with symbol, place and day, kind in capitals. The
    headline is kind and subject together; what the head and the end say stands in `own`.
    """
    start = source.text[:HEAD_REACH]
    if not any(sign in start for sign in _LIKELY):
        return None
    cells = _cells(source.text)
    found = _head(cells)
    if len(found) < 2 or not ("number" in found or {"motto", "kind"} <= set(found)):
        return None
    return _page(source, cells, found)


def _cells(text: str) -> list[Piece]:
    """Return the first lines, cut where two columns of the head stand in one line."""
    cells: list[Piece] = []
    for line in cut_lines(text[: HEAD_REACH * 2]):
        if len(cells) >= HEAD_LINES:
            break
        edges = [line.start]
        for gap in _COLUMNS.finditer(line.text) if any(sign in line.text for sign in _COLUMN_SIGNS) else ():
            edges += [line.start + gap.start(), line.start + gap.end()]
        edges.append(line.end)
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            cells += [cell for cell in _at_motto(line.cut(start, end)) if cell.size]
    return cells


def _at_motto(cell: Piece) -> list[Piece]:
    match = _MOTTO.search(cell.head)
    if match is None or (match.start() == 0 and match.end() >= len(cell.head) - 2):
        return [cell]
    places = (cell.start, cell.start + match.start(), cell.start + match.end(), cell.end)
    return [cell.cut(start, end) for start, end in zip(places, places[1:], strict=False)]


def _head(cells: list[Piece]) -> dict[str, int]:
    """Return which cell holds motto, number, place and day, and kind or "V/v"."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        head = cell.head.strip(" *.:-")
        if _MOTTO.match(head):
            found.setdefault("motto", place)
        elif _NUMBER.match(head):
            found.setdefault("number", place)
        elif _PLACE_DAY.match(head) and cell.words <= 14:
            found.setdefault("day", place)
        elif "kind" not in found and (head in _KIND and cell.text.strip(" *.:-").isupper()):
            found["kind"] = place
        elif "about" not in found and "kind" not in found and re.match(r"v\s*/\s*v\b", head):
            found["about"] = place
    return found


def _page(source: Source, cells: list[Piece], found: dict[str, int]) -> Page | None:
    opening = found.get("kind", found.get("about"))
    if opening is None:
        return None
    title, after = _title(source, cells[opening], "kind" in found)
    own = _own_of_head(cells, found, title)
    pieces = [decided(cell, Part.FURNITURE, "head") for cell in cells if cell.end <= title.start]
    if "kind" not in found:  # the head of a letter goes on beside its subject
        pieces += [decided(c, Part.FURNITURE, "head") for c in cells[opening + 1 :] if c.start >= after and _of_head(c)]
    title.part = Part.TITLE
    taken = max([after, *(piece.end for piece in pieces)])
    body = [piece for piece in sort_lines(source) if piece.start >= taken]
    body = join_wrapped(body)
    own = _signature(body, own)
    for piece in body:
        if piece.is_open():
            decided(piece, Part.BODY, "text")
    pieces = sorted([*pieces, title, *body], key=lambda piece: piece.start)
    blocks = tuple(Block(piece.part, piece.start, piece.text) for piece in pieces if piece.part and piece.size)
    return Page(source, blocks, own.dated, own.spans.get("dated"), False, own)


def _of_head(cell: Piece) -> bool:
    return bool(_MOTTO.match(cell.head) or _PLACE_DAY.match(cell.head) or _RULE.match(cell.text))


def _title(source: Source, opening: Piece, kind: bool) -> tuple[Piece, int]:
    """Return kind and subject as one piece, and where the text goes on behind them."""
    end = opening.end
    below = [line for line in cut_lines(source.text[: HEAD_REACH * 3]) if line.start >= opening.end]
    for number, line in enumerate(below[:MAX_SUBJECT_LINES]):
        head = line.head
        if _RULE.match(line.text) or (number and _SUBJECT_ENDS.match(head)) or _MOTTO.search(head):
            break
        if not kind and (line.after_gap or _PLACE_DAY.match(head) or "|" in line.text):
            break
        if kind and number and line.after_gap and not _continues(line):
            break
        if line.words > 60 or (shapes.is_prose(line) and line.text.endswith((".", ":"))):
            break
        end = line.end
    return opening.cut(opening.start, end), end


def _continues(line: Piece) -> bool:
    """Tell whether a line behind a blank still belongs to the subject: it begins small, or is all capitals."""
    return line.text[0].islower() or line.text.isupper()


def _own_of_head(cells: list[Piece], found: dict[str, int], title: Piece) -> Own:
    spans: dict[str, Span] = {}
    values: dict[str, str | None] = {}
    if "kind" in found:
        cell = cells[found["kind"]]
        values["kind"], spans["kind"] = _KIND[cell.head.strip(" *.:-")], Span(cell.start, cell.end)
        rest = title.cut(cell.end, title.end)
    else:
        values["kind"] = "công văn"
        rest = title.cut(title.start + len(re.match(r"\s*[vV]\s*/\s*[vV][\s:]*", title.text).group()), title.end)
    if rest.size:
        values["subject"], spans["subject"] = " ".join(rest.text.split()), Span(rest.start, rest.end)
    if "number" in found:
        cell = cells[found["number"]]
        written = re.sub(r"^\W*[Ss][ốỐ]\s*:?\s*", "", cell.text)
        values["symbol"] = re.sub(r"\s+", "", written).replace("–", "-").replace("Ð", "Đ")
        digits = re.match(r"\d+", values["symbol"])
        values["number"] = digits.group() if digits else None
        spans["symbol"] = Span(cell.end - len(written), cell.end)
    if "day" in found:
        cell = cells[found["day"]]
        match = _PLACE_DAY.match(cell.head)
        stamp = read_stamp(cell.head, match.end())
        values["place"] = cell.text[: match.end("place")].strip()
        if stamp is not None:
            values["dated"], spans["dated"] = stamp.iso, Span(cell.start + stamp.start, cell.start + stamp.end)
    if issuer := _issuer(cells, found):
        values["issuer"], spans["issuer"] = _full_name(issuer), Span(issuer[-1].start, issuer[-1].end)
    return Own(**values, spans=spans)


def _issuer(cells: list[Piece], found: dict[str, int]) -> list[Piece]:
    """Return the lines of capitals above the number that are no motto: the body above, then the issuer."""
    last = found.get("number", found.get("kind", found.get("about", 0)))
    return [cell for cell in cells[:last] if cell.text.isupper() and not _MOTTO.search(cell.head) and cell.words > 1]


def _full_name(lines: list[Piece]) -> str:
    """Return the issuer as one name: a name broken into lines together, an office with its committee."""
    names = [" ".join(line.text.split()) for line in lines[-2:]]
    if len(names) < 2:
        return names[0]
    first, last = names
    if _LEVEL.match(lines[-1].head):
        return f"{first} {last}"
    return f"{last} {first}" if _COMMITTEE.match(lines[-2].head) else last


def _signature(body: list[Piece], own: Own) -> Own:
    """Decide receipt and signature at the end; return `own` with signer and post."""
    first = max(0, len(body) - END_LINES)
    start = next((i for i in range(first, len(body)) if _ends_text(body[i])), None)
    if start is None:
        return own
    posts: list[Piece] = []
    signer = None
    for piece in body[start:]:
        head = piece.head
        if not piece.is_open():
            continue
        if _AUTHORITY.match(head) or (_POST.match(head) and piece.text.isupper()):
            posts.append(decided(piece, Part.BYLINE, "signature"))
        elif posts and shapes.is_names(piece.text) and 2 <= piece.words <= 6 and not piece.text.isupper():
            signer = decided(piece, Part.BYLINE, "signer")
        else:
            decided(piece, Part.FURNITURE, "receipt")
    spans, values = dict(own.spans), {key: value for key, value in vars(own).items() if key != "spans"}
    if signer is not None:
        values["signer"], spans["signer"] = signer.text, Span(signer.start, signer.end)
    if posts:
        values["signer_post"] = "\n".join(" ".join(piece.text.split()) for piece in posts)
        spans["signer_post"] = Span(posts[0].start, posts[0].end)
    return Own(**values, spans=spans)


def _ends_text(piece: Piece) -> bool:
    head = piece.head
    if not piece.is_open() or piece.words > 14:
        return False
    if _RECEIPT.match(head) or _SIGNED.match(head):
        return True
    return piece.text.isupper() and bool(_AUTHORITY.match(head) or _POST.match(head))
