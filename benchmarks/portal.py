"""The portal's pages beside a plain Wagtail site with the same articles, in the same run on the same PostgreSQL.

Ours carries counters (and counts each request), related and most read articles, neighbours and comments; the plain site
carries the article or the list alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from . import serving
from .articles import BLOCKS, LEAD, title
from .table import table

FEW, MANY = 500, 100_000
REQUESTS = 200
COMMENTS, MOST_COMMENTS = 20, 10_000
PEER = "plain_wagtail"
TAGS = ("Dân vận khéo", "nông thôn mới", "cơ sở")


def run(report: Callable[[str], None]) -> dict[str, Any]:
    """Measure; see README.md."""
    report(f"plain Wagtail: {FEW} articles")
    peer = _peer()
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    report(f"ours: {FEW} articles, {COMMENTS} comments on one of them")
    _fill(FEW)
    _comments(7, COMMENTS)
    ours = _pages(application)
    report(f"ours: {MANY} articles, {MOST_COMMENTS} comments")
    _fill(MANY)
    _comments(8, MOST_COMMENTS)
    many = _many(application)
    return {
        "articles": FEW,
        "requests": REQUESTS,
        "ours": ours,
        "plain_wagtail": peer,
        "to_peer": {name: round(ours[name]["cpu_ms"] / peer[name]["cpu_ms"], 2) for name in peer},
        "times_cached": {
            name: round(ours[name]["cpu_ms"] / ours[f"{name}, kept"]["cpu_ms"], 1) for name in ("article", "list")
        },
        "many": many,
    }


def said(result: dict[str, Any]) -> str:
    """The result as people read it."""
    keys = ("cpu_ms", "python_ms", "p50_ms", "kilobytes")
    head = ("page", "CPU ms", "of it Python", "clock p50 ms", "HTML KB")
    groups = (("ours", "ours"), ("plain_wagtail", "plain Wagtail"), ("many", f"ours, {MANY:,} articles"))
    rows = [
        (f"{label}: {name}", *(one[key] for key in keys))
        for group, label in groups
        for name, one in result[group].items()
    ]
    ratios = ", ".join(f"{name} {ratio}" for name, ratio in result["to_peer"].items())
    times = ", ".join(f"{name} {ratio}" for name, ratio in result["times_cached"].items())
    return f"{table(head, rows)}\nCPU to plain Wagtail: {ratios}\nkept pages are so many times cheaper: {times}"


def _peer() -> dict[str, Any]:
    from django.db import connection

    settings = {**connection.settings_dict, "NAME": PEER}
    settings = {key: value for key, value in settings.items() if key not in {"TEST", "TIME_ZONE"}}
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_database where datname = %s", [PEER])
        if cursor.fetchone() is None:
            cursor.execute("create database plain_wagtail")
    command = [sys.executable, "-m", "benchmarks.plain_wagtail", str(FEW), str(REQUESTS)]
    environment = os.environ | {"PLAIN_WAGTAIL_DATABASE": json.dumps(settings)}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def _fill(number: int) -> None:
    """The public rows alone, past the services: what is measured is reading."""
    from django.db import connection

    from danvan.core import clock
    from danvan.portal.models import CategoryPage, PublicArticle
    from danvan.portal.models.pages import ArticlePage
    from danvan.portal.page_cache import PAGES, forget

    body = ArticlePage(title="Thử", body=BLOCKS).body.render_as_block()
    categories = list(CategoryPage.objects.order_by("pk"))
    now = clock.now()
    with connection.cursor() as cursor:
        # The pages behind the rows are not made: no list, article or feed reads them.
        cursor.execute("set session_replication_role = replica")
        cursor.execute("delete from portal_publicarticle")
        cursor.execute("delete from portal_comment")
        for start in range(0, number, 2000):
            PublicArticle.objects.bulk_create(
                PublicArticle(
                    page_id=1_000_000 + place, category=categories[place % len(categories)], slug=f"bai-{place}",
                    title=title(place), lead=LEAD, body_html=body, text=body,
                    tags=[TAGS[place % 3], f"chủ đề {place % 500}"],
                    shown_on=now - timedelta(hours=place), changed_at=now,
                )
                for place in range(start, min(start + 2000, number))
            )  # fmt: skip
        cursor.execute("set session_replication_role = default")
        cursor.execute("vacuum analyze portal_publicarticle")
    forget()
    PAGES.clear()


def _comments(place: int, number: int) -> None:
    """Published comments, every fifth the beginning of a thread."""
    from uuid import uuid4

    from django.db import connection

    from danvan.core import clock
    from danvan.portal.models import Comment

    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        first = None
        made = []
        for one in range(number):
            at = now - timedelta(minutes=number - one)
            public_id = uuid4()
            step = Comment.place(public_id, at)
            begins = one % 5 == 0
            made.append(
                Comment(
                    pk=1_000_000 * (place + 1) + one, public_id=public_id, receipt=uuid4().hex,
                    article_id=1_000_000 + place, about=title(place), parent_id=None if begins else first[0],
                    root_id=None if begins else first[0],
                    depth=1 if begins else 2, path=step if begins else first[1] + step, name="Bạn đọc",
                    text=f"Ý kiến minh họa số {one}. " * 4, text_fold="y kien", state="published", at=at,
                )
            )  # fmt: skip
            if begins:
                first = (made[-1].pk, step)
        Comment.objects.bulk_create(made, batch_size=2000)
        cursor.execute("set session_replication_role = default")
        cursor.execute("analyze portal_comment")


def _address(place: int) -> str:
    from danvan.portal.models import PublicArticle

    return PublicArticle.objects.select_related("category").get(pk=1_000_000 + place).get_absolute_url()


def _pages(application: Any) -> dict[str, dict[str, float]]:
    from danvan.portal.page_cache import PAGES

    places = {"article": _address(7), "list": "/tin/", "front": "/"}
    found = {name: serving.measured(application, place, REQUESTS, PAGES.clear) for name, place in places.items()}
    for name in ("article", "list"):
        found[f"{name}, kept"] = serving.measured(application, places[name], REQUESTS)
        found[f"{name}, first after a publication"] = serving.measured(application, places[name], REQUESTS, _published)
    return found


def _published() -> None:
    """As after a publication: nothing that any page had in common is known any more, nor are the counters."""
    from danvan.portal.page_cache import forget
    from danvan.portal.voice import counters

    forget()
    counters.forget()


def _many(application: Any) -> dict[str, dict[str, float]]:
    from danvan.portal.page_cache import PAGES

    places = {
        "list, page 1": "/tin/",
        "list, page 2,500": "/tin/?trang=2500",
        "list, page 5,000": "/tin/?trang=5000",
        "category": "/tin/dan-van-kheo/",
        "topic of a third": f"/chu-de/{TAGS[0]}/",
        "article": _address(99_000),
        "article with 10,000 comments": _address(8),
        "their page 100": f"{_address(8)}phan-hoi/?trang=100",
        "RSS": "/tin/rss.xml",
        "map of 5,000": "/sitemap-3.xml",
    }
    return {name: serving.measured(application, place, 20, PAGES.clear) for name, place in places.items()}
