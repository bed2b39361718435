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
    packed = client.get(one.url, headers={"if-none-match": f"W/{tag}"})
    assert packed.status_code == 304
    assert client.get(one.url, headers={"if-none-match": '"other"'}).status_code == 200


def test_pages_that_are_missing_or_set_a_cookie_are_not_kept(client):
    assert client.get("/tin/khong-co/").status_code == 404
    assert page_cache.PAGES.get(_key("/tin/khong-co/"), page_cache.stamp()) is None
    client.get("/tai-khoan/dang-nhap/")
    assert page_cache.PAGES.get(_key("/tai-khoan/dang-nhap/"), page_cache.stamp()) is None


MAST = "portal/components/mast.html"


def rendered(answer) -> set[str]:
    """The templates that were rendered for a page."""
    return {one.name for one in answer.templates}


def mast(answer) -> str:
    """The head of a page."""
    return answer.content.decode().partition("<header")[2].partition("</header>")[0]


def test_what_stands_around_pages_is_rendered_once_until_something_changes(client, django_capture_on_commit_callbacks):
    one, two, three = (factories.published(f"Bài {number}") for number in range(3))
    first, second = client.get(one.url), client.get(two.url)
    assert MAST in rendered(first)
    assert MAST not in rendered(second)
    assert mast(second) == mast(first)
    with django_capture_on_commit_callbacks(execute=True):
        page_cache.forget()
    assert MAST in rendered(client.get(three.url))


@pytest.mark.trust("T08")
def test_what_stands_around_pages_is_the_same_for_who_is_signed_in_and_differs_where_it_must(client, signed_in):
    one = factories.published(under=factories.category("dan-van-kheo"))
    usual = mast(client.get(one.url))
    assert mast(signed_in("provincial_specialist", "A").get(one.url)) == usual
    assert 'aria-current="true">Dân vận khéo' in usual
    assert 'aria-current="page">Dân vận khéo' in mast(client.get("/tin/dan-van-kheo/"))
    assert "For officials" in mast(client.get(one.url + "?tieng=en"))
    assert 'href="/?chu=lon"' in mast(client.get(one.url + "?chu=lon"))


def test_what_a_visitor_typed_stands_in_the_page_and_is_not_remembered(client):
    one = factories.published()
    client.get(one.url)
    before = len(page_cache._remembered)
    assert "?x=mot-hai" in mast(client.get(one.url + "?x=mot-hai"))
    assert MAST in rendered(client.get(one.url + "?x=ba"))
    assert len(page_cache._remembered) == before


def test_nothing_is_remembered_where_nothing_is_kept(client, settings):
    settings.PORTAL_PAGE_SECONDS = 0
    one = factories.published()
    assert all(MAST in rendered(client.get(one.url)) for _time in range(2))
    assert not page_cache._remembered


def test_the_memory_for_pages_is_bounded(monkeypatch):
    monkeypatch.setattr(page_cache, "MOST_PAGES", 3)
    monkeypatch.setattr(page_cache, "MOST_BYTES", 25)
    pages = page_cache.Pages()
    for number in range(5):
        pages.put((str(number),), page_cache.Kept(b"", float("inf"), (), b"x" * 10))
    assert [number for number in range(5) if pages.get((str(number),), b"")] == [3, 4]


def _key(address: str, query: str = "") -> tuple[str, ...]:
    return ("http", "testserver", address, query, "")
