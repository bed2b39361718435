"""Counted and measured values of a page: "3.334 mô hình", "25,125 tỷ đồng", "23/32 chỉ tiêu", "94,3 %".

A numeral is a figure if a counted noun follows. Dates, durations, ordinals, numbers of documents and lists,
numbers inside names, times and telephone numbers are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from danvan.reader.engine.facts import counted
from danvan.reader.engine.facts.amounts import TOKEN, amount, significant, split_token
from danvan.reader.engine.facts.citations import find_citations
from danvan.reader.engine.facts.elliptical import parts_without_unit
from danvan.reader.engine.facts.levelled import Levelled, levelled
from danvan.reader.engine.facts.settings import Setting, settings_of
from danvan.reader.engine.facts.units import Found, is_count, unit_at
from danvan.reader.engine.facts.vocabulary import words
from danvan.reader.engine.model import Citation, Figure, Page, Part, Span

_BRACKET = re.compile(r"[ \n]{0,2}\((?:(?:đạt|chiếm|bằng|tỷ lệ|tỉ lệ) ){0,2}\d[\d.,]{0,6} ?%\)")
_UP_TO = re.compile(r" (?:đến|tới|lên|lên đến|lên tới|xuống|xuống còn|hoặc|hay) (?:hơn |gần |trên |khoảng )?(?=\d)")

_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ \n]{1,2}$|([^\W\d_]+\.)[ \n]?$")
_DAY_WORDS = frozenset(["ngày", "sáng", "chiều", "tối", "trưa", "đêm", "hôm", "mùng", "mồng", "dịp", "lễ", "rằm"])
_HARD_BEFORE = words("numbered always")
# Behind these a small number is a name ("thôn 3"), unless the word is the end of another one ("quốc phòng").
_NUMBERED_PLACES = words("numbered names")
_UNIT_NAMES = words("numbered bodies and programmes")
_OTHER_WORDS = words("ends of other words")
_SPAN_WORDS = frozenset(["năm", "đoạn", "kỳ", "từ", "đến", "tháng", "quý"])
_DAY_OR_NUMBERED = _DAY_WORDS | _HARD_BEFORE
_NO_PART_BEFORE = _DAY_OR_NUMBERED | _SPAN_WORDS
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNT_CUES = words("before a count")
MAX_ALIKE = 8  # figures of equal value and unit that one is compared with
EXACT_FIGURES = 3  # significant figures from which on an equal number is the same number
LARGE = 1000  # from here on one significant figure less is enough
_RETOLD = frozenset((Part.TITLE, Part.LEAD, Part.CAPTION))
_QUOTED = re.compile(r'"([^"\n]{1,100})"')
# The blank is missing behind these: "với03 mô hình".
_GLUED_WORD = re.compile(r"(?<!\w)(?:với|có|được|gồm|là|cho|trên|hơn|gần|của|và)$")
_GLUE = frozenset("-/._+:,")


@dataclass
class _Gathered:
    """A figure while its places are gathered."""

    reading: Levelled
    item: Found
    setting: Setting
    spans: list[Span]
    parts: set[Part]

    def is_of(self, reading: Levelled, item: Found, setting: Setting) -> bool:
        """Tell whether a figure of equal value and unit counts the same thing.

        A number such as 3.334 stands twice because it is repeated; 20 or 100 may be two things that are equal. These
        are one if the words round them are the same, or a headline, lead or caption repeats the body.
        """
        if significant(item.value) >= (EXACT_FIGURES - 1 if item.value >= LARGE else EXACT_FIGURES):
            return True
        if setting.thing.casefold() == self.setting.thing.casefold() and (
            " " in setting.thing.removeprefix(item.unit).strip() or setting.lead == self.setting.lead
        ):
            return True
        return reading.block.part not in self.parts and bool(_RETOLD & {reading.block.part, *self.parts})


def find_figures(page: Page, citations: tuple[Citation, ...] | None = None) -> tuple[Figure, ...]:
    """Return the figures of the page, each once, in the order of the first mention.

    `citations` are the documents of the same page; their numbers are no figures. Without them they are looked for.
    """
    taken = sorted(span for cited in (find_citations(page) if citations is None else citations) for span in cited.spans)
    merged: dict[tuple[float, str, float | None], list[_Gathered]] = {}
    at = 0
    for reading in levelled(page):
        while at < len(taken) and taken[at].end <= reading.block.start:
            at += 1
        found = _of_reading(reading, taken, at)
        for item, setting in zip(found, settings_of(reading, [(f.start, f.end) for f in found]), strict=True):
            _merge(merged.setdefault((item.value, item.unit, item.of), []), reading, item, setting)
    figures = [_figure(one) for same in merged.values() for one in same]
    return tuple(sorted(figures, key=lambda figure: (figure.spans[0], figure.value)))


def _merge(same: list[_Gathered], reading: Levelled, item: Found, setting: Setting) -> None:
    """Put a figure to the one of equal value and unit that counts the same thing, else begin a new one."""
    span = reading.span(item.start, item.end)
    for one in same[-MAX_ALIKE:]:
        if one.is_of(reading, item, setting):
            one.spans.append(span)
            one.parts.add(reading.block.part)
            return
    same.append(_Gathered(reading, item, setting, [span], {reading.block.part}))


def _figure(one: _Gathered) -> Figure:
    return Figure(
        text=one.reading.written(one.item.start, one.item.end),
        spans=tuple(one.spans),
        rule=one.item.rule,
        confidence=one.item.confidence,
        value=one.item.value,
        unit=one.item.unit,
        what=one.setting.what,
        period=one.setting.period,
        place=one.setting.place,
        of=one.item.of,
    )


def _of_reading(reading: Levelled, taken: list[Span], at: int) -> list[Found]:
    found: list[Found] = []
    bare: list[Found] = []
    names = [(m.start(), m.end()) for m in _QUOTED.finditer(reading.text) if not m.group(1).rstrip().endswith(".")]
    name_at, end = 0, -1
    for token in TOKEN.finditer(reading.text):
        start = token.start()
        if start < end:
            continue
        place = reading.span(start, token.end())
        while at < len(taken) and taken[at].end <= place.start:
            at += 1
        while name_at < len(names) and names[name_at][1] <= start:
            name_at += 1
        if (at < len(taken) and taken[at].start < place.end) or (name_at < len(names) and names[name_at][0] < start):
            continue
        items = _read(reading, token)
        if not items and (lonely := _bare(reading, token)):
            bare.append(lonely)
        for item in items:
            if at < len(taken) and taken[at].start < reading.span(start, item.end).end:
                break
            found.append(item)
            end = item.end
    return parts_without_unit(reading, found, bare) if bare and found else found


def _bare(reading: Levelled, token: re.Match[str]) -> Found | None:
    """Return a numeral that stands without a unit and may be a part of a whole: "kinh tế 765, văn hóa 630"."""
    numeral, start = token.group().rstrip(".,"), token.start()
    word = _word_before(reading, start)
    if not word:
        return None
    value = amount(numeral)
    if value is None or word in _NO_PART_BEFORE or _YEAR.fullmatch(numeral):
        return None
    if not _begins(reading.text, reading.low, start) or _names(reading, start, word):
        return None
    return Found(start, start + len(numeral), value, "", rule="figure.shared_unit", confidence=0.6)


def _read(reading: Levelled, token: re.Match[str]) -> list[Found]:
    text, start = reading.text, token.start()
    if not _begins(text, reading.low, start):
        return []
    numerals, sign = split_token(token.group())
    end = start + len(token.group().rstrip(".,"))
    if sign in ("?", ":", "x") or len(numerals) > 2:
        return []
    if token.group()[-1] in ".,":
        return []
    word = _word_before(reading, start)
    if sign == "/":
        return _fraction(reading, (start, end), numerals, word)
    if sign == "-":
        return _range(reading, (start, end), numerals, word)
    return _single(reading, (start, end), numerals[0], word)


def _begins(text: str, low: str, start: int) -> bool:
    """Tell whether a numeral can begin here, and not in the middle of "COVID-19", "A4", "m2" or "1.2.3"."""
    before = text[start - 1 : start]
    if before.isalpha():
        return _GLUED_WORD.search(low, max(0, start - 6), start) is not None
    if before.isalnum() or before == "_":
        return False
    if before not in _GLUE or start < 2 or text[start - 2].isspace():
        return True
    return before == "/" and not text[start - 2].isdigit()  # "866 lượt/964 lượt người"


def _word_before(reading: Levelled, start: int) -> str:
    last = reading.low[max(0, start - 4) : start].rstrip(" \n")[-1:]
    if last != "." and (last.isdecimal() or not last.isalnum()):
        return ""
    found = _WORD_BEFORE.search(reading.low, max(0, start - 14), start)
    return (found.group(1) or found.group(2)) if found else ""


def _fraction(reading: Levelled, place: tuple[int, int], numerals: list[str], word: str) -> list[Found]:
    start, end = place
    first, second = (amount(numeral) for numeral in numerals)
    if first is None or second is None or second == 0 or word in _DAY_OR_NUMBERED or _YEAR.fullmatch(numerals[1]):
        return []
    if word in ("tháng", "quý", "đến", "từ", "lúc", "hồi") and first <= 31 and second <= 12:
        return []
    bracket = _BRACKET.match(reading.low, end)
    unit = unit_at(reading, bracket.end() if bracket else end, (numerals[0], word))
    if unit is None or unit.unit == "%":
        return []
    if first <= 31 and second <= 12 and first > second:
        return []  # no part exceeds its whole, a day exceeds a month
    return [unit._replace(start=start, value=first, of=second, rule="figure.share", confidence=0.95)]


def _range(reading: Levelled, place: tuple[int, int], numerals: list[str], word: str) -> list[Found]:
    start, end = place
    if word in _DAY_WORDS or word in _SPAN_WORDS or any(_YEAR.fullmatch(numeral) for numeral in numerals):
        return []
    if word in _HARD_BEFORE or _names(reading, start, word):
        return []
    unit = unit_at(reading, end, (numerals[1], word))
    first = amount(numerals[0], counted=unit is not None and is_count(unit.unit))
    if unit is None or first is None:
        return []
    low_end = unit._replace(start=start, value=first * _scale(unit, numerals[1]), rule="figure.range", confidence=0.8)
    return [low_end, unit._replace(start=start, rule="figure.range", confidence=0.8)]


def _scale(unit: Found, numeral: str) -> float:
    value = amount(numeral, counted=is_count(unit.unit))
    return unit.value / value if value else 1


def _single(reading: Levelled, place: tuple[int, int], numeral: str, word: str) -> list[Found]:
    start, end = place
    unit = unit_at(reading, end, (numeral, word))
    if unit is None:
        unit = _borrowed(reading, end, numeral, word)
    if unit is None or not _stands(reading, start, (numeral, word), unit):
        return []
    return [unit._replace(start=start)]


def _borrowed(reading: Levelled, end: int, numeral: str, word: str) -> Found | None:
    """Return the unit that the upper end of a range gives: "từ 5 đến 7 mô hình"."""
    link = _UP_TO.match(reading.low, end)
    if link is None or word in _DAY_WORDS or word in ("năm", "tháng"):
        return None
    further = TOKEN.match(reading.text, link.end())
    if further is None:
        return None
    numerals, sign = split_token(further.group())
    if sign or _YEAR.fullmatch(numerals[0]):
        return None
    unit = unit_at(reading, further.end(), (numerals[0], ""))
    first = amount(numeral, counted=unit is not None and is_count(unit.unit))
    if unit is None or first is None:
        return None
    scaled = first * _scale(unit, numerals[0])
    return unit._replace(end=end, value=scaled, rule="figure.range", confidence=0.8)


def _stands(reading: Levelled, start: int, said: tuple[str, str], unit: Found) -> bool:
    """Tell whether what stands before the numeral lets it be a count."""
    numeral, word = said
    measured = unit.unit == "%" or "đồng" in unit.unit or unit.unit in counted.MEASURES
    if word in _HARD_BEFORE:
        return False
    if word in ("năm", "tháng") or word in _DAY_WORDS:
        return _counts_in_time(reading, start, numeral, word)
    if not measured and "." not in numeral and _names(reading, start, word, unit.value):
        return False
    if _YEAR.fullmatch(numeral) and not measured:
        return word in _COUNT_CUES and word not in _SPAN_WORDS
    return True


def _names(reading: Levelled, start: int, word: str, value: float = 0) -> bool:
    """Tell whether the word before a numeral makes it a name or an ordinal: "thôn 3", "Trung đoàn 12"."""
    pair = " ".join(reading.low[max(0, start - 16) : start].split()[-2:])
    return pair in _UNIT_NAMES or (value < 100 and word in _NUMBERED_PLACES and pair not in _OTHER_WORDS)


def _counts_in_time(reading: Levelled, start: int, numeral: str, word: str) -> bool:
    """Tell whether a numeral behind "năm", "tháng" or "ngày" is a count: "mỗi năm 20 hộ", not "năm 2014"."""
    limit = {"năm": 0, "tháng": 12}.get(word, 31)
    value = amount(numeral)
    if value is None or _YEAR.fullmatch(numeral):
        return False
    if re.search(rf"(?:mỗi|hằng|hàng|một|bình quân) {word} $", reading.low[max(0, start - 24) : start]):
        return True
    return value > limit and word != "năm"
