"""Who is to be told, and how much a person has not read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from danvan.access.models import Grant, User
from danvan.access.roles import roles_with
from danvan.orgs.models import Reach

from .models import Notice


def unread_count(user_id: int) -> int:
    """How many notices a person has not read, for the bell: one query on a partial index."""
    return Notice.objects.filter(user=user_id).unread().count()


def recipients(unit_ids: Iterable[int], action: str, day: date) -> QuerySet[User]:
    """People with an account whose grants of ``day`` cover one of the units with ``action``, as ``Actor.covers``."""
    above = Reach.objects.filter(sight__contains=day, below__in=list(unit_ids)).values("above")
    grants = Grant.objects.in_force(day).filter(role__in=roles_with(action), unit__in=above)
    return User.objects.filter(is_active=True, pk__in=grants.values("user"))
