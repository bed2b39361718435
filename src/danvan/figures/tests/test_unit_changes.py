"""Figures when units change: none is touched, and none may lie beyond the day of a change made later."""

from datetime import date

import pytest

from danvan.figures.models import Filing, Indicator, Total, Value
from danvan.figures.services import recompute_waiting
from danvan.orgs.changes import Effect
from danvan.orgs.kinds import ShareKind
from danvan.orgs.models import Unit
from danvan.orgs.services import Impossible, dry_run
from danvan.orgs.tests.changing import refusal
from danvan.orgs.tests.merging import DAY, carried_out, decided, merger, split, told, undone

from . import factories

VALUE, FILING = "figures.value.unit", "figures.filing.unit"
GIVEN = {"dvk_registered": 5, "dialogue_attend": 40}


@pytest.fixture
def filed(country):
    """Figures of September and October 2026 in A1, of October in A2, with totals."""
    factories.file(country, "A1.DU", GIVEN)
    factories.file(country, "A1.DU", GIVEN, period="2026-10")
    factories.file(country, "A2.DU", {"dvk_registered": 7}, period="2026-10")
    recompute_waiting()


@pytest.mark.row(56)
def test_the_dry_run_counts_the_series_and_periods_that_are_carried(filed):
    lines = {line.source: line for line in told(merger(), VALUE)}
    assert {code: (line.effect, line.count) for code, line in lines.items()} == {
        "A1": (Effect.STAYS, 2), "A1.DU": (Effect.STAYS, 2), "A2": (Effect.STAYS, 1), "A2.DU": (Effect.STAYS, 1),
    }  # fmt: skip
    assert lines["A1"].note == "trong 2 kỳ"


@pytest.mark.row(57)
def test_of_a_split_it_names_what_cannot_be_apportioned(country):
    whole = Indicator.objects.filter(additive=False).exclude(kind="ratio").first()
    factories.file(country, "A1.DU", {"dvk_registered": 5, whole.code: 3})
    recompute_waiting()
    note = next(line.note for line in told(split(), VALUE) if line.source == "A1.DU")
    assert whole.name in note
    assert "ước tính" in note
    unknown = next(line.note for line in told(split(ShareKind.NONE), VALUE) if line.source == "A1.DU")
    assert "không chuỗi nào phân bổ được" in unknown


def test_no_figure_and_no_total_of_the_past_is_altered(filed):
    filings, values = list(Filing.objects.values()), list(Value.objects.values())
    totals = set(Total.objects.values_list("unit__code", "period", "indicator", "amount", "reported", "expected"))
    change = carried_out(merger())
    recompute_waiting()
    undone(change)
    recompute_waiting()
    assert (list(Filing.objects.values()), list(Value.objects.values())) == (filings, values)
    assert totals == set(
        Total.objects.values_list("unit__code", "period", "indicator", "amount", "reported", "expected")
    )


@pytest.mark.parametrize("told_by", ["A1.DU", "A2.DU"])
def test_a_change_dated_before_figures_that_its_units_filed_is_refused_with_the_reason(country, told_by):
    factories.file(country, told_by, GIVEN, period="2026-10")
    plan = merger("A1", into="A2", day=date(2026, 10, 31))
    (problem,) = [one for one in dry_run(plan).problems if one.code == "figures-filed"]
    assert "tháng 10/2026" in problem.message
    assert problem.field == "effective_on"
    assert refusal(plan) == "figures-filed"
    assert Unit.objects.get(code="A1").life.upper is None


def test_figures_of_a_period_that_ends_the_day_before_do_not_stand_in_the_way(country):
    factories.file(country, "A1.DU", GIVEN, period="2026-10")
    assert refusal(merger(day=date(2026, 11, 1))) is None


def test_figures_of_a_neighbour_do_not_stand_in_the_way(country):
    factories.file(country, "A3.DU", GIVEN, period="2026-10")
    assert refusal(merger(day=date(2026, 10, 1))) is None


def test_once_an_heir_has_filed_the_change_is_not_undone(country):
    day = date(2026, 10, 1)
    change = carried_out(merger(day=day))
    country.units["A9.DU"] = Unit.objects.get(code="A9.DU")
    factories.file(country, "A9.DU", GIVEN, period="2026-10")
    with pytest.raises(Impossible) as refused:
        undone(change)
    (problem,) = [one for one in refused.value.problems if one.code == "figures-filed"]
    assert "tháng 10/2026" in problem.message


def test_a_split_leaves_figures_with_the_body_that_filed_them(filed):
    before = list(Value.objects.values())
    carried_out(decided(split()))
    assert list(Value.objects.values()) == before
    assert Unit.objects.get(code="A1.DU").life.upper == DAY
