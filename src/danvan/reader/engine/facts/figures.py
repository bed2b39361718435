"""Counted and measured values of a page: "3.334 mô hình", "25,125 tỷ đồng", "23/32 chỉ tiêu", "94,3 %".

A numeral is a figure if a counted noun follows. Dates, durations, ordinals, numbers of documents and lists,
numbers inside names, times and telephone numbers are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from danvan.reader.engine.facts import counted
from danvan.reader.engine.facts.amounts import TOKEN, amount, split_token
from danvan.reader.engine.facts.citations import find_citations
from danvan.reader.engine.facts.levelled import Levelled, levelled
from danvan.reader.engine.facts.settings import Setting, settings_of
from danvan.reader.engine.facts.vocabulary import words
from danvan.reader.engine.model import Citation, Figure, Page, Span

_PERCENT = re.compile(r"[ \n]{0,2}(?:%|phần trăm(?!\w))")
_BRACKET = re.compile(r"[ \n]{0,2}\((?:(?:đạt|chiếm|bằng|tỷ lệ|tỉ lệ) ){0,2}\d[\d.,]{0,6} ?%\)")
_CURRENCY = re.compile(r"[ \n]{0,2}(đồng(?! (?:chí|bào|bằng|ruộng|đội)(?!\w))|vnđ|vnd|usd|đô la|euro|đ)(?!\w)")
_UP_TO = re.compile(r" (?:đến|tới|lên|lên đến|lên tới|xuống|xuống còn|hoặc|hay) (?:hơn |gần |trên |khoảng )?(?=\d)")
_SMALLER = re.compile(r"[ \n]{1,2}(\d{1,3}(?:[.,]\d{1,3})?) (triệu|nghìn|ngàn)(?: đồng|(?=\W|$))")
_NORM_BEFORE = re.compile(
    r"(?:ít nhất|tối thiểu|(?:mỗi|hằng|hàng|một) (?:tuần|tháng|quý|năm)(?: (?:có|dành|ít nhất|tối thiểu))?) $"
)
_NORM_AFTER = re.compile(r" ngày(?: công)?(?:/| trong | mỗi | một )(?:tuần|tháng|quý|năm)")

_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ \n]{1,2}$|([^\W\d_]+\.)[ \n]?$")
_DAY_WORDS = frozenset(["ngày", "sáng", "chiều", "tối", "trưa", "đêm", "hôm", "mùng", "mồng", "dịp", "lễ", "rằm"])
_HARD_BEFORE = words("numbered always")
# Behind these a small number is a name ("thôn 3"), unless the word is the end of another one ("quốc phòng").
_NUMBERED_PLACES = words("numbered names")
_UNIT_NAMES = words("numbered bodies and programmes")
_OTHER_WORDS = words("ends of other words")
_SPAN_WORDS = frozenset(["năm", "đoạn", "kỳ", "từ", "đến", "tháng", "quý"])
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNT_CUES = words("before a count")
_QUOTED = re.compile(r'"([^"\n]{1,100})"')
# The blank is missing behind these: "với03 mô hình".
_GLUED_WORD = re.compile(r"(?<!\w)(?:với|có|được|gồm|là|cho|trên|hơn|gần|của|và)$")
_GLUE = frozenset("-/._+:,")


@dataclass(frozen=True)
class _Found:
    """A figure at one place of a reading, before repeats are merged."""

    start: int
    end: int
    value: float
    unit: str
    of: float | None = None
    rule: str = "figure.count"
    confidence: float = 0.9


def find_figures(page: Page, citations: tuple[Citation, ...] | None = None) -> tuple[Figure, ...]:
    """Return the figures of the page, each once, in the order of the first mention.

    `citations` are the documents of the same page; their numbers are no figures. Without them they are looked for.
    """
    taken = sorted(span for cited in (find_citations(page) if citations is None else citations) for span in cited.spans)
    merged: dict[tuple[object, ...], tuple[Figure, list[Span]]] = {}
    at = 0
    for reading in levelled(page):
        while at < len(taken) and taken[at].end <= reading.block.start:
            at += 1
        found = _of_reading(reading, taken, at)
        for item, setting in zip(found, settings_of(reading, [(f.start, f.end) for f in found]), strict=True):
            _merge(merged, reading, item, setting)
    figures = [replace(figure, spans=tuple(spans)) for figure, spans in merged.values()]
    return tuple(sorted(figures, key=lambda figure: figure.spans[0]))


def _merge(
    merged: dict[tuple[object, ...], tuple[Figure, list[Span]]], reading: Levelled, item: _Found, setting: Setting
) -> None:
    span = reading.span(item.start, item.end)
    distinct = item.value < 20 or item.unit == "%"
    key = (item.value, item.unit, item.of, (setting.thing, setting.lead) if distinct else None)
    if key in merged:
        merged[key][1].append(span)
        return
    figure = Figure(
        text=reading.raw(item.start, item.end),
        spans=(span,),
        rule=item.rule,
        confidence=item.confidence,
        value=item.value,
        unit=item.unit,
        what=setting.what,
        period=setting.period,
        place=setting.place,
        of=item.of,
    )
    merged[key] = figure, [span]


def _of_reading(reading: Levelled, taken: list[Span], at: int) -> list[_Found]:
    found: list[_Found] = []
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
        for item in _read(reading, token):
            if at < len(taken) and taken[at].start < reading.span(start, item.end).end:
                break
            found.append(item)
            end = item.end
    return found


def _read(reading: Levelled, token: re.Match[str]) -> list[_Found]:
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
    found = _WORD_BEFORE.search(reading.low, max(0, start - 14), start)
    return (found.group(1) or found.group(2)) if found else ""


def _fraction(reading: Levelled, place: tuple[int, int], numerals: list[str], word: str) -> list[_Found]:
    start, end = place
    first, second = (amount(numeral) for numeral in numerals)
    if (
        first is None
        or second is None
        or second == 0
        or word in _DAY_WORDS | _HARD_BEFORE
        or _YEAR.fullmatch(numerals[1])
    ):
        return []
    if word in ("tháng", "quý", "đến", "từ", "lúc", "hồi") and first <= 31 and second <= 12:
        return []
    bracket = _BRACKET.match(reading.low, end)
    unit = _unit_at(reading, bracket.end() if bracket else end, (numerals[0], word))
    if unit is None or unit.unit == "%":
        return []
    if first <= 31 and second <= 12 and first > second:
        return []  # no part exceeds its whole, a day exceeds a month
    return [replace(unit, start=start, value=first, of=second, rule="figure.share", confidence=0.95)]


def _range(reading: Levelled, place: tuple[int, int], numerals: list[str], word: str) -> list[_Found]:
    start, end = place
    if word in _DAY_WORDS or word in _SPAN_WORDS or any(_YEAR.fullmatch(numeral) for numeral in numerals):
        return []
    if word in _HARD_BEFORE or _names(reading, start, word):
        return []
    unit = _unit_at(reading, end, (numerals[1], word))
    first = amount(numerals[0], counted=unit is not None and _is_count(unit.unit))
    if unit is None or first is None:
        return []
    low_end = replace(unit, start=start, value=first * _scale(unit, numerals[1]), rule="figure.range", confidence=0.8)
    return [low_end, replace(unit, start=start, rule="figure.range", confidence=0.8)]


def _scale(unit: _Found, numeral: str) -> float:
    value = amount(numeral, counted=_is_count(unit.unit))
    return unit.value / value if value else 1


def _single(reading: Levelled, place: tuple[int, int], numeral: str, word: str) -> list[_Found]:
    start, end = place
    unit = _unit_at(reading, end, (numeral, word))
    if unit is None:
        unit = _borrowed(reading, end, numeral, word)
    if unit is None or not _stands(reading, start, (numeral, word), unit):
        return []
    return [replace(unit, start=start)]


def _borrowed(reading: Levelled, end: int, numeral: str, word: str) -> _Found | None:
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
    unit = _unit_at(reading, further.end(), (numerals[0], ""))
    first = amount(numeral, counted=unit is not None and _is_count(unit.unit))
    if unit is None or first is None:
        return None
    scaled = first * _scale(unit, numerals[0])
    return replace(unit, end=end, value=scaled, rule="figure.range", confidence=0.8)


def _stands(reading: Levelled, start: int, said: tuple[str, str], unit: _Found) -> bool:
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


def _unit_at(reading: Levelled, at: int, said: tuple[str, str]) -> _Found | None:
    """Return value and unit of the numeral `said[0]` whose unit is looked for at `at`."""
    numeral, _word = said
    if percent := _PERCENT.match(reading.low, at):
        value = amount(numeral, counted=False)
        return None if value is None else _Found(at, percent.end(), value, "%", rule="figure.percent", confidence=0.97)
    words = counted.words_after(reading, at)
    if words is None:
        return None
    factor, group, written = 1, 1, []
    while group <= 2 and (word := words.group(group)) in counted.MULTIPLIERS:
        factor *= counted.MULTIPLIERS[word]
        written.append("tỷ" if word == "tỉ" else word)
        group += 1
    after = words.end(group - 1) if group > 1 else at
    if money := _CURRENCY.match(reading.low, after):
        return _money(reading, numeral, written, (at, money.end(), money.group(1)))
    if written and (words.group(group) is None or words.group(group) in counted.NOT_COUNTED):
        return _money(reading, numeral, written, (at, after, "đồng")) if written[-1] in ("tỷ", "triệu") else None
    return _counted(reading, numeral, (words, group), (at, factor))


def _counted(
    reading: Levelled, numeral: str, words: tuple[re.Match[str], int], scale: tuple[int, int]
) -> _Found | None:
    match, group = words
    at, factor = scale
    noun = counted.head_noun(reading, match, group) if match.group(group) else None
    if noun is None:
        return None
    unit, end = noun
    if match.start(1) == at and unit not in counted.MEASURES:
        return None  # glued to the numeral only measures are written ("15km", not "15oC", "2b")
    if counted.is_duration(unit) and not _is_norm(reading, at, numeral, unit):
        return None
    value = amount(numeral, counted=_is_count(unit))
    if value is None:
        return None
    known = " " not in unit or unit in counted.COMPOUNDS
    return _Found(at, end, round(value * factor, 6), unit, confidence=0.92 if known else 0.7)


def _is_norm(reading: Levelled, at: int, numeral: str, unit: str) -> bool:
    """Tell whether a number of days is a norm ("ít nhất 1 ngày trong tháng"), not how long something took."""
    if unit not in ("ngày", "buổi", "lần"):
        return False
    before = reading.low[max(0, at - len(numeral) - 30) : at - len(numeral)]
    return _NORM_BEFORE.search(before) is not None and (
        _NORM_AFTER.match(reading.low, at) is not None or "ít nhất" not in before and "tối thiểu" not in before
    )


def _money(reading: Levelled, numeral: str, written: list[str], place: tuple[int, int, str]) -> _Found | None:
    at, end, currency = place
    value = amount(numeral, counted=not written)
    if value is None:
        return None
    name = {"vnđ": "đồng", "vnd": "đồng", "đ": "đồng", "usd": "USD"}.get(currency, currency)
    if name == "đồng" and written and written[-1] == "tỷ" and (rest := _SMALLER.match(reading.low, end)):
        smaller = amount(rest.group(1), counted=False) or 0  # "1 tỷ 200 triệu đồng"
        if rest.group(2) == "triệu":
            value, end = round(value + smaller / 1000, 9), rest.end()
    scale = [word for word in written if word in ("tỷ", "triệu")]
    for word in written:
        if word not in ("tỷ", "triệu"):
            value *= counted.MULTIPLIERS[word]
    unit = f"{scale[-1]} {name}" if scale else name
    if scale and len(scale) == 2:
        value *= counted.MULTIPLIERS[scale[0]]
    return _Found(at, end, value, unit, rule="figure.money", confidence=0.97)


def _is_count(unit: str) -> bool:
    return unit != "%" and unit not in counted.MEASURES
