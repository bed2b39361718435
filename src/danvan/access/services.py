"""Verbs on people: appoint, grant, withdraw, close an account."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from danvan.core.errors import Refused
from danvan.orgs.models import Unit

from .models import Grant, Post, User
from .roles import roles


@transaction.atomic
def create_account(username: str, full_name: str, *, password: str | None) -> User:
    """Make an account. A password of None must be set by an account administrator before the first sign-in."""
    if User.objects.filter(username=username.strip().lower()).exists():
        raise Refused(_("This user name is taken."), code="taken", field="username")
    if password is not None:
        validate_password(password)
    return User.objects.create_user(username, full_name, password)


@transaction.atomic
def appoint(user: User, unit: Unit, title: str, *, since: date, until: date | None = None) -> Post:
    """Record a title in a body; ``until`` is the day after the last."""
    return Post.objects.create(user=user, unit=unit, title=title, valid=DateRange(since, until))


@transaction.atomic
def grant(user: User, role: str, unit: Unit, *, since: date, until: date | None = None) -> Grant:
    """Give a role on a unit and all below it; ``until`` is the day after the last."""
    if role not in roles():
        raise Refused(_("There is no role “%(role)s”.") % {"role": role}, code="no-role", field="role")
    return Grant.objects.create(user=user, unit=unit, role=role, valid=DateRange(since, until))


@transaction.atomic
def withdraw(held: Grant, *, today: date) -> None:
    """End a grant so that it is not in force today, and end every session of the person at once."""
    last = today
    if held.valid.lower is not None and held.valid.lower >= today:
        # A range may not be empty: a right given today and taken back today keeps yesterday as its only day.
        held.valid = DateRange(today - timedelta(days=1), today)
    else:
        held.valid = DateRange(held.valid.lower, last)
    held.save(update_fields=["valid"])
    end_sessions(held.user)


@transaction.atomic
def close_account(user: User) -> None:
    """Nobody signs in with it any more; what the person did stays."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)


def end_sessions(user: User) -> None:
    """Make every session of the account invalid from the next request on."""
    user.session_salt = uuid.uuid4()
    user.save(update_fields=["session_salt"])
