"""Targets: who may set them, how amounts are read, and what came in beside them."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.http import Http404
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.core.errors import Refused, Stale
from danvan.core.periods import Period
from danvan.directives import services
from danvan.directives.goals import Goal, carried_on, goals_of, placed, ratio_of, result_of, units_for_targets
from danvan.directives.models import Target
from danvan.directives.services import Shown
from danvan.figures.models import Indicator
from danvan.figures.services import NewValue, file_values, recompute_waiting

from .factories import directive, sent

pytestmark = [pytest.mark.django_db, pytest.mark.row(50)]
YEAR = Period.parse("2026")


@pytest.fixture
def clerk(country):
    return country.actor("provincial_specialist", "A")


def indicator(code: str = "doc_issued") -> Indicator:
    return Indicator.objects.get(code=code)


def filed(country, unit: str, period: str, amount: int) -> None:
    by = country.actor("provincial_specialist", "A")
    file_values(
        country[unit], "commune-party", period, [NewValue("doc_issued", None, Decimal(amount))], by=by, token=uuid4()
    )


def typed(country, **changes) -> dict[str, str]:
    unit = str(country["A"].public_id)
    return {"indicator": "doc_issued", "unit": unit, "period": "2026", "amount": "2.400", "shown": ""} | changes


def test_a_target_stands_beside_what_the_units_reported(country, clerk):
    one, _mandates = sent(country)
    services.set_target(indicator(), country["A"], YEAR, Decimal(40), by=clerk, basis=one)
    assert [each.result for each in goals_of(one, clerk)] == [None]
    for unit, period, amount in (("A1.DU", "2026-01", 3), ("A2.DU", "2026-01", 4), ("A1.DU", "2026-02", 5)):
        filed(country, unit, period, amount)
    recompute_waiting()
    [found] = goals_of(one, clerk)
    assert (found.result.amount, found.reached, found.gap) == (12, "30,0 %", 28)
    services.set_target(indicator(), country["A"], YEAR, Decimal(10), by=clerk, basis=one)
    [found] = goals_of(one, clerk)
    assert (found.reached, found.gap) == ("120,0 %", 0)


def test_months_and_longer_periods_are_never_counted_twice():
    amounts = {
        Period.parse(code): Decimal(n)
        for code, n in {"2026-Q1": 10, "2026-02": 4, "2026-04": 3, "2026-05": 2, "2025-12": 99}.items()
    }
    assert result_of(indicator(), YEAR, amounts).amount == 15
    assert result_of(indicator(), YEAR, amounts | {YEAR: Decimal(16)}).amount == 16
    assert result_of(indicator(), Period.parse("2027"), amounts) is None


def test_of_what_stands_at_an_end_the_latest_holds():
    stock = Indicator.objects.filter(kind=Indicator.Kind.STOCK).first()
    amounts = {Period.parse("2026-03"): Decimal(50), Period.parse("2026-05"): Decimal(48)}
    assert result_of(stock, YEAR, amounts).amount == 48


def test_targets_are_set_for_the_area_of_the_keeper_and_its_communes(country, clerk):
    one = directive(country)
    found = units_for_targets(one, clerk)
    assert [unit.pk for unit in found][0] == country["A"].pk
    assert {unit.pk for unit in found} == {country[code].pk for code in ("A", "A1", "A2", "A3")}
    assert units_for_targets(one, country.actor("commune_officer", "A1")) == []


def test_a_target_of_a_foreign_province_is_not_there(country, clerk):
    with pytest.raises(Http404):
        services.set_target(indicator(), country["B1"], YEAR, Decimal(1), by=clerk)
    with pytest.raises(Refused) as refusal:
        services.set_target(indicator(), country["A1"], YEAR, Decimal(1), by=country.actor("commune_officer", "A1"))
    assert refusal.value.code == "not-allowed"


def test_a_change_by_somebody_else_is_not_overwritten_unseen(country, clerk):
    services.set_target(indicator(), country["A"], YEAR, Decimal(40), by=clerk, shown=Shown(None))
    with pytest.raises(Stale):
        services.set_target(indicator(), country["A"], YEAR, Decimal(50), by=clerk, shown=Shown(None))
    services.set_target(indicator(), country["A"], YEAR, Decimal(50), by=clerk, shown=Shown(Decimal("40.0")))
    assert Target.objects.get().amount == 50


def test_a_target_is_set_and_changed_on_its_page(country, signed_in):
    one = directive(country)
    client, url = signed_in("provincial_specialist", "A"), reverse("directives:targets", args=[one.public_id])
    assert "Giao chỉ tiêu" in client.get(url).content.decode()
    assert client.post(url, typed(country)).url.startswith(one.get_absolute_url())
    text = client.get(one.get_absolute_url()).content.decode()
    assert "2.400" in text
    keys = {name: typed(country)[name] for name in ("indicator", "unit", "period")}
    form = client.get(url, keys).content.decode()
    assert 'value="2.400"' in form
    shown = form.split('name="shown" value="')[1].split('"')[0]
    again = client.post(url, typed(country, amount="2.500"))
    assert again.status_code == 409
    assert "2.400" in again.content.decode()
    assert 'value="2.500"' in again.content.decode()
    assert client.post(url, typed(country, amount="2.500", shown=shown)).status_code == 302
    assert Target.objects.get().amount == 2500


@pytest.mark.parametrize("amount", ["", "-5", "2,400.5", "abc", "1.23", "12,5", "K"])
def test_a_bad_amount_is_told_at_its_field_and_kept(country, signed_in, amount):
    one = directive(country)
    answer = signed_in("provincial_specialist", "A").post(
        reverse("directives:targets", args=[one.public_id]), typed(country, amount=amount)
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "id_amount_error" in text
    assert not amount or f'value="{amount}"' in text
    assert not Target.objects.exists()


def test_a_share_over_a_hundred_is_refused_at_its_field(country, signed_in):
    one, share = directive(country), Indicator.objects.filter(kind=Indicator.Kind.RATIO, measure_vi="%").first()
    answer = signed_in("provincial_specialist", "A").post(
        reverse("directives:targets", args=[one.public_id]), typed(country, indicator=share.code, amount="101")
    )
    assert answer.status_code == 422
    assert "id_amount_error" in answer.content.decode()


@pytest.mark.parametrize(("role", "on"), [("commune_officer", "A1"), ("provincial_specialist", "B"), ("reader", "A")])
def test_the_page_is_not_there_for_who_may_not_set_targets(country, signed_in, role, on):
    one, _mandates = sent(country)
    url, client = reverse("directives:targets", args=[one.public_id]), signed_in(role, on)
    assert client.get(url).status_code == 404
    assert client.post(url, typed(country)).status_code == 404


def test_a_unit_out_of_reach_is_no_choice(country, signed_in):
    one, _mandates = sent(country)
    url, client = reverse("directives:targets", args=[one.public_id]), signed_in("commune_head", "A1")
    outside = client.post(url, typed(country, unit=str(country["A2"].public_id)))
    assert outside.status_code == 422
    assert client.post(url, typed(country, unit=str(country["A1"].public_id))).status_code == 302
    assert Target.objects.get().unit == country["A1"]


def test_thirty_targets_ask_as_often_as_three(country, clerk, signed_in, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    one, _mandates = sent(country)
    codes = list(Indicator.objects.exclude(kind=Indicator.Kind.RATIO).values_list("code", flat=True)[:10])
    filed(country, "A1.DU", "2026-01", 3)
    recompute_waiting()
    for code in codes[:1]:
        for area in ("A1", "A2", "A3"):
            services.set_target(indicator(code), country[area], YEAR, Decimal(5), by=clerk, basis=one)
    client = signed_in("provincial_specialist", "A")
    client.get(one.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        client.get(one.get_absolute_url())
    for code in codes[1:]:
        for area in ("A1", "A2", "A3"):
            services.set_target(indicator(code), country[area], YEAR, Decimal(5), by=clerk, basis=one)
    with django_assert_max_num_queries(len(few)):
        client.get(one.get_absolute_url())


def of_kind(code: str, amounts: dict[str, int]) -> object:
    return result_of(indicator(code), YEAR, {Period.parse(one): Decimal(n) for one, n in amounts.items()})


def goal(amount: int | None, target: int = 100, kind: str = "commune", code: str = "doc_issued") -> Goal:
    """An invented goal with the first half year told."""
    told = None if amount is None else of_kind(code, {"2026-H1": amount})
    aimed = Target(indicator=indicator(code), period="2026", amount=Decimal(target))
    aimed.unit_kind = kind
    return Goal(aimed, "2026", told)


def test_a_forecast_carries_the_pace_so_far_to_the_end():
    assert goal(181).forecast == 365, "181 of 365 days are told"
    assert goal(181, target=365).forecast_reached == "100,0 %"
    whole = of_kind("doc_issued", {"2026": 12})
    assert carried_on(whole, YEAR, 0) is None, "nothing is left to forecast"
    gapped = of_kind("doc_issued", {"2026-01": 31, "2026-03": 31})
    assert carried_on(gapped, YEAR, 0) == 365, "a month that nobody told does not count as a month without any"


def test_what_stands_at_an_end_and_people_counted_once_have_no_forecast():
    assert goal(50, code="members_farmers").forecast is None
    assert goal(50, code="reception_people").forecast is None
    assert goal(None).forecast is None


@pytest.mark.row(61)
def test_people_counted_once_are_no_result_but_for_the_period_itself():
    assert of_kind("reception_people", {"2026-01": 5, "2026-02": 6}) is None
    assert of_kind("reception_people", {"2026": 9, "2026-02": 6}).amount == 9


def test_a_ratio_is_worked_out_again_from_what_both_parts_came_to():
    rate = Indicator.objects.select_related("numerator", "denominator").get(code="mediation_rate")
    months = [Period.parse(f"2026-{month:02d}") for month in (1, 2, 3)]
    tops = dict(zip(months, map(Decimal, (10, 0, 50)), strict=True))
    bottoms = dict(zip(months[:2], map(Decimal, (10, 30)), strict=True))
    assert ratio_of(rate, YEAR, tops, bottoms).amount == 25
    assert ratio_of(rate, YEAR, tops, {}) is None


def test_units_of_one_level_are_ranked_by_the_share_reached_ties_share_and_the_silent_are_last():
    found = placed([goal(None), goal(50), goal(80), goal(40, 80), goal(7, kind="ward"), goal(90, kind="province")])
    told = [(one.place.number, one.place.all, one.place.shared) if one.place else None for one in found]
    assert told == [(None, 5, False), (2, 5, True), (1, 5, False), (2, 5, True), (4, 5, False), None]


@given(st.lists(st.one_of(st.none(), st.integers(0, 20)), min_size=2, max_size=8))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_better_share_never_has_a_later_place(amounts):
    found = placed([goal(amount) for amount in amounts])
    places = {one.result and one.result.amount: one.place.number for one in found}
    assert places.pop(None, None) is None
    numbers = [places[amount] for amount in sorted(places, reverse=True)]
    assert numbers == sorted(set(numbers))
    assert not numbers or numbers[0] == 1


def test_the_page_of_targets_shows_forecast_and_rank_and_says_what_an_estimate_is(country, clerk, signed_in):
    one, _mandates = sent(country)
    for area, amount in (("A1", 31), ("A2", 62), ("A3", None)):
        services.set_target(indicator(), country[area], YEAR, Decimal(365), by=clerk, basis=one)
        if amount:
            filed(country, f"{area}.DU", "2026-01", amount)
    services.set_target(indicator("reception_people"), country["A1"], YEAR, Decimal(9), by=clerk, basis=one)
    for month in ("2026-02", "2026-03"):
        rows = [NewValue("reception_people", None, Decimal(4))]
        file_values(country["A1.DU"], "commune-party", month, rows, by=clerk, token=uuid4())
    recompute_waiting()
    page = signed_in("provincial_specialist", "A").get(reverse("directives:targets", args=[one.public_id]))
    text = " ".join(page.content.decode().split())
    for said in ("1/3", "2/3", "cuối, chưa có số liệu", "ước tính, 100,0 %", "730", "Dự báo chỉ là ước tính"):
        assert said in text
    assert "cộng qua các kỳ sẽ tính một người nhiều lần" in text
