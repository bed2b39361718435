"""Dates with which portals print when an article was put up, in every usual form.

A stamp is a run of label, weekday, date, time and time zone in any order ("Thứ Sáu, 12/04/2019, 08:15 [GMT+7]",
"12:30 | 05/06/2018", "Cập nhật lúc 10h25, ngày 3/4/2016"). It is read over folded text (lower case, no marks).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_LABELS = (
    r"dang (?:luc|ngay|tin(?: ngay| luc)?)|ngay (?:dang(?: tin| bai)?|xuat ban|cap nhat|gui|tao|dua(?: tin)?|viet)|"
    r"xuat ban(?: ngay| luc)?|cap nhat(?: lan cuoi| moi nhat)?(?: vao)?(?: luc| ngay)?|lan cap nhat cuoi|"
    r"(?:gui|viet|dua) (?:luc|ngay)|thoi gian(?: dang(?: tin)?| cap nhat)?|posted(?: on| at)?|post date|"
    r"published(?: on)?|(?:last )?updated(?: on)?|date"
)
_WEEKDAYS = r"thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|t[2-7]"
MONTH = {
    "mot": 1, "gieng": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi": 10, "muoi mot": 11, "muoi hai": 12,
}  # fmt: skip
_MONTH_WORD = r"muoi mot|muoi hai|muoi|mot|gieng|hai|ba|tu|nam|sau|bay|tam|chin|1[0-2]|0?[1-9]"

_GAP = re.compile(r"[\s,|\-•·()\[\]]*")
_COLON = re.compile(r"\s*[:.]?\s*")
_LABEL = re.compile(rf"(?:{_LABELS})\b")
_BARE_LABEL = re.compile(r"(?:ngay|luc|vao luc|hom nay)\b")
_WEEKDAY = re.compile(rf"(?:{_WEEKDAYS})\b")
_DATES = (
    re.compile(r"(?P<d>\d{1,2}) ?[/.\-] ?(?P<m>\d{1,2}) ?[/.\-] ?(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?P<y>\d{4})[-/](?P<m>\d{1,2})(?:[-/](?P<d>\d{1,2}))?(?![\d/])"),
    re.compile(rf"(?P<d>\d{{1,2}}),? thang (?P<w>{_MONTH_WORD}),?(?: nam)? (?P<y>\d{{4}})(?!\d)"),
    re.compile(rf"thang (?P<w>{_MONTH_WORD}) (?P<d>\d{{1,2}}), ?(?P<y>\d{{4}})(?!\d)"),
)
_TIME = re.compile(
    r"(?P<h>\d{1,2})(?: ?: ?(?P<n>\d{2})(?: ?: ?(?P<s>\d{2})(?:\.\d{1,6})?)?| ?(?:h|g|"
    r"gio) ?(?P<n2>\d{2})(?: ?(?:'|phut))?)"
    r"(?: ?(?P<half>am|pm|sa|ch)\b)?(?![\d:])"
)
_ZONE = re.compile(r"(?:gmt|utc) ?\+? ?0?7(?::?00)?\b|\+ ?07:?00\b")
_START = re.compile(
    rf"(?<![\w/])(?:(?:{_LABELS})\b|(?:{_WEEKDAYS}),? ?(?=ngay|\d)|\d{{1,2}} ?[:/.\-] ?\d|\d{{4}}-\d\d|"
    r"\d{1,2},? thang \w|thang \w+ \d|ngay:? \d)"
)


# What every date has, looked for first: most lines have none, and need no further look.
_YEAR = re.compile(r"\d\d{3}")  # one set first: so the search skips quickly
_ANY_DATE = re.compile(
    r"[\dt](?:(?<=\d)(?: ?[/.\-] ?\d{1,2} ?[/.\-] ?\d{4}|\d{3}[-/]\d|,? thang \w)|(?<=t)hang \w+ \d)"
)


def has_date(folded: str) -> bool:
    """Tell whether something like a full date stands in the text."""
    if folded.isascii() and not ("20" in folded or "19" in folded or "21" in folded):  # the years of `_day`
        return False
    return _YEAR.search(folded) is not None and _ANY_DATE.search(folded) is not None


@dataclass(frozen=True)
class Stamp:
    """A printed date: its place in the folded text and what it says; `clock` is (hour, minute, second or None)."""

    start: int
    end: int
    year: int
    month: int
    day: int | None
    clock: tuple[int, int, int | None] | None = None
    zone: bool = False
    label: str = ""
    weekday: bool = False

    @property
    def strong(self) -> bool:
        """Tell whether this cannot be a date inside a sentence: it has a time, a zone or the label of a portal."""
        return self.clock is not None or self.zone or self.label not in ("", "ngay")

    @property
    def iso(self) -> str:
        """ISO 8601, as exact as it was printed; with +07:00 only if GMT was."""
        text = f"{self.year:04d}-{self.month:02d}"
        if self.day is None:
            return text
        text += f"-{self.day:02d}"
        if self.clock is not None:
            hour, minute, second = self.clock
            text += f"T{hour:02d}:{minute:02d}" + ("" if second is None else f":{second:02d}")
            text += "+07:00" if self.zone else ""
        return text


def past(pattern: re.Pattern[str], text: str, place: int) -> int:
    """Return where `pattern` ends in `text` when it begins at `place`; `place` itself if it does not."""
    match = pattern.match(text, place)
    return match.end() if match else place


def read_stamp(folded: str, start: int = 0) -> Stamp | None:
    """Return the stamp that begins at `start` (blanks and brackets before it allowed), None if there is none."""
    place, begin, found = start, -1, {}
    while True:
        at = past(_GAP, folded, place)
        taken = _token(folded, at, found)
        if taken is None:
            break
        begin = at if begin < 0 else begin
        place = taken
    if "date" not in found:
        return None
    year, month, day = found["date"]
    close = place
    while close < len(folded) and folded[close] in ")]":
        close += 1
    return Stamp(
        begin, close, year, month, day, found.get("clock"), "zone" in found, found.get("label", ""), "weekday" in found
    )


def read_clock(folded: str) -> tuple[int, int, int | None] | None:
    """Return the time that a whole short line says ("05:00 PM"), None if it says anything else."""
    match = _TIME.match(folded.strip(" -|()"))
    if match is None or match.end() != len(folded.strip(" -|()")):
        return None
    return _clock(match)


def find_stamps(folded: str, start: int, end: int) -> Iterator[Stamp]:
    """Yield the stamps that begin between `start` and `end`, one behind the other."""
    place = start
    while match := _START.search(folded, place, end):
        stamp = read_stamp(folded, match.start())
        if stamp is not None:
            yield stamp
        place = stamp.end if stamp is not None else match.end()


def _token(folded: str, at: int, found: dict) -> int | None:
    """Read one part of a stamp at `at` into `found`; return where it ends."""
    if "label" not in found and "date" not in found and (match := _LABEL.match(folded, at)):
        found["label"] = match.group()
        return past(_COLON, folded, match.end())
    if match := _BARE_LABEL.match(folded, at):
        if match.group() in found:
            return None
        found[match.group()] = True
        if match.group() in ("ngay", "hom nay") and "date" not in found:
            found.setdefault("label", match.group())
        return past(_COLON, folded, match.end())
    if "weekday" not in found and (match := _WEEKDAY.match(folded, at)):
        found["weekday"] = True
        return match.end()
    return _value(folded, at, found)


def _value(folded: str, at: int, found: dict) -> int | None:
    if "date" not in found:
        for form in _DATES:
            match = form.match(folded, at)
            if match and (day := _day(match)):
                found["date"] = day
                follows = match.end()
                return (
                    follows + 1
                    if folded[follows : follows + 1] == "t" and folded[follows + 1 : follows + 2].isdigit()
                    else follows
                )
    if "clock" not in found and (match := _TIME.match(folded, at)) and (clock := _clock(match)):
        found["clock"] = clock
        return match.end()
    if "zone" not in found and "clock" in found and (match := _ZONE.match(folded, at)):
        found["zone"] = True
        return match.end()
    return None


def _day(match: re.Match[str]) -> tuple[int, int, int | None] | None:
    parts = match.groupdict()
    year = int(parts["y"])
    month = MONTH.get(parts.get("w") or "") or int(parts.get("w") or parts["m"])
    day = int(parts["d"]) if parts.get("d") else None
    if month > 12 and day is not None and day <= 12:  # American order: 5/23/2017
        month, day = day, month
    try:
        date(year, month, day or 1)
    except ValueError:
        return None
    return (year, month, day) if 1945 <= year < 2200 else None


def _clock(match: re.Match[str]) -> tuple[int, int, int | None] | None:
    hour, minute = int(match["h"]), int(match["n"] or match["n2"])
    second = int(match["s"]) if match["s"] else None
    if match["half"] in ("pm", "ch") and hour < 12:
        hour += 12
    elif match["half"] in ("am", "sa") and hour == 12:
        hour = 0
    return (hour, minute, second) if hour < 24 and minute < 60 and (second or 0) < 60 else None
