"""Make `src/danvan/deadlines/data/calendar_vn.csv`: days off and swapped working days, 2013 to 2027.

Run with the project's own environment: `python tools/make_calendar.py`. The days come from the package
`holidays` (pinned); what is known to be missing or wrong in it is corrected below, as data, so that a new run
gives the same file. Plain weekends are not listed; a listed `worked` day is a weekend day worked.
"""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import holidays

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "danvan" / "deadlines" / "data" / "calendar_vn.csv"
COLUMNS = ["date", "kind", "name_vi", "source", "checked_by", "certainty"]
FIRST_YEAR, LAST_YEAR = 2013, 2027
PROJECTED_FROM = date(2027, 1, 1)
PACKAGE = f"gói holidays {holidays.__version__}"

# The law in force on a day (first day in force, article), newest first.
LAWS = [
    (date(2021, 1, 1), "Bộ luật Lao động 45/2019/QH14, Điều 112"),
    (date(2013, 5, 1), "Bộ luật Lao động 10/2012/QH13, Điều 115"),
    (date(1995, 1, 1), "Bộ luật Lao động năm 1994 (sửa đổi), Điều 73"),
]
CULTURE_DAY = (11, 24)
CULTURE_ACT = "Nghị quyết 80-NQ/TW"

# Off day that was swapped -> the document that swapped it, as the package cites it. Others name none.
SWAP_ACTS = {
    date(2018, 12, 31): "Công văn 6519/VPCP-KGVX năm 2018",
    date(2019, 4, 29): "Công văn 6519/VPCP-KGVX năm 2018",
    date(2024, 4, 29): "Công văn 2450/VPCP-KGVX năm 2024",
    date(2025, 5, 2): "Thông báo 6150/TB-BLĐTBXH năm 2024",
}


@dataclass(frozen=True)
class Day:
    """One row of the file; `certainty` is official, computed or projection."""

    date: date
    kind: str
    name_vi: str
    source: str
    certainty: str
    checked_by: str = ""


# Days the package does not know.
ADDED = [
    Day(
        date(2026, 1, 2),
        "off",
        "Nghỉ hoán đổi dịp Tết Dương lịch (làm bù ngày 10/01/2026)",
        "Công văn 12729/VPCP-KGVX ngày 25/12/2025",
        "official",
    ),
    Day(
        date(2026, 1, 10),
        "worked",
        "Làm bù cho ngày nghỉ 02/01/2026",
        "Công văn 12729/VPCP-KGVX ngày 25/12/2025",
        "official",
    ),
]

# Labels the package gets wrong: the last lunar month has 29 days there, so the eve is its 29th day and
# the day before it the 28th.
RENAMED = {
    date(2025, 1, 27): ("29 Tết", "28 Tết"),
    date(2027, 2, 4): ("29 Tết", "28 Tết"),
}

SWAPPED = re.compile(r"^Ngày nghỉ \(thay cho ngày (\d\d)/(\d\d)/(\d{4})\)$")


def law_on(day: date) -> str:
    """The article that gives public holidays on that day."""
    return next(article for first, article in LAWS if first <= day)


def corrected_name(day: date, name: str) -> str:
    """The package's name, or ours; stops when the package has changed a label corrected here."""
    if day not in RENAMED:
        return name
    theirs, ours = RENAMED[day]
    if name != theirs:
        raise SystemExit(f"{day}: the package now says {name!r}; look at RENAMED again")
    return ours


def holiday_rows(day: date, name: str) -> list[Day]:
    """The row of one day off of the package, and of the weekend day worked for it when it was swapped."""
    projected = "projection" if day >= PROJECTED_FROM else ""
    swap = SWAPPED.match(name)
    if swap is None:
        act = CULTURE_ACT if (day.month, day.day) == CULTURE_DAY else law_on(day)
        text = corrected_name(day, name)
        return [Day(day, "off", text, f"{act}; {PACKAGE}", projected or "computed")]
    worked = date(int(swap[3]), int(swap[2]), int(swap[1]))
    act = SWAP_ACTS.get(day)
    source = f"{act}; {PACKAGE}" if act else f"{PACKAGE} (không nêu văn bản)"
    certainty = projected or ("official" if act else "computed")
    return [
        Day(day, "off", f"Nghỉ hoán đổi (làm bù ngày {worked:%d/%m/%Y})", source, certainty),
        Day(worked, "worked", f"Làm bù cho ngày nghỉ {day:%d/%m/%Y}", source, certainty),
    ]


def calendar_rows() -> list[Day]:
    """All rows in order of date. Stops on a date given twice or a swap the package tells only in part."""
    known = holidays.country_holidays("VN", years=range(FIRST_YEAR, LAST_YEAR + 1), language="vi")
    rows = [row for day, name in known.items() for row in holiday_rows(day, name)]
    if {row.date for row in rows if row.kind == "worked"} != set(known.weekend_workdays):
        raise SystemExit("The package's worked weekend days do not match its swapped days")
    rows = sorted(rows + ADDED, key=lambda row: row.date)
    dates = [row.date for row in rows]
    if len(set(dates)) != len(dates):
        raise SystemExit("A date is given twice: has the package learned a day that is added here?")
    return rows


def calendar_text() -> str:
    """The whole CSV file as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(row, column) for column in COLUMNS] for row in calendar_rows())
    return out.getvalue()


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(calendar_text(), encoding="utf-8", newline="\n")
    print(f"{TARGET.relative_to(ROOT)}: {len(calendar_rows())} days")
