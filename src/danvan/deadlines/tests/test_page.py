"""The page "Lịch làm việc và thời hạn": every row with how sure it is and who compared it."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.deadlines.models import CalendarDay, Term

URL = "deadlines:rules"


def test_a_stranger_is_sent_to_the_login_page(client, db):
    assert client.get(reverse(URL)).status_code == 302


def test_everybody_signed_in_sees_days_terms_and_windows_with_their_certainty(signed_in):
    page = signed_in("reader", "A1").get(reverse(URL), {"nam": "2026"}).content.decode()
    for words in (
        "Lịch làm việc và thời hạn", "02/01/2026", "10/01/2026", "Ngày làm bù", "task.default", "nguồn thứ cấp",
        "Nghị định 09/2019/NĐ-CP", "ngày 15 của tháng trước tháng đầu", "9 tháng", "chưa chắc",
    ):  # fmt: skip
        assert words in page
    assert "02/01/2025" not in page


def test_what_nobody_checked_is_counted_and_marked_and_what_somebody_did_names_them(signed_in):
    client = signed_in("reader", "A1")
    before = client.get(reverse(URL), {"nam": "2026"}).context["book"].unchecked
    CalendarDay.objects.filter(date=date(2026, 1, 2)).update(checked_by="Lê Văn C (minh họa)")
    Term.objects.filter(code="task.default").update(checked_by="Lê Văn C (minh họa)")
    response = client.get(reverse(URL), {"nam": "2026"})
    assert response.context["book"].unchecked == before - 2
    assert response.content.decode().count("Lê Văn C (minh họa)") == 2
    assert f"{before - 2} dòng dưới đây chưa được đối chiếu" in response.content.decode()


@pytest.mark.parametrize("year", ["", "x", "0", "99999", "２０２６", "-5", "2026'--"])
def test_an_odd_year_shows_this_year(signed_in, year):
    response = signed_in("reader", "A1").get(reverse(URL), {"nam": year})
    assert response.status_code == 200


def test_a_year_without_rows_says_what_is_counted(signed_in):
    page = signed_in("reader", "A1").get(reverse(URL), {"nam": "2031"}).content.decode()
    assert "Chưa có lịch của năm này" in page


def test_the_page_costs_as_many_queries_for_a_full_year_as_for_an_empty_one(signed_in, django_assert_max_num_queries):
    client = signed_in("reader", "A1")
    for year in ("2026", "2031"):
        with django_assert_max_num_queries(12):
            client.get(reverse(URL), {"nam": year})
