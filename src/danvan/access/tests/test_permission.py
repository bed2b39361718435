"""One rule: what a grant gives, and nothing else, everywhere and on every day."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from danvan.access import services
from danvan.access.actor import Actor
from danvan.core.errors import Refused
from danvan.directives.access import ANSWER, REGISTER, VIEW
from danvan.orgs.services import close

DAY = date(2026, 6, 1)


def test_a_grant_covers_the_unit_and_everything_below_it(country):
    actor = country.actor("provincial_specialist", "A", DAY)
    assert actor.covers(VIEW, country["A3.MTTQ"])
    assert not actor.covers(VIEW, country["B1"])
    assert not actor.covers(VIEW, country["VN"])


def test_an_action_that_the_role_lacks_is_granted_nowhere(country):
    officer = country.actor("commune_officer", "A1", DAY)
    assert officer.covers(ANSWER, country["A1.DU"])
    assert officer.reach(REGISTER) is None
    assert not officer.may(REGISTER)


@pytest.mark.trust("T08")
def test_a_unit_out_of_reach_answers_like_a_missing_one(country):
    officer = country.actor("commune_officer", "A1", DAY)
    with pytest.raises(Http404):
        officer.require_on(ANSWER, country["A2"])
    with pytest.raises(Refused) as refusal:
        officer.require_on(REGISTER, country["A1"])
    assert refusal.value.code == "not-allowed"


def test_a_grant_counts_on_its_days_only(country):
    user = services.create_account("theo.ngay", "Lê Theo Ngày", password=None)
    services.grant(user, "reader", country["A"], since=DAY, until=DAY + timedelta(days=10))
    for offset, expected in ((-1, False), (0, True), (9, True), (10, False)):
        assert Actor.of(user, DAY + timedelta(days=offset)).may(VIEW) is expected


def test_who_stood_above_a_closed_unit_keeps_sight_of_it(country):
    close(country["A1.MTTQ"], on=date(2026, 3, 1))
    assert country.actor("reader", "A", DAY).covers(VIEW, country["A1.MTTQ"])
    assert not country.actor("reader", "B", DAY).covers(VIEW, country["A1.MTTQ"])


def test_why_can_i_see_this_names_the_grant(country):
    actor = country.actor("reader", "A", DAY)
    (held,) = actor.why(VIEW, [country["A2.DU"].pk])
    assert (held.role, held.unit_name) == ("reader", "Tỉnh Ánh Dương")


@pytest.mark.trust("T06")
def test_a_withdrawn_grant_is_gone_today(country):
    user = services.create_account("rut.quyen", "Lê Rút Quyền", password=None)
    held = services.grant(user, "reader", country["A"], since=DAY - timedelta(days=30))
    salt = user.session_salt
    services.withdraw(held, today=DAY)
    user.refresh_from_db()
    assert not Actor.of(user, DAY).may(VIEW)
    assert user.session_salt != salt
