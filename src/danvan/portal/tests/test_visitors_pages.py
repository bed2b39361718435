"""The pages that a visitor opens: complete, light, without a cookie, and never about a draft."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from danvan.core import clock
from danvan.portal import page_cache
from danvan.portal.models import PublicArticle
from danvan.web.storage import bundle
from danvan.web.templatetags.danvan import day

from . import factories

pytestmark = pytest.mark.django_db
HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", "{{ 7|add:7 }}",
    "javascript:alert(1)", "]]><x>&amp;", "a\u202eb",
)  # fmt: skip
MOST_QUERIES = 9
PARAGRAPH = "<p>" + "Nội dung minh họa về công tác dân vận ở cơ sở, viết dài như một bài thật. " * 12 + "</p>"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert not answer.cookies, address
    return answer.content.decode()


def shown(title: str = "Bài minh họa", **fields):
    return factories.published(title, **fields)


def test_an_article_tells_what_it_is_when_it_was_published_and_where_its_facts_come_from(client):
    one = shown("Bản Năng Cát hiến đất", byline="Nguyễn Văn A", source="Báo cáo minh họa số 1", tags=["hiến đất"])
    text = page(client, one.url)
    for said in ("Bản Năng Cát hiến đất", "Lời dẫn minh họa.", "Nguyễn Văn A", "Báo cáo minh họa số 1", "hiến đất"):
        assert said in text
    assert f">{day(one.shown.shown_on)}</time>" in text
    assert re.search(r'itemtype="https://schema.org/NewsArticle"', text)
    assert f'<link rel="canonical" href="http://testserver{one.url}">' in text
    assert '<meta property="og:type" content="article">' in text
    assert "<script>" not in text


def test_older_and_newer_articles_of_the_category_and_related_ones_lead_on(client):
    now = clock.now()
    days = {name: shown(name, shown_on=now - timedelta(days=age)) for name, age in (("Cũ", 3), ("Giữa", 2), ("Mới", 1))}
    elsewhere = shown("Cùng chủ đề", under=factories.category("dan-van-kheo"), tags=["nước sạch"])
    other = shown("Có chủ đề", shown_on=now - timedelta(days=9), tags=["nước sạch"])
    text = page(client, days["Giữa"].url)
    assert re.search(rf'rel="prev" href="{days["Cũ"].url}"', text)
    assert re.search(rf'rel="next" href="{days["Mới"].url}"', text)
    related = page(client, other.url).partition('id="related"')[2]
    assert related.index(elsewhere.url) < related.index(days["Mới"].url)


@pytest.mark.trust("T08")
def test_a_draft_comes_out_at_no_side_door(client):
    secret = "Dự thảo kín chưa ai được đọc"
    one = shown("Bài đã đăng", tags=["khéo"])
    factories.draft(secret, tags=["khéo"])
    taken = shown("Bài đã gỡ " + secret, tags=["khéo"])
    taken.unpublish()
    doors = (
        "/", "/tin/", "/tin/tin-hoat-dong/", one.url, "/chu-de/khéo/", "/tin/rss.xml", "/tin/atom.xml",
        "/tin/tin-hoat-dong/rss.xml", "/tin/tin-hoat-dong/atom.xml", "/chu-de/khéo/rss.xml", "/chu-de/khéo/atom.xml",
        "/sitemap.xml", "/sitemap-1.xml", "/robots.txt",
    )  # fmt: skip
    for door in doors:
        text = page(client, door)
        assert secret not in text, door
        assert "kin-chua-ai" not in text, door
    assert client.get(taken.url).status_code == 404


@pytest.mark.trust("T16")
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_reach_the_reader_as_words(client, words):
    one = shown("An toàn")
    PublicArticle.objects.filter(page=one).update(
        title=words, lead=words, byline=words, source=words, tags=[words, "464-QĐ/TU", "hai\ndòng"]
    )
    for address in ("/", "/tin/", one.url):
        text = page(client, address)
        assert escape(words) in text
        if escape(words) != words:
            assert words not in text
    assert 'href="javascript:' not in page(client, one.url)
    assert escape(words) in page(client, "/chu-de/464-QĐ/TU/")


@pytest.mark.row(121)
def test_nothing_is_kept_of_a_visitor_and_no_page_varies_without_need(client):
    one = shown()
    for address in ("/", "/tin/", "/tin/tin-hoat-dong/", one.url):
        answer = client.get(address)
        assert not answer.cookies
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Vary"] == "Cookie"
    for address in ("/tin/rss.xml", "/sitemap.xml", "/sitemap-1.xml", "/robots.txt"):
        assert "Vary" not in client.get(address).headers
    assert client.get("/", headers={"accept-language": "en"}).headers["Content-Language"] == "vi"


def carried(text: str) -> int:
    """Bytes of a page with every style sheet, script and drawing that it names, nothing compressed."""
    total = len(text.encode())
    for name in set(re.findall(r'(?:href|src)="/static/([^"#]+)', text)):
        path = Path(finders.find(name))
        words = path.read_text(encoding="utf-8")
        if name.endswith(".css"):
            words = bundle(words, lambda other, folder=path.parent: _sheet(folder, other))
        total += len(words.encode())
    return total


def _sheet(folder: Path, name: str) -> str:
    relative = (folder / name).as_posix().partition("/static/")[2] if ".." not in name else name.removeprefix("../")
    return Path(finders.find(relative)).read_text(encoding="utf-8")


@pytest.mark.row(121)
@pytest.mark.trust("T16")
def test_pages_are_under_100_kilobytes_with_all_their_styles_and_scripts(client):
    for number in range(21):
        last = shown(f"Bài số {number} với một tiêu đề dài như tiêu đề thật", lead="Lời dẫn. " * 40)
    long = shown("Bài dài", text=PARAGRAPH * 12, tags=["a", "b", "c"])
    for address in ("/", "/tin/", "/tin/tin-hoat-dong/", last.url, long.url):
        assert carried(page(client, address)) < 100_000, address


@pytest.mark.row(121)
def test_a_light_page_names_no_photo_and_links_to_each_instead(client):
    one = shown()
    PublicArticle.objects.filter(page=one).update(
        body_html='<p>Chữ</p><figure><img src="/anh/a.webp" alt="Một &lt;b&gt; ảnh"></figure>',
        photo={"src": "/anh/l.webp", "srcset": "", "alt": "Ảnh đầu bài", "width": 1200, "height": 675},
    )
    usual, light = page(client, one.url), page(client, one.url + "?nhe=1")
    assert usual.count("<img") == 2
    assert "<img" not in light
    assert '<a class="photo-link" href="/anh/a.webp">Ảnh: Một &lt;b&gt; ảnh</a>' in light
    assert "Ảnh đầu bài" in light
    assert "<img" not in page(client, "/?nhe=1")
    assert 'href="/tin/?nhe=1"' in light


@pytest.mark.row(122)
def test_type_grows_by_an_address_and_stays_large_on_the_next_page(client):
    one = shown()
    text = page(client, one.url + "?chu=rat-lon")
    assert 'class="is-larger"' in text
    assert 'href="/tin/?chu=rat-lon"' in text
    assert "class=" not in re.search(r"<html[^>]*>", page(client, one.url + '?chu="><b>'))[0]


@pytest.mark.row(122)
def test_a_visitor_changes_the_language_without_a_cookie(client):
    one = shown()
    text = page(client, one.url + "?tieng=en")
    assert '<html lang="en">' in text
    assert re.search(r'<article [^>]*lang="vi"', text)
    assert 'href="/tin/?tieng=en"' in text


@pytest.mark.row(122)
def test_an_article_leads_to_itself_in_the_language_of_a_minority_and_back(client):
    one = shown("Nước về bản")
    other = shown("Nác dến bản", language="mtq", translation_of=one)
    text = page(client, one.url)
    assert re.search(rf'<a href="{other.url}" hreflang="mtq" lang="mtq"[^>]*>Mường\s*</a>', text)
    assert f'<link rel="alternate" hreflang="mtq" href="http://testserver{other.url}">' in text
    back = page(client, other.url)
    assert re.search(r'<article class="article"[^>]* lang="mtq"', back)
    assert re.search(rf'<a href="{one.url}" hreflang="vi"', back)


@pytest.mark.row(122)
def test_reading_aloud_is_offered_only_by_script_and_in_the_language_of_the_article(client):
    text = page(client, shown(language="km").url)
    assert re.search(r'<button [^>]*hidden data-read-aloud data-lang="km"', text)
    assert re.search(r"<button [^>]*hidden data-read-stop", text)


def test_a_list_is_paged_by_twenty_and_its_last_page_comes_from_the_other_end(client):
    now = clock.now()
    for number in range(41):
        shown(f"Bài {number:02}", shown_on=now - timedelta(hours=number))
    titles = re.compile(r'class="story__title"><a [^>]*>(Bài \d\d)')
    pages = [titles.findall(page(client, f"/tin/?trang={number}")) for number in (1, 2, 3)]
    assert [len(one) for one in pages] == [20, 20, 1]
    assert sum(pages, []) == [f"Bài {number:02}" for number in range(41)]
    for wrong in ("0", "4", "x", "-1", "99999999999999999999", "1e3", "٣"):
        assert client.get("/tin/", {"trang": wrong}).status_code == 404


def test_a_topic_nobody_wrote_about_and_a_category_that_is_not_there_are_not_found(client):
    for address in ("/chu-de/không-có/", "/tin/khong-co/", "/tin/khong-co/rss.xml", "/chu-de/x/atom.xml"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("number", [3, 30])
def test_an_article_and_lists_cost_few_queries_whatever_there_is(client, settings, tmp_path, number):
    for place in range(number):
        last = shown(f"Bài {place}", tags=["khéo"])
    settings.PORTAL_PAGE_SECONDS, settings.PORTAL_STAMP = 60, tmp_path / "stamp"
    client.get("/tin/khong-co/")  # what stands around every page is known from now on
    costs = {}
    for address in (last.url, "/tin/", "/", "/chu-de/khéo/", "/tin/rss.xml"):
        with CaptureQueriesContext(connection) as asked:
            page(client, address)
        costs[address] = len(asked)
    page_cache.PAGES.clear()
    assert costs[last.url] <= MOST_QUERIES, costs
    assert max(costs.values()) <= MOST_QUERIES, costs
