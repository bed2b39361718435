"""Invariant 7 for changes of units, which keep the one rule in a queryset of their own: list and record agree."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import Country, openings_of_a_country
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from danvan.orgs.access import CHANGE_UNITS
from danvan.orgs.changes import builders
from danvan.orgs.models import Change
from danvan.orgs.services import apply_change, draft, dry_run, open_units

ROLES = ("unit_administrator", "provincial_head", "commune_head", "account_administrator")
PLACES = ("A", "B", "A1", "A2", "A3", "B1", "VN")
COMMUNES = ("A1", "A2", "A3", "B1")
PAIRS = st.frozensets(st.sampled_from(COMMUNES), min_size=2, max_size=3)


def listed(client) -> set[str]:
    page = client.get("/don-vi/thay-doi/").content.decode()
    return {one.decided_by for one in Change.objects.all() if str(one.public_id) in page}


def opened(client) -> set[str]:
    ones = Change.objects.all()
    return {one.decided_by for one in ones if client.get(one.get_absolute_url()).status_code == 200}


class EveryDoorOpensOnTheSameRoom(TestCase):
    @pytest.mark.trust("T08")
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        role=st.sampled_from(ROLES),
        on=st.sampled_from(PLACES),
        named=st.lists(PAIRS, min_size=1, max_size=3),
        applies=st.booleans(),
    )
    def test_drafts_are_for_those_who_may_change_a_unit_of_theirs_and_what_was_applied_is_for_all(
        self, role, on, named, applies
    ):
        country = Country(open_units(openings_of_a_country()))
        clerk = country.actor("unit_administrator", "VN")
        for number, codes in enumerate(named):
            units = [country[code] for code in sorted(codes)]
            plan = builders.merge(units, units[0], on=date(2027, 1, 1), decided_by=f"Nghị quyết {number:02}")
            change = draft(plan, by=clerk)
            if applies and number == 0:
                apply_change(change, by=clerk, digest=dry_run(change).digest)
        actor = country.actor(role, on)
        allowed = {
            change.decided_by
            for change, codes in zip(Change.objects.order_by("pk"), named, strict=True)
            if change.state == Change.State.APPLIED or any(actor.covers(CHANGE_UNITS, country[code]) for code in codes)
        }
        self.client.force_login(country.person(role, on))
        assert listed(self.client) == opened(self.client) == allowed
