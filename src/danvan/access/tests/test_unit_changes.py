"""Posts and roles go with the work when units change."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.access import services
from danvan.access.access import MANAGE_ACCOUNTS
from danvan.access.actor import Actor
from danvan.access.models import Grant, Post
from danvan.orgs.changes import Effect
from danvan.orgs.tests.merging import DAY, carried_out, decided, merger, split, told, undone

POST, GRANT = "access.post.unit", "access.grant.unit"


def _rows(model):
    return set(model.objects.values_list("user", "unit__code", "valid"))


@pytest.mark.row(59)
def test_the_dry_run_names_posts_and_roles_that_end_and_who_takes_them(country):
    country.person("commune_officer", "A1")
    country.person("commune_head", "A1")
    (line,) = told(merger(), GRANT)
    assert (line.effect, line.source, line.count, line.receiver) == (Effect.SUCCEEDS, "A1", 2, "A9")
    assert "Nguyễn Commune Officer A1: Công chức cấp xã" in line.samples
    assert line.note
    assert told(merger(), POST)[0].count == 2


@pytest.mark.row(59)
def test_a_person_works_on_in_the_heir_from_the_day_on(country):
    user = country.person("commune_officer", "A1")
    carried_out(merger())
    before, after = Actor.of(user, DAY - timedelta(days=1)), Actor.of(user, DAY)
    assert [held.unit_id for held in before.grants] == [country["A1"].pk]
    assert [held.unit_name for held in after.grants] == ["Xã Hợp Nhất"]
    assert after.unit_name == "Xã Hợp Nhất"


@pytest.mark.row(59)
def test_undoing_gives_every_post_and_role_back(country):
    for code in ("A1", "A2", "A3"):
        country.person("commune_officer", code)
    posts, grants = _rows(Post), _rows(Grant)
    situation = carried_out(merger())
    assert _rows(Grant) != grants
    undone(situation)
    assert (_rows(Post), _rows(Grant)) == (posts, grants)


def test_one_person_with_the_same_role_in_two_sources_holds_it_once_and_loses_no_day(country):
    user = country.person("commune_officer", "A1")
    services.grant(user, "commune_officer", country["A2"], since=date(2026, 1, 1), until=date(2026, 12, 20))
    carried_out(merger())
    heir = Grant.objects.filter(user=user, unit__code="A9")
    assert list(heir.values_list("valid", flat=True)) == [DateRange(DAY, None)]


def test_a_role_that_the_receiver_gave_for_some_days_is_completed_not_doubled(country):
    """A living receiver: A1 merges into A3, where the person stands in for a month."""
    user = country.person("commune_officer", "A1")
    services.grant(user, "commune_officer", country["A3"], since=date(2026, 12, 10), until=date(2027, 1, 10))
    carried_out(merger("A1", into="A3"))
    days = Grant.objects.filter(user=user, unit__code="A3").order_by("valid").values_list("valid", flat=True)
    assert list(days) == [
        DateRange(DAY, date(2026, 12, 10)),
        DateRange(date(2026, 12, 10), date(2027, 1, 10)),
        DateRange(date(2027, 1, 10), None),
    ]


def test_a_role_that_would_only_begin_after_the_day_begins_at_the_heir(country):
    user = country.person("reader", "A3")
    services.grant(user, "reader", country["A1"], since=date(2027, 1, 1))
    situation = carried_out(merger())
    assert not Grant.objects.filter(user=user, unit=country["A1"]).exists()
    assert Grant.objects.get(user=user, unit__code="A9").valid == DateRange(date(2027, 1, 1), None)
    undone(situation)
    assert Grant.objects.get(user=user, unit=country["A1"]).valid == DateRange(date(2027, 1, 1), None)


@pytest.mark.row(59)
def test_a_split_asks_a_person_who_takes_the_roles(country):
    user = country.person("commune_officer", "A1")
    assert told(split(), GRANT)[0].undecided
    plan = decided(split())
    assert told(plan, GRANT)[0].receiver == "A9"
    carried_out(plan)
    assert [held.unit_name for held in Actor.of(user, DAY).grants] == ["Xã A9"]


def test_the_administrator_of_the_province_may_confirm_or_withdraw_what_came(country):
    country.person("commune_officer", "A1")
    carried_out(merger())
    administrator = country.actor("account_administrator", "A", DAY)
    come = Grant.objects.permitted(administrator, MANAGE_ACCOUNTS).get(unit__code="A9")
    services.take_back(come, by=administrator)
    assert not Grant.objects.in_force(DAY).filter(unit__code="A9").exists()
