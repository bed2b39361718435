"""The family of a unit on its page: where it comes from, who goes on, in words, in the picture and as a table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from danvan.orgs import services
from danvan.orgs.kinds import ChangeKind, Kind, ShareKind
from danvan.orgs.kinship import A_GENERATION, kinship
from danvan.orgs.models import Change, Description, Lineage, Unit
from danvan.orgs.presenting_kin import finding, picture

REFORM = date(2025, 7, 1)
PAPER = "Nghị quyết 1/2025 (số liệu minh họa)"


def old(country, count: int, *, parent: str = "A", kind: str = Kind.COMMUNE) -> list[Unit]:
    """Communes that ended with the reform."""
    made = services.open_units(
        services.Opening(f"cu{parent}{n}", kind, f"Xã Cũ {n}", f"Cũ {n}", parent, date(2012, 1, 1), REFORM)
        for n in range(count)
    )
    return list(made.values())


def goes_on(sources: list[Unit], heir: Unit, share: Decimal | None = Decimal(1), day: date = REFORM) -> Change:
    change = Change.objects.create(
        kind=ChangeKind.MERGE, effective_on=day, decided_by=PAPER, state=Change.State.APPLIED
    )
    kind = ShareKind.WHOLE if share == 1 else ShareKind.NONE if share is None else ShareKind.POPULATION
    Lineage.objects.bulk_create(
        Lineage(change=change, source=source, heir=heir, share_kind=kind, share=share) for source in sources
    )
    return change


def page_of(client, unit: Unit) -> str:
    return client.get(unit.get_absolute_url()).content.decode()


@pytest.mark.row(58)
def test_the_finding_counts_the_former_communes_and_the_day(signed_in, country):
    goes_on(old(country, 3), country["A1"])
    page = page_of(signed_in("reader", "A"), country["A1"])
    assert "Xã Đồng Xuân gồm 3 xã cũ, từ ngày 01/07/2025" in page
    assert page.count("genealogy__strand--whole") >= 3
    assert PAPER in page


@pytest.mark.row(58)
def test_whole_part_and_unmeasured_are_told_apart_in_words_and_shape(signed_in, country):
    five, two = old(country, 5), old(country, 2, parent="B")
    goes_on(five, country["A1"])
    for source, share in zip(two, (Decimal("0.352"), None), strict=True):
        goes_on([source], country["A1"], share)
        goes_on([source], country["A2"], share and 1 - share)
    page = page_of(signed_in("reader", "A"), country["A1"])
    assert "Xã Đồng Xuân gồm toàn bộ 5 và một phần của 2 xã cũ, từ ngày 01/07/2025" in page
    assert "35,2 %" in page
    assert "một phần, không chia được số" in page
    assert "phần còn lại về 1 đơn vị khác" in page
    assert "genealogy__strand--unknown" in page


def test_an_ended_unit_says_who_goes_on_or_among_how_many_it_was_divided(country):
    one, other = old(country, 2)
    goes_on([one], country["A1"])
    goes_on([other], country["A1"], None)
    goes_on([other], country["A2"], None)
    today = timezone.localdate()
    assert finding(kinship(one, today)) == "Xã Cũ 0 nay thuộc Xã Đồng Xuân, từ ngày 01/07/2025"
    assert finding(kinship(other, today)) == "Xã Cũ 1 được chia về 2 đơn vị ngày 01/07/2025"


def test_a_unit_that_lived_before_took_in_the_others(country):
    goes_on(old(country, 2), country["A1"], day=date(2026, 1, 1))
    found = finding(kinship(country["A1"], timezone.localdate()))
    assert found == "Xã Đồng Xuân nhận thêm 2 xã cũ ngày 01/01/2026"


def test_several_generations_stand_in_one_picture(country):
    grand = old(country, 2)
    middle = services.open_units(
        [services.Opening("giua", Kind.COMMUNE, "Xã Giữa", "Giữa", "A", date(2020, 1, 1), REFORM)]
    )["giua"]
    goes_on(grand, middle, day=date(2020, 1, 1))
    goes_on([middle], country["A1"])
    for unit in (country["A1"], middle, grand[0]):
        shown = kinship(unit, timezone.localdate()).relatives
        assert {middle.pk, country["A1"].pk, grand[0].pk} <= shown.keys()


def test_a_former_name_and_kind_stand_on_the_bar(country):
    unit = country["A1"]
    goes_on(old(country, 1), unit)
    words = Description(kind=Kind.WARD, name="Phường Đồng Xuân", short_name="Đồng Xuân")
    services.describe_anew(unit, words, since=date(2026, 3, 1))
    drawing = picture(kinship(unit, timezone.localdate()), timezone.localdate())["drawing"]
    assert "đến 28/02/2026: Xã Đồng Xuân" in drawing
    assert "01/03/2026: Xã Đồng Xuân thành Phường Đồng Xuân" in drawing


def test_the_districts_a_province_took_up_are_not_its_forebears_but_see_it_as_their_heir(country):
    districts = old(country, 3, kind=Kind.DISTRICT)
    goes_on(districts, country["A"])
    today = timezone.localdate()
    assert picture(kinship(country["A"], today), today) is None
    assert finding(kinship(districts[0], today)) == "Xã Cũ 0 nay thuộc Tỉnh Ánh Dương, từ ngày 01/07/2025"


def test_what_is_beyond_the_widest_generation_is_counted_in_words(country):
    goes_on(old(country, A_GENERATION + 4), country["A1"])
    shown = picture(kinship(country["A1"], timezone.localdate()), timezone.localdate())
    assert len(shown["rows"]) == A_GENERATION
    assert "4 đơn vị nữa" in shown["more"]
    assert f"gồm {A_GENERATION + 4} xã cũ" in shown["title"]


def test_units_of_one_name_are_told_apart_by_where_they_lay(country):
    goes_on([*old(country, 1), *old(country, 1, parent="B")], country["A1"])
    today = timezone.localdate()
    shown = picture(kinship(country["A1"], today), today)
    names = {row["source"]["name"] for row in shown["rows"]}
    assert names == {"Xã Cũ 0 (Tỉnh Ánh Dương)", "Xã Cũ 0 (Tỉnh Bình Minh)"}
    assert all(name in shown["drawing"] for name in names)


def test_an_undone_change_and_a_unit_without_relatives_have_no_picture(country):
    change = goes_on(old(country, 2), country["A1"])
    Change.objects.filter(pk=change.pk).update(state=Change.State.UNDONE)
    assert picture(kinship(country["A1"], timezone.localdate()), timezone.localdate()) is None


@pytest.mark.parametrize("count", [3, 40])
def test_the_family_costs_as_many_queries_with_forty_sources_as_with_three(
    country, django_assert_max_num_queries, count
):
    goes_on(old(country, count), country["A1"])
    with django_assert_max_num_queries(8):
        assert picture(kinship(country["A1"], timezone.localdate()), timezone.localdate())["rows"]
