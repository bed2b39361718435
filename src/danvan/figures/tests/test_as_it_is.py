"""The two honest ways to read the past: what a restated figure says of its predecessors, its shares and its sources."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from danvan.core.errors import Refused
from danvan.core.periods import Period
from danvan.figures import queries
from danvan.figures.checks import wrong_restated
from danvan.figures.models import Restated, Structure, Touched
from danvan.figures.modes import Mode
from danvan.figures.queries import Question, State
from danvan.figures.services import (
    file_values,
    filling,
    fit_structure,
    rebuild_structure,
    recompute_waiting,
    restate,
    units_changed,
)
from danvan.orgs import services as orgs
from danvan.orgs.kinds import Kind
from danvan.orgs.models import Unit
from danvan.orgs.services import Opening, open_units

from . import histories
from .factories import new_value

pytestmark = pytest.mark.django_db
REFORM = date(2025, 7, 1)
NOW = Mode(date(2026, 11, 20))
YEAR = Period.parse("2014")
PARTS = {"doc_issued.resolution": 1165, "doc_issued.directive": 1330, "doc_issued.plan": 387, "doc_issued.other": 263}


def file(country, body: str, values: dict, period: str = "2014", line: str = "commune-party") -> None:
    rows = [new_value(item, amount) for item, amount in values.items()]
    by = country.actor("provincial_specialist", "A")
    file_values(Unit.objects.get(code=body), line, period, rows, by=by, token=uuid4())


def pk(code: str) -> int:
    return Unit.objects.get(code=code).pk


def cell(code: str, item: str = "doc_issued", *, line: str = "commune-party", period: Period = YEAR, mode: Mode = NOW):
    indicator_code, _dot, part_code = item.partition(".")
    indicator = queries.indicator(indicator_code)
    part = next((part for part in indicator.parts.all() if part.code == part_code), None)
    return queries.cell(pk(code), queries.line(line), indicator, part, period, mode=mode)


@pytest.fixture
def an_giang(country):
    """Old An Giang filed 3,145 for 2014, Kiên Giang nothing; since 1 July 2025 there is a new An Giang."""
    open_units([histories_province("AG0", "Tỉnh An Giang"), histories_province("KG", "Tỉnh Kiên Giang")])
    open_units([front("AG0"), front("KG")])
    file(country, "AG0.MT", {"doc_issued": 3145} | PARTS, line="provincial-front")
    recompute_waiting()
    open_units([histories_province("AG", "Tỉnh An Giang", REFORM), front("AG", REFORM)])
    histories.end(["AG0", "KG"], REFORM)
    histories.change(REFORM, [("AG0", "AG", Decimal(1)), ("KG", "AG", Decimal(1))])
    return country


def histories_province(code: str, name: str, since: date = date(2010, 1, 1)) -> Opening:
    return Opening(code, Kind.PROVINCE, name, name.removeprefix("Tỉnh "), "VN", since)


def front(code: str, since: date = date(2010, 1, 1)) -> Opening:
    return Opening(f"{code}.MT", Kind.FRONT, f"Ủy ban MTTQ Việt Nam {code}", f"MTTQ {code}", code, since)


@pytest.mark.row(56)
@pytest.mark.row(58)
def test_an_giang_2014_as_it_is_is_one_of_two_and_says_so(an_giang):
    found = cell("AG", line="provincial-front")
    assert (found.amount, found.state, found.reported, found.expected) == (3145, State.PARTIAL, 1, 2)
    assert (found.restated, found.predecessors, found.predecessors_told, found.withheld) == (True, 2, 1, 0)
    was = cell("AG", line="provincial-front", mode=Mode())
    assert (was.amount, was.state) == (None, State.NOT_ALIVE)
    old = cell("AG0", line="provincial-front", mode=Mode())
    assert (old.amount, old.state, old.restated) == (3145, State.COMPLETE, False)
    assert cell("AG0", line="provincial-front").state is State.NOT_ALIVE, "the old province is no unit of today"
    assert cell("AG0", line="provincial-front", mode=Mode(date(2025, 6, 30))).amount == 3145


@pytest.mark.row(64)
def test_a_restated_total_leads_to_the_cells_it_is_made_of_and_names_who_is_missing(an_giang):
    line, indicator = queries.line("provincial-front"), queries.indicator("doc_issued")
    told, missing = queries.contributions(pk("AG"), line, indicator, None, YEAR, mode=NOW)
    assert (told.unit_id, told.amount, told.carried, told.how) == (pk("AG0.MT"), 3145, 3145, "whole")
    assert (missing.unit_id, missing.state, missing.carried) == (pk("KG.MT"), State.MISSING, None)
    rows = queries.table(pk("AG"), line, [indicator], YEAR, mode=NOW)
    assert [(row.name, row.is_predecessor, row.share, row.cell(indicator).amount) for row in rows] == [
        ("Tỉnh An Giang", True, 1, 3145), ("Tỉnh Kiên Giang", True, 1, None),
    ]  # fmt: skip


def test_a_stored_question_carries_its_day_and_its_answer_says_what_it_is_made_of(an_giang):
    question = Question(pk("AG"), "provincial-front", "doc_issued", None, "2014", as_of="2026-11-20")
    assert Question.from_json(question.to_json()) == question
    answer = queries.answer(question)
    assert (answer.text, answer.state, answer.restated) == ("3.145", State.PARTIAL, True)
    assert (answer.predecessors, answer.predecessors_told) == (2, 1)
    assert [source.unit_id for source in answer.sources] == [pk("AG0.MT")]
    plain = Question(pk("AG0"), "provincial-front", "doc_issued", None, "2014")
    assert "as_of" not in plain.to_json()
    assert queries.answer(plain).text == "3.145"
    with pytest.raises(Refused):
        Question.from_json(question.to_json() | {"as_of": "bây giờ"})


@pytest.mark.row(58)
def test_the_nation_is_the_same_both_ways(an_giang):
    was, now = (cell("VN", line="provincial-front", mode=mode) for mode in (Mode(), NOW))
    assert was == now
    assert now.amount == 3145


@pytest.fixture
def split(country):
    """C lives until the reform: 30 % of it goes to D1, the rest to D2, which stands under another province."""
    open_units(
        [*histories.commune("C", "A"), *histories.commune("D2", "B", REFORM), *histories.commune("D1", "A", REFORM)]
    )
    file(
        country,
        "C.DU",
        {"doc_issued": 100, "letters_received": 9, "diss_officials_done": 40, "diss_officials_total": 50},
    )
    recompute_waiting()
    histories.end(["C"], REFORM)
    return country


@pytest.mark.row(57)
def test_a_split_gives_its_shares_and_says_that_they_are_estimates(split):
    histories.change(REFORM, [("C", "D1", Decimal("0.3")), ("C", "D2", Decimal("0.7"))], "split")
    for code, amount in (("D1", 30), ("D2", 70), ("A", 30), ("B", 70)):
        found = cell(code)
        assert (found.amount, found.estimated, found.state) == (amount, 1, State.COMPLETE), code
    assert cell("D1", "letters_received").state is State.NOT_APPORTIONABLE, "what cannot be added cannot be split"
    rate = cell("D1", "diss_rate")
    assert (rate.amount, rate.numerator, rate.denominator) == (80, 12, 15)
    assert cell("VN").amount == 100


@pytest.mark.row(57)
def test_without_a_share_nothing_is_guessed_and_above_both_heirs_the_whole_is_told(split):
    histories.change(REFORM, [("C", "D1", None), ("C", "D2", None)], "split")
    found = cell("D1")
    assert (found.amount, found.state, found.withheld, found.predecessors_told) == (
        None, State.NOT_APPORTIONABLE, 1, 1,
    )  # fmt: skip
    (source,) = queries.contributions(
        pk("D1"), queries.line("commune-party"), queries.indicator("doc_issued"), None, YEAR, mode=NOW
    )
    assert (source.amount, source.carried, source.how, source.state) == (100, None, "none", State.NOT_APPORTIONABLE)
    assert cell("VN").amount == 100


@pytest.mark.row(58)
def test_an_area_of_which_no_body_is_known_is_missing_not_absent(country):
    open_units([*histories.commune("C1", "A"), *histories.commune("C2", "A", body=False)])
    open_units(histories.commune("E", "A", REFORM))
    file(country, "C1.DU", {"doc_issued": 5})
    recompute_waiting()
    histories.end(["C1", "C2"], REFORM)
    histories.change(REFORM, [("C1", "E", Decimal(1)), ("C2", "E", Decimal(1))])
    found = cell("E")
    assert (found.amount, found.reported, found.expected, found.state) == (5, 1, 2, State.PARTIAL)
    line, indicator = queries.line("commune-party"), queries.indicator("doc_issued")
    assert [(one.unit, one.state) for one in queries.contributions(pk("E"), line, indicator, None, YEAR, mode=NOW)] == [
        ("Đảng ủy C1", State.COMPLETE), ("Xã C2", State.MISSING),
    ]  # fmt: skip


@pytest.mark.row(60)
def test_a_level_that_ended_leaves_its_past_to_the_province(country):
    since = date(2010, 1, 1)
    open_units([
        Opening("H", Kind.DISTRICT, "Huyện H", "H", "A", since),
        Opening("H.HU", Kind.PARTY_COMMITTEE, "Huyện ủy H", "HU", "H", since),
    ])  # fmt: skip
    file(country, "H.HU", {"doc_issued": 8}, line="district-party")
    recompute_waiting()
    histories.end(["H"], REFORM)
    assert cell("A", line="district-party").amount == 8
    (row,) = queries.table(pk("A"), queries.line("district-party"), [queries.indicator("doc_issued")], YEAR, mode=NOW)
    assert (row.name, row.is_predecessor) == ("Huyện H", True)


def test_a_body_that_went_on_in_another_is_read_by_its_own_lineage(country):
    open_units([Opening("BDV", Kind.COMMISSION, "Ban Dân vận", "BDV", "A.TU", date(2010, 1, 1))])
    file(country, "BDV", {"doc_issued": 7}, line="provincial-commission")
    recompute_waiting()
    histories.end(["BDV"], REFORM)
    histories.change(REFORM, [("BDV", "A.BTGDV", Decimal(1))])
    found = cell("A.BTGDV", line="provincial-commission")
    assert (found.amount, found.predecessors, found.restated) == (7, 1, True)
    assert cell("A.BTGDV", line="provincial-commission", mode=Mode()).state is State.NOT_ALIVE


def test_queries_do_not_grow_with_rows_or_indicators(an_giang, django_assert_max_num_queries):
    line, known = queries.line("provincial-front"), queries.indicators()
    ids = [pk(code) for code in ("AG", "A", "B", "VN")]
    with django_assert_max_num_queries(5):
        queries.cells(ids, line, known, [YEAR], mode=NOW)


def test_a_draft_change_moves_nothing(split):
    from danvan.orgs.models import Change, Lineage

    draft = Change.objects.create(kind="split", effective_on=REFORM, decided_by="Dự thảo minh họa")
    Lineage.objects.create(change=draft, source_id=pk("C"), heir_id=pk("D1"))
    orgs.rebuild_reach()
    assert cell("D1").state is State.NOT_ALIVE
    assert cell("A").amount == 100, "it ended without an heir in force, so its province keeps it"


def test_once_stored_a_long_series_is_two_queries_more_and_says_the_same(an_giang, django_assert_max_num_queries):
    line, indicator = queries.line("provincial-front"), queries.indicator("doc_issued")
    years = [Period.parse(str(year)) for year in (2014, 2025)]
    live = queries.series(pk("AG"), line, indicator, years, mode=NOW)
    rebuild_structure(NOW.as_of)
    assert restate() == 1
    unit = pk("AG")
    with django_assert_max_num_queries(5):
        stored = queries.series(unit, line, indicator, years, mode=NOW)
    assert stored[YEAR].amount == 3145
    assert {year: replace(cell, as_of=None) for year, cell in stored.items()} == {
        year: replace(cell, as_of=None) for year, cell in live.items()
    }
    assert wrong_restated() == []


def test_years_in_which_nobody_told_anything_are_not_worked_out_one_by_one(an_giang, django_assert_max_num_queries):
    line, indicator = queries.line("provincial-front"), queries.indicator("doc_issued")
    years = [Period.parse(str(year)) for year in range(2015, 2025)]
    live = queries.series(pk("AG"), line, indicator, years, mode=NOW)
    rebuild_structure(NOW.as_of)
    restate()
    with django_assert_max_num_queries(6):
        stored = queries.series(pk("AG"), line, indicator, years, mode=NOW)
    assert [replace(cell, as_of=None) for cell in stored.values()] == [
        replace(cell, as_of=None) for cell in live.values()
    ]
    assert live[years[0]].state is State.MISSING
    assert live[years[0]].predecessors == 2


def test_units_that_change_while_restated_totals_are_stored_leave_them_to_the_next_call(an_giang, monkeypatch):
    rebuild_structure(NOW.as_of)
    pairs = filling.pairs

    def changed_in_between():
        rebuild_structure(NOW.as_of, [pk("AG")])
        return pairs()

    with monkeypatch.context() as patch:
        patch.setattr(filling, "pairs", changed_in_between)
        assert restate() == 0
    assert not Touched.objects.filter(ready=True).exists()
    assert cell("AG", line="provincial-front").amount == 3145
    assert restate() == 1
    assert wrong_restated() == []


def test_a_late_correction_of_2014_is_in_the_new_province_when_the_queue_is_empty(an_giang):
    rebuild_structure(NOW.as_of)
    restate()
    file(an_giang, "KG.MT", {"doc_issued": 1000}, line="provincial-front")
    recompute_waiting()
    assert Restated.objects.get(unit=pk("AG"), indicator__code="doc_issued", part=None).amount == 4145
    assert cell("AG", line="provincial-front").state is State.COMPLETE
    assert wrong_restated() == []


def test_the_check_names_every_wrong_restated_cell(an_giang):
    rebuild_structure(NOW.as_of)
    assert wrong_restated() == ["AG: its restated figures wait to be stored"]
    restate()
    Restated.objects.filter(unit=pk("AG"), part=None).update(amount=1)
    (wrong,) = wrong_restated()
    assert "AG provincial-front 2014 doc_issued" in wrong


def test_a_change_that_takes_effect_by_the_clock_gives_a_new_structure(an_giang, monkeypatch):
    monkeypatch.setattr("danvan.core.clock.today", lambda: date(2025, 6, 30))
    assert fit_structure()
    assert not fit_structure()
    assert Structure.objects.get().days.upper == REFORM
    assert not Touched.objects.exists()
    monkeypatch.setattr("danvan.core.clock.today", lambda: REFORM)
    assert fit_structure()
    assert {row.unit_id for row in Touched.objects.all()} == {pk("AG")}


def test_after_an_undone_change_nothing_of_it_is_stored(split):
    made = histories.change(REFORM, [("C", "D1", Decimal("0.3")), ("C", "D2", Decimal("0.7"))], "split")
    units_changed([pk("C"), pk("D1"), pk("D2")], REFORM)
    assert not Touched.objects.filter(ready=True).exists()
    assert cell("D1").amount == 30, "worked out while it is not stored"
    restate()
    assert Restated.objects.filter(unit=pk("D1"), indicator__code="doc_issued").get().amount == 30
    type(made).objects.filter(pk=made.pk).update(state="undone")
    orgs.rebuild_reach()
    units_changed([pk("C"), pk("D1"), pk("D2")], REFORM)
    restate()
    assert not Restated.objects.filter(unit__in=[pk("D1"), pk("D2")]).exists()
    assert cell("A").amount == 100
