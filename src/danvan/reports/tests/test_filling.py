"""Typing into a draft: what is kept, what is said about it, and two people at once."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.errors import Refused
from danvan.reports import checking, services
from danvan.reports.checking import Bond, Reading
from danvan.reports.models import DraftCell
from danvan.reports.queries.grid import load_grid
from danvan.reports.states import CellState, RuleKind, Severity, State

from . import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(country):
    """The October report of commune A1, not begun."""
    return make.submission_of(make.open_round(country), country, "A1.DU")


def type_in(country, report, key: str, raw: str, **more):
    [(item, raw)] = make.cells(report, {key: raw}).items()
    by = more.pop("by", None) or country.actor("commune_officer", "A1")
    saved = services.save_cell(report, item, raw, by=by, **more)
    return saved, saved.grid.line(item)


@pytest.mark.row(53)
def test_a_text_in_a_cell_is_kept_and_marked_and_blocks_filing(country, report):
    saved, line = type_in(country, report, "diss_attend", "một trăm")
    assert (line.state, line.text) == ("error", "một trăm")
    assert "một trăm" in line.message
    assert DraftCell.objects.get(submission=report).raw == "một trăm"
    assert "not-a-figure" in {check.code for check in saved.grid.blocking()}


def test_nothing_zero_and_not_applicable_are_three_things(country, report):
    _saved, zero = type_in(country, report, "doc_disseminated", "0")
    _saved, away = type_in(country, report, "diss_attend", "k")
    saved, empty = type_in(country, report, "opinion_received", " ")
    assert [line.state for line in (zero, away, empty)] == ["value", "not_applicable", "empty"]
    assert [line.text for line in (zero, away, empty)] == ["0", "K", ""]
    assert saved.grid.done == 2


def test_the_first_cell_begins_the_report(country, report):
    type_in(country, report, "doc_disseminated", "1")
    report.refresh_from_db()
    assert report.state == State.DRAFTING


@pytest.mark.row(46)
def test_parts_that_do_not_add_up_are_said_with_both_sums(country, report):
    make.fill(country, report, make.GOOD | {"dvk_implemented": "13"})
    grid = load_grid(report)
    [check] = grid.checks
    assert check.severity == Severity.ERROR
    assert "12" in str(check.message)
    assert "13" in str(check.message)
    assert len(check.items) == 5


def test_parts_are_not_judged_before_all_are_there(country, report):
    make.fill(country, report, {"dvk_implemented": "13", "dvk_implemented.economy": "5"})
    assert load_grid(report).checks == []


def test_more_answers_than_opinions_is_an_error(country, report):
    make.fill(country, report, {"opinion_received": "6", "opinion_answered": "7"})
    assert [check.code for check in load_grid(report).checks] == ["not_more_than"]


@pytest.mark.row(47)
def test_a_leap_from_last_period_warns_and_does_not_block(country):
    version = make.form_version(country)
    before = make.submission_of(make.open_round(country, version=version, period="2026-09"), country, "A1.DU")
    make.file(country, before, make.GOOD | {"diss_attend": "25"})
    now = make.submission_of(make.open_round(country, version=version), country, "A1.DU")
    saved, line = type_in(country, now, "diss_attend", "240")
    assert line.state == "warning"
    assert "9,6" in line.message
    assert "25" in line.message
    assert line.past.last.amount == 25
    assert line.item.pk not in {check.item for check in saved.grid.blocking()}


@pytest.mark.row(49)
def test_the_year_so_far_is_added_up_from_the_months(country):
    version = make.form_version(country)
    for month in ("2026-08", "2026-09"):
        report = make.submission_of(make.open_round(country, version=version, period=month), country, "A1.DU")
        make.file(country, report)
    report = make.submission_of(make.open_round(country, version=version), country, "A1.DU")
    saved, line = type_in(country, report, "diss_attend", "100")
    assert line.total == 186 + 186 + 100
    assert line.past.gaps == 7, "January to July were not filed, and that is said"


@pytest.mark.row(49)
def test_a_quarter_that_says_another_figure_than_its_months_is_flagged(country):
    monthly = make.form_version(country)
    for month in ("2026-07", "2026-08", "2026-09"):
        report = make.submission_of(make.open_round(country, version=monthly, period=month), country, "A1.DU")
        make.file(country, report)
    by = country.actor("provincial_specialist", "A")
    quarterly = services.design_form(make.design(code="Q", period_type="quarter"), owner=country["A"], by=by)
    report = make.submission_of(make.open_round(country, version=quarterly, period="2026-Q3"), country, "A1.DU")
    _saved, right = type_in(country, report, "diss_attend", "558")
    assert right.state == "value"
    _saved, wrong = type_in(country, report, "diss_attend", "500")
    assert wrong.state == "warning"
    assert "558" in wrong.message


def test_two_people_on_one_draft_see_each_others_cells(country, report):
    first, second = country.actor("commune_officer", "A1"), country.actor("commune_officer", "A1.DU")
    shown = datetime(2026, 1, 1, tzinfo=UTC)
    type_in(country, report, "doc_disseminated", "3", by=first, seen=shown)
    saved, _line = type_in(country, report, "diss_attend", "90", by=second, seen=shown)
    texts = {saved.grid.line(item).item.indicator.code: saved.grid.line(item).text for item in saved.touched}
    assert texts == {"doc_disseminated": "3", "diss_attend": "90"}


def test_a_cell_that_both_typed_tells_what_the_other_wrote(country, report):
    first, second = country.actor("commune_officer", "A1"), country.actor("commune_officer", "A1.DU")
    shown = datetime(2026, 1, 1, tzinfo=UTC)
    type_in(country, report, "diss_attend", "186", by=first, seen=shown)
    saved, line = type_in(country, report, "diss_attend", "168", by=second, seen=shown)
    assert saved.replaced[line.item.pk].raw == "186"
    assert saved.replaced[line.item.pk].name == first.name


def test_a_page_sent_whole_wipes_out_nothing_that_another_typed(country, report):
    first, second = country.actor("commune_officer", "A1"), country.actor("commune_officer", "A1.DU")
    shown = datetime(2026, 1, 1, tzinfo=UTC)
    make.fill(country, report, {"doc_disseminated": "3", "diss_attend": "186"})
    page = make.cells(report, {"doc_disseminated": "", "diss_attend": "168", "land_donated": "0"})
    empty = dict.fromkeys(page, "")
    saved = services.save_block(report, page, by=second, seen=shown, shown=empty)
    by_code = {line.item.indicator.code: line.text for line in saved.grid.lines if line.text}
    assert by_code == {"doc_disseminated": "3", "diss_attend": "186", "land_donated": "0"}
    [(item, other)] = saved.held.items()
    assert (other.raw, other.name, saved.mine[item]) == ("186", first.name, "168")


def test_a_line_of_another_form_is_refused_and_nothing_is_written(country, report):
    with pytest.raises(Refused) as refusal:
        services.save_block(report, {0: "1"}, by=country.actor("commune_officer", "A1"))
    assert refusal.value.code == "no-item"
    assert not report.cells.exists()


def test_a_block_is_kept_whole_however_wrong(country, report):
    make.fill(country, report, dict.fromkeys(make.GOOD, "1.23"))
    assert {cell.state for cell in report.cells.all()} == {CellState.ERROR}
    assert report.cells.count() == len(make.GOOD)


@given(parts=st.lists(st.integers(0, 10**9), min_size=1, max_size=8), off=st.integers(-5, 5))
def test_parts_add_up_exactly_or_the_rule_speaks(parts, off):
    items = range(2, 2 + len(parts))
    cells = {item: Reading(CellState.VALUE, Decimal(part)) for item, part in zip(items, parts, strict=True)}
    cells[1] = Reading(CellState.VALUE, Decimal(sum(parts) + off))
    places = {item: str(item) for item in (1, *items)}
    bond = Bond(RuleKind.PARTS_ADD_UP, 1, tuple(items), Severity.ERROR)
    assert bool(checking.broken_bonds([bond], cells, places)) == (off != 0)
    limit = Bond(RuleKind.NOT_MORE_THAN, 1, tuple(items), Severity.ERROR)
    assert bool(checking.broken_bonds([limit], cells, places)) == (off < 0)


@pytest.mark.row(61)
def test_people_who_may_come_again_are_not_added_over_the_year_nor_held_against_the_months(country):
    lines = (make.DesignLine("reception_people"), make.DesignLine("reception_visits"))
    monthly = make.form_version(country, lines=lines, rules=())
    for month in ("2026-07", "2026-08", "2026-09"):
        report = make.submission_of(make.open_round(country, version=monthly, period=month), country, "A1.DU")
        _saved, people = type_in(country, report, "reception_people", "10")
        assert people.total == (10 if month == "2026-07" else None)
        make.file(country, report, {"reception_people": "10", "reception_visits": "15"})
    by = country.actor("provincial_specialist", "A")
    design = make.design(code="Q", period_type="quarter", lines=lines, rules=())
    quarterly = services.design_form(design, owner=country["A"], by=by)
    report = make.submission_of(make.open_round(country, version=quarterly, period="2026-Q3"), country, "A1.DU")
    _saved, people = type_in(country, report, "reception_people", "24")
    assert people.state == "value"
    _saved, visits = type_in(country, report, "reception_visits", "44")
    assert "45" in visits.message
