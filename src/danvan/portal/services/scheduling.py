"""What was approved for later appears at its time, and what was to end ends."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import transaction
from wagtail.models import Page, Revision

from danvan.core import clock

log = logging.getLogger(__name__)


def keep_schedule() -> int:
    """Take down articles whose time is over, publish those whose time has come. Gives how many. Safe to repeat.

    One article that cannot be published is logged with its number and does not hold up the others.
    """
    now = clock.now()
    over = Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
    done = sum(_one(page.pk, lambda page=page: _take_down(page)) for page in over)
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    return done + sum(_one(revision.object_id, lambda revision=revision: _publish(revision)) for revision in due)


def _take_down(page: Page) -> None:
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(revision: Revision) -> None:
    revision.publish(log_action="wagtail.publish.scheduled")


def _one(page_id: int | str, act: Callable[[], None]) -> bool:
    try:
        with transaction.atomic():
            act()
    except Exception:
        log.exception("The schedule of article %s could not be kept; the next tick tries again.", page_id)
        return False
    return True
