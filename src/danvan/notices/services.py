"""Verbs on notices: tell people, mark read."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import Truncator

from danvan.access.actor import Actor
from danvan.access.models import User
from danvan.core import clock

from .models import Notice
from .queries import recipients

MAX_TEXT = 400


@transaction.atomic
def tell(users: Iterable[User | int], text: str | Promise, url: str, *, key: str) -> int:
    """Put one line into each person's inbox, once for one ``key``. Returns how many people were newly told.

    ``text`` is kept in the language of the house, whoever sends it; ``url`` is an address inside this site ("/…").
    Safe to repeat and to run twice at the same time. Raises ValueError for an address outside.
    """
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError(f"a notice leads inside this site: {url!r}")
    with translation.override(settings.LANGUAGE_CODE):
        sentence = Truncator(str(text)).chars(MAX_TEXT)
    ids = sorted({user.pk if isinstance(user, User) else user for user in users})
    before = set(Notice.objects.filter(key=key, user__in=ids).values_list("user", flat=True))
    fresh = [user for user in ids if user not in before]
    Notice.objects.bulk_create(
        (Notice(user_id=user, text=sentence, url=url, key=key) for user in fresh), ignore_conflicts=True
    )
    return len(fresh)


def tell_units(unit_ids: Iterable[int], text: str | Promise, url: str, *, key: str, action: str) -> int:
    """Tell everybody whose grants of today cover one of the units with ``action``. Returns how many were newly told.

    The people are found by the rule that holds when it is sent; who gets the right later is not told afterwards.
    """
    people = recipients(unit_ids, action, clock.today()).values_list("pk", flat=True)
    return tell(people, text, url, key=key)


@transaction.atomic
def mark_read(notice: Notice, *, by: Actor) -> Notice:
    """Mark one's own notice read; the first time counts."""
    own = Notice.objects.visible_to(by).select_for_update().get(pk=notice.pk)
    if own.read_at is None:
        own.read_at = clock.now()
        own.save(update_fields=["read_at"])
    return own


@transaction.atomic
def mark_all_read(*, by: Actor) -> int:
    """Mark all of one's notices read; returns how many were not."""
    return Notice.objects.visible_to(by).unread().update(read_at=clock.now())
