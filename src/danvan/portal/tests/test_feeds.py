"""Feeds and the map of the site are well formed, and tell what is public."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree

from danvan.core import clock
from danvan.portal import feeds
from danvan.portal.models import PublicArticle

from . import factories

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
STRICT = etree.XMLParser(resolve_entities=False, no_network=True)


def tree(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert "xml" in answer.headers["Content-Type"]
    return etree.fromstring(answer.content, STRICT)


@pytest.mark.row(116)
def test_rss_of_a_category_and_of_a_topic_holds_their_articles_and_no_others(client):
    factories.published("Tin khác")
    one = factories.published("Khéo một", under=factories.category("dan-van-kheo"), tags=["hiến đất"])
    for address in ("/tin/dan-van-kheo/rss.xml", "/chu-de/hiến đất/rss.xml"):
        channel = tree(client, address).find("channel")
        (item,) = channel.findall("item")
        assert item.findtext("title") == "Khéo một"
        assert item.findtext("link") == item.findtext("guid") == f"http://testserver{one.url}"
        assert abs(parsedate_to_datetime(item.findtext("pubDate")) - one.shown.shown_on) < timedelta(seconds=1)
        assert "Khéo một" not in channel.findtext("title")


@pytest.mark.row(116)
def test_atom_holds_the_newest_first_with_author_and_times(client):
    now = clock.now()
    factories.published("Cũ", shown_on=now - timedelta(days=2))
    factories.published("Mới", shown_on=now - timedelta(days=1), byline="Người viết")
    feed = tree(client, "/tin/atom.xml")
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Mới", "Cũ"]
    assert entries[0].findtext(f"{ATOM}author/{ATOM}name") == "Người viết"
    assert all(entry.findtext(f"{ATOM}id") and entry.findtext(f"{ATOM}updated") for entry in entries)
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == "http://testserver/tin/atom.xml"


@pytest.mark.trust("T16")
def test_marks_and_signs_in_a_title_do_not_break_a_feed(client):
    one = factories.published()
    words = "]]><b>&amp; \u202e\u0001 & \"'"
    PublicArticle.objects.filter(page=one).update(title=words, lead=words, byline=words, tags=["<x>"])
    for address in ("/tin/rss.xml", "/tin/atom.xml"):
        assert "]]><b>&amp;" in "".join(tree(client, address).itertext())


def test_the_map_of_a_large_archive_comes_in_parts_that_hold_every_article_once(client, monkeypatch):
    monkeypatch.setattr(feeds, "ON_A_MAP", 2)
    urls = {f"http://testserver{factories.published(f'Bài {number}').url}" for number in range(5)}
    maps = [node.text for node in tree(client, "/sitemap.xml").iter(f"{MAP}loc")]
    assert len(maps) == 3
    found = [node.text for place in maps for node in tree(client, place).iter(f"{MAP}loc")]
    assert len(found) == len(set(found))
    assert urls < set(found)
    assert client.get("/sitemap-4.xml").status_code == client.get("/sitemap-0.xml").status_code == 404


def test_robots_are_told_of_the_map_and_kept_from_the_editors_rooms(client):
    words = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in words
    assert "Disallow: /bien-tap/" in words
