"""Totals: from children to the nation, right at every quiet moment."""

from decimal import Decimal

import pytest

from danvan.figures.checks import wrong_totals
from danvan.figures.models import Dirty, Total
from danvan.figures.services import mark_waiting, recompute_waiting
from danvan.orgs import services as orgs
from danvan.orgs.kinds import Kind

from .factories import MONTH, NA, file

pytestmark = pytest.mark.django_db


def total(country, area, item="doc_issued", *, line="commune-party", period=MONTH):
    code, _dot, part = item.partition(".")
    return Total.objects.get(
        unit=country[area], line__code=line, indicator__code=code, part__code=part or None, period=period
    )


def test_communes_add_up_to_province_and_nation(country):
    file(country, "A1.DU", {"doc_issued": 3})
    file(country, "A2.DU", {"doc_issued": 4})
    file(country, "B1.DU", {"doc_issued": 10})
    assert recompute_waiting() == 3 + 2 + 1
    assert not Dirty.objects.exists()
    assert [(t.amount, t.reported, t.expected) for t in (total(country, c) for c in ("A1", "A", "B", "VN"))] == [
        (3, 1, 1), (7, 2, 3), (10, 1, 1), (17, 3, 4),
    ]  # fmt: skip
    assert wrong_totals() == []


def test_a_new_revision_replaces_and_never_adds(country):
    file(country, "A1.DU", {"doc_issued": 3})
    recompute_waiting()
    file(country, "A1.DU", {"doc_issued": 5})
    file(country, "A1.DU", {"doc_issued": 4})
    recompute_waiting()
    assert total(country, "VN").amount == 4
    assert total(country, "VN").reported == 1
    assert wrong_totals() == []


def test_not_applicable_counts_as_reported_and_adds_nothing_and_empty_is_not_reported(country):
    file(country, "A1.DU", {"doc_issued": NA})
    file(country, "A2.DU", {"doc_issued": 0})
    file(country, "A3.DU", {"doc_issued": None})
    recompute_waiting()
    cell = total(country, "A")
    assert (cell.amount, cell.reported, cell.expected, cell.not_applicable) == (0, 2, 3, 1)
    assert total(country, "A1").amount is None


def test_what_cannot_be_added_has_no_sum_and_a_ratio_keeps_its_two_parts(country):
    file(country, "A1.DU", {"letters_received": 3, "diss_officials_done": 9, "diss_officials_total": 10})
    file(country, "A2.DU", {"letters_received": 4, "diss_officials_done": 1, "diss_officials_total": 10})
    recompute_waiting()
    assert total(country, "A", "letters_received").amount is None
    assert total(country, "A", "letters_received").reported == 2
    assert total(country, "A", "diss_officials_done").amount == 10
    assert total(country, "A", "diss_officials_total").amount == 20


def test_estimates_and_flags_are_counted_on_the_way_up(country):
    file(country, "A1.DU", {"doc_issued": 3}, estimate=True)
    file(country, "A2.DU", {"doc_issued": 4})
    recompute_waiting()
    assert total(country, "VN").estimated == 1
    file(country, "A1.DU", {"doc_issued": 3})
    recompute_waiting()
    assert total(country, "VN").estimated == 0


def test_parts_and_decimals_are_summed_too(country):
    file(
        country, "A1.DU", {"houses_built": 3, "houses_built.built": 1, "houses_built.repaired": 2, "land_donated": 0.1}
    )
    file(
        country, "A2.DU", {"houses_built": 5, "houses_built.built": 5, "houses_built.repaired": 0, "land_donated": 0.2}
    )
    recompute_waiting()
    assert total(country, "A", "houses_built.built").amount == 6
    assert total(country, "A", "houses_built").amount == 8
    assert total(country, "A", "land_donated").amount == Decimal("0.3")


def test_the_tree_of_the_last_day_decides_where_a_figure_counts(country):
    file(country, "A1.DU", {"doc_issued": 3}, period="2026-04")
    file(country, "A1.DU", {"doc_issued": 5}, period="2026-05")
    orgs.place_anew(country["A1"], country["B"], since=country["A1"].life.lower.replace(year=2026, month=5, day=31))
    recompute_waiting()
    assert total(country, "A", period="2026-04").amount == 3
    assert total(country, "B", period="2026-05").amount == 5
    assert not Total.objects.filter(unit=country["A"], period="2026-05").exists()
    assert wrong_totals() == []


def test_a_correction_of_the_tree_is_carried_by_marking_totals_again(country):
    file(country, "A1.DU", {"doc_issued": 3})
    recompute_waiting()
    orgs.place_anew(country["A1"], country["B"], since=country["A1"].life.lower.replace(year=2026, month=8, day=1))
    assert any(problem.startswith("A commune-party 2026-09 doc_issued") for problem in wrong_totals())
    mark_waiting(since=country["A1"].life.lower.replace(year=2026, month=8, day=1))
    recompute_waiting()
    assert total(country, "B").amount == 3
    assert not Total.objects.filter(unit=country["A"]).exists()
    assert wrong_totals() == []


def test_a_committee_under_a_committee_of_the_same_commune_is_not_counted_beside_it(country):
    orgs.open_units(
        [
            orgs.Opening(
                "A1.DU.CB", Kind.PARTY_COMMITTEE, "Đảng ủy cơ quan", "ĐU cơ quan", "A1.DU", country["A1"].life.lower
            )
        ]
    )
    file(country, "A1.DU", {"doc_issued": 3})
    recompute_waiting()
    assert total(country, "A1").expected == 1


def test_a_wrong_total_is_named_and_a_waiting_one_is_said_to_wait(country):
    file(country, "A1.DU", {"doc_issued": 3})
    assert wrong_totals() == [f"commune-party {MONTH}: totals wait to be made anew"]
    recompute_waiting()
    Total.objects.filter(unit=country["A"]).update(amount=7)
    assert wrong_totals() == [
        f"A commune-party {MONTH} doc_issued: stored 7 of 1 reports, made of values 3 of 1 reports"
    ]
    Total.objects.filter(unit=country["A1"]).delete()
    assert len(wrong_totals()) == 2
    mark_waiting()
    recompute_waiting()
    assert wrong_totals() == []


def test_a_bounded_call_leaves_the_rest_for_the_next(country):
    for unit in ("A1.DU", "A2.DU", "A3.DU"):
        file(country, unit, {"doc_issued": 1})
    assert recompute_waiting(limit=2) == 2
    assert Dirty.objects.exists()
    recompute_waiting()
    assert total(country, "VN").amount == 3
