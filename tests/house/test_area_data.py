"""The shipped files of administrative areas hold together and have the published numbers."""

import csv
import unicodedata
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from danvan.orgs.reform import Reform

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "danvan" / "orgs" / "data"
FILES = [
    "areas.csv",
    "provinces_2025.csv",
    "districts_2025.csv",
    "communes_2025.csv",
    "lineage_2025.csv",
    "acts_2025.csv",
    "descriptions.csv",
    "districts_thanh_hoa.csv",
]
OLD_WORDS = {"commune": "Xã ", "ward": "Phường ", "township": "Thị trấn "}


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


@pytest.fixture(scope="module")
def lineage() -> list[dict[str, str]]:
    return rows("lineage_2025.csv")


@pytest.mark.row(60)
def test_the_numbers_of_old_units_are_the_published_ones():
    kinds = Counter(row["kind"] for row in rows("communes_2025.csv"))
    assert kinds == {"commune": 7692, "ward": 1726, "township": 617}
    assert kinds.total() == 10_035
    assert len(rows("districts_2025.csv")) == 696


def test_every_old_unit_has_its_parent_and_a_code_of_its_level():
    provinces = {row["old_code"] for row in rows("provinces_2025.csv")}
    districts, communes = rows("districts_2025.csv"), rows("communes_2025.csv")
    assert {row["province"] for row in districts} == provinces
    assert {row["district"] for row in communes} <= {row["code"] for row in districts}
    for found, length in ((districts, 3), (communes, 5)):
        assert len({row["code"] for row in found}) == len(found)
        assert all(row["code"].isdecimal() and len(row["code"]) == length for row in found)


def test_an_old_name_begins_with_the_word_of_its_kind_and_is_used_once_in_its_district():
    communes = rows("communes_2025.csv")
    assert all(row["name"].startswith(OLD_WORDS[row["kind"]]) for row in communes)
    assert all(row["short_name"] and row["name"].endswith(row["short_name"]) for row in communes)
    assert len({(row["district"], row["name"]) for row in communes}) == len(communes)


@pytest.mark.row(60)
def test_every_old_commune_has_an_heir_and_every_commune_of_today_a_source(areas, lineage):
    communes = {row["code"]: row["district"] for row in rows("communes_2025.csv")}
    districts = {row["code"] for row in rows("districts_2025.csv")}
    islands = districts - set(communes.values())
    assert len(islands) == 5
    assert {row["old_code"] for row in lineage} == communes.keys() | islands
    assert {row["new_code"] for row in lineage} == {row["code"] for row in areas if row["parent"]}


def test_a_source_is_whole_in_one_heir_or_divided_among_several(lineage):
    extents: dict[str, list[str]] = {}
    for row in lineage:
        extents.setdefault(row["old_code"], []).append(row["extent"])
    assert all(some == ["whole"] or (set(some) == {"part"} and len(some) > 1) for some in extents.values())
    assert sum(some != ["whole"] for some in extents.values()) == 442
    defaults = Counter(row["old_code"] for row in lineage if row["source_default"])
    assert set(defaults.values()) == {1}
    assert len(defaults) == 442


def test_an_heir_lies_in_the_province_that_goes_on_with_the_old_one(areas, lineage):
    parents = {row["code"]: row["parent"] for row in areas}
    heirs = {row["old_code"]: row["heir_code"] for row in rows("provinces_2025.csv")}
    old = {row["code"]: heirs[row["province"]] for row in rows("districts_2025.csv")}
    old |= {row["code"]: old[row["district"]] for row in rows("communes_2025.csv")}
    assert [row for row in lineage if parents[row["new_code"]] != old[row["old_code"]]] == []


def test_each_province_has_its_own_resolution(areas):
    acts = rows("acts_2025.csv")
    assert {row["province"] for row in acts} == {row["code"] for row in areas if not row["parent"]}
    assert {row["decided_by"] for row in acts} == {f"Nghị quyết {n}/NQ-UBTVQH15" for n in range(1654, 1688)}


def test_the_list_of_what_the_source_leaves_open_is_the_one_that_the_program_writes(tmp_path):
    written = tmp_path / "open.csv"
    assert Reform().write_open_list(written) == 973
    assert written.read_text(encoding="utf-8") == (ROOT / "docs" / "law" / "areas-open.csv").read_text(encoding="utf-8")
