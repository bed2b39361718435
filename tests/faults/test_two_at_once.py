"""Two people apply at the same moment: one after the other, and each against what the other left."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from danvan.core.errors import Refused
from danvan.orgs import services
from danvan.orgs.changes import builders
from danvan.orgs.checks import disagreements
from danvan.orgs.models import Change
from danvan.orgs.tests.changing import SAID, commune, everywhere

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*applied: tuple[Change, str]) -> Counter:
    """Apply all at the same moment; how often it was done, and how often refused with which code."""
    by, gate = everywhere(), Barrier(len(applied))

    def one(change: Change, digest: str) -> str:
        try:
            gate.wait(timeout=60)
            services.apply_change(change, by=by, digest=digest)
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(applied)) as pool:
        return Counter(pool.map(one, *zip(*applied, strict=True)))


def drafted(plan) -> tuple[Change, str]:
    change = services.draft(plan, by=everywhere())
    return change, services.dry_run(change).digest


def test_a_double_click_applies_a_change_once(country):
    change = drafted(builders.merge([country["A1"], country["A2"]], commune("A9", "Tân Hòa"), **SAID))
    assert at_once(change, change) == {"done": 1, "not-a-draft": 1}
    assert disagreements() == []


def test_of_two_changes_that_exclude_each_other_one_is_refused(country):
    first = drafted(builders.merge([country["A1"], country["A2"]], commune("A9", "Tân Hòa"), **SAID))
    second = drafted(builders.merge([country["A2"], country["A3"]], commune("A8", "Tân An"), **SAID))
    assert at_once(first, second) == {"done": 1, "not-alive": 1}
    assert disagreements() == []


def test_changes_of_other_units_are_both_done_and_the_closure_holds(country):
    first = drafted(builders.merge([country["A1"]], country["A2"], **SAID))
    second = drafted(builders.rename(country["B1"], "Xã Tân Mới", "Tân Mới", **SAID))
    third = drafted(builders.move(country["A3"], country["B"], **SAID))
    assert at_once(first, second, third) == {"done": 3}
    assert disagreements() == []
