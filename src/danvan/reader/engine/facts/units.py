"""The value and the unit of a numeral: percentages, money, measures, counted nouns."""

from __future__ import annotations

import re
from typing import NamedTuple

from danvan.reader.engine.facts import counted
from danvan.reader.engine.facts.amounts import amount
from danvan.reader.engine.facts.levelled import Levelled

_PERCENT = re.compile(r"[ \n]{0,2}(?:%|phần trăm(?!\w))")
_CURRENCY = re.compile(r"[ \n]{0,2}(đồng(?! (?:chí|bào|bằng|ruộng|đội)(?!\w))|vnđ|vnd|usd|đô la|euro|đ)(?!\w)")
_SMALLER = re.compile(r"[ \n]{1,2}(\d{1,3}(?:[.,]\d{1,3})?) (triệu|nghìn|ngàn)(?: đồng|(?=\W|$))")
_NORM_BEFORE = re.compile(
    r"(?:ít nhất|tối thiểu|(?:mỗi|hằng|hàng|một) (?:tuần|tháng|quý|năm)(?: (?:có|dành|ít nhất|tối thiểu))?) $"
)
_NORM_AFTER = re.compile(r" ngày(?: công)?(?:/| trong | mỗi | một )(?:tuần|tháng|quý|năm)")


class Found(NamedTuple):
    """A figure at one place of a reading, before repeats are merged."""

    start: int
    end: int
    value: float
    unit: str
    of: float | None = None
    rule: str = "figure.count"
    confidence: float = 0.9


def unit_at(reading: Levelled, at: int, said: tuple[str, str]) -> Found | None:
    """Return value and unit of the numeral `said[0]` whose unit is looked for at `at`."""
    numeral, _word = said
    if percent := _PERCENT.match(reading.low, at):
        value = amount(numeral, counted=False)
        return None if value is None else Found(at, percent.end(), value, "%", rule="figure.percent", confidence=0.97)
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


def _counted(reading: Levelled, numeral: str, words: tuple[re.Match[str], int], scale: tuple[int, int]) -> Found | None:
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
    value = amount(numeral, counted=is_count(unit))
    if value is None:
        return None
    if unit == "điểm" and (percent := _PERCENT.match(reading.low, end)):
        unit, end = "điểm phần trăm", percent.end()
    known = " " not in unit or unit in counted.COMPOUNDS
    return Found(at, end, round(value * factor, 6), unit, confidence=0.92 if known else 0.7)


def _is_norm(reading: Levelled, at: int, numeral: str, unit: str) -> bool:
    """Tell whether a number of days is a norm ("ít nhất 1 ngày trong tháng"), not how long something took."""
    if unit not in ("ngày", "buổi", "lần"):
        return False
    before = reading.low[max(0, at - len(numeral) - 30) : at - len(numeral)]
    return _NORM_BEFORE.search(before) is not None and (
        _NORM_AFTER.match(reading.low, at) is not None or "ít nhất" not in before and "tối thiểu" not in before
    )


def _money(reading: Levelled, numeral: str, written: list[str], place: tuple[int, int, str]) -> Found | None:
    at, end, currency = place
    value = amount(numeral, counted=not written)
    if value is None:
        return None
    name = {"vnđ": "đồng", "vnd": "đồng", "đ": "đồng", "usd": "USD"}.get(currency, currency)
    if name == "đồng" and written and (rest := _SMALLER.match(reading.low, end)):
        smaller = amount(rest.group(1), counted=False) or 0  # "1 tỷ 200 triệu đồng", "7 triệu 500 nghìn đồng"
        if (written[-1], rest.group(2)) in (("tỷ", "triệu"), ("triệu", "nghìn"), ("triệu", "ngàn")):
            value, end = round(value + smaller / 1000, 9), rest.end()
    scale = [word for word in written if word in ("tỷ", "triệu")]
    for word in written:
        if word not in ("tỷ", "triệu"):
            value *= counted.MULTIPLIERS[word]
    unit = f"{scale[-1]} {name}" if scale else name
    if scale and len(scale) == 2:
        value *= counted.MULTIPLIERS[scale[0]]
    return Found(at, end, value, unit, rule="figure.money", confidence=0.97)


def is_count(unit: str) -> bool:
    """Tell whether a unit is counted in whole things, not measured."""
    return unit != "%" and unit not in counted.MEASURES
