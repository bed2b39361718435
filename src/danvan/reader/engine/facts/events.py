"""Meetings, conferences and working visits: kind, day, place and who chairs.

An event is a sentence that gives a day and names a meeting, or a title that names one; a meeting that is announced
("sẽ", "hướng tới", "chuẩn bị") is planned. The year comes from the text or from the day of publication.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import islice

from danvan.reader.engine.facts.days import Day, days_in, year_after
from danvan.reader.engine.facts.places import places_in
from danvan.reader.engine.facts.reading import Reading, occurrences, reading_of, squeezed
from danvan.reader.engine.facts.sentences import sentences_of
from danvan.reader.engine.model import Event, Page, Part, Person
from danvan.reader.engine.patterns import any_of, in_both_cases

_PURPOSE = (
    r"sơ kết|tổng kết|giao ban|triển khai|quán triệt|biểu dương|tuyên dương|tập huấn|đối thoại|"
    r"phản biện xã hội|hiệp thương|"
    r"ký kết|công bố|gặp mặt|lấy ý kiến|góp ý|đánh giá|thông báo nhanh|học tập|tiếp xúc cử tri|"
    r"trao đổi|phát động|báo cáo viên"
)
_MEETINGS = (
    "hội nghị", "hội thảo", "tọa đàm", "lễ", "đại hội", "diễn đàn", "phiên họp", "kỳ họp", "cuộc họp", "hội thi",
    "ngày hội", "buổi gặp mặt", "buổi tiếp xúc", "buổi đối thoại", "buổi giao ban", "buổi họp", "buổi sinh hoạt",
    "buổi nói chuyện", "họp mặt", "lớp tập huấn", "lớp bồi dưỡng",
)  # fmt: skip
_NOUN = re.compile(
    rf"(?P<noun>{any_of(in_both_cases(_MEETINGS))})"
    r"(?P<middle>(?: (?:trực tuyến|toàn quốc|toàn thể|cán bộ|chủ chốt|cấp \w+|"
    rf"lần thứ \w+))*)(?: (?P<purpose>{_PURPOSE}|"
    r"ra mắt|trao|kỷ niệm|khánh thành|khởi công|bàn giao|khai mạc|bế mạc|khai giảng|ra quân|hưởng ứng))?|"
    r"(?P<work>làm việc(?= với)|các (?:cuộc|buổi) làm việc(?= với)|cuộc làm việc|buổi làm việc|thăm và làm việc)|"
    r"(?P<other>giao ban|tiếp xúc cử tri|đối thoại(?= với| giữa| trực)|(?:cuộc |tổ chức |"
    r"tiến hành |kiểm tra, )(?:giám sát|kiểm tra|khảo sát)(?= )|"
    r"khảo sát(?= (?:thực trạng|tình hình|việc|công tác))|tập huấn(?= )|họp (?=với|bàn|"
    r"Ban|báo))"
)
_REVIEW = re.compile(r"[Ss]ơ kết|[Tt]ổng kết|[Gg]iao ban")
_FUTURE = re.compile(r"(?:sẽ|dự kiến|hướng tới|chuẩn bị|tiến tới)(?!\w)")
_FUTURE_WORDS = ("sẽ", "dự kiến", "hướng tới", "chuẩn bị", "tiến tới")
_HELD = re.compile(
    r"(?<!\w)(?:tổ chức|khai mạc|bế mạc|diễn ra|tại (?:Hội|hội|buổi|cuộc)|chủ trì|đã có|"
    r"phối hợp|dự|tham dự|tiến hành|mở|tiếp|"
    r"về|đến|làm việc|đồng chủ trì)(?!\w)"
)
_OF_DOCUMENT = re.compile(r"(?:[Ss]ố \d[^ ]*|\d ?[-/] ?[A-ZĐ][\w/-]+|\d{4}|ban hành|khóa \w+),?(?: ban hành)? ?,?\(?$")
_CHAIRS = re.compile(
    r"(?P<chairs>chủ trì(?! ?,? (?:phối hợp|tham mưu|cùng)|,)|Chủ trì)(?!\w)|"
    r"(?:kết luận|chỉ đạo|bế mạc|Kết luận)(?: tại)? (?:hội nghị|buổi|cuộc|hội thảo|phiên|Hội nghị)(?!\w)"
)
_CHAIR_WORDS = ("chủ trì", "Chủ trì", "kết luận", "Kết luận", "chỉ đạo", "bế mạc")
_NAMES_FOLLOW = re.compile(
    r"(?:[^.;:\n]{0,40}?)(?: có| gồm| là| của|:)[^.\n]{0,20}?(?:đồng chí|ông|bà|các)|[^.;:\n]{0,30}:"
)
_HALL = re.compile(
    r"(?:tại|Tại) (?P<place>(?:[Hh]ội trường|[Tt]rụ sở|[Nn]hà văn hóa|[Tt]rung tâm|"
    r"[Qq]uảng trường|[Nn]hà [Kk]hách|[Vv]ăn phòng|điểm cầu)"
    r"(?: [\w]+){1,8}?)(?=[,.;(\n]| (?:Ban|đồng chí|đã|tổ chức|diễn ra|do|với|và)(?!\w)|$)"
)


@dataclass
class _Draft:
    start: int
    end: int
    kind: str
    day: Day | None
    place: str | None
    planned: bool
    rule: str
    chair: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)


def find_events(page: Page, people: tuple[Person, ...]) -> tuple[Event, ...]:
    """Return the events of the page; `people` are those found on the same page, chairs are taken from them."""
    reading = reading_of(page)
    text = reading.text
    drafts: list[_Draft] = []
    titled = _titled(reading)
    sentences = sentences_of(reading)
    announced = {_sentence_at(sentences, at) for at in _words(text, _FUTURE_WORDS, _FUTURE, reading.end)}
    dated: dict[int, list[Day]] = {}
    for day in days_in(text[: reading.end], page.published):
        dated.setdefault(_sentence_at(sentences, day.start), []).append(day)
    for number in sorted(announced | dated.keys()):
        sentence = sentences[number]
        if reading.block_at(sentence[0]).part in (Part.TITLE, Part.CAPTION):
            continue
        draft = _dated(reading, sentence, dated.get(number, []), titled) if number in dated else None
        if draft is None and number in announced:
            draft = _planned(reading, sentence)
        if draft is not None:
            _join(drafts, draft)
    if titled is None and not drafts:
        titled = _held(reading, sentences)
    if titled is not None and not any(not one.planned or one.kind == titled.kind for one in drafts):
        drafts.insert(0, titled)
    _set_chairs(reading, drafts, people)
    return tuple(_event(reading, draft) for draft in drafts)


def _words(text: str, words: tuple[str, ...], pattern: re.Pattern[str], end: int) -> dict[int, re.Match[str]]:
    """Where one of the words stands and the pattern fits."""
    matches = ((at, pattern.match(text, at)) for at, _word in occurrences(text, words, end))
    return {at: match for at, match in matches if match}


def _sentence_at(sentences: list[tuple[int, int]], place: int) -> int:
    """The number of the sentence in which a place of the text stands."""
    return max(bisect_right(sentences, (place, len(sentences) and sentences[-1][1])) - 1, 0)


def _kind(match: re.Match[str]) -> str:
    if match["work"]:
        return "làm việc"
    if match["other"]:
        words = match["other"].split()
        return " ".join(words[-2:]) if "họp" not in words else "họp"
    noun = match["noun"].lower().removeprefix("buổi ").removeprefix("lớp ")
    purpose = match["purpose"]
    if purpose == "giao ban":
        return "giao ban"
    return f"{noun} {purpose}" if purpose else noun


def _review(match: re.Match[str]) -> str:
    """The kind of a meeting that is told by its purpose alone."""
    return "giao ban" if match.group().lower() == "giao ban" else f"hội nghị {match.group().lower()}"


def _titled(reading: Reading) -> _Draft | None:
    """The meeting that the title names."""
    for block, at in zip(reading.blocks, reading.offsets, strict=True):
        if block.part is Part.TITLE:
            match = _NOUN.search(reading.text, at, at + len(block.text))
            if match is None:
                review = _REVIEW.search(reading.text, at, at + len(block.text))
                if review is None:
                    return None
                return _Draft(review.start(), review.end(), _review(review), None, None, False, "titled_event")
            if match["noun"] and match["noun"].lower() in ("đại hội", "lễ", "ngày hội") and not match["purpose"]:
                return None
            return _Draft(match.start(), match.end(), _kind(match), None, None, False, "titled_event")
    return None


def _dated(reading: Reading, sentence: tuple[int, int], days: list[Day], titled: _Draft | None) -> _Draft | None:
    """A meeting in a sentence that gives its day."""
    text, (start, end) = reading.text, sentence
    day = next((one for one in days if not _OF_DOCUMENT.search(text, max(one.start - 40, start), one.start)), None)
    if day is None or not _HELD.search(text, start, end):
        return None
    if day.start - start > 60 and not text[max(day.start - 6, 0) : day.start].lower().endswith(
        ("vào ", ", ", "trong ")
    ):
        return None
    noun = _main_noun(text, day.end, end) or _main_noun(text, start, day.start)
    if noun is None:
        return None
    planned = _FUTURE.search(text, start, noun.start()) is not None
    kind = _kind(noun)
    if (
        titled is not None
        and kind != titled.kind
        and titled.kind != "hội nghị"
        and titled.kind.split()[-1] in text[start:end].lower()
    ):
        kind = titled.kind
    elif kind == "hội nghị":
        purpose = _REVIEW.search(text, noun.end(), min(noun.end() + 200, end))
        kind = (
            kind if purpose is None else "giao ban" if purpose.group() == "giao ban" else f"hội nghị {purpose.group()}"
        )
    place = _place(reading, start, end)
    return _Draft(noun.start(), noun.end(), kind, day, place, planned, "dated_event", spans=[(day.start, day.end)])


_OPENING_SENTENCES = 4


def _held(reading: Reading, sentences: list[tuple[int, int]]) -> _Draft | None:
    """A meeting that the first sentences say was held, without a day."""
    body = (one for one in sentences if reading.block_at(one[0]).part in (Part.LEAD, Part.BODY))
    for start, end in islice(body, _OPENING_SENTENCES):
        noun = _NOUN.search(reading.text, start, end)
        if noun is None or not (noun["purpose"] or noun["work"]):
            continue
        before = reading.text[max(noun.start() - 60, start) : noun.start()]
        if "tổ chức" in before and not _FUTURE.search(before):
            place = _place(reading, start, end)
            return _Draft(noun.start(), noun.end(), _kind(noun), None, place, False, "held_event")
    return None


def _main_noun(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first word for a meeting, before words that may only tell what it is about ("công tác đối thoại")."""
    first = None
    for match in islice(_NOUN.finditer(text, start, end), 6):
        if match["noun"] or match["work"]:
            return match
        first = first or match
    return first


def _planned(reading: Reading, sentence: tuple[int, int]) -> _Draft | None:
    """A meeting that is announced with its year or month only."""
    text, (start, end) = reading.text, sentence
    future = _FUTURE.search(text, start, end)
    noun = _NOUN.search(text, future.end(), end) if future else None
    while noun is not None and not (noun["noun"] and noun["noun"][0].isupper() and noun["purpose"]):
        noun = _NOUN.search(text, noun.end(), end)
    if noun is None:
        return None
    day = year_after(text, noun.end(), end)
    if day is None:
        return None
    return _Draft(noun.start(), noun.end(), _kind(noun), day, None, True, "planned_event", spans=[(day.start, day.end)])


def _place(reading: Reading, start: int, end: int) -> str | None:
    for seen in places_in(reading):
        if start <= seen.start < end and reading.text[max(seen.start - 4, 0) : seen.start].lower().endswith(
            ("tại ", " ở ")
        ):
            return seen.name
    hall = _HALL.search(reading.text, start, end)
    return squeezed(hall["place"]) if hall else None


def _join(drafts: list[_Draft], draft: _Draft) -> None:
    """Add the draft, or what it says to the event of the same day that is known already."""
    for known in drafts:
        same_day = known.day is not None and draft.day is not None and known.day.text == draft.day.text
        if same_day or (known.kind == draft.kind and known.day and draft.day and known.day.iso == draft.day.iso):
            known.spans.append((draft.start, draft.end))
            known.place = known.place or draft.place
            return
    drafts.append(draft)


def _set_chairs(reading: Reading, drafts: list[_Draft], people: tuple[Person, ...]) -> None:
    """Those who chair, lead or conclude go to the meeting that was named last before."""
    held = sorted((draft for draft in drafts if not draft.planned), key=lambda draft: draft.start)
    if not held or not people:
        return
    places = sorted((span.start, person.name) for person in people for span in person.spans)
    sentences = sentences_of(reading)
    verbs: dict[int, re.Match[str]] = {}
    for verb in _words(reading.text, _CHAIR_WORDS, _CHAIRS, reading.end).values():
        number = _sentence_at(sentences, verb.start())
        if number not in verbs or (verb["chairs"] and not verbs[number]["chairs"]):
            verbs[number] = verb
    for number, verb in sorted(verbs.items()):
        start, end = sentences[number]
        chairs = _chairs_in(reading, (start, end), verb, places)
        if not chairs:
            continue
        before = [draft for draft in held if draft.start < end]
        target = before[-1] if before else held[0]
        target.chair += [name for name in chairs if name not in target.chair]


def _chairs_in(
    reading: Reading, sentence: tuple[int, int], verb: re.Match[str], places: list[tuple[int, str]]
) -> list[str]:
    """Who chairs by this verb: those named after "Chủ trì … có", else those named before it."""
    text, (start, end), concludes = reading.text, sentence, verb["chairs"] is None
    shift = reading.span(start, end).start - start
    named = [(at - shift, name) for at, name in _between(places, start + shift, end + shift)]
    if not named:
        return []
    before = [name for at, name in named if at < verb.start()]
    after = [(at, name) for at, name in named if at > verb.end()]
    if after and (not before or _NAMES_FOLLOW.match(text, verb.end(), end)):
        if concludes:
            return [name for _at, name in after[:1]]
        return [name for _at, name in after]
    if not before:
        return []
    if concludes:
        return before[-1:]
    by = text.rfind(" do ", start, verb.start())
    return [name for at, name in named if by < at < verb.start()]


def _between(places: list[tuple[int, str]], start: int, end: int) -> list[tuple[int, str]]:
    return places[bisect_left(places, (start, "")) : bisect_left(places, (end, ""))]


def _event(reading: Reading, draft: _Draft) -> Event:
    confidence = {"dated_event": 0.85, "planned_event": 0.7}.get(draft.rule, 0.6)
    return Event(
        text=reading.written(draft.start, draft.end),
        spans=reading.spans((draft.start, draft.end), draft.spans),
        rule=draft.rule,
        confidence=confidence,
        kind=draft.kind,
        date=draft.day.iso if draft.day else None,
        date_text=draft.day.text if draft.day else None,
        place=draft.place,
        chair=tuple(draft.chair),
        planned=draft.planned,
    )
