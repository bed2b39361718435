"""What the counters say: every number from one moment and one snapshot, so that they agree, at midnight too."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from danvan.core import clock
from danvan.portal.models import PublicArticle

from . import sql

ONLINE = timedelta(minutes=5)
FRESH = timedelta(seconds=2)  # how long a set of numbers may be shown again
MOST_SETS = 1000
NO_ARTICLE = -1


@dataclass(frozen=True)
class Views:
    """Looks in local days. ``week`` begins on Monday; ``opening`` is what an old portal had counted before."""

    today: int
    yesterday: int
    week: int
    month: int
    counted: int
    opening: int

    @property
    def all(self) -> int:
        """Everything: what was counted here and what the old portal had said."""
        return self.counted + self.opening

    @property
    def earlier(self) -> int:
        """Everything before today: with today it makes all."""
        return self.all - self.today


@dataclass(frozen=True)
class Counters:
    """The numbers of one moment: people here now, looks at the site, looks at one article (None: none was asked).

    ``drawn`` is what pages made of them, by language: it lasts as long as they do.
    """

    as_of: datetime
    visitors: int
    members: int
    site: Views
    article: Views | None
    drawn: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def online(self) -> int:
        """Everybody who looked at a page in the last five minutes."""
        return self.visitors + self.members


_sets: dict[int, Counters] = {}


def counters(article: int | None = None) -> Counters:
    """The counters, at most two seconds old and never of another day; ``article`` is the number of its page."""
    now = clock.now()
    key = NO_ARTICLE if article is None else article
    known = _sets.get(key)
    if known and timedelta(0) <= now - known.as_of < FRESH and local_day(now) == local_day(known.as_of):
        return known
    if len(_sets) >= MOST_SETS:
        _sets.clear()
    found = _sets[key] = read(article, now)
    return found


def forget() -> None:
    """Drop the sets that this process may still show."""
    _sets.clear()


def read(article: int | None, now: datetime) -> Counters:
    """The counters at ``now``, from one statement."""
    today = local_day(now)
    asked = {
        "zone": settings.TIME_ZONE,
        "now": now,
        "window": now - ONLINE,
        "bridge": local_day(now - ONLINE) < today,
        "today": today,
        "yesterday": today - timedelta(days=1),
        "monday": today - timedelta(days=today.weekday()),
        "first": today.replace(day=1),
        "article": NO_ARTICLE if article is None else article,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.COUNTERS, asked)
        rows = {name: values for name, *values in cursor.fetchall()}
    visitors, members, *_rest = rows["here"]
    own = None if article is None else Views(*rows["own"])
    return Counters(now, visitors, members, Views(*rows["site"]), own)


def most_read(days: int = 7, limit: int = 5) -> list[PublicArticle]:
    """The published articles looked at most in the last ``days`` local days (today is one), with ``views``.

    Without their text; the category is loaded, so that their address can be asked for.
    """
    now = clock.now()
    today = local_day(now)
    asked = {"zone": settings.TIME_ZONE, "now": now, "today": today, "since": today - timedelta(days=days)}
    with connection.cursor() as cursor:
        cursor.execute(sql.MOST_READ, asked | {"limit": limit})
        views = dict(cursor.fetchall())
    rows = PublicArticle.objects.select_related("category").defer("body_html", "text").in_bulk(list(views))
    for number, row in rows.items():
        row.views = views[number]
    return [rows[number] for number in views if number in rows]


def local_day(moment: datetime) -> date:
    """The local day of a moment: the one place where the portal's counters cut days."""
    return timezone.localtime(moment).date()
