"""The two maps of a province: what lay where the day before a change, what on the day, and the kin of one place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from danvan.orgs import services
from danvan.orgs.before_after import sides
from danvan.orgs.kinds import Kind
from danvan.orgs.models import Unit

from .test_kinship import REFORM, goes_on, old


@pytest.fixture
def reformed(country) -> list[Unit]:
    """Five old communes: three in A1, two in A2, one of these in both."""
    Unit.objects.filter(code="A1").update(latitude="19.8", longitude="105.7")
    Unit.objects.filter(code="A2").update(latitude="20.2", longitude="105.1")
    units = old(country, 5)
    goes_on(units[:3], country["A1"])
    goes_on(units[3:4], country["A2"])
    goes_on(units[4:], country["A2"], Decimal("0.75"))
    goes_on(units[4:], country["A1"], Decimal("0.25"))
    return units


def page_of(client, of: Unit, **asked: str) -> str:
    return client.get(of.get_absolute_url(), asked).content.decode()


@pytest.mark.row(58)
def test_both_maps_count_their_units_and_link_each(signed_in, country, reformed):
    page = page_of(signed_in("reader", "A"), country["A"])
    assert "Ngày 01/07/2025: 5 xã, phường thành 3 xã, phường" in page
    assert "Trước 01/07/2025: 5 xã, phường" in page
    maps = page[page.index("tile-maps") :]
    for unit in [*reformed, country["A1"], country["A2"], country["A3"]]:
        assert f'<a href="{unit.get_absolute_url()}"><title>' in maps
    assert "Xã Cũ 4: nay thuộc Xã Hòa Bình, Xã Đồng Xuân" in page


def test_an_old_commune_without_coordinates_lies_between_its_heirs(country, reformed):
    found = {spot.unit_id: spot for spot in sides(country["A"], Kind.PROVINCE).before}
    assert found[reformed[0].pk].latitude == pytest.approx(19.8)
    assert found[reformed[4].pk].latitude == pytest.approx(20.1)
    assert found[reformed[4].pk].longitude == pytest.approx(105.25)


def test_a_unit_in_the_address_is_marked_with_all_its_kin_and_named(signed_in, country, reformed):
    client = signed_in("reader", "A")
    page = page_of(client, country["A"], unit=str(country["A1"].public_id))
    assert page.count("tile-map__ring") == 5
    assert "(một phần)" in page[page.index("tile-map__kin") : page.index("tile-maps")]
    page = page_of(client, country["A"], unit=str(reformed[0].public_id))
    assert page.count("tile-map__ring") == 2


@pytest.mark.parametrize("asked", [{"unit": "x"}, {"unit": "<script>"}, {"day": "2025-99-99"}, {"day": "1999-01-01"}])
def test_nonsense_in_the_address_shows_the_maps_unmarked(signed_in, country, reformed, asked):
    page = page_of(signed_in("reader", "A"), country["A"], **asked)
    assert "Trước 01/07/2025: 5 xã, phường" in page
    assert "tile-map__ring" not in page


@pytest.mark.row(58)
def test_a_merged_province_shows_the_old_provinces_by_filling_and_name(signed_in, country):
    made = services.open_units(
        [
            *(
                services.Opening(f"t{n}", Kind.PROVINCE, f"Tỉnh Cũ {n}", f"Cũ {n}", "VN", date(2011, 1, 1), REFORM)
                for n in range(3)
            ),
            services.Opening("N", Kind.PROVINCE, "Tỉnh Mới", "Mới", "VN", REFORM),
            services.Opening("N1", Kind.COMMUNE, "Xã Mới", "Mới", "N", REFORM),
        ]
    )
    communes = [unit for n in range(3) for unit in old(country, 2, parent=f"t{n}")]
    goes_on([made[f"t{n}"] for n in range(3)], made["N"])
    goes_on(communes, made["N1"])
    client = signed_in("reader", "A")
    page = page_of(client, made["N"])
    legend = page[page.index("tile-maps") :]
    for n in range(3):
        assert f"Tỉnh Cũ {n} <b>2</b>" in legend
        assert f"tile-map__group--{n}" in legend
    ended = sides(made["t1"], Kind.PROVINCE)
    assert (len(ended.before), [spot.name for spot in ended.after]) == (2, ["Xã Mới"])
    nation = page_of(client, country["VN"])
    assert "Ngày 01/07/2025: 5 tỉnh, thành phố thành 3 tỉnh, thành phố" in nation


def test_a_province_where_nothing_changed_and_a_commune_have_no_maps(signed_in, country, reformed):
    assert sides(country["B"], Kind.PROVINCE) is None
    assert sides(country["A1"], Kind.COMMUNE) is None


def test_communes_under_a_district_that_the_province_took_up_are_drawn_once(country):
    district = old(country, 1, kind=Kind.DISTRICT)[0]
    inside = services.open_units(
        services.Opening(f"h{n}", Kind.TOWNSHIP, f"Thị trấn {n}", f"{n}", district.code, date(2012, 1, 1), REFORM)
        for n in range(2)
    )
    goes_on([district], country["A"])
    goes_on(list(inside.values()), country["A1"])
    assert [spot.unit_id for spot in sides(country["A"], Kind.PROVINCE).before] == [u.pk for u in inside.values()]


def test_several_days_of_change_are_offered_and_the_one_asked_is_shown(signed_in, country, reformed):
    services.close(country["A3.DU"], on=date(2026, 5, 1))
    services.close(country["A3.MTTQ"], on=date(2026, 5, 1))
    services.close(country["A3"], on=date(2026, 5, 1))
    goes_on([country["A3"]], country["A2"], day=date(2026, 5, 1))
    client = signed_in("reader", "A")
    assert "Trước 01/07/2025: 5 xã, phường" in page_of(client, country["A"])
    later = page_of(client, country["A"], day="2026-05-01")
    assert "Ngày 01/05/2026: 3 xã, phường thành 2 xã, phường" in later


@pytest.mark.parametrize("count", [3, 40])
def test_the_maps_cost_as_many_queries_with_forty_communes_as_with_three(country, django_assert_max_num_queries, count):
    goes_on(old(country, count), country["A1"])
    with django_assert_max_num_queries(7):
        assert len(sides(country["A"], Kind.PROVINCE).before) == count


def test_a_commune_leads_to_the_map_of_its_province(signed_in, country, reformed):
    page = page_of(signed_in("reader", "A"), country["A1"])
    assert f"{reverse('orgs:unit', args=[country['A'].public_id])}?unit={country['A1'].public_id}#maps" in page
