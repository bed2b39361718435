"""Over several periods each indicator goes by its own rule, or refuses with its reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.access import services as access
from danvan.access.actor import Actor
from danvan.core.errors import Refused
from danvan.core.periods import Period
from danvan.figures import queries
from danvan.figures.models import Indicator
from danvan.figures.queries import State, over, year_to_date
from danvan.figures.services import file_values, recompute_waiting
from danvan.orgs.models import Unit
from danvan.orgs.services import open_units

from . import histories
from .factories import NA, new_value

pytestmark = pytest.mark.django_db
MONTHS = [Period.parse(f"2024-{month:02d}") for month in range(1, 6)]
FLOW, STOCK, ONCE, CARRIED = "doc_issued", "members_farmers", "reception_people", "qcdc_class"
TOP, BOTTOM, RATE = "mediation_success", "mediation_cases", "mediation_rate"

amounts = st.one_of(st.none(), st.just(NA), st.integers(0, 999))


@pytest.fixture
def body(country) -> Unit:
    return open_units(histories.commune("C", "A"))["C.DU"]


def put(unit: Unit, month: Period, values: dict, by: Actor) -> None:
    rows = [new_value(item, amount) for item, amount in values.items()]
    file_values(unit, "commune-party", month, rows, by=by, token=uuid4())


def span(unit: Unit, code: str, periods=MONTHS):
    return over(unit, queries.line("commune-party"), queries.indicator(code), periods)


@pytest.mark.row(61)
def test_people_counted_once_are_not_added_over_months_and_the_reason_is_told(country, body):
    by = country.actor("provincial_specialist", "A")
    for month in MONTHS[:2]:
        put(body, month, {ONCE: 10, "reception_visits": 15}, by)
    people, visits = span(body, ONCE, MONTHS[:2]), span(body, "reception_visits", MONTHS[:2])
    assert (people.amount, people.state) == (None, State.NOT_ADDITIVE)
    assert people.why
    assert (visits.amount, visits.state) == (30, State.COMPLETE)
    assert span(body, ONCE, MONTHS[:1]).amount == 10, "one period alone is told"


@pytest.mark.row(61)
def test_letters_and_members_of_several_organisations_are_refused_over_units(country, body):
    by = country.actor("provincial_specialist", "A")
    other = open_units(histories.commune("C2", "A"))["C2.DU"]
    for unit in (body, other):
        put(unit, MONTHS[0], {"letters_received": 3, "members_total": 40}, by)
    recompute_waiting()
    for code in ("letters_received", "members_total"):
        found = span(country["A"], code, MONTHS[:1])
        assert (found.amount, found.state) == (None, State.NOT_ADDITIVE)
        assert found.why == queries.indicator(code).why_not
    assert span(body, "letters_received", MONTHS[:1]).amount == 3


def test_what_stands_is_carried_forward_only_where_the_indicator_says_so_and_it_shows(country, body):
    by = country.actor("provincial_specialist", "A")
    put(body, MONTHS[0], {STOCK: 100, CARRIED: 2}, by)
    stock, carried = span(body, STOCK), span(body, CARRIED)
    assert (stock.amount, stock.state, stock.told) == (None, State.MISSING, 1)
    assert (carried.amount, carried.told_in, carried.is_carried_forward) == (2, MONTHS[0], True)


def test_overlapping_periods_are_refused_and_a_year_to_date_begins_in_january(country, body):
    with pytest.raises(Refused) as refused:
        span(body, FLOW, [Period.parse("2024-Q1"), Period.parse("2024-03")])
    assert refused.value.code == "periods-overlap"
    with pytest.raises(Refused):
        span(body, FLOW, [])
    assert [one.code for one in year_to_date(Period.parse("2024-Q3"))] == ["2024-Q1", "2024-Q2", "2024-Q3"]
    assert year_to_date(Period.parse("2024")) == [Period.parse("2024")]
    campaign = Period.campaign("tet", date(2024, 1, 1), date(2024, 2, 1))
    assert year_to_date(campaign) == [campaign]


def test_every_indicator_has_a_rule_over_time_that_fits_its_kind():
    for indicator in queries.indicators():
        assert (indicator.kind == "ratio") == (indicator.over_time == Indicator.OverTime.REBUILT)
        assert (indicator.over_time == Indicator.OverTime.NONE) == bool(indicator.why_not_over_time)


months = st.lists(
    st.fixed_dictionaries({FLOW: amounts, STOCK: amounts, TOP: amounts, BOTTOM: amounts}), min_size=1, max_size=5
)


def check(unit: Unit, told: list[dict]) -> None:
    periods = MONTHS[: len(told)]
    given_for = {code: [month[code] for month in told] for code in (FLOW, STOCK, TOP, BOTTOM)}
    added = {code: [n for n in given_for[code] if isinstance(n, int)] for code in given_for}
    flow = span(unit, FLOW, periods)
    assert flow.amount == (sum(added[FLOW]) if added[FLOW] else None)
    assert flow.told == sum(1 for amount in given_for[FLOW] if amount is not None)
    assert (flow.state is State.COMPLETE) == (bool(added[FLOW]) and None not in given_for[FLOW])
    last = given_for[STOCK][-1]
    assert span(unit, STOCK, periods).amount == (last if isinstance(last, int) else None)
    rate, bottom = span(unit, RATE, periods), sum(added[BOTTOM])
    if added[TOP] and bottom:
        assert rate.amount == (Decimal(100) * sum(added[TOP]) / bottom).quantize(rate.amount)
        assert (rate.numerator, rate.denominator) == (sum(added[TOP]), bottom)
    else:
        assert rate.amount is None


@pytest.mark.row(61)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=months)
def test_flows_are_summed_stocks_are_the_last_and_ratios_are_made_of_sums(country, body, told):
    with transaction.atomic():
        user = access.create_account("so.lieu", "Nguyễn Thị Số", password="rừng vàng biển bạc 45")
        by = Actor.of(user, date(2026, 11, 20))
        for month, values in zip(MONTHS, told, strict=False):
            put(body, month, values, by)
        check(body, told)
        transaction.set_rollback(True)
