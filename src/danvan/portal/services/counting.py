"""Count looks at public pages, and fold them into the counts of their days."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from datetime import date
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest

from danvan.core import clock
from danvan.portal.models import OpeningCount
from danvan.portal.models.counts import OTHER_PAGES
from danvan.portal.prepared import told
from danvan.portal.voice import sql
from danvan.portal.voice.counters import ONLINE
from danvan.portal.voice.visitors import Look, drop_old_keys, hashes

log = logging.getLogger(__name__)
KEPT = 2 * ONLINE  # how long a look stays itself, before only its number is left


def count(request: HttpRequest, article: int | None = None) -> bool:
    """Count that ``request`` was answered with a public page; ``article`` is the number of the article's page.

    To be called for every page served, from the cache or not. Returns whether it counted: programs, prefetches and
    everything but GET do not. A database that will not take it is logged and never breaks the page.
    """
    look = Look.of(request)
    if not look.is_by_a_person:
        return False
    now = clock.now()
    try:
        # Inside a transaction a failure must not take the rest along.
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            visitor, before = hashes(look, now)
            _write(
                {
                    "at": now,
                    "article": OTHER_PAGES if article is None else article,
                    "visitor": visitor,
                    "visitor_before": before,
                    "member": getattr(request, "actor", None) is not None,
                }
            )
    except DatabaseError:
        log.exception("A look at %s could not be counted.", request.path)
        return False
    return True


def _write(look: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        if connection.in_atomic_block:
            # What else the transaction did must be on the disk when it says so.
            cursor.execute(sql.LOOK, look)
            return
        if "look" not in told():
            cursor.execute(sql.PREPARE_LOOK_ALONE)
            told().add("look")
        cursor.execute(sql.LOOK_ALONE, look)


@transaction.atomic
def fold() -> int:
    """Fold looks older than ten minutes into the counts of their days; returns how many.

    Safe at any moment, twice, and in several processes at once: one statement moves each look exactly once.
    """
    now = clock.now()
    drop_old_keys(now)
    with connection.cursor() as cursor:
        cursor.execute(sql.FOLD_LOCK)
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(sql.FOLD, {"before": now - KEPT, "zone": settings.TIME_ZONE})
        return cursor.fetchone()[0]


def open_count(views: int, *, until: date, source: str, article: int | None = None) -> OpeningCount:
    """Take over what the counter of an old portal said on ``until``; ``article`` None: for all that is no article.

    ``source`` names the old portal. Doing it again with the same source puts the new number in place of the old.
    Raises ValueError for a number below 0 or a day to come.
    """
    if views < 0 or until > clock.today():
        raise ValueError(f"not a count of the past: {views} until {until}")
    row, _made = OpeningCount.objects.update_or_create(
        article=OTHER_PAGES if article is None else article,
        source=source,
        defaults={"views": views, "until": until},
    )
    return row


__all__ = ["KEPT", "count", "fold", "open_count"]
