"""Every kind of change besides the merger, each with what belongs to it, and each taken back whole."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from danvan.orgs import services
from danvan.orgs.changes import Coming, builders
from danvan.orgs.checks import disagreements
from danvan.orgs.kinds import Kind, ShareKind
from danvan.orgs.models import Carry, Lineage, Unit
from danvan.orgs.services import Opening

from .changing import DAY, SAID, carry_out, codes_of, commune, everything, everywhere, under

pytestmark = pytest.mark.django_db
HALVES = (Decimal("0.4"), Decimal("0.6"))


def named(code: str, day: date = DAY) -> str:
    return Unit.objects.named(day).get(code=code).name


def carried_from(code: str) -> dict[str, Decimal]:
    """Where figures of the day before the change go, looked at from the day of the change on."""
    rows = Carry.objects.filter(source__code=code, valid__contains=DAY - timedelta(days=1), seen__contains=DAY)
    return dict(rows.values_list("heir__code", "share"))


@pytest.fixture
def there_and_back(country):
    """Carry a plan out, let the test look, take it back: all rows are as before, and the tree was whole throughout."""
    by, before = everywhere(), everything()
    done = []

    def go(plan):
        assert codes_of(plan) == []
        done.append(carry_out(plan, by))
        assert disagreements() == []
        return done[-1]

    yield go
    for change in reversed(done):
        services.undo_change(change, by=by)
    assert everything() == before
    assert disagreements() == []


@pytest.mark.row(57)
def test_a_split_gives_every_heir_its_share_and_its_bodies(country, there_and_back):
    heirs = [commune("A8", "Đông"), commune("A9", "Tây")]
    there_and_back(builders.split(country["A1"], heirs, HALVES, ShareKind.POPULATION, **SAID))
    strands = set(Lineage.objects.values_list("source__code", "heir__code", "share_kind", "share"))
    assert strands == {
        (f"A1{body}", f"{heir}{body}", "population", share)
        for body in ("", ".DU", ".MTTQ")
        for heir, share in (("A8", HALVES[0]), ("A9", HALVES[1]))
    }
    assert under("A9", DAY) == {"A9.DU", "A9.MTTQ"}
    assert Carry.objects.filter(source__code="A1", heir__code="A8", kind="estimated").exists()


@pytest.mark.row(57)
def test_what_cannot_be_apportioned_is_said_so(country, there_and_back):
    heirs = [commune("A9", "Tây"), country["A2"]]
    there_and_back(builders.split(country["A1"], heirs, (None, None), ShareKind.NONE, **SAID))
    assert set(Lineage.objects.values_list("share_kind", "share")) == {("none", None)}
    assert under("A2", DAY) == {"A2.DU", "A2.MTTQ"}


def test_children_of_a_split_unit_go_where_a_person_says(country, there_and_back):
    heirs = [Coming("C", Kind.PROVINCE, "Tỉnh Bắc", "Bắc", "VN"), Coming("D", Kind.PROVINCE, "Tỉnh Nam", "Nam", "VN")]
    shares = builders.shares_by([1, 2])
    halfway = builders.split(country["A"], heirs, shares, ShareKind.HAND, children={"A1": "C", "A2": "D"}, **SAID)
    assert codes_of(halfway) == ["child-unplaced"]
    children = {"A1": "C", "A2": "D", "A3": "D"}
    there_and_back(builders.split(country["A"], heirs, shares, ShareKind.HAND, children=children, **SAID))
    assert under("D", DAY) == {"A2", "A3", "D.TU", "D.MTTQ"}
    assert named("D.TU") == "Tỉnh ủy Nam"


def test_a_part_goes_to_another_unit_and_the_source_lives_on(country, there_and_back):
    there_and_back(builders.transfer(country["A1"], country["A2"], Decimal("0.2"), ShareKind.HOUSEHOLDS, **SAID))
    assert Unit.objects.get(code="A1").life.upper is None
    assert carried_from("A1") == {"A1": Decimal("0.8"), "A2": Decimal("0.2")}
    assert Lineage.objects.filter(source__code="A1.DU", heir__code="A2.DU", share=Decimal("0.2")).exists()


def test_two_changes_of_one_day_may_share_a_source(country, there_and_back):
    there_and_back(builders.transfer(country["A1"], country["A2"], Decimal("0.2"), ShareKind.HAND, **SAID))
    rest = builders.split(country["A1"], [country["A3"]], [Decimal("0.8")], ShareKind.HAND, **SAID)
    there_and_back(rest)
    assert carried_from("A1") == {"A2": Decimal("0.2"), "A3": Decimal("0.8")}


def test_provinces_first_then_their_communes_on_the_same_day(country, there_and_back):
    there_and_back(builders.merge([country["B"]], country["A"], **SAID))
    there_and_back(builders.merge([country["B1"], country["A1"]], commune("A9", "Tân Hòa"), **SAID))
    assert under("A", DAY) >= {"A9", "A2", "A3"}
    assert under("B", date(2026, 2, 28)) >= {"B1"}


def test_a_new_name_goes_to_the_bodies_that_bear_it(country, there_and_back):
    there_and_back(builders.rename(country["A"], "Tỉnh Ánh Sáng", "Ánh Sáng", **SAID))
    assert named("A") == "Tỉnh Ánh Sáng"
    assert named("A.BTGDV") == "Ban Tuyên giáo và Dân vận Tỉnh ủy Ánh Sáng"
    assert named("A.TU", date(2026, 2, 28)) == "Tỉnh ủy Ánh Dương"


def test_a_commune_becomes_a_ward_and_a_province_a_city(country, there_and_back):
    ward = {"name": "Phường Đồng Xuân", "short_name": "Đồng Xuân"}
    there_and_back(builders.retype(country["A1"], Kind.WARD, **ward, **SAID))
    assert named("A1.DU") == "Đảng ủy phường Đồng Xuân"
    city = {"name": "Thành phố Ánh Dương", "short_name": "Ánh Dương"}
    there_and_back(builders.retype(country["A"], Kind.MUNICIPALITY, **city, **SAID))
    assert named("A.TU") == "Thành ủy Ánh Dương"
    assert named("A.MTTQ") == "Ủy ban MTTQ Việt Nam thành phố Ánh Dương"


def test_a_unit_moves_with_all_that_stands_under_it(country, there_and_back):
    there_and_back(builders.move(country["A1"], country["B"], **SAID))
    assert under("B", DAY) >= {"A1"}
    assert Unit.objects.below(country["B"].pk, DAY).filter(code="A1.DU").exists()


def districts(country):
    since = date(2025, 7, 1)
    services.open_units(
        [
            Opening("A.h", Kind.DISTRICT, "Huyện Yên", "Yên", "A", since),
            Opening("A.h.HU", Kind.PARTY_COMMITTEE, "Huyện ủy Yên", "Huyện ủy", "A.h", since),
            Opening("A.h.BDV", Kind.COMMISSION, "Ban Dân vận Huyện ủy Yên", "Ban Dân vận", "A.h.HU", since),
            Opening("A.h.LDLD", Kind.ORGANISATION, "Liên đoàn Lao động huyện Yên", "LĐLĐ", "A.h", since),
            Opening("A4", Kind.COMMUNE, "Xã Bốn", "Bốn", "A.h", since),
        ]
    )
    return Unit.objects.get(code="A.h")


@pytest.mark.row(60)
def test_a_level_is_abolished_its_communes_go_to_the_province_its_bodies_close(country):
    district = districts(country)
    by, before = everywhere(), everything()
    plan = builders.dissolve(district, **SAID)
    assert set(plan.closes) == {"A.h", "A.h.HU", "A.h.BDV", "A.h.LDLD"}
    trial = services.dry_run(plan)
    assert trial.problems == ()
    # The committee's open things go to the committee above, those of bodies without a like body to the area above.
    assert dict(trial.situation.parents) == {"A.h": "A", "A.h.HU": "A.TU", "A.h.BDV": "A", "A.h.LDLD": "A"}
    assert trial.situation.units["A.TU"] == country["A.TU"]
    change = carry_out(plan, by)
    assert under("A", DAY) >= {"A4", "A1"}
    assert disagreements() == []
    services.undo_change(change, by=by)
    assert everything() == before


def test_a_dissolved_body_leaves_what_hangs_on_it_to_the_unit_above(country, there_and_back):
    there_and_back(builders.dissolve(country["A.TU"], **SAID))
    assert under("A", DAY) >= {"A.BTGDV"}


def test_new_units_may_stand_under_each_other(country, there_and_back):
    body = Coming("A7.DU", Kind.PARTY_COMMITTEE, "Đảng ủy xã Mới", "Đảng ủy", "A7")
    there_and_back(builders.create([body, commune("A7", "Mới")], **SAID))
    assert under("A7", DAY) == {"A7.DU"}
    assert Lineage.objects.count() == 0


def test_a_code_that_a_closed_unit_bears_is_not_given_to_a_new_body(country, there_and_back):
    there_and_back(builders.dissolve(country["A2.MTTQ"], **SAID))
    plan = builders.merge([country["A1"]], country["A2"], on=date(2026, 5, 1), decided_by="Nghị quyết 2 (minh họa)")
    there_and_back(plan)
    assert under("A2", date(2026, 5, 1)) == {"A2.DU", "A2.MTTQ-2"}


@pytest.mark.parametrize("amounts", [[1, 1, 1], [1, 2, 4], [7, 11, 13, 17, 19, 23, 29], [5]])
def test_shares_by_amounts_make_exactly_one(amounts):
    shares = builders.shares_by(amounts)
    assert sum(shares) == 1
    assert all(
        abs(share - Decimal(n) / sum(amounts)) < Decimal("1e-8") for n, share in zip(amounts, shares, strict=True)
    )
