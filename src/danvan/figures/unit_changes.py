"""After a change of units the totals of the days since wait to be made anew."""

from __future__ import annotations

from danvan.access.actor import Actor
from danvan.orgs.changes import Situation, listen

from . import services


def count_anew(event: str, situation: Situation, by: Actor | None) -> None:
    """Queue them inside the transaction of the change; the worker is woken after it."""
    if event in ("applied", "undone"):
        services.units_changed([unit.pk for unit in situation.touched], situation.day)


listen(count_anew)
