"""Kept pages: the same for strangers, never for who works here, and gone as soon as something changes."""

import pytest
from django.test import Client

from danvan.portal import page_cache
from danvan.portal.models import PublicArticle

from . import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keeping(settings, tmp_path):
    """Pages are kept, in a place of this test's own."""
    settings.PORTAL_PAGE_SECONDS = 60
    settings.PORTAL_STAMP = tmp_path / "stamp"
    page_cache.PAGES.clear()
    page_cache._remembered.clear()
    yield
    page_cache.PAGES.clear()
    page_cache._remembered.clear()


def test_a_second_stranger_gets_the_page_without_a_question_to_the_database(client, django_assert_num_queries):
    one = factories.published()
    first = client.get(one.url)
    with django_assert_num_queries(0):
        second = client.get(one.url)
    assert second.content == first.content
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


@pytest.mark.trust("T08")
def test_an_article_taken_down_is_gone_from_the_next_page_on(client, django_capture_on_commit_callbacks):
    one = factories.published("Sẽ gỡ")
    assert client.get(one.url).status_code == 200
    assert "Sẽ gỡ" in client.get("/tin/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        one.unpublish()
    assert client.get(one.url).status_code == 404
    assert "Sẽ gỡ" not in client.get("/tin/").content.decode()


def test_a_new_article_and_a_renamed_category_are_seen_at_once(client, django_capture_on_commit_callbacks):
    client.get("/tin/")
    with django_capture_on_commit_callbacks(execute=True):
        factories.published("Vừa đăng")
    assert "Vừa đăng" in client.get("/tin/").content.decode()
    category = factories.category()
    category.title = "Tên mới của chuyên mục"
    with django_capture_on_commit_callbacks(execute=True):
        category.save_revision().publish()
    assert "Tên mới của chuyên mục" in client.get("/").content.decode()


@pytest.mark.trust("T08")
def test_pages_of_who_is_signed_in_are_neither_kept_nor_handed_to_others(signed_in):
    one = factories.published()
    inside, client = signed_in("provincial_specialist", "A"), Client()
    answer = inside.get(one.url)
    assert "no-store" in answer.headers["Cache-Control"]
    assert page_cache.PAGES.get(_key(one.url), page_cache.stamp()) is None
    client.get(one.url)
    PublicArticle.objects.filter(page=one).update(title="Đổi sau lưng")
    assert "Đổi sau lưng" in inside.get(one.url).content.decode()
    assert "Đổi sau lưng" not in client.get(one.url).content.decode()


def test_languages_sizes_and_pages_are_kept_apart_and_invented_queries_are_not_kept(client):
    one = factories.published()
    texts = {client.get(one.url + query).content for query in ("", "?tieng=en", "?chu=lon", "?nhe=1")}
    assert len(texts) == 4
    client.get(one.url + "?x=1")
    assert page_cache.PAGES.get(_key(one.url, "x=1"), page_cache.stamp()) is None


def test_who_has_the_page_already_is_told_so(client):
    one = factories.published()
    tag = client.get(one.url).headers["ETag"]
    again = client.get(one.url, headers={"if-none-match": f'W/"x", {tag}'})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == tag
    assert client.get(one.url, headers={"if-none-match": '"other"'}).status_code == 200


def test_pages_that_are_missing_or_set_a_cookie_are_not_kept(client):
    assert client.get("/tin/khong-co/").status_code == 404
    assert page_cache.PAGES.get(_key("/tin/khong-co/"), page_cache.stamp()) is None
    client.get("/tai-khoan/dang-nhap/")
    assert page_cache.PAGES.get(_key("/tai-khoan/dang-nhap/"), page_cache.stamp()) is None


def test_the_memory_for_pages_is_bounded(monkeypatch):
    monkeypatch.setattr(page_cache, "MOST_PAGES", 3)
    monkeypatch.setattr(page_cache, "MOST_BYTES", 25)
    pages = page_cache.Pages()
    for number in range(5):
        pages.put((str(number),), page_cache.Kept(b"", float("inf"), (), b"x" * 10))
    assert [number for number in range(5) if pages.get((str(number),), b"")] == [3, 4]


def _key(address: str, query: str = "") -> tuple[str, ...]:
    return ("http", "testserver", address, query, "")
