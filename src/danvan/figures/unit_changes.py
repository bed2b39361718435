"""After a change of units the totals of the days since wait to be made anew."""

from __future__ import annotations

from django.db import transaction

from danvan.access.actor import Actor
from danvan.orgs.changes import Situation, listen

from . import services


def count_anew(event: str, situation: Situation, by: Actor | None) -> None:
    """Queue them inside the transaction of the change; the worker is woken after it."""
    if event in ("applied", "undone"):
        services.mark_waiting(since=situation.day)
        transaction.on_commit(services.wake_worker)


listen(count_anew)
