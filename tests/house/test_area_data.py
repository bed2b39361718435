"""The shipped files of administrative areas hold together and have the published numbers."""

import csv
import unicodedata
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "danvan" / "orgs" / "data"
FILES = ["areas.csv", "provinces_2025.csv", "descriptions.csv", "districts_thanh_hoa.csv"]


def rows(name: str, folder: Path = DATA) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def areas() -> list[dict[str, str]]:
    return rows("areas.csv")


def test_the_numbers_of_units_are_the_published_ones(areas):
    kinds = Counter(row["kind"] for row in areas)
    assert kinds == {"province": 28, "municipality": 6, "commune": 2621, "ward": 687, "special_zone": 13}


@pytest.mark.parametrize(
    ("province", "expected"), [("38", 166), ("91", 102), ("56", 65), ("01", 126), ("79", 168), ("40", 130)]
)
def test_a_province_has_its_published_number_of_communes(areas, province, expected):
    assert sum(row["parent"] == province for row in areas) == expected


def test_codes_are_unique_and_have_the_length_of_their_level(areas):
    codes = [row["code"] for row in areas]
    assert len(codes) == len(set(codes))
    assert all(len(row["code"]) == (5 if row["parent"] else 2) for row in areas)
    assert all(code.isdecimal() for code in codes)


def test_every_commune_has_a_province_for_its_parent(areas):
    provinces = {row["code"] for row in areas if row["kind"] in ("province", "municipality")}
    assert {row["parent"] for row in areas if row["code"] not in provinces} == provinces
    assert all(row["parent"] == "" for row in areas if row["code"] in provinces)


def test_a_name_is_not_used_twice_in_one_province(areas):
    names = Counter((row["parent"], row["name"]) for row in areas)
    assert [key for key, count in names.items() if count > 1] == []


def test_a_full_name_begins_with_the_word_of_its_kind(areas):
    words = {
        "province": "Tỉnh ",
        "municipality": "Thành phố ",
        "commune": "Xã ",
        "ward": "Phường ",
        "special_zone": "Đặc khu ",
    }
    assert all(row["name"].startswith(words[row["kind"]]) for row in areas)
    assert all(row["name"].endswith(row["short_name"]) for row in areas)


def test_every_centre_point_lies_in_vietnam_and_areas_are_positive_or_unknown(areas):
    assert all(6 < float(row["latitude"]) < 24 and 102 < float(row["longitude"]) < 118 for row in areas)
    assert all(row["area_km2"] == "" or float(row["area_km2"]) > 0 for row in areas)


@pytest.mark.parametrize("name", FILES)
def test_text_is_nfc_without_stray_spaces(name):
    for row in rows(name):
        for text in row.values():
            assert unicodedata.normalize("NFC", text) == text
            assert " ".join(text.split()) == text


def test_each_of_the_63_old_provinces_has_a_heir_and_each_of_the_34_a_source(areas):
    old = rows("provinces_2025.csv")
    provinces = {row["code"] for row in areas if not row["parent"]}
    assert len({row["old_code"] for row in old}) == len(old) == 63
    assert {row["heir_code"] for row in old} == provinces


def test_only_a_province_with_no_other_source_goes_on_as_the_same_unit(areas):
    old = rows("provinces_2025.csv")
    sources = Counter(row["heir_code"] for row in old)
    since = {row["code"]: row["valid_from"] for row in areas}
    for row in old:
        alone = sources[row["heir_code"]] == 1
        assert row["unchanged"] == ("true" if alone else "false")
        assert row["valid_to"] == ("" if alone else "2025-06-30")
        assert since[row["heir_code"]] == ("" if alone else "2025-07-01")
        assert not alone or row["old_code"] == row["heir_code"]
    assert sum(row["unchanged"] == "true" for row in old) == 11


def test_dated_descriptions_of_a_province_follow_each_other_without_gap_or_overlap(areas):
    known = {row["code"]: row for row in areas}
    grouped: dict[str, list[dict[str, str]]] = {}
    for row in rows("descriptions.csv"):
        grouped.setdefault(row["code"], []).append(row)
    for code, described in grouped.items():
        assert described[0]["valid_from"] == known[code]["valid_from"]
        assert described[-1]["valid_to"] == ""
        for before, after in zip(described, described[1:], strict=False):
            last = date.fromisoformat(before["valid_to"])
            assert date.fromisoformat(after["valid_from"]) == last + timedelta(days=1)
        assert known[code]["name"] in {row["name"] for row in described}


def test_every_commune_of_thanh_hoa_has_one_old_district_and_eleven_are_mountain(areas):
    districts = rows("districts_thanh_hoa.csv")
    communes = {row["code"] for row in areas if row["parent"] == "38"}
    assert {row["commune_code"] for row in districts} == communes
    assert len(districts) == len(communes)
    assert len({row["district_name"] for row in districts}) == 26
    mountain = {row["district_name"] for row in districts if row["mountain"] == "true"}
    plain = {row["district_name"] for row in districts if row["mountain"] == "false"}
    assert len(mountain) == 11
    assert mountain.isdisjoint(plain)


def test_every_disputed_code_is_listed_and_carries_a_remark(areas):
    differences = rows("areas-differences.csv", ROOT / "docs" / "law")
    assert Counter(row["kind"] for row in differences) == {"code": 114, "name": 47}
    disputed = {row["code"] for row in differences if row["nature"] != "spelling"}
    assert {row["code"] for row in areas if "đối chiếu" in row["note"]} == disputed
