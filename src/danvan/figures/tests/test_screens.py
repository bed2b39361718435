"""The pages of figures: what they say, whom they show it to, and what can be taken away."""

from __future__ import annotations

import csv
import io

import pytest

from danvan.audit.models import Act
from danvan.figures.services import recompute_waiting
from danvan.orgs import services as orgs

from .factories import MONTH, NA, file

pytestmark = pytest.mark.django_db
TOTALS, INDICATORS = "/so-lieu/", "/so-lieu/chi-tieu/"


def cells_url(code: str, **query: str) -> str:
    return f"/so-lieu/chi-tieu/{code}/?" + "&".join(f"{k}={v}" for k, v in query.items())


def text(client, url: str) -> str:
    answer = client.get(url, follow=True)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def filed(country):
    """Two of three communes of A have filed, and B's one."""
    file(country, "A1.DU", {"houses_built": 1200, "houses_built.built": 1000, "houses_built.repaired": 200})
    file(country, "A2.DU", {"houses_built": 34, "houses_built.built": 30, "houses_built.repaired": 4, "inspection": NA})
    file(country, "A2.DU", {"inspection": 3}, source="Báo cáo chuyên đề tháng 9", note="Bổ sung")
    file(country, "B1.DU", {"houses_built": 7})
    file(country, "A1.DU", {"houses_built": 617}, period="2025-09")
    recompute_waiting()
    return country


def test_totals_say_how_many_reported_and_show_the_sum_with_its_proof(filed, signed_in):
    page = text(signed_in("provincial_specialist", "A"), TOTALS)
    assert "2 trên 3" in page
    assert "1.234" in page
    assert "1.234 = 1.030 + 204" in page
    assert "Tháng 9/2026" in page
    assert "617" in page
    assert "200,0" in page  # percent of the same period last year


def test_totals_are_read_in_english_too(filed, signed_in):
    client = signed_in("provincial_specialist", "A")
    client.cookies["django_language"] = "en"
    page = text(client, TOTALS)
    assert "2 of 3" in page
    assert "September 2026" in page


def test_an_area_out_of_reach_answers_like_one_that_does_not_exist(filed, signed_in):
    client = signed_in("provincial_specialist", "A")
    for area in ("B", "B1", "VN"):
        assert client.get(TOTALS, {"area": filed[area].public_id}).status_code == 404
    assert client.get(TOTALS, {"area": filed["A1"].public_id}).status_code == 200


@pytest.mark.parametrize(
    "query", [{"line": "none"}, {"period": "2026-13"}, {"area": "x"}, {"area": "00000000-0000-4000-8000-000000000000"}]
)
def test_an_unknown_choice_is_not_found(country, signed_in, query):
    assert signed_in("reader", "A").get(TOTALS, query).status_code == 404


def test_who_may_not_see_figures_does_not_find_the_page(country, signed_in):
    client = signed_in("account_administrator", "A")
    for url in (TOTALS, INDICATORS, cells_url("houses_built")):
        assert client.get(url).status_code == 404


@pytest.mark.row(64)
def test_one_drills_from_the_province_to_the_commune_to_the_filed_cell(filed, signed_in):
    client = signed_in("provincial_specialist", "A")
    province = text(client, cells_url("houses_built", line="commune-party", period=MONTH, area=filed["A"].public_id))
    assert f"area={filed['A1'].public_id}" in province
    assert "Xã Ân Thi" in province
    assert "chưa nộp" in province
    commune = text(client, cells_url("houses_built", line="commune-party", period=MONTH, area=filed["A1"].public_id))
    assert "Đảng ủy xã Đồng Xuân" in commune
    assert "1.200" in commune
    assert filed.person("provincial_specialist", "A").full_name in commune
    source = text(client, cells_url("inspection", line="commune-party", period=MONTH, area=filed["A2"].public_id))
    assert "Báo cáo chuyên đề tháng 9" in source
    assert "Bổ sung" in source


def test_what_cannot_be_added_says_why_and_a_ratio_shows_its_two_parts(country, signed_in):
    file(country, "A1.DU", {"letters_received": 3, "mediation_cases": 8, "mediation_success": 6})
    file(country, "A2.DU", {"letters_received": 4, "mediation_cases": 2, "mediation_success": 2})
    recompute_waiting()
    client = signed_in("reader", "A")
    assert "cộng lại sẽ đếm trùng" in text(client, cells_url("letters_received"))
    ratio = text(client, cells_url("mediation_rate"))
    assert "80,0" in ratio
    assert "8 : 10" in ratio


def test_a_unit_that_moved_out_of_reach_is_counted_and_not_named(filed, signed_in):
    since = filed["A2"].life.lower.replace(year=2026, month=10, day=1)
    orgs.place_anew(filed["A2"], filed["B"], since=since)
    page = text(signed_in("reader", "A"), cells_url("houses_built", area=filed["A"].public_id, period=MONTH))
    assert "1.234" in page
    assert "Xã Hòa Bình" not in page
    assert "1 đơn vị ngoài phạm vi" in page


def test_while_totals_wait_the_page_says_so(filed, signed_in):
    file(filed, "A3.DU", {"houses_built": 1})
    assert "đang được cộng" in text(signed_in("reader", "A"), TOTALS)


def test_an_empty_page_teaches(country, signed_in):
    client = signed_in("reader", "A")
    assert "Chưa có số liệu" in text(client, TOTALS)
    assert "Nhiệm vụ được giao" in text(client, TOTALS + "?all=1")


def test_definitions_are_listed_with_the_reason_for_not_adding(country, signed_in):
    page = text(signed_in("reader", "A"), INDICATORS)
    assert "Tỷ lệ hòa giải thành" in page
    assert "Mỗi bên phối hợp đều tính" in page


@pytest.mark.parametrize("kind", ["xlsx", "csv", "docx"])
@pytest.mark.parametrize("url", [TOTALS + "?", cells_url("houses_built"), cells_url("houses_built", table="sources")])
def test_what_is_shown_can_be_taken_away_and_the_book_says_so(filed, signed_in, url, kind):
    answer = signed_in("provincial_specialist", "A").get(f"{url}&format={kind}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    assert len(answer.content) > 300
    (act,) = Act.objects.filter(verb="figures.exported")
    assert act.subject == filed["A"]
    assert "dòng" in act.in_words


def test_an_export_holds_the_rows_of_the_page_and_only_those(filed, signed_in):
    client = signed_in("provincial_specialist", "A")
    found = client.get(cells_url("houses_built", table="sources", format="csv")).content.decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(found)) if not row[0].startswith("#")]
    assert [(row[0], row[2]) for row in rows[1:]] == [
        ("Đảng ủy xã Ân Thi", ""),
        ("Đảng ủy xã Đồng Xuân", "1200"),
        ("Đảng ủy xã Hòa Bình", "34"),
    ]
    assert "Tân Lập" not in found


def test_who_may_only_read_takes_nothing_away(filed, signed_in):
    client = signed_in("reader", "A")
    assert "format=xlsx" not in text(client, TOTALS)
    assert client.get(TOTALS + "?format=xlsx").status_code == 409
    assert not Act.objects.filter(verb="figures.exported").exists()


def test_the_pages_ask_as_many_queries_for_thirty_communes_as_for_three(
    filed, signed_in, django_assert_max_num_queries
):
    client = signed_in("provincial_specialist", "A")
    urls = (TOTALS, cells_url("houses_built"))
    before = [_queries(client, url) for url in urls]
    since = filed["A1"].life.lower
    more = []
    for number in range(30):
        more.append(orgs.Opening(f"X{number}", "commune", f"Xã Số {number}", f"Số {number}", "A", since))
        more.append(
            orgs.Opening(f"X{number}.DU", "party_committee", f"ĐU {number}", f"ĐU {number}", f"X{number}", since)
        )
    orgs.open_units(more)
    for url, count in zip(urls, before, strict=True):
        with django_assert_max_num_queries(count):
            assert client.get(url).status_code == 200


def _queries(client, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    return len(seen)
