"""Officials in the posts that the text gives them; nobody without a post is taken (authors, farmers, photographers).

Three ways of writing: the name before its post ("đồng chí Nguyễn Văn An, Phó Bí thư Tỉnh ủy"; "Nguyễn Văn An - Phó
Bí thư"), several names with one post ("Phó Trưởng Ban: A, B, C"; "các đồng chí A, B - Phó Trưởng Ban"), and the
post before the name ("Bí thư Tỉnh ủy Nguyễn Văn An"). A signature gives the post on the line below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from danvan.reader.engine.facts.reading import Reading, reading_of, squeezed
from danvan.reader.engine.facts.words import CAP, DEPARTMENT, FAMILY_NAMES, POST_START, PROVINCES, word_set
from danvan.reader.engine.model import Page, Part, Person

_NAME = rf"{CAP}(?: {CAP}){{1,5}}"
_NAME_ALONE = re.compile(_NAME)
_POST = re.compile(POST_START)
# A name and what leads over to its post. The blank before the dash may be missing ("Hồng- Phó Bí thư").
_NAME_THEN_POST = re.compile(rf"(?:,| ?-|:| ?\() ?(?={POST_START})")
_HONORIFIC = re.compile(
    r"(?:[Đđ]ồng chí|[Đđ]/c|ĐC|[Đđ]\.c|[ÔôBb](?:ng|à)|TS\.?|ThS\.?|PGS\.?|GS\.?|BS\.?|"
    r"[Ll]uật sư|[Ll]inh mục)[:,]? $"
)
_PEERS = re.compile(rf"(?:, | và |,|; )(?=({_NAME}))")
_LIST_OF_POST = re.compile(rf": (?={_NAME})")
_TITLES = re.compile(r"^(?:TS|ThS|PGS|GS|Đồng chí|Ông|Bà)\.? ")

# Small words that stand inside posts. Any other small word ends the post: it is what the person does.
_INSIDE = word_set(
    """ủy viên thư tịch trưởng phó ban thường trực dân vận tỉnh huyện xã phường thành phố thị trấn quận nhân các cơ quan
    khối đảng bộ đoàn đại biểu quốc hội công tác kiểm tra phụ trách cục và văn phòng khóa khoá nhiệm kỳ chính trị nông
    thôn vận tải sự đội nữ chuyên trách trung ương ủy tổ chức tuyên giáo nội vụ bí vụ đặc khu lực lượng vũ trang quân
    chỉ huy mặt trận liên hiệp lao động phát triển môi trường tài nguyên đào tạo giáo dục kế hoạch đầu tư cựu chiến binh
    thanh niên hội đồng viện sát án tòa ngành đơn vị trường học kinh doanh nghiệp dự khuyết chấp hành thương binh xã hội
    tham mưu khu bản ấp buôn tiểu làng khóm nghiệp vụ phong trào kiêm nhiệm dân tộc tôn giáo pháp chế văn hóa thể thao
    du lịch truyền thông y tế đô thị hạ tầng chủ nhiệm xây dựng đảng cán lần thứ hợp tác bộ đội biên phòng quản lý"""
)
# Words that begin what the person does, though some of them also stand inside posts.
_ENDS = re.compile(
    r"(?:chủ trì|chủ toạ|đã|dự|đến|về|phát biểu|tham dự|tham gia|trao|tặng|cho|nhấn|khẳng|"
    r"yêu cầu|đề nghị|đánh|ghi nhận|"
    r"biểu dương|kết luận|làm|thăm|kiểm tra (?:tiến độ|công|việc|thực)|chỉ đạo|báo cáo|trình|"
    r"thay mặt|thông|nêu|cùng|điều hành|"
    r"lưu|chia|mong|bày|chúc|được|vừa|sẽ|đang|là|tại|với|thống nhất|quán triệt|trực tiếp|"
    r"đồng chủ|phát động|phát huy|đồng chí|"
    r"các đồng chí|đại diện|lãnh đạo|triển khai|tổ chức (?:hội|lễ|buổi)|và (?:đồng chí|các|đại|"
    r"lãnh|đông|ông|bà|đoàn|hơn|trên|gần)|"
    r"hội nghị|công bố|phụ trách chung)(?!\w)"
)
_WORD = re.compile(r"(?P<gap>,? ?- ?|, |; | )(?P<word>[\w'/.&]+)|\.(?= )")
_COMMA_IN_NAME = re.compile(rf", (?:{DEPARTMENT}|Thể thao|Thương binh|Hạ tầng|chiến lược)")
_BEFORE_NAME = re.compile(
    r"(?P<post>(?:[Ủỷủ]y viên|Bí thư|Phó|Trưởng|Chủ tịch|Giám đốc|Chủ nhiệm|Chánh|bí thư|phó|"
    r"trưởng|chủ tịch|giám đốc|Cục trưởng|"
    rf"Thủ tướng|Bộ trưởng|Thứ trưởng)[^,;:.\n()“\"]{{2,90}}?) (?P<name>{_NAME})"
)
_POST_WORDS = word_set(
    """Bí Phó Trưởng Chủ Giám Ủy Ban Bộ Sở Phòng Hội Đoàn Mặt Tỉnh Huyện Thành Đảng Văn Trung Dân Thường Quốc Khối Nông
    Liên Thanh Cựu Kiểm Chánh Công Quân Chính Viện Tòa UBND HĐND MTTQ Tuyên Tổ Nội Hội"""
)
_NOT_OFFICIALS = frozenset({"Hồ Chí Minh", "Bác Hồ", "Trung Ương", "Việt Nam"})


@dataclass(frozen=True)
class Seen:
    """One mention: the name's place, the post's place (None if only the name stands)."""

    start: int
    end: int
    name: str
    post: tuple[int, int] | None
    rule: str
    confidence: float


def find_people(page: Page) -> tuple[Person, ...]:
    """Return the officials that the page names with their posts, each once, in the order of the first mention."""
    return people_of(reading_of(page))


def people_of(reading: Reading) -> tuple[Person, ...]:
    """As `find_people`; kept with the reading for the finder of places."""
    if "people" not in reading.memory:
        seen = [*_named_first(reading), *_post_first(reading), *_signed(reading)]
        reading.memory["people"] = _facts(reading, seen)
    return reading.memory["people"]


def _named_first(reading: Reading) -> list[Seen]:
    text, found = reading.text, []
    for lead in _NAME_THEN_POST.finditer(text):
        name = _name_before(text, lead.start())
        if name is None:
            continue
        end = post_end(text, lead.end())
        found.append(_seen(text, name, (lead.end(), end), "person_then_post", 0.95))
        found += [
            _seen(text, peer, (lead.end(), end), "people_share_post", 0.8) for peer in _peers_before(text, name[0])
        ]
    for lead in _LIST_OF_POST.finditer(text):
        post = _post_before(text, lead.start())
        if post is not None:
            found += [_seen(text, name, post, "post_then_list", 0.85) for name in _names_from(text, lead.end())]
    return [seen for seen in found if seen is not None and _is_person(seen.name)]


def _seen(text: str, name: tuple[int, int], post: tuple[int, int], rule: str, confidence: float) -> Seen:
    start, end = name
    return Seen(start, end, text[start:end], post, rule, confidence)


_RUN_BACK = re.compile(rf"(?:{CAP} ){{0,6}}{CAP}$")
_CLAUSE = "\n,;:.(-"


def _name_before(text: str, end: int) -> tuple[int, int] | None:
    """The person's name that ends at `end`, None if the capitalised words there are none."""
    window = max(end - 60, 0)
    while window and text[window - 1] not in " \n":
        window += 1
        if window >= end:
            return None
    run = _last_run(text, window, end)
    if run is None:
        return None
    start = run
    words = text[start:end].split(" ")
    if len(words) > 6 or len(words) < 2:
        return None
    before = text[max(start - 14, 0) : start]
    if _HONORIFIC.search(before):
        return start, end
    at_clause = (
        not before
        or before[-1] == "\n"
        or before.rstrip()[-1:] in _CLAUSE + ","
        or before.endswith((" và ", "Trì ", "gồm "))
    )
    if not at_clause or words[0] not in FAMILY_NAMES or text[start:end] in PROVINCES:
        return None
    return start, end


def _last_run(text: str, window: int, end: int) -> int | None:
    """Where the run of capitalised words that ends at `end` begins."""
    start = end
    while start > window:
        blank = text.rfind(" ", window, start - 1 if start < end else start)
        line = text.rfind("\n", window, start)
        word = max(blank, line) + 1 if max(blank, line) >= 0 else window
        piece = text[word : start - 1] if start < end else text[word:end]
        if not piece or not _IS_CAP.fullmatch(piece):
            break
        start = word
        if line >= word - 1 and line >= 0:
            break
    return start if start < end else None


_IS_CAP = re.compile(CAP)


def _peers_before(text: str, start: int) -> list[tuple[int, int]]:
    """Names that stand before the one at `start` and share its post: "các đồng chí A, B, C - Phó Trưởng Ban"."""
    head = text.rfind("các đồng chí", max(start - 400, 0), start)
    if head < 0:
        return []
    between = text[head + len("các đồng chí") : start]
    names = re.fullmatch(rf":? ((?:{_NAME}(?:, | và ))+)", between)
    if not names:
        return []
    offset = head + len("các đồng chí") + names.start(1)
    return [(offset + name.start(), offset + name.end()) for name in _NAME_ALONE.finditer(names.group(1))]


def _post_before(text: str, colon: int) -> tuple[int, int] | None:
    """The post that ends at a colon: "các đồng chí Phó Trưởng Ban Dân vận Trung ương: …"."""
    begin = max(text.rfind(sign, max(colon - 120, 0), colon) for sign in ("\n", ".", ";", ":", ",", "("))
    clause = text[begin + 1 : colon]
    starts = [m.start() for m in _POST.finditer(clause) if m.start() == 0 or clause[m.start() - 1] == " "]
    if not starts:
        return None
    start = begin + 1 + starts[0]
    end = post_end(text, start)
    return (start, colon) if end == colon else None


def _names_from(text: str, at: int) -> list[tuple[int, int]]:
    names, name = [], _NAME_ALONE.match(text, at)
    while name is not None:
        if _NAME_THEN_POST.match(text, name.end()):
            break  # it has a post of its own
        names.append(name.span())
        more = _PEERS.match(text, name.end())
        name = _NAME_ALONE.match(text, more.end()) if more else None
    return names


def post_end(text: str, start: int) -> int:
    """Where the post that begins at `start` ends: before a verb, a new clause, or a word that no post has."""
    head = _POST.match(text, start)
    end = head.end() if head else start
    while end < len(text) and text[end].isalpha():
        end += 1
    limit = min(start + 260, len(text))
    while end < limit:
        step = _WORD.match(text, end)
        if step is None or not step["word"]:
            break
        word, gap = step["word"], step["gap"]
        at = step.start("word")
        if gap != " " and not (_POST.match(text, at) or _COMMA_IN_NAME.match(text, end)):
            break
        if gap.startswith(";"):
            break
        if word[0].islower():
            if _ENDS.match(text, at) or word.rstrip(".") not in _INSIDE:
                break
            if word == "và" and not _continues(text, step.end()):
                break
        end = step.end()
        if word.endswith("."):
            end -= 1
            break
    return end


def _continues(text: str, at: int) -> bool:
    """Whether the post goes on after "và": another post, or the rest of a department's name."""
    return at < len(text) and (_POST.match(text, at + 1) is not None or _DEPT_TAIL.match(text, at) is not None)


_DEPT_TAIL = re.compile(
    r" (?:Phát triển|Môi trường|Đào tạo|Đầu tư|Truyền thông|Công nghệ|Xã hội|Du lịch|Tôn giáo|"
    r"Dân vận|Thể thao|Hạ tầng|"
    r"Thông tin|Kỹ thuật|Doanh nghiệp|Trẻ|xã hội|phát triển|đào tạo|dân vận|tôn giáo)"
)


def _post_first(reading: Reading) -> list[Seen]:
    text, found = reading.text, []
    for lead in _BEFORE_NAME.finditer(text):
        words = lead["name"].split(" ")
        first = next((n for n, word in enumerate(words) if word in FAMILY_NAMES and n + 1 < len(words)), None)
        if first is None or any(word in _POST_WORDS for word in words[first:]):
            continue
        start = lead.start("name") + sum(len(word) + 1 for word in words[:first])
        if text[start : lead.end("name")] in PROVINCES or (first and " ".join(words[:first]) in _AREA_ONLY):
            continue
        if post_end(text, lead.start("post")) < start - 1 or not _POST.match(text, lead.start("post")):
            continue
        if " ".join(words[first:])[:40] in PROVINCES or _place_word(text, start):
            continue
        seen = Seen(
            start, lead.end("name"), " ".join(words[first:]), (lead.start("post"), start - 1), "post_then_person", 0.8
        )
        if _is_person(seen.name):
            found.append(seen)
    return found


_AREA_ONLY = frozenset({"Trung"})


def _place_word(text: str, start: int) -> bool:
    """Whether the word before is a type of place or a committee, so that the capitalised words are its name."""
    return bool(
        re.search(
            r"(?:tỉnh|huyện|xã|phường|thành phố|thị xã|thị trấn|quận|TP|ủy|bộ|thôn|bản|khu|trường|án) $",
            text[max(start - 10, 0) : start],
        )
    )


def _signed(reading: Reading) -> list[Seen]:
    """A signature with a post: the name on one line, the post on the next."""
    found = []
    for number, block in enumerate(reading.blocks):
        if block.part is not Part.BYLINE:
            continue
        at = reading.offsets[number]
        text = reading.text[at : at + len(block.text)]
        signature = re.search(rf"(?P<name>{_NAME}) ?(?:\n+ ?|, | - )(?P<post>{POST_START}[^\n]*)", text)
        if signature and _POST.match(signature["post"]):
            start, end = signature.span("name")
            post = (at + signature.start("post"), at + signature.end("post"))
            found.append(Seen(at + start, at + end, signature["name"], post, "signature", 0.9))
    return found


def _is_person(name: str) -> bool:
    words = name.split(" ")
    return (
        2 <= len(words) <= 6
        and name not in _NOT_OFFICIALS
        and words[0] not in _POST_WORDS - FAMILY_NAMES
        and not name.startswith(("Hồ Chí", "Ban ", "Đảng "))
        and any(word[1:].islower() or len(word) == 1 for word in words) | name.isupper()
    )


def _facts(reading: Reading, seen: list[Seen]) -> tuple[Person, ...]:
    by_name: dict[str, list[Seen]] = {}
    for one in sorted(seen, key=lambda one: (one.start, -one.confidence)):
        if not any(one.start == kept.start for kept in by_name.get(one.name.casefold(), ())):
            by_name.setdefault(one.name.casefold(), []).append(one)
    people = [_person(reading, mentions) for mentions in by_name.values()]
    return tuple(sorted(people, key=lambda person: min(person.spans)))


def _runs(reading: Reading) -> dict[str, list[int]]:
    """Where every run of capitalised words stands: the later mentions that give a name alone are among them."""
    if "runs" not in reading.memory:
        runs: dict[str, list[int]] = {}
        for run in _NAME_ALONE.finditer(reading.text):
            runs.setdefault(run.group(), []).append(run.start())
        reading.memory["runs"] = runs
    return reading.memory["runs"]


def _person(reading: Reading, mentions: list[Seen]) -> Person:
    best = max(mentions, key=lambda one: (one.confidence, one.post[1] - one.post[0] if one.post else 0, -one.start))
    first = reading.span(best.start, best.end)
    others = {reading.span(one.start, one.end) for one in mentions}
    raw_name = reading.text[best.start : best.end]
    others |= {reading.span(start, start + len(raw_name)) for start in _runs(reading).get(raw_name, ())}
    post = reading.raw(*best.post) if best.post else None
    return Person(
        text=reading.raw(best.start, best.end),
        spans=(first, *sorted(others - {first})),
        rule=best.rule,
        confidence=best.confidence,
        name=squeezed(raw_name).title() if raw_name.isupper() else squeezed(raw_name),
        post=squeezed(post) if post else None,
    )
