"""The shipped calendar and reporting windows are what their tool and their articles say."""

import csv
import importlib.util
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "danvan" / "deadlines" / "data"
WINDOWS = json.loads((DATA / "reporting_windows.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def days() -> dict[date, dict[str, str]]:
    with (DATA / "calendar_vn.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    known = {date.fromisoformat(row["date"]): row for row in rows}
    assert len(known) == len(rows)
    return known


def test_running_the_tool_again_gives_the_shipped_calendar():
    spec = importlib.util.spec_from_file_location("make_calendar", ROOT / "tools" / "make_calendar.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.calendar_text() == (DATA / "calendar_vn.csv").read_text(encoding="utf-8")


def test_a_worked_day_is_a_weekend_day_and_a_swapped_day_off_is_not(days):
    worked = [day for day, row in days.items() if row["kind"] == "worked"]
    swapped = [day for day, row in days.items() if row["name_vi"].startswith("Nghỉ hoán đổi")]
    assert all(day.weekday() >= 5 for day in worked)
    assert all(day.weekday() < 5 for day in swapped)
    assert len(worked) == len(swapped) == 12


def test_every_year_has_the_days_of_the_labour_code(days):
    for year in range(2013, 2028):
        names = Counter(row["name_vi"] for day, row in days.items() if day.year == year)
        expected = {"Tết Dương lịch", "Tết Nguyên Đán", "Ngày Giỗ Tổ Hùng Vương", "Ngày Chiến thắng"}
        assert expected | {"Ngày Quốc tế Lao động", "Quốc khánh"} <= set(names)
        assert names["Quốc khánh"] == (2 if year >= 2021 else 1)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2024-04-29", "off"),
        ("2024-05-04", "worked"),
        ("2025-05-02", "off"),
        ("2025-04-26", "worked"),
        ("2026-01-02", "off"),
        ("2026-01-10", "worked"),
        ("2026-04-27", "off"),
        ("2026-08-31", "off"),
        ("2026-08-22", "worked"),
        ("2026-11-24", "off"),
    ],
)
def test_known_swaps_and_days_in_lieu_are_there(days, day, kind):
    assert days[date.fromisoformat(day)]["kind"] == kind


def test_the_day_before_the_eve_of_a_short_lunar_month_is_the_28th(days):
    assert days[date(2025, 1, 27)]["name_vi"] == "28 Tết"
    assert days[date(2024, 2, 8)]["name_vi"] == "29 Tết"


def test_2027_is_a_projection_and_nothing_earlier_is(days):
    assert {day.year for day, row in days.items() if row["certainty"] == "projection"} == {2027}
    assert {row["certainty"] for day, row in days.items() if day.year == 2027} == {"projection"}


def shifted(month: str, offset: int, day: int) -> str:
    year, number = (int(part) for part in month.split("-"))
    index = year * 12 + number - 1 + offset
    return date(index // 12, index % 12 + 1, day).isoformat()


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: window["period_type"])
def test_a_window_encodes_its_worked_example(window):
    example = window["example"]
    starts = shifted(example["first_month"], window["start_month_offset"], window["start_day"])
    ends = shifted(example["last_month"], window["end_month_offset"], window["end_day"])
    assert (starts, ends) == (example["starts"], example["ends"])


def test_every_type_of_period_has_one_window_in_force_and_nine_months_is_marked_unsure():
    types = [window["period_type"] for window in WINDOWS if window["valid_to"] is None]
    assert sorted(types) == ["half_1", "half_2", "month", "nine_months", "quarter", "year"]
    unsure = {window["period_type"] for window in WINDOWS if window["certainty"] == "unsure"}
    assert unsure == {"nine_months"}
