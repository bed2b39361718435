"""Reads of the public portal. Lists are made of plain lines, not of models: a page of them costs two queries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, reduce
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from danvan.orgs.models import Unit

from . import sql
from .models import CategoryPage, FrontPage, PublicArticle
from .page_cache import remembered
from .prepared import told
from .querysets import PublicArticleQuerySet
from .voice import counters

ON_A_PAGE, RELATED = 20, 4
# The last page that a list offers by number; what is older is found by category, tag and search.
LAST_PAGE = 5000
FIELDS = ("page_id", "category_id", "slug", "title", "lead", "photo", "shown_on", "language")


@lru_cache(maxsize=5000)
def address(name: str, **place: str) -> str:
    """An address, worked out once: a page names some forty of them."""
    return reverse(name, kwargs=place)


class Category(NamedTuple):
    """A category as visitors see it."""

    pk: int
    slug: str
    title: str
    intro: str

    @property
    def url(self) -> str:
        """The address of its list."""
        return address("portal:category", category=self.slug)

    @property
    def feed(self) -> str:
        """The address of its feed."""
        return address("portal:rss_category", category=self.slug)


class Line(NamedTuple):
    """An article in a list. ``photo`` as in ``PublicArticle``, or None."""

    pk: int
    category: Category
    slug: str
    title: str
    lead: str
    photo: dict[str, Any] | None
    shown_on: datetime
    language: str

    @property
    def url(self) -> str:
        """The address of the article."""
        return address("portal:article", category=self.category.slug, slug=self.slug)

    def __hash__(self) -> int:
        """By its number alone (the description of a photo has no hash), so that a list of lines can be a key."""
        return hash(self.pk)


class Topic(NamedTuple):
    """A topic of an article, with the addresses of its list and of its feed ("" for words no address can hold)."""

    name: str
    url: str
    feed: str

    @classmethod
    def of(cls, name: str) -> Topic:
        """The topic of this name."""
        try:
            return cls(name, address("portal:tag", tag=name), address("portal:rss_tag", tag=name))
        except NoReverseMatch:
            return cls(name, "", "")


@dataclass(frozen=True)
class Site:
    """What stands around every page: the name of the portal, whose it is, the lines at its foot, the categories."""

    name: str
    owner: str
    about: str
    categories: tuple[Category, ...]

    def category(self, pk: int) -> Category:
        """The category with this key."""
        return next(one for one in self.categories if one.pk == pk)

    def at(self, slug: str) -> Category | None:
        """The category at this address."""
        return next((one for one in self.categories if one.slug == slug), None)


@dataclass(frozen=True)
class ListPage:
    """One page of a list: its lines, its number, how many pages and articles there are."""

    lines: tuple[Line, ...]
    number: int
    last: int
    count: int

    @property
    def first_shown(self) -> int:
        """The place of its first article in the whole list, counted from one."""
        return (self.number - 1) * ON_A_PAGE + 1

    @property
    def last_shown(self) -> int:
        """The place of its last article."""
        return self.first_shown + len(self.lines) - 1

    @property
    def numbers(self) -> list[int | None]:
        """The numbers to offer: both ends and the neighbours; None where some are left out."""
        wanted = sorted({1, self.last, *range(max(1, self.number - 1), min(self.last, self.number + 1) + 1)})
        offered: list[int | None] = []
        for number in wanted:
            if offered and number - (offered[-1] or 0) > 1:
                offered.append(None)
            offered.append(number)
        return offered


def categories() -> QuerySet[CategoryPage]:
    """The categories that visitors see, in the editors' order."""
    return CategoryPage.objects.live().order_by("path")


def site() -> Site:
    """What stands around every page."""

    def ask() -> Site:
        front = FrontPage.objects.only("title", "publisher", "about").first()
        found = tuple(Category(*row) for row in categories().values_list("pk", "slug", "title", "intro"))
        return Site(front.title if front else "", front.publisher if front else "", front.about if front else "", found)

    return remembered("site", ask)


def lines(articles: QuerySet[PublicArticle]) -> tuple[Line, ...]:
    """The articles of the query as lines, in its order."""
    around = site()
    rows = articles.values_list(*FIELDS)
    return tuple(Line(row[0], around.category(row[1]), *row[2:]) for row in rows)


def list_page(articles: PublicArticleQuerySet, number: int, *, key: tuple[Any, ...]) -> ListPage | None:
    """Page ``number`` of the newest first, or None when there is no such page.

    The count is remembered under ``key``. Only keys are walked to reach the page, and from the nearer end of the list.
    """
    count = remembered(("count", *key), articles.count)
    last = max(1, min(LAST_PAGE, -(-count // ON_A_PAGE)))
    if not 1 <= number <= last:
        return None
    start = (number - 1) * ON_A_PAGE
    size = min(ON_A_PAGE, count - start)
    if start <= count // 2:
        keys = articles.newest().values_list("page_id", flat=True)[start : start + size]
    else:
        behind = count - start - size
        keys = articles.oldest().values_list("page_id", flat=True)[behind : behind + size]
    shown = PublicArticle.objects.filter(page_id__in=list(keys)).newest()
    return ListPage(lines(shown), number, last, count)


def newest_of_each(number: int, *, besides: Line | None = None) -> dict[Category, tuple[Line, ...]]:
    """The newest articles of every category, those without any left out; one query. ``besides`` stands elsewhere."""
    around = site()
    parts = [
        PublicArticle.objects.filter(category_id=one.pk)
        .exclude(page_id=besides.pk if besides else None)
        .newest()
        .values_list(*FIELDS)[:number]
        for one in around.categories
    ]
    found: dict[Category, list[Line]] = {one: [] for one in around.categories}
    if parts:
        for row in reduce(lambda all_, part: all_.union(part, all=True), parts):
            one = around.category(row[1])
            found[one].append(Line(row[0], one, *row[2:]))
    return {one: tuple(sorted(rows, key=_age, reverse=True)) for one, rows in found.items() if rows}


def _age(line: Line) -> tuple[datetime, int]:
    return (line.shown_on, line.pk)


def article(category: str, slug: str) -> PublicArticle | None:
    """The article at an address, without its ``text``. A row stands here only while its article is published."""
    place = site().at(category)
    if place is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(sql.ARTICLE, (place.pk, slug))
        row, fields = cursor.fetchone(), [column.name for column in cursor.description]
    if row is None:
        return None
    found = PublicArticle.from_db(connection.alias, fields, row)
    found.photo = _photo(found.photo)
    return found


@dataclass(frozen=True)
class Around:
    """What leads on from an article: its neighbours in the category, itself in other languages, related articles.

    ``directives`` are the numbers of the public directives that it is about.
    """

    newer: Line | None = None
    older: Line | None = None
    sisters: tuple[Line, ...] = ()
    related: tuple[Line, ...] = ()
    directives: tuple[int, ...] = ()


def around(article: PublicArticle, most: int = RELATED) -> Around:
    """What leads on from ``article``. Related are ``most`` others with a shared topic, else the newest beside it."""
    asked = {
        "page": article.page_id,
        "category": article.category_id,
        "shown_on": article.shown_on,
        "original": article.translation_of_id or article.page_id,
        "tags": list(article.tags),
        "most": most,
    }
    found: dict[str, list[Line]] = {"newer": [], "older": [], "sister": [], "related": []}
    directives: list[int] = []
    known = site()
    with connection.cursor() as cursor:
        if "around" not in told():
            cursor.execute(sql.PREPARE_AROUND)
            told().add("around")
        cursor.execute(sql.AROUND, asked)
        rows = cursor.fetchall()
    for role, number, category, slug, title, lead, photo, *rest in rows:
        if role == "directive":
            directives.append(number)
        else:
            found[role].append(Line(number, known.category(category), slug, title, lead, _photo(photo), *rest))
    related = tuple(found["related"])
    if len(related) < most:
        beside = PublicArticle.objects.filter(category_id=article.category_id)
        beside = beside.exclude(page_id__in=[article.page_id, *(one.pk for one in related)])
        related += lines(beside.newest()[: most - len(related)])
    return Around(
        *found["newer"] or [None], *found["older"] or [None], tuple(found["sister"]), related, tuple(directives)
    )


def _photo(told: str | dict[str, Any] | None) -> dict[str, Any] | None:
    """A photo as the database tells of it: Django lets JSON through as text where it does not know the column."""
    return json.loads(told) if isinstance(told, str) else told


def most_read() -> tuple[Line, ...]:
    """The articles looked at most in the last seven days; at most a minute old."""

    def ask() -> tuple[Line, ...]:
        known = site()
        return tuple(
            Line(
                one.pk,
                known.category(one.category_id),
                one.slug,
                one.title,
                one.lead,
                one.photo,
                one.shown_on,
                one.language,
            )
            for one in counters.most_read()
        )

    return remembered("most read", ask)


def publisher(article: PublicArticle) -> str:
    """The body that published the article, by the name that it had on that day; "" when none signed it."""
    if article.unit_id is None:
        return ""
    day = timezone.localtime(article.shown_on).date()
    return Unit.objects.named(day).values_list("name", flat=True).get(pk=article.unit_id) or ""
