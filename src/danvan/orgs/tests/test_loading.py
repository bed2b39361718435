"""The country that comes with the package: loaded whole, once, without a disagreement."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.orgs import load
from danvan.orgs.checks import disagreements
from danvan.orgs.kinds import COMMUNE_LEVEL, PROVINCE_LEVEL, Kind
from danvan.orgs.models import Change, Description, Group, Lineage, Placement, Reach, Unit
from danvan.orgs.queries import lines, register

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def kinds(day: date) -> Counter:
    return Counter(Description.objects.filter(valid__contains=day).values_list("kind", flat=True))


def name(code: str, day: date) -> str:
    return Unit.objects.named(day).get(code=code).name


@pytest.mark.row(56)
def test_the_whole_country_with_bodies_is_loaded_once_and_holds_together(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        loaded = load.load_areas()
    assert (loaded.units, loaded.names, loaded.changes, loaded.groups) == (1 + 34 + 52 + 3321, 2, 23, 27)
    again = load.load_areas()
    assert str(again) == "0 units, 0 later names, 0 changes, 0 groups"
    _numbers_are_the_published_ones()
    _names_follow_their_dates()
    _mergers_are_recorded()
    _groups_of_thanh_hoa()
    _bodies()
    assert disagreements() == []
    _a_search_is_one_of_the_living_first()


def _numbers_are_the_published_ones():
    before, after = kinds(BEFORE), kinds(AFTER)
    assert sum(before[kind] for kind in PROVINCE_LEVEL) == 63
    assert sum(after[kind] for kind in PROVINCE_LEVEL) == 34
    assert sum(after[kind] for kind in COMMUNE_LEVEL) == 3321
    assert before[Kind.MUNICIPALITY] == after[Kind.MUNICIPALITY] == 6
    assert kinds(date(2026, 4, 30))[Kind.MUNICIPALITY] == 7


def _names_follow_their_dates():
    assert name("46", date(2024, 12, 31)) == "Tỉnh Thừa Thiên Huế"
    assert name("46", date(2025, 1, 1)) == "Thành phố Huế"
    assert name("75", date(2026, 4, 29)) == "Tỉnh Đồng Nai"
    assert name("75", date(2026, 4, 30)) == "Thành phố Đồng Nai"
    # A code alone does not name a province for all time.
    assert (name("91", AFTER), name("old-91", BEFORE), name("89", BEFORE)) == (
        "Tỉnh An Giang", "Tỉnh Kiên Giang", "Tỉnh An Giang",
    )  # fmt: skip
    old = Unit.objects.get(code="89")
    assert old.life == DateRange(None, AFTER)
    assert Unit.objects.get(code="38").life == DateRange(None, None)


def _mergers_are_recorded():
    assert Lineage.objects.count() == 52
    change = Lineage.objects.get(source__code="89").change
    assert (change.effective_on, change.decided_by, change.state) == (
        AFTER, "Nghị quyết 202/2025/QH15", Change.State.APPLIED,
    )  # fmt: skip
    assert set(change.strands.values_list("source__code", "heir__code")) == {("89", "91"), ("old-91", "91")}


def _groups_of_thanh_hoa():
    family = Group.objects.filter(family="old-district")
    assert family.count() == 26
    assert sum(group.members.count() for group in family) == 166
    assert Group.objects.get(code="38-huyen-quan-son").members.count() == 8
    assert Group.objects.get(name="11 huyện miền núi").members.count() == 76


def _bodies():
    loaded = load.load_bodies("38")
    assert (loaded.units, loaded.names, loaded.changes) == (12 + 2 * 166, 0, 1)
    assert load.load_bodies("38") == load.Loaded()
    assert name("38.TU", AFTER) == "Tỉnh ủy Thanh Hóa"
    assert name("38.BTGDV", AFTER) == "Ban Tuyên giáo và Dân vận Tỉnh ủy Thanh Hóa"
    assert Unit.objects.get(code="38.BDV").life == DateRange(None, date(2025, 2, 3))
    assert Unit.objects.get(code="38.BTGDV").life == DateRange(date(2025, 2, 3), None)
    merged = Lineage.objects.filter(heir__code="38.BTGDV")
    assert set(merged.values_list("source__code", flat=True)) == {"38.BDV", "38.BTG"}
    farmers = Placement.objects.filter(unit__code="38.HND").order_by("valid")
    assert [(row.parent.code, row.valid.lower) for row in farmers] == [("38", None), ("38.MTTQ", AFTER)]
    wards = Unit.objects.named(AFTER).filter(code__in=["14758.DU", "14797.DU"])
    assert {unit.name.split()[2] for unit in wards} <= {"phường", "xã"}
    load.load_bodies("46")
    assert name("46.TU", date(2024, 12, 31)) == "Tỉnh ủy Thừa Thiên Huế"
    assert name("46.TU", date(2025, 1, 1)) == "Thành ủy Huế"
    _bodies_of_an_giang()
    _the_new_province_sees_what_the_old_ones_made()


def _bodies_of_an_giang():
    """The old province's bodies end with it and go on in those of the new one, in whatever order they are loaded."""
    load.load_bodies("89")
    assert name("89.BDV", date(2014, 12, 31)) == "Ban Dân vận Tỉnh ủy An Giang"
    assert Unit.objects.get(code="89.BTGDV").life == DateRange(date(2025, 2, 3), AFTER)
    load.load_bodies("91")
    load.load_bodies("old-91")
    heirs = Lineage.objects.filter(heir__code="91.BTGDV")
    assert set(heirs.values_list("source__code", flat=True)) == {"89.BTGDV", "old-91.BTGDV"}
    assert heirs.values("change").distinct().count() == 1
    assert not Unit.objects.filter(code="91.BDV").exists()
    assert load.load_bodies("89") == load.load_bodies("91") == load.Loaded()


def _the_new_province_sees_what_the_old_ones_made():
    """An Giang of 2025 sees both old provinces, its commission theirs after two mergers; not a day before."""
    old = {"89", "89.BDV", "89.BTGDV", "old-91", "old-91.BTG"}
    for above, expected in (("91", old), ("91.BTGDV", {code for code in old if "." in code})):
        rows = Reach.objects.filter(above__code=above, below__code__in=old)
        assert set(rows.filter(sight__contains=AFTER).values_list("below__code", flat=True)) == expected
        assert not rows.filter(sight__contains=AFTER - timedelta(days=1)).exists()


def _a_search_is_one_of_the_living_first():
    found = lines(register(AFTER).search("thua thien hue"), "thua thien hue", AFTER)
    assert [(line.unit.name, line.former) for line in found if line.unit.kind == Kind.MUNICIPALITY] == [
        ("Thành phố Huế", "Tỉnh Thừa Thiên Huế")
    ]
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from orgs_reach where isempty(sight)")
        assert cursor.fetchone() == (0,)


def test_bodies_of_an_unknown_province_are_refused(db):
    with pytest.raises(Unit.DoesNotExist):
        load.load_bodies("999")
