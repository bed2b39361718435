"""Names of a text as units of the register on its day. The country and all names are invented."""

from __future__ import annotations

from datetime import date

import pytest

from danvan.orgs import services
from danvan.orgs.kinds import ChangeKind, Kind, ShareKind
from danvan.orgs.models import Change, Description, Lineage
from danvan.reader.resolving import How, resolve

pytestmark = [pytest.mark.row(126), pytest.mark.django_db]
BEFORE, REFORM, AFTER, TODAY = date(2014, 2, 26), date(2025, 7, 1), date(2026, 3, 2), date(2026, 11, 20)


@pytest.fixture
def old_country(country):
    """The country with a district of each province that ended in the reform, and its committee."""
    openings = []
    for province in ("A", "B"):
        openings += [
            services.Opening(
                f"{province}.H", Kind.DISTRICT, "Huyện Tân Sơn", "Tân Sơn", province, date(2010, 1, 1), REFORM
            ),
            services.Opening(
                f"{province}.H.HU", Kind.PARTY_COMMITTEE, "Huyện ủy Tân Sơn", "Huyện ủy", f"{province}.H",
                date(2010, 1, 1), REFORM,
            ),
        ]  # fmt: skip
    country.units.update(services.open_units(openings))
    return country


def one(name, **known):
    (answer,) = resolve([name], today=TODAY, **known)
    return answer


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Tỉnh ủy Ánh Dương", "A.TU"),
        ("Tỉnh uỷ Ánh Dương", "A.TU"),
        ("UBMTTQ Việt Nam tỉnh Ánh Dương", "A.MTTQ"),
        ("Mặt trận Tổ quốc tỉnh Bình Minh", "B.MTTQ"),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy Ánh Dương", "A.BTGDV"),
        ("Đảng ủy xã Đồng Xuân", "A1.DU"),
        ("xã Hoà Bình", "A2"),
        ("tỉnh Bình Minh", "B"),
        ("Bình Minh", "B"),
    ],
)
def test_a_full_name_is_the_unit_that_bore_it_on_the_day(country, name, code):
    answer = one(name, on=AFTER)
    assert (answer.how, answer.unit) == (How.ON_DAY, country[code])


@pytest.mark.parametrize(
    ("name", "within", "code"),
    [
        ("Tỉnh ủy", "A", "A.TU"),
        ("Tỉnh ủy", "B1", "B.TU"),
        ("Ban Thường vụ Tỉnh ủy", "A", "A.TU"),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy", "B", "B.BTGDV"),
        ("Ủy ban Mặt trận Tổ quốc tỉnh", "B", "B.MTTQ"),
        ("Đảng ủy xã", "A2", "A2.DU"),
    ],
)
def test_a_name_without_a_place_is_completed_from_where_the_text_comes_from(country, name, within, code):
    answer = one(name, on=AFTER, within=country[within])
    assert answer.unit == country[code]
    assert answer.of_board == name.startswith("Ban Thường vụ")


def test_a_name_without_a_place_or_unknown_says_why_it_is_no_unit(country):
    assert one("Tỉnh ủy", on=AFTER).how is How.NEEDS_PLACE
    assert one("Ủy ban nhân dân tỉnh", on=AFTER).how is How.NEEDS_PLACE
    assert one("Hội Yêu hoa xứ Mộng", on=AFTER).how is How.NONE
    assert one("Hội Yêu hoa xứ Mộng", on=AFTER).unit is None


def test_where_two_units_fit_none_is_taken_unless_the_text_comes_from_one_of_their_provinces(old_country):
    answer = one("Huyện ủy Tân Sơn", on=BEFORE)
    assert (answer.how, answer.unit, len(answer.candidates)) == (How.SEVERAL, None, 2)
    assert one("Huyện ủy Tân Sơn", on=BEFORE, within=old_country["B"]).unit == old_country["B.H.HU"]


def test_a_district_that_ended_is_found_under_its_old_name_with_who_goes_on(old_country):
    change = Change.objects.create(
        kind=ChangeKind.MERGE, effective_on=REFORM, decided_by="Nghị quyết minh họa", state=Change.State.APPLIED
    )
    strands = [("A1", ShareKind.NONE, None), ("A2", ShareKind.NONE, None)]
    Lineage.objects.bulk_create(
        Lineage(change=change, source=old_country["A.H"], heir=old_country[heir], share_kind=kind, share=share)
        for heir, kind, share in strands
    )
    services.rebuild_carry()
    then = one("huyện Tân Sơn", on=BEFORE, within=old_country["A"])
    now = one("huyện Tân Sơn", on=AFTER, within=old_country["A"])
    assert (then.how, now.how) == (How.ON_DAY, How.FORMER)
    assert then.unit == now.unit == old_country["A.H"]
    assert {name.short_name for name in now.today} == {"Đồng Xuân", "Hòa Bình"}


def test_a_name_that_a_unit_gave_up_or_took_later_is_still_that_unit(country):
    words = Description(kind=Kind.COMMUNE, name="Xã Đồng Mới", short_name="Đồng Mới")
    services.describe_anew(country["A1"], words, since=date(2026, 6, 1))
    former = one("xã Đồng Xuân", on=TODAY)
    later = one("xã Đồng Mới", on=AFTER)
    assert (former.how, former.unit, former.bore) == (How.FORMER, country["A1"], "Xã Đồng Xuân")
    assert (later.how, later.unit) == (How.LATER, country["A1"])


def test_marks_tell_names_apart(country):
    assert one("xã Đông Xuân", on=AFTER).how is How.NONE


def test_more_names_ask_no_more_queries(country, django_assert_max_num_queries):
    names = ["Tỉnh ủy", "xã Đồng Xuân", "xã Hòa Bình", "tỉnh Bình Minh", "Huyện ủy Không Có", "UBND tỉnh"] * 8
    with django_assert_max_num_queries(8):
        resolve(names, on=AFTER, within=country["A"], today=TODAY)
