"""Units in time keep their invariants."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.core.errors import Refused
from danvan.orgs import services
from danvan.orgs.checks import disagreements
from danvan.orgs.kinds import Kind
from danvan.orgs.models import Description, Placement, Unit


def test_a_fresh_country_has_no_disagreement(country):
    assert disagreements() == []


def test_two_names_on_one_day_are_refused_by_the_database(country):
    with pytest.raises(IntegrityError), transaction.atomic():
        Description.objects.create(
            unit=country["A1"],
            kind=Kind.COMMUNE,
            name="Xã Khác",
            short_name="Khác",
            valid=DateRange(date(2026, 1, 1)),
        )


def test_two_parents_on_one_day_are_refused_by_the_database(country):
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(unit=country["A1"], parent=country["B"], valid=DateRange(date(2026, 1, 1)))


def test_a_renamed_unit_is_found_by_its_old_name_without_marks(country):
    unit = country["A1"]
    new = Description(kind=Kind.WARD, name="Phường Bình Than", short_name="Bình Than")
    services.describe_anew(unit, new, since=date(2026, 3, 1))
    assert unit in Unit.objects.search("dong xuan")
    assert unit in Unit.objects.search("BINH THAN")
    named = Unit.objects.named(date(2026, 2, 28)).get(pk=unit.pk)
    assert (named.name, named.kind) == ("Xã Đồng Xuân", Kind.COMMUNE)
    assert Unit.objects.named(date(2026, 3, 1)).get(pk=unit.pk).kind == Kind.WARD
    assert disagreements() == []


def test_a_moved_unit_is_under_the_old_parent_before_and_the_new_one_after(country):
    services.place_anew(country["A1"], country["B"], since=date(2026, 5, 1))
    before = set(Unit.objects.below(country["A"].pk, date(2026, 4, 30)).values_list("code", flat=True))
    after = set(Unit.objects.below(country["A"].pk, date(2026, 5, 1)).values_list("code", flat=True))
    assert {"A1", "A1.DU"} <= before
    assert not {"A1", "A1.DU"} & after
    assert disagreements() == []


def test_a_unit_cannot_stand_under_itself(country):
    with pytest.raises(Refused) as refusal:
        services.place_anew(country["A"], country["A1"], since=date(2026, 5, 1))
    assert refusal.value.code == "circle"


def test_a_unit_with_others_under_it_cannot_close(country):
    with pytest.raises(Refused) as refusal:
        services.close(country["A1"], on=date(2026, 5, 1))
    assert refusal.value.code == "has-children"


def test_a_child_may_not_outlive_its_parent(country):
    services.close(country["A1.DU"], on=date(2026, 5, 1))
    with pytest.raises(Refused) as refusal:
        services.open_units([services.Opening("A1.DU.CB", Kind.AGENCY, "Văn phòng", "VP", "A1.DU", date(2026, 4, 1))])
    assert refusal.value.code == "parent-lives-shorter"


def test_a_closed_unit_keeps_its_past(country):
    services.close(country["A1.MTTQ"], on=date(2026, 5, 1))
    below = Unit.objects.below(country["A"].pk, date(2026, 4, 30))
    assert country["A1.MTTQ"] in below
    assert country["A1.MTTQ"] not in Unit.objects.alive(date(2026, 5, 1))
    assert disagreements() == []
