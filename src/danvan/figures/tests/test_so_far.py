"""The year so far on the pages: added up from the months, held against longer periods, refused where it must be."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.core.numbers import format_amount
from danvan.core.periods import Period
from danvan.figures import queries
from danvan.figures.models import Indicator
from danvan.figures.queries import State, year_so_far
from danvan.figures.services import recompute_waiting

from .factories import file

pytestmark = pytest.mark.django_db
TOTALS = "/so-lieu/"
ONCE = "reception_people"
# What the shipped definitions refuse to add over units.
OVER_UNITS = ("letters_received", "letters_transferred", "supervise_joint", "members_total")


def words(answer) -> str:
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def of(country, unit: str, period: str, **more: str) -> dict[str, str]:
    return {"area": str(country[unit].public_id), "line": "commune-party", "period": period} | more


def so_far(country, unit: str, code: str, period: str):
    line, indicator = queries.line("commune-party"), queries.indicator(code)
    return year_so_far(country[unit], line, [indicator], Period.parse(period)).of(indicator)


@pytest.fixture
def quarter(country):
    """Two communes filed the first three months; one its first quarter as a whole, too, with another figure."""
    for month, first, second in (("2026-01", 40, 5), ("2026-02", 30, 6), ("2026-03", 50, 7)):
        values = {"doc_issued": first, ONCE: first, "mediation_cases": first, "mediation_success": 20}
        file(country, "A1.DU", values | {"members_farmers": first * 10}, period=month)
        file(country, "A2.DU", {"doc_issued": second, "members_farmers": second * 10}, period=month)
    file(country, "A1.DU", {"doc_issued": 118, ONCE: 90}, period="2026-Q1")
    recompute_waiting()
    return country


def test_each_figure_since_january_goes_by_its_own_rule(quarter):
    assert so_far(quarter, "A1", "doc_issued", "2026-03").amount == 120
    assert so_far(quarter, "A1", "members_farmers", "2026-03").amount == 500
    assert so_far(quarter, "A1", "mediation_rate", "2026-03").amount == Decimal(50)
    once = so_far(quarter, "A1", ONCE, "2026-03")
    assert (once.amount, once.span.state) == (None, State.NOT_ADDITIVE)
    assert once.span.why
    assert so_far(quarter, "A1", ONCE, "2026-Q1").amount == 90, "filed for the quarter as a whole"
    assert so_far(quarter, "A", "doc_issued", "2026-03").amount == 138


def test_the_page_tells_the_year_so_far_and_how_many_months_are_in_it(quarter, signed_in):
    client = signed_in("provincial_specialist", "A")
    page = words(client.get(TOTALS, of(quarter, "A1", "2026-03")))
    assert "Lũy kế từ đầu năm" in page
    assert "120" in page
    assert "không cộng" in page
    assert "cộng qua các kỳ sẽ tính một người nhiều lần" in page
    file(quarter, "A1.DU", {"doc_issued": 9}, period="2026-05")
    recompute_waiting()
    gapped = words(client.get(TOTALS, of(quarter, "A1", "2026-05")))
    assert "129" in gapped
    assert "4/5 tháng" in gapped
    assert "4/5 tháng" in words(client.get("/so-lieu/chi-tieu/doc_issued/", of(quarter, "A1", "2026-05")))


@pytest.mark.parametrize("units", ["was", "now"])
def test_both_ways_to_read_figures_have_it(quarter, signed_in, units):
    page = words(signed_in("reader", "A").get(TOTALS, of(quarter, "A", "2026-03", units=units)))
    assert "138" in page


def test_the_first_month_has_no_second_column_of_itself(quarter, signed_in):
    assert "Lũy kế" not in words(signed_in("reader", "A").get(TOTALS, of(quarter, "A", "2026-01")))


@pytest.mark.row(49)
@pytest.mark.parametrize("period", ["2026-03", "2026-Q1"])
@pytest.mark.parametrize("url", [TOTALS, "/so-lieu/chi-tieu/doc_issued/"])
def test_a_quarter_that_differs_from_its_months_is_told_with_both_and_the_difference(quarter, signed_in, period, url):
    client = signed_in("provincial_specialist", "A")
    said = "Quý I/2026 đã báo cáo 118, cộng các tháng được 120; chênh lệch -2"
    assert said in words(client.get(url, of(quarter, "A1", period)))
    assert "nhưng chưa đủ đơn vị báo cáo" in words(client.get(url, of(quarter, "A", period)))
    file(quarter, "A1.DU", {"doc_issued": 120}, period="2026-Q1")
    recompute_waiting()
    assert "chênh lệch" not in words(client.get(url, of(quarter, "A1", period)))


@pytest.mark.row(49)
def test_the_export_has_the_year_so_far_with_its_periods_reasons_and_differences(quarter, signed_in):
    client = signed_in("provincial_specialist", "A")
    answer = client.get(TOTALS, of(quarter, "A1", "2026-03", format="csv"))
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    text = answer.content.decode("utf-8-sig")
    assert any("Lũy kế từ đầu năm" in cell for line in lines for cell in line)
    assert "3/3" in text
    assert "chênh lệch -2" in text
    assert "cộng qua các kỳ sẽ tính một người nhiều lần" in text


def test_all_indicators_ask_as_often_as_one(quarter, signed_in):
    client = signed_in("provincial_specialist", "A")
    client.get(TOTALS, of(quarter, "A1", "2026-03"))
    with CaptureQueriesContext(connection) as few:
        client.get(TOTALS, of(quarter, "A1", "2026-03"))
    plain = Indicator.objects.exclude(kind=Indicator.Kind.RATIO)
    file(quarter, "A1.DU", {one.code: 3 for one in plain[:40]}, period="2026-03")
    recompute_waiting()
    with CaptureQueriesContext(connection) as many:
        client.get(TOTALS, of(quarter, "A1", "2026-03"))
    assert len(many) <= len(few)


@pytest.mark.row(61)
def test_the_definitions_say_how_each_is_put_together_and_why_not(country, signed_in):
    page = words(signed_in("reader", "A").get("/so-lieu/chi-tieu/"))
    for said in (
        "Theo thời gian",
        "Khi chia tách đơn vị",
        "Một người có thể đến nhiều lần",
        "gửi nhiều nơi, nhiều cấp",
    ):
        assert said in page
    assert "Một người có thể là đoàn viên, hội viên của nhiều tổ chức" in page


@pytest.mark.row(61)
def test_what_is_counted_several_times_is_refused_by_the_shipped_definitions(country):
    assert not Indicator.objects.filter(code__in=OVER_UNITS).exclude(additive=False).exists()
    assert Indicator.objects.get(code=ONCE).over_time == Indicator.OverTime.NONE


six_digits = st.integers(100_000, 999_999)


@pytest.mark.row(61)
@given(st.lists(six_digits, min_size=4, max_size=4, unique=True))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_page_and_no_export_ever_adds_what_is_counted_several_times(country, signed_in, amounts):
    client = signed_in("provincial_specialist", "A")
    try:
        with transaction.atomic():
            _never_added(country, client, amounts)
            raise _Undo
    except _Undo:
        pass


class _Undo(Exception):
    """Takes one example back."""


def _never_added(country, client, amounts: list[int]) -> None:
    places = [(unit, month) for month in ("2026-01", "2026-02") for unit in ("A1", "A2")]
    for (unit, month), amount in zip(places, amounts, strict=True):
        file(country, f"{unit}.DU", dict.fromkeys((*OVER_UNITS, ONCE), amount), period=month)
    recompute_waiting()
    first, second, third, fourth = amounts
    over_units = {first + second, third + fourth, sum(amounts)}
    over_time = {first + third, second + fourth, sum(amounts)}
    for code in OVER_UNITS:
        _absent(_shown(country, client, "A", f"{TOTALS}chi-tieu/{code}/"), over_units, code)
    assert format_amount(third + fourth) in _shown(country, client, "A", f"{TOTALS}chi-tieu/{ONCE}/")
    for unit in ("A", "A1", "A2"):
        _absent(_shown(country, client, unit, f"{TOTALS}chi-tieu/{ONCE}/"), over_time, ONCE)


def _shown(country, client, unit: str, url: str) -> str:
    """The page of one indicator and its files, as text."""
    query = of(country, unit, "2026-02")
    found = [client.get(url, query | more) for more in ({}, {"format": "csv"}, {"format": "csv", "table": "sources"})]
    assert {answer.status_code for answer in found} == {200}
    return " ".join(answer.content.decode() for answer in found)


def _absent(text: str, sums: set[int], code: str) -> None:
    for amount in sums:
        assert format_amount(amount) not in text, code
        assert str(amount) not in text, code
