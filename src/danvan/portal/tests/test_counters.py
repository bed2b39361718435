"""The counters agree with each other at every moment, midnight included, and nobody is recognised tomorrow."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Sum
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.core import clock
from danvan.portal.models import DailyKey, DayCount, Hit, OpeningCount, SiteDay
from danvan.portal.services.counting import count, fold, open_count
from danvan.portal.voice.counters import Counters, counters, forget, most_read, read
from danvan.portal.voice.visitors import Look

from . import factories

pytestmark = [pytest.mark.django_db, pytest.mark.row(114)]
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
CHROME = "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 Chrome/109.0 Mobile Safari/537.36"
VIETNAMESE = "vi-VN,vi;q=0.9"
# Monday 30 November 2026 is a week's first day and a month's last; the next midnight begins a month.
MIDNIGHTS = [
    datetime(2026, 11, 24, tzinfo=HERE),  # within week and month
    datetime(2026, 11, 30, tzinfo=HERE),  # a week begins
    datetime(2026, 12, 1, tzinfo=HERE),  # a month begins
    datetime(2027, 1, 1, tzinfo=HERE),  # a year begins
    datetime(2027, 2, 1, tzinfo=HERE),  # a week and a month begin
]


@pytest.fixture(autouse=True)
def no_old_sets():
    forget()
    yield
    forget()


def look(client: Client, address: str, **headers: str):
    """Open a page as a browser does."""
    return client.get(address, headers={"user-agent": CHROME, "accept-language": VIETNAMESE} | headers)


def agree(found: Counters) -> None:
    """What must hold between the numbers of one moment."""
    now = found.as_of.astimezone(HERE)
    for views in [found.site, found.article] if found.article else [found.site]:
        assert views.today + views.earlier == views.all
        assert views.today <= views.week <= views.counted
        assert views.today <= views.month <= views.counted
        assert views.yesterday <= views.earlier
        if now.weekday():
            assert views.today + views.yesterday <= views.week
        else:
            assert views.today == views.week
        if now.day > 1:
            assert views.today + views.yesterday <= views.month
        else:
            assert views.today == views.month
    assert found.online == found.visitors + found.members
    if found.article:
        assert found.article.all <= found.site.all
        assert found.article.today <= found.site.today


SECONDS = st.integers(-40 * 86400, 2 * 86400) | st.integers(-900, 900) | st.just(0) | st.just(-1)
HITS = st.lists(st.tuples(SECONDS, st.sampled_from([0, 5, 7]), st.sampled_from("abc"), st.booleans()), max_size=25)


@given(
    midnight=st.sampled_from(MIDNIGHTS),
    hits=HITS,
    folds=st.lists(st.integers(-86400, 86400) | st.integers(-1200, 1200), max_size=3),
    asked=st.integers(-86400, 86400) | st.integers(-600, 600),
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_numbers_agree_whenever_hits_come_and_whenever_they_are_folded(midnight, hits, folds, asked):
    for table in (Hit, DayCount, SiteDay, OpeningCount):
        table.objects.all().delete()
    now = midnight + timedelta(seconds=asked)
    happened = [(midnight + timedelta(seconds=s), a, v, m) for s, a, v, m in hits]
    happened = [hit for hit in happened if hit[0] <= now]
    Hit.objects.bulk_create(Hit(at=at, article=a, visitor=v, visitor_before=v, member=m) for at, a, v, m in happened)
    open_count(1000, until=date(2020, 1, 1), source="cũ")
    open_count(40, until=date(2020, 1, 1), source="cũ", article=5)
    before = [read(article, now) for article in (5, 7)]
    for moment in sorted(folds):
        with clock.at(min(now, midnight + timedelta(seconds=moment))):
            fold()
            fold()
    for article, old in zip((5, 7), before, strict=True):
        found = read(article, now)
        agree(found)
        assert found.site == old.site
        assert found.article == old.article
    day = now.astimezone(HERE).date()
    days = [at.astimezone(HERE).date() for at, *_rest in happened]
    assert found.site.today == days.count(day)
    assert found.site.yesterday == days.count(day - timedelta(days=1))
    assert found.site.week == sum(day - timedelta(days=day.weekday()) <= one for one in days)
    assert found.site.month == sum((one.year, one.month) == (day.year, day.month) for one in days)
    assert found.site.all == len(days) + 1040
    others = read(0, now).article.all
    assert read(5, now).article.all + read(7, now).article.all + others == found.site.all
    sums = {row["day"]: row["n"] for row in DayCount.objects.values("day").annotate(n=Sum("views"))}
    assert sums == dict(SiteDay.objects.values_list("day", "views"))


def test_over_midnight_yesterday_takes_what_today_was_and_nobody_counts_twice(client):
    page = factories.published()
    midnight = MIDNIGHTS[2]
    with clock.at(midnight - timedelta(minutes=2)):
        look(client, page.url)
        look(client, "/")
        before = read(page.pk, clock.now())
    with clock.at(midnight + timedelta(seconds=1)):
        after = read(page.pk, clock.now())
        assert (after.site.today, after.site.yesterday) == (0, before.site.today) == (0, 2)
        assert after.site.month == 0
        assert after.site.all == before.site.all
        assert after.online == before.online == 1
        look(client, page.url)
        assert read(page.pk, clock.now()).online == 1  # the same person under the key of another day
    with clock.at(midnight + timedelta(minutes=4)):
        assert read(page.pk, clock.now()).online == 1
        agree(read(page.pk, clock.now()))
    with clock.at(midnight + timedelta(minutes=20)):
        fold()
        found = read(page.pk, clock.now())
        assert (found.site.today, found.site.yesterday, found.online) == (1, 2, 0)
        assert found.article.all == 2
        assert Hit.objects.count() == 0
        assert list(DailyKey.objects.values_list("day", flat=True)) == [date(2026, 12, 1)]


def test_the_shown_set_is_of_one_moment_and_never_of_another_day():
    midnight = MIDNIGHTS[0]
    with clock.at(midnight - timedelta(seconds=1)):
        first = counters()
        Hit.objects.create(at=clock.now(), visitor="a")
        assert counters() is first
    with clock.at(midnight):
        assert counters().site.yesterday == 1
        assert counters().site.today == 0


def test_programs_prefetches_and_other_methods_are_not_counted(client, rf):
    bots = [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
        "Mozilla/5.0 (X11; Linux) HeadlessChrome/120.0 Safari/537.36",
        "curl/8.5.0",
        "",
    ]
    people = [
        CHROME,
        "Mozilla/5.0 (Linux; Android 12; CUBOT X70) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36",
        "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 coc_coc_browser/109 Chrome/103 Safari/537.36",
    ]

    def asked(agent: str, method: str = "get", **headers: str) -> bool:
        request = getattr(rf, method)("/", headers={"user-agent": agent, "accept-language": VIETNAMESE} | headers)
        return count(request)

    assert [agent for agent in bots if asked(agent)] == []
    assert [agent for agent in people if not asked(agent)] == []
    assert not asked(CHROME, "head")
    assert not asked(CHROME, "post")
    assert not asked(CHROME, **{"sec-purpose": "prefetch;prerender"})
    assert not asked(CHROME, **{"accept-language": ""})
    assert Hit.objects.count() == len(people)


@pytest.mark.trust("T18")
def test_a_visit_leaves_no_cookie_and_no_address(client):
    answer = look(client, "/")
    assert not answer.cookies
    kept = Hit.objects.values().get()
    assert "127.0.0.1" not in str(kept)
    assert CHROME not in str(kept)


def test_the_same_person_has_another_name_tomorrow(client):
    for day in (0, 1):
        with clock.at(MIDNIGHTS[0] + timedelta(days=day, hours=12)):
            look(client, "/")
    first, second = Hit.objects.order_by("at").values_list("visitor", flat=True)
    assert first != second


def test_a_member_is_counted_among_the_members(signed_in):
    look(signed_in("reader", "A"), "/")
    found = read(None, clock.now())
    assert (found.visitors, found.members) == (0, 1)


def test_a_counter_that_fails_does_not_break_the_page(client, monkeypatch, caplog):
    def refuse(*_args, **_kwargs):
        Hit.objects.create(at=clock.now(), visitor="x" * 500)

    monkeypatch.setattr("danvan.portal.services.counting.hashes", refuse)
    assert look(client, "/").status_code == 200
    assert "could not be counted" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_look_outside_any_transaction_is_counted_and_leaves_the_connection_as_it_was(client):
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit = on")
        look(client, "/")
        cursor.execute("show synchronous_commit")
        assert cursor.fetchone() == ("on",)
        cursor.execute("reset synchronous_commit")
    found = Hit.objects.get()
    assert (found.article, found.member, len(found.visitor)) == (0, False, 22)


def test_scripts_read_the_counters_from_one_address_that_is_never_kept(client):
    page = factories.published()
    look(client, page.url)
    forget()
    answer = client.get("/luot-truy-cap.json", {"bai": page.pk})
    found = answer.json()
    assert "no-store" in answer["Cache-Control"]
    assert found["online"] == found["visitors"] + found["members"] == 1
    assert found["article"]["all"] == found["site"]["all"] == 1
    assert "article" not in client.get("/luot-truy-cap.json", {"bai": "1; drop"}).json()
    assert Hit.objects.count() == 1


@pytest.mark.row(118)
def test_the_count_of_an_old_portal_stands_apart_and_is_taken_over_once():
    page = factories.published()
    for views in (900, 1000):
        open_count(views, until=date(2020, 5, 1), source="Cổng cũ (minh họa)", article=page.pk)
    found = read(page.pk, clock.now())
    assert (found.article.opening, found.article.counted, found.article.all) == (1000, 0, 1000)
    assert found.site.all == found.site.earlier == 1000
    with pytest.raises(ValueError, match="not a count of the past"):
        open_count(1, until=clock.today() + timedelta(days=1), source="x")


def test_most_read_counts_folded_and_fresh_looks_of_published_articles():
    first, second, third = (factories.published(f"Bài {n}") for n in range(3))
    now = datetime(2026, 11, 20, 5, tzinfo=UTC)
    with clock.at(now):
        DayCount.objects.create(day=date(2026, 11, 19), article=first.pk, views=3)
        DayCount.objects.create(day=date(2026, 11, 1), article=second.pk, views=99)
        Hit.objects.bulk_create(Hit(at=now, article=second.pk) for _ in range(4))
        Hit.objects.bulk_create(Hit(at=now, article=third.pk) for _ in range(9))
        third.unpublish()
        assert [(row.pk, row.views) for row in most_read(7, 5)] == [(second.pk, 4), (first.pk, 3)]


def test_a_look_knows_a_person_by_what_a_browser_says():
    assert Look("GET", "203.0.113.9", CHROME, VIETNAMESE).is_by_a_person
    assert not Look("GET", "203.0.113.9", "python-requests/2.32", VIETNAMESE).is_by_a_person
