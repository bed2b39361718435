"""After a change of units the heirs see what their sources made, and nobody sees more than that."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from danvan.access.access import MANAGE_ACCOUNTS
from danvan.access.actor import Actor
from danvan.access.models import Grant, Post, User
from danvan.directives.access import VIEW
from danvan.notices.queries import recipients
from danvan.orgs.checks import disagreements
from danvan.orgs.kinds import Kind
from danvan.orgs.models import Change, Reach, Unit
from danvan.orgs.services import Opening, close, open_units, rebuild_reach
from danvan.orgs.tests.histories import ACTS, FIRST, NUMBER, STEP, History, write_change

BEGIN = date(2015, 1, 1)
FIRST_MERGER, SECOND_MERGER = date(2020, 7, 1), date(2025, 7, 1)
DAY = timedelta(days=1)
TODAY = date(2026, 6, 1)
GRANTS = st.lists(st.tuples(NUMBER, st.integers(0, 8), st.integers(1, 8)), max_size=3, unique_by=lambda one: one[0])


class HeirsSeeWhatTheirSourcesMade(TestCase):
    @pytest.mark.row(59)
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(acts=ACTS)
    def test_through_any_history_sight_is_what_a_plain_reckoning_gives_on_every_day(self, acts):
        history = History.of(acts)
        history.store()
        assert disagreements() == []
        rows = list(Reach.objects.values_list("above__code", "below__code", "sight"))
        for day in history.days:
            seen = {(above, below) for above, below, sight in rows if day in sight}
            reckoned = {(a, b) for a in history.units for b in history.units if history.sees(a, b, day)}
            assert seen == reckoned, day

    @pytest.mark.row(59)
    @pytest.mark.trust("T08")
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(acts=ACTS, grants=GRANTS)
    def test_permitted_rows_are_those_of_the_grants_of_the_day(self, acts, grants):
        history = History.of(acts)
        units = history.store()
        codes = list(units)
        user = User.objects.create_user("nguoi.xem", "Nguyễn Người Xem")
        begun = {codes[number % len(codes)]: (start, long) for number, start, long in grants}
        held = {code: DateRange(FIRST + s * STEP, FIRST + (s + long) * STEP) for code, (s, long) in begun.items()}
        Grant.objects.bulk_create(
            Grant(user=user, role="account_administrator", unit=units[code], valid=days) for code, days in held.items()
        )
        Post.objects.bulk_create(
            Post(user=user, unit=unit, title="cán bộ", valid=DateRange(FIRST, None)) for unit in units.values()
        )
        for day in history.days:
            roots = [code for code, days in held.items() if day in days]
            permitted = Post.objects.permitted(Actor.of(user, day), MANAGE_ACCOUNTS)
            expected = {code for code in codes if any(history.sees(root, code, day) for root in roots)}
            assert set(permitted.values_list("unit__code", flat=True)) == expected, day


def _open(*rows: tuple) -> dict[str, Unit]:
    """Units from (code, kind, parent, since) and perhaps until."""
    return open_units(Opening(code, kind, code, code, parent, *days) for code, kind, parent, *days in rows)


def _sees(unit: Unit, day: date) -> set[str]:
    rows = Reach.objects.filter(above=unit, sight__contains=day)
    return set(rows.values_list("below__code", flat=True))


@pytest.fixture
def generations(db) -> dict[str, Unit]:
    """A1 and A2 become A in 2020, A and B become C in 2025; the province P of A and B lives on, Q is a neighbour."""
    units = _open(
        ("N", Kind.NATION, None, BEGIN),
        ("P", Kind.PROVINCE, "N", BEGIN),
        ("Q", Kind.PROVINCE, "N", BEGIN),
        ("A1", Kind.COMMUNE, "P", BEGIN, FIRST_MERGER),
        ("A1.MTTQ", Kind.FRONT, "A1", BEGIN, FIRST_MERGER),
        ("A2", Kind.COMMUNE, "P", BEGIN, FIRST_MERGER),
        ("A", Kind.COMMUNE, "P", FIRST_MERGER, SECOND_MERGER),
        ("B", Kind.COMMUNE, "Q", BEGIN, SECOND_MERGER),
        ("C", Kind.COMMUNE, "P", SECOND_MERGER),
    )
    write_change(FIRST_MERGER, {units["A1"]: [units["A"]], units["A2"]: [units["A"]]})
    write_change(SECOND_MERGER, {units["A"]: [units["C"]], units["B"]: [units["C"]]})
    rebuild_reach()
    return units


@pytest.mark.row(59)
def test_over_two_generations_the_heir_sees_all_and_the_sources_keep_their_own(generations):
    assert _sees(generations["A"], FIRST_MERGER) == {"A", "A1", "A1.MTTQ", "A2"}
    assert _sees(generations["C"], SECOND_MERGER - DAY) == set()
    assert _sees(generations["C"], SECOND_MERGER) == {"C", "A", "A1", "A1.MTTQ", "A2", "B"}
    assert _sees(generations["A"], TODAY) == {"A", "A1", "A1.MTTQ", "A2"}
    assert _sees(generations["A1"], TODAY) == {"A1", "A1.MTTQ"}
    assert _sees(generations["B"], TODAY) == {"B"}


@pytest.mark.row(59)
@pytest.mark.trust("T08")
def test_who_stands_above_the_heir_sees_the_sources_from_the_day_of_the_change(generations):
    assert "B" not in _sees(generations["P"], SECOND_MERGER - DAY)
    assert "B" in _sees(generations["P"], SECOND_MERGER)
    assert _sees(generations["Q"], TODAY) == {"Q", "B"}


def test_the_tree_of_no_day_knows_inherited_rows(generations):
    for day in (BEGIN, FIRST_MERGER, SECOND_MERGER, TODAY):
        assert not Unit.objects.below(generations["C"].pk, day).exclude(code="C").exists()
        assert "B" not in Unit.objects.below(generations["P"].pk, day).values_list("code", flat=True)


@pytest.mark.parametrize("state", [Change.State.DRAFT, Change.State.UNDONE])
def test_a_change_that_does_not_hold_gives_nothing(generations, state):
    stranger = _open(("D", Kind.COMMUNE, "Q", BEGIN))["D"]
    write_change(SECOND_MERGER, {generations["A"]: [stranger]}, state=state)
    rebuild_reach()
    assert _sees(stranger, TODAY) == {"D"}


def test_a_source_that_lives_on_keeps_its_records_to_itself(generations):
    stranger = _open(("D", Kind.COMMUNE, "Q", BEGIN))["D"]
    write_change(FIRST_MERGER, {generations["B"]: [stranger]})
    rebuild_reach()
    assert _sees(stranger, FIRST_MERGER) == {"D"}
    assert _sees(stranger, TODAY) == {"D"}


def test_all_heirs_of_a_split_see_the_closed_source(generations):
    parts = _open(("D", Kind.COMMUNE, "P", TODAY), ("E", Kind.COMMUNE, "Q", TODAY))
    close(generations["C"], on=TODAY)
    write_change(TODAY, {generations["C"]: [parts["D"], parts["E"]]})
    rebuild_reach()
    for code, part in parts.items():
        assert _sees(part, TODAY) == {code, "C", "A", "A1", "A1.MTTQ", "A2", "B"}


def test_a_unit_that_lives_on_is_seen_through_its_new_place_alone(db):
    units = _open(
        ("N", Kind.NATION, None, BEGIN),
        ("P", Kind.PROVINCE, "N", BEGIN),
        ("Q", Kind.PROVINCE, "N", BEGIN),
        ("D", Kind.DISTRICT, "P", BEGIN),
        ("D.MTTQ", Kind.FRONT, "D", BEGIN),
        ("D1", Kind.COMMUNE, "D", BEGIN),
        ("E", Kind.DISTRICT, "P", TODAY),
    )
    units["D1"].placements.update(valid=DateRange(BEGIN, TODAY))
    units["D1"].placements.create(parent=units["Q"], valid=DateRange(TODAY, None))
    close(units["D.MTTQ"], on=TODAY)
    close(units["D"], on=TODAY)
    write_change(TODAY, {units["D"]: [units["E"]]})
    rebuild_reach()
    assert _sees(units["E"], TODAY) == {"E", "D", "D.MTTQ"}
    assert "D1" in _sees(units["Q"], TODAY)


@pytest.mark.row(59)
def test_the_heirs_people_are_told_and_can_ask_why(country):
    close(country["A3.MTTQ"], on=TODAY)
    close(country["A3.DU"], on=TODAY)
    close(country["A3"], on=TODAY)
    officer = country.person("commune_officer", "A1")
    assert officer not in recipients([country["A3.DU"].pk], VIEW, TODAY)
    write_change(TODAY, {country["A3"]: [country["A1"]]})
    rebuild_reach()
    assert officer in recipients([country["A3.DU"].pk], VIEW, TODAY)
    assert officer not in recipients([country["A3.DU"].pk], VIEW, TODAY - DAY)
    (held,) = Actor.of(officer, TODAY).why(VIEW, [country["A3.DU"].pk])
    assert held.unit_name == "Xã Đồng Xuân"


def test_the_check_names_sight_that_was_tampered_with(generations):
    Reach.objects.filter(above=generations["C"], below=generations["A1"]).delete()
    assert any("missing" in problem for problem in disagreements())
