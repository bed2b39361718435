"""Days as texts write them ("Sáng 22/5", "từ 14 đến 25-2", "ngày 5 tháng 3 năm 2024"), as ISO dates."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_DAY = re.compile(
    r"\d\d?(?: ?[/.-] ?(?P<m>\d{1,2})(?!\d)(?: ?[/.-] ?(?P<y>\d{4}))?|"
    r" tháng (?P<m2>\d{1,2})(?!\d)(?:,? (?:năm )?(?P<y2>\d{4}))?)(?![\d/])"
)
# What stands before a day; the first day of a span may lack the month ("từ 14 đến 25-2").
_LEAD = re.compile(
    r"(?:(?:(?:[Rr]ạng )?[Ss]áng|[Tt]rưa|[Cc]hiều|[Tt]ối|[Đđ]êm)(?: ngày| nay,?(?: ngày)?)?|[Nn]gày|"
    r"[Hh]ôm nay,?(?: ngày)?|(?:[Tt]rong )?(?:hai|ba|2|3) ngày|[Cc]ác ngày|[Tt]ừ) ?\(?(?:ngày )?"
    r"(?:(?P<from>\d{1,2})(?: ?[/.-] ?(?P<fm>\d{1,2}))?(?: ?[/.-] ?(?P<fy>\d{4}))?"
    r"(?: đến(?: hết)?(?: ngày)?| ?-| và(?: ngày)?) ?)?$"
)
_LEAD_LENGTH = 48
_MONTH = re.compile(r"tháng (?P<m>\d{1,2})(?:[/-]| năm )(?P<y>\d{4})(?!\d)")
_YEAR = re.compile(r"năm (?P<y>(?:19|20)\d{2})(?!\d| ?-)")


class Day(NamedTuple):
    """A day or a span of days at a place of the text; `iso` is None as long as the year is not known."""

    start: int
    end: int
    text: str
    iso: str | None


def days_in(text: str, published: str | None) -> list[Day]:
    """All days of the text; a missing year is that of `published` (the year before for days long after it)."""
    found = []
    for match in _DAY.finditer(text):
        window = max(match.start() - _LEAD_LENGTH, 0)
        lead = _first_lead(text, window, match.start())
        if lead is None or (lead.start() and text[lead.start() - 1].isalnum()):
            continue
        month, year = match["m"] or match["m2"], match["y"] or match["y2"] or lead["fy"]
        day = match.group()[: 2 if match.group()[:2].isdigit() else 1]
        if not _possible(day, month):
            continue
        end = _iso(day, month, year, published)
        begin = _iso(lead["from"], lead["fm"] or month, lead["fy"] or year, published) if lead["from"] else None
        iso = f"{begin}/{end}" if begin and end and begin < end else end
        found.append(Day(lead.start(), match.end(), text[lead.start() : match.end()], iso))
    return found


def _first_lead(text: str, window: int, at: int) -> re.Match[str] | None:
    """The words before a day that make it one; the part of a number is not a day."""
    if at and (text[at - 1].isdigit() or text[at - 1] in "/.,"):
        return None
    line = text.rfind("\n", window, at) + 1
    return _LEAD.search(text, max(window, line), at)


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
