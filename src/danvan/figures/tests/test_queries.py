"""Reading figures: cells, tables, series, what a total is made of, and stored questions."""

import json
from decimal import Decimal

import pytest
from django.utils import translation

from danvan.core.errors import Refused
from danvan.core.periods import Period
from danvan.figures import queries
from danvan.figures.queries import Question, State
from danvan.figures.services import recompute_waiting
from danvan.orgs.services import Opening, open_units

from .factories import MONTH, NA, file

pytestmark = pytest.mark.django_db
PERIOD = Period.parse(MONTH)


@pytest.fixture
def party(db):
    return queries.line("commune-party")


def cell(country, unit, code, part=None, period=PERIOD):
    indicator = queries.indicator(code)
    found = next((p for p in indicator.parts.all() if p.code == part), None)
    return queries.cell(country[unit], queries.line("commune-party"), indicator, found, period)


def test_a_cell_of_a_body_is_what_it_filed_and_of_an_area_its_total(country):
    file(country, "A1.DU", {"doc_issued": 3, "doc_issued.plan": 1})
    file(country, "A2.DU", {"doc_issued": 4})
    recompute_waiting()
    body, area = cell(country, "A1.DU", "doc_issued"), cell(country, "A", "doc_issued")
    assert (body.amount, body.reported, body.expected, body.state) == (3, 1, 1, State.COMPLETE)
    assert (area.amount, area.reported, area.expected, area.state) == (7, 2, 3, State.PARTIAL)
    assert cell(country, "A", "doc_issued", "plan").amount == 1
    assert area.missing == 1
    assert area.as_of is not None


def test_what_nobody_filed_still_says_how_many_should(country):
    nothing = cell(country, "A", "doc_issued")
    assert (nothing.amount, nothing.reported, nothing.expected, nothing.state) == (None, 0, 3, State.MISSING)
    assert cell(country, "A1.DU", "doc_issued").expected == 1
    assert cell(country, "VN", "doc_issued", period=Period.parse("2020")).expected == 0


def test_states_tell_zero_empty_and_not_applicable_apart(country):
    file(country, "A1.DU", {"doc_issued": 0, "inspection": NA, "criticism": None})
    recompute_waiting()
    for unit in ("A1.DU", "A1"):
        assert cell(country, unit, "doc_issued").amount == 0
        assert cell(country, unit, "doc_issued").state == State.COMPLETE
        assert cell(country, unit, "inspection").state == State.NOT_APPLICABLE
        assert cell(country, unit, "criticism").state == State.MISSING


def test_a_ratio_is_made_of_sums_and_not_of_ratios(country):
    file(country, "A1.DU", {"diss_officials_done": 9, "diss_officials_total": 10})
    file(country, "A2.DU", {"diss_officials_done": 1, "diss_officials_total": 90})
    recompute_waiting()
    rate = cell(country, "A", "diss_rate")
    assert (rate.amount, rate.numerator, rate.denominator) == (Decimal("10.0"), 10, 100)
    assert (rate.reported, rate.expected, rate.state) == (2, 3, State.PARTIAL)
    assert cell(country, "A1.DU", "diss_rate").amount == 90
    assert cell(country, "A3.DU", "diss_rate").state == State.MISSING


def test_what_cannot_be_added_is_told_for_one_body_and_refused_for_several(country):
    file(country, "A1.DU", {"letters_received": 3})
    file(country, "A2.DU", {"letters_received": 4})
    recompute_waiting()
    assert cell(country, "A1", "letters_received").amount == 3
    assert cell(country, "A", "letters_received").amount is None
    assert cell(country, "A", "letters_received").state == State.NOT_ADDITIVE


def test_a_table_lists_every_commune_also_the_missing_ones(country, party):
    file(country, "A1.DU", {"doc_issued": 3})
    recompute_waiting()
    indicator = queries.indicator("doc_issued")
    rows = queries.table(country["A"], party, [indicator], PERIOD)
    assert {row.name: (row.is_area, row.cell(indicator).amount, row.expected) for row in rows} == {
        "Xã Đồng Xuân": (True, 3, 1),
        "Xã Hòa Bình": (True, None, 1),
        "Xã Ân Thi": (True, None, 1),
    }
    (own,) = queries.table(country["A1"], party, [indicator], PERIOD)
    assert (own.name, own.is_area, own.cell(indicator).amount) == ("Đảng ủy xã Đồng Xuân", False, 3)


def test_a_table_of_a_province_lists_its_commission_though_it_hangs_deeper(country):
    line, indicator = queries.line("provincial-commission"), queries.indicator("doc_issued")
    (row,) = queries.table(country["A"], line, [indicator], PERIOD)
    assert row.unit_id == country["A.BTGDV"].pk


def test_a_table_asks_the_same_number_of_queries_however_many_communes(country, party, django_assert_max_num_queries):
    since = country["A1"].life.lower
    more = []
    for number in range(30):
        more.append(Opening(f"X{number}", "commune", f"Xã Số {number}", f"Số {number}", "A", since))
        more.append(
            Opening(f"X{number}.DU", "party_committee", f"Đảng ủy {number}", f"ĐU {number}", f"X{number}", since)
        )
    open_units(more)
    indicators = queries.indicators()
    with django_assert_max_num_queries(3):
        assert len(queries.table(country["A"], party, indicators, PERIOD)) == 33


def test_a_series_gives_one_cell_a_period(country, party):
    months = [Period.parse(f"2026-0{month}") for month in (7, 8, 9)]
    for number, month in enumerate(months[:2], start=1):
        file(country, "A1.DU", {"doc_issued": number}, period=month.code)
    recompute_waiting()
    found = queries.series(country["A"], party, queries.indicator("doc_issued"), months)
    assert [found[month].amount for month in months] == [1, 2, None]
    assert [found[month].expected for month in months] == [3, 3, 3]


@pytest.mark.row(64)
def test_a_total_leads_to_the_cells_it_is_made_of_with_who_filed_them_and_when(country, party):
    file(country, "A1.DU", {"doc_issued": 3})
    file(country, "A1.DU", {"doc_issued": 5}, source="Báo cáo tháng 9/2026")
    file(country, "A2.DU", {"doc_issued": NA})
    recompute_waiting()
    found = {
        one.unit_id: one
        for one in queries.contributions(country["A"], party, queries.indicator("doc_issued"), None, PERIOD)
    }
    first = found[country["A1.DU"].pk]
    assert (first.amount, first.revision, first.source, first.area) == (5, 2, "Báo cáo tháng 9/2026", "Xã Đồng Xuân")
    assert first.filed_by == country.person("provincial_specialist", "A").full_name
    assert first.filed_at is not None
    assert found[country["A2.DU"].pk].state == State.NOT_APPLICABLE
    assert found[country["A3.DU"].pk].state == State.MISSING
    total = cell(country, "A", "doc_issued").amount
    assert sum(one.amount for one in found.values() if one.amount is not None) == total


def test_the_queue_says_when_totals_wait(country):
    assert not queries.pending()
    file(country, "A1.DU", {"doc_issued": 3})
    assert queries.pending()
    assert queries.pending([PERIOD])
    assert not queries.pending([Period.parse("2026-08")])
    recompute_waiting()
    assert not queries.pending()


def test_a_question_survives_json_and_its_answer_shows_the_sum_and_the_sources(country):
    fields = {"economy": 1165, "culture_society": 1330, "security_defence": 387, "political_system": 263}
    file(country, "A1.DU", {"dvk_registered": 3145} | {f"dvk_registered.{key}": n for key, n in fields.items()})
    recompute_waiting()
    question = Question(country["A"].pk, "commune-party", "dvk_registered", None, MONTH)
    assert Question.from_json(json.loads(json.dumps(question.to_json()))) == question
    found = queries.answer(question)
    assert (found.amount, found.text, found.unit_of_measure) == (3145, "3.145", "mô hình")
    assert found.parts == "1.165 + 1.330 + 387 + 263 = 3.145"
    (source,) = found.sources
    assert (source.unit, source.amount, source.revision) == ("Đảng ủy xã Đồng Xuân", 3145, 1)
    assert json.loads(json.dumps(source.to_json()))["amount"].startswith("3145")
    assert (found.reported, found.expected, found.pending) == (1, 3, False)
    with translation.override("en"):
        assert queries.answer(question).unit_of_measure == "models"


def test_an_answer_without_parts_is_the_sum_of_the_units_under_it(country):
    file(country, "A1.DU", {"inspection": 1200})
    file(country, "A2.DU", {"inspection": 34})
    recompute_waiting()
    question = Question(country["A"].pk, "commune-party", "inspection", None, MONTH)
    assert queries.answer(question).parts == "1.200 + 34 = 1.234"


def test_a_share_may_be_asked_of_a_ratio_between_two_figures_and_between_two_periods(country):
    file(
        country, "A1.DU", {"dvk_registered": 3335, "dvk_recognised": 3145, "mediation_cases": 8, "mediation_success": 6}
    )
    file(country, "A1.DU", {"dvk_recognised": 2960}, period="2026-08")
    recompute_waiting()
    base = (country["A"].pk, "commune-party", "dvk_recognised", None, MONTH, "percent_of")
    share = queries.answer(Question(*base, of_indicator="dvk_registered"))
    assert (share.text, share.parts) == ("94,3 %", "3.145 : 3.335 = 94,3 %")
    assert {source.role for source in share.sources} == {"numerator", "denominator"}
    assert queries.answer(Question(*base, of_period="2026-08")).text == "106,3 %"
    ratio = queries.answer(Question(country["A"].pk, "commune-party", "mediation_rate", None, MONTH))
    assert (ratio.text, ratio.parts) == ("75,0 %", "6 : 8 = 75,0 %")


def test_an_answer_to_what_nobody_filed_is_a_dash(country):
    found = queries.answer(Question(country["A"].pk, "commune-party", "inspection", None, MONTH))
    assert (found.amount, found.text, found.parts, found.sources) == (None, "–", "", ())
    assert found.state == State.MISSING


@pytest.mark.parametrize(
    "change",
    [
        {"indicator": "no_such"}, {"line": "no-such"}, {"part": "no_such"}, {"period": "2026-13"}, {"unit_id": 0},
        {"measure": "percent_of", "of_indicator": "diss_rate"},
    ],
)  # fmt: skip
def test_a_question_about_nothing_is_refused(country, change):
    data = Question(country["A"].pk, "commune-party", "inspection", None, MONTH).to_json() | change
    with pytest.raises(Refused) as refusal:
        queries.answer(Question.from_json(data))
    assert refusal.value.code == "bad-question"


@pytest.mark.parametrize("data", [{}, {"unit_id": "1"}, {"unit_id": 1, "line": "x", "indicator": "y", "period": 3}])
def test_what_is_no_question_is_refused(data):
    with pytest.raises(Refused):
        Question.from_json(data)
