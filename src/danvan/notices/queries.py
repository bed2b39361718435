"""Who is to be told, and how much a person has not read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q, QuerySet

from danvan.access.models import Grant, Post, User
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


def people_of(unit_ids: Iterable[int], since: date) -> QuerySet[User]:
    """People with an account who have a post or a grant in one of the units itself, on ``since`` or later."""
    units, days = list(unit_ids), DateRange(since, None)
    posts = Post.objects.filter(unit__in=units, valid__overlap=days).values("user")
    grants = Grant.objects.filter(unit__in=units, valid__overlap=days).values("user")
    return User.objects.filter(Q(pk__in=posts) | Q(pk__in=grants), is_active=True)
