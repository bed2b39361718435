"""One record of each kind in the province of the story, made through services, for the sweep of all addresses.

Whoever adds an address about a record adds the record here: a function of its app that gives, for each name of an
address, the arguments that lead to the record. ``everyone`` names the addresses whose records all people may see.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from danvan.notices import services as notices
from danvan.notices.models import Notice
from danvan.reports.tests import factories as reports

Arguments = dict[str, dict[str, Any]]
MAKERS: list[Callable[[Any], Arguments]] = []


def maker(function: Callable[[Any], Arguments]) -> Callable[[Any], Arguments]:
    """Register what makes an app's records."""
    MAKERS.append(function)
    return function


def build(country: Any) -> Arguments:
    """Make the records; gives the arguments of each address about one."""
    found: Arguments = {}
    for make in MAKERS:
        found |= make(country)
    return found


# Units are public knowledge: who may sign in may look them up. So are indicators; whose figures the page shows is said
# in its query and asked for there.
EVERYONE = {"orgs:unit", "figures:cells"}


@maker
def people(country: Any) -> Arguments:
    """An account with a post in a commune."""
    person = country.person("commune_officer", "A1")
    names = ("person", "give_right", "withdraw_right", "renew_password", "close_account")
    return {f"access:{name}": {"public_id": person.public_id} for name in names}


@maker
def inbox(country: Any) -> Arguments:
    """A notice to the officer of a commune."""
    reader = country.person("commune_officer", "A1")
    notices.tell([reader], "Đã đến hạn", "/viec/", key=f"world-{timezone.localdate()}")
    return {"notices:open": {"public_id": Notice.objects.get(user=reader).public_id}}


@maker
def units(country: Any) -> Arguments:
    """A commune."""
    return {"orgs:unit": {"public_id": country["A1"].public_id}}


@maker
def indicators(country: Any) -> Arguments:
    """A shipped indicator."""
    return {"figures:cells": {"code": "doc_issued"}}


@maker
def periodic_reports(country: Any) -> Arguments:
    """A report of a commune's Party committee, filed, with its round and form."""
    round_ = reports.open_round(country)
    submission = reports.submission_of(round_, country, "A1.DU")
    reports.file(country, submission)
    of_round = ("round", "round_accept", "round_remind", "round_close")
    of_submission = ("submission", "fill", "save", "explain", "accept", "return", "extend")
    return (
        {f"reports:{name}": {"public_id": round_.public_id} for name in of_round}
        | {f"reports:{name}": {"public_id": submission.public_id} for name in of_submission}
        | {"reports:form": {"public_id": round_.form.public_id}}
    )
