"""The public search page."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.directives.tests import factories as directives

from . import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/tim-kiem/"


def shown(client, **asked):
    answer = client.get(ADDRESS, asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.row(115)
@pytest.mark.row(121)
def test_a_visitor_finds_dan_van_kheo_without_marks_or_script(client):
    factories.published("Mô hình Dân vận khéo ở Hòa Bình")
    answer = client.get(ADDRESS, {"q": "dan van kheo"})
    page = answer.content.decode()
    assert "<mark>Dân vận khéo</mark>" in page
    assert len(answer.content) < 100_000


def test_an_empty_question_teaches_and_one_without_an_answer_says_so(client):
    assert "62kltw" in shown(client)
    assert "Không tìm thấy" in shown(client, q="khôngcógì")
    assert "62kltw" in shown(client, q="***")


@pytest.mark.trust("T08")
def test_the_page_is_the_same_for_an_officer_and_shows_nothing_internal(country, signed_in):
    directives.directive(country)
    page = shown(signed_in("provincial_specialist", "A"), q="62kltw")
    assert "hit__title" not in page


@pytest.mark.trust("T16")
def test_what_was_typed_comes_back_escaped(client):
    page = shown(client, q='"><script>alert(1)</script>', muc="<b>", trang="-1", nam="x", loai="'")
    assert "<script>alert" not in page
    assert 'value="&quot;&gt;&lt;script&gt;' in page


def test_a_long_question_is_cut_and_the_page_says_so(client):
    assert "200" in shown(client, q="dài " * 200)


@pytest.mark.trust("T24")
@given(st.dictionaries(st.sampled_from(["q", "loai", "muc", "nam", "xep", "trang"]), st.text(max_size=60)))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_address_asks_there_is_a_page(client, asked):
    shown(client, **asked)


def test_a_reader_who_chose_large_type_keeps_it_through_the_search(client):
    for number in range(25):
        factories.published(f"Đường mới ở ấp {number}")
    first = client.get("/tim-kiem/?q=duong+moi&chu=lon").content.decode()
    assert '<input type="hidden" name="chu" value="lon">' in first.split('class="ask"')[1]
    assert "trang=2&amp;chu=lon" in first
    assert re.search(r'class="hit__title"><a href="[^"?]+\?chu=lon"', first)
