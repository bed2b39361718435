"""Which strands of the reform of 2025 were left out or are in doubt follows from the shipped files alone."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from tools.reform_doubts import FAR, Place, Strand, distance, doubt_rows, judge

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "danvan" / "orgs" / "data"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def point(row: dict[str, str]) -> tuple[float, float]:
    return float(row["latitude"]), float(row["longitude"])


@pytest.fixture(scope="module")
def doubts() -> list[dict[str, str]]:
    return rows(ROOT / "docs" / "law" / "areas-doubts.csv")


@pytest.fixture(scope="module")
def lineage() -> list[dict[str, str]]:
    return rows(DATA / "lineage_2025.csv")


@pytest.mark.row(60)
def test_the_list_is_what_the_check_says_of_the_strands_of_the_source(doubts, lineage):
    districts = {row["code"]: row["name"] for row in rows(DATA / "districts_2025.csv")}
    old = {
        row["code"]: Place(row["name"], point(row), row["district"], districts[row["district"]])
        for row in rows(DATA / "communes_2025.csv")
    }
    new = {row["code"]: Place(row["name"], point(row)) for row in rows(DATA / "areas.csv")}
    gone = [(row["old_code"], row["new_code"]) for row in doubts if row["done"] == "dropped"]
    divided = {source for source, _heir in gone}
    kept = [row for row in lineage if row["old_code"] in old]
    shipped = [Strand(row["old_code"], row["new_code"], row["extent"] == "whole") for row in kept]
    source = [Strand(one.old, one.new, one.whole and one.old not in divided) for one in shipped]
    left, found = judge(source + [Strand(*pair, whole=False) for pair in gone], old, new)
    assert sorted(left, key=str) == sorted(shipped, key=str)
    assert [[str(cell) for cell in row] for row in doubt_rows(found, old, new)] == [
        list(row.values()) for row in doubts
    ]


def test_the_list_has_the_numbers_that_are_told_of_it(doubts):
    assert Counter(row["done"] for row in doubts) == {"dropped": 31, "doubtful": 9, "point": 50}
    assert min(int(row["km"]) for row in doubts if row["done"] == "dropped") == 20


def test_the_strands_bear_the_remark_that_the_list_gives_them(doubts, lineage):
    pairs = {(row["old_code"], row["new_code"]): row["remark"] for row in lineage}
    told = {
        done: {(r["old_code"], r["new_code"]) for r in doubts if r["done"] == done} for done in ("dropped", "doubtful")
    }
    assert not told["dropped"] & pairs.keys()
    assert {pair for pair, remark in pairs.items() if remark == "doubtful"} == told["doubtful"]
    corrected = {source for (source, _heir), remark in pairs.items() if remark == "corrected"}
    assert corrected == {source for source, _heir in told["dropped"]}


def east(km: float) -> tuple[float, float]:
    return 10.0, 105.0 + km / 109.5


def case(*, name: str, company: bool = False, km: float = 60) -> tuple[list[Strand], list]:
    """Two districts: X with a and b, Y with c and d (``km`` east). The source divides a: home (with b) and Y's heir."""
    old = {
        "a": Place("Xã An", east(0), "X", "Huyện X"),
        "b": Place("Xã Bình", east(1), "X", "Huyện X"),
        "e": Place("Xã Em", east(2), "X", "Huyện X"),
        "c": Place(name, east(km), "Y", "Huyện Y"),
        "d": Place("Xã Dương", east(km + 1), "Y", "Huyện Y"),
    }
    new = {"home": Place("Xã Nhà", east(0)), "away": Place("Xã Xa", east(km))}
    strands = [Strand("a", "home", False), Strand("a", "away", False), Strand("b", "home", True)]
    strands += [Strand("c", "away", True), Strand("d", "away", True), Strand("e", "away" if company else "home", True)]
    return judge(strands, old, new)


def done(doubts: list) -> dict[tuple[str, str], str]:
    return {(doubt.strand.old, doubt.strand.new): doubt.done for doubt in doubts}


def test_a_far_namesake_is_left_out_and_the_commune_is_whole_in_its_own_heir():
    left, doubts = case(name="Xã An")
    assert done(doubts) == {("a", "away"): "dropped"}
    assert Strand("a", "home", True) in left
    assert not any(one.old == "a" and one.new == "away" for one in left)


def test_a_far_heir_without_a_namesake_is_kept_in_doubt():
    left, doubts = case(name="Xã Châu")
    assert done(doubts) == {("a", "away"): "doubtful"}
    assert Strand("a", "away", False) in left


def test_a_far_heir_to_which_a_neighbour_goes_too_is_believed_and_its_point_is_not():
    left, doubts = case(name="Xã An", company=True)
    assert set(done(doubts).values()) == {"point"}
    assert Strand("a", "away", False) in left


def test_a_namesake_next_door_is_no_reason():
    _left, doubts = case(name="Xã An", km=FAR - 1)
    assert doubts == []


def test_a_degree_of_latitude_is_some_111_kilometres():
    assert distance((10, 105), (11, 105)) == pytest.approx(111.2, abs=0.1)
    assert distance((21.03, 105.85), (21.03, 105.85)) == 0
