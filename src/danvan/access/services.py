"""Verbs on people: appoint, grant, withdraw, close an account.

The upper half trusts its caller (the demo, the command line); the lower half asks what the acting administrator may.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from danvan.core.errors import Refused
from danvan.orgs.models import Unit

from .access import MANAGE_ACCOUNTS
from .actor import Actor
from .models import Grant, Post, User
from .roles import roles

# Signs that are not mistaken for one another when read aloud or copied by hand.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


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


def one_time_password() -> str:
    """Four groups of four signs, about 79 bits, easy to read aloud."""
    return "-".join("".join(secrets.choice(SIGNS) for _sign in range(4)) for _group in range(4))


@transaction.atomic
def open_account(username: str, full_name: str, *, unit: Unit, title: str, by: Actor, since: date) -> tuple[User, str]:
    """Make an account with a post in ``unit``. Returns it and its one-time password, which is kept nowhere else."""
    by.require_on(MANAGE_ACCOUNTS, unit)
    password = one_time_password()
    user = create_account(username, full_name, password=password)
    user.password_is_temporary = True
    user.save(update_fields=["password_is_temporary"])
    appoint(user, unit, title, since=since)
    return user, password


@transaction.atomic
def give_role(user: User, role: str, *, unit: Unit, by: Actor, since: date, until: date | None = None) -> Grant:
    """Give a role; both the person and the unit must be within the administrator's reach. ``until``: day after last.

    Nobody gives a right to themselves, and one role on one unit is held once at a time.
    """
    user = _manage(user, by)
    by.require_on(MANAGE_ACCOUNTS, unit)
    if user.pk == by.user_id:
        raise Refused(_("Nobody gives a right to themselves; ask another administrator."), code="own-right")
    if until is not None and until <= since:
        raise Refused(_("The last day lies before the first."), code="days", field="last_day")
    if user.grants.filter(role=role, unit=unit, valid__overlap=DateRange(since, until)).exists():
        raise Refused(_("The person already holds this role here on these days."), code="held", field="role")
    return grant(user, role, unit, since=since, until=until)


@transaction.atomic
def take_back(held: Grant, *, by: Actor) -> None:
    """Withdraw a grant from today on; the person's sessions end at once."""
    _manage(held.user, by)
    withdraw(held, today=by.day)


@transaction.atomic
def shut(user: User, *, by: Actor) -> None:
    """Close an account. An administrator cannot close their own."""
    user = _manage(user, by)
    if user.pk == by.user_id:
        raise Refused(_("Your own account is closed by another administrator."), code="own-account")
    close_account(user)


@transaction.atomic
def renew_password(user: User, *, by: Actor) -> str:
    """Make a new one-time password, show it once, and end the person's sessions."""
    user = _manage(user, by)
    password = one_time_password()
    user.set_password(password)
    user.password_is_temporary = True
    user.save(update_fields=["password", "password_is_temporary"])
    end_sessions(user)
    return password


def _manage(user: User, by: Actor) -> User:
    """The account, locked, when ``by`` may manage it."""
    by.require(MANAGE_ACCOUNTS, user)
    return User.objects.select_for_update().get(pk=user.pk)
