"""Days as texts write them ("Sáng 22/5", "từ 14 đến 25-2", "ngày 5 tháng 3 năm 2024"), as ISO dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_LEAD = (
    r"(?:(?:[Rr]ạng )?[Ss]áng|[Tt]rưa|[Cc]hiều|[Tt]ối|[Đđ]êm)(?: ngày| nay,?(?: ngày)?)?|[Nn]gày|"
    r"[Hh]ôm nay,?(?: ngày)?|(?:trong )?(?:hai|ba|2|3) ngày|[Cc]ác ngày|[Tt]ừ"
)
_FROM = (
    r"(?P<from>\d{1,2})(?: ?[/.-] ?(?P<fm>\d{1,2}))?(?: ?[/.-] ?(?P<fy>\d{4}))?"
    r"(?: đến(?: hết)?(?: ngày)?| ?-| và(?: ngày)?) "
)
_DAY = (
    r"(?P<d>\d{1,2})(?: ?[/.-] ?(?P<m>\d{1,2})(?: ?[/.-] ?(?P<y>\d{4}))?|"
    r" tháng (?P<m2>\d{1,2})(?:,? (?:năm )?(?P<y2>\d{4}))?)"
)
DAY = re.compile(rf"(?:{_LEAD}) ?\(?(?:ngày )?(?:{_FROM})?{_DAY}(?![\d/])")
_MONTH = re.compile(r"tháng (?P<m>\d{1,2})(?:[/-]| năm )(?P<y>\d{4})(?!\d)")
_YEAR = re.compile(r"năm (?P<y>(?:19|20)\d{2})(?!\d| ?-)")


@dataclass(frozen=True)
class Day:
    """A day or a span of days at a place of the text; `iso` is None as long as the year is not known."""

    start: int
    end: int
    text: str
    iso: str | None


def days_in(text: str, published: str | None) -> list[Day]:
    """All days of the text; a missing year is that of `published` (the year before for days long after it)."""
    found = []
    for match in DAY.finditer(text):
        if match.start() and text[match.start() - 1].isalnum():
            continue
        parts = match.groupdict()
        month = parts["m"] or parts["m2"]
        year = parts["y"] or parts["y2"] or parts["fy"]
        if month is None:
            continue
        end = _iso(parts["d"], month, year, published)
        begin = _iso(parts["from"], parts["fm"] or month, parts["fy"] or year, published) if parts["from"] else None
        iso = f"{begin}/{end}" if begin and end and begin < end else end
        if _possible(parts["d"], month):
            found.append(Day(match.start(), match.end(), match.group(), iso))
    return found


def year_after(text: str, at: int, end: int) -> Day | None:
    """The first "tháng 5/2025" or "năm 2025" between two places."""
    match = _MONTH.search(text, at, end)
    if match and 1 <= int(match["m"]) <= 12:
        return Day(match.start(), match.end(), match.group(), f"{match['y']}-{int(match['m']):02d}")
    match = _YEAR.search(text, at, end)
    return Day(match.start(), match.end(), match.group(), match["y"]) if match else None


def _possible(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def _iso(day: str, month: str, year: str | None, published: str | None) -> str | None:
    if not _possible(day, month):
        return None
    if year is None:
        if published is None:
            return None
        year = published[:4]
        if len(published) >= 7 and int(month) > int(published[5:7]) + 1:
            year = str(int(year) - 1)  # news of December, published in January
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
