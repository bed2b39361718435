"""Units merge: what closes, what goes on, what belongs to it, and back again."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.orgs import services
from danvan.orgs.changes import builders
from danvan.orgs.checks import disagreements
from danvan.orgs.kinds import ChangeKind, Kind
from danvan.orgs.models import Change, Lineage, Unit

from .changing import DAY, DOCUMENT, SAID, carry_out, codes_of, commune, everything, everywhere, under

pytestmark = pytest.mark.django_db


def three_into_one(country):
    return builders.merge([country["A1"], country["A2"], country["A3"]], commune("A9", "Tân Hòa"), **SAID)


@pytest.mark.row(56)
def test_three_communes_become_one_and_so_do_their_bodies(country):
    change = carry_out(three_into_one(country))
    assert change.state == Change.State.APPLIED
    assert {"A1", "A2", "A3"} <= under("A", date(2026, 2, 28))
    assert {"A1", "A2", "A3"}.isdisjoint(under("A", DAY))
    assert under("A9", DAY) == {"A9.DU", "A9.MTTQ"}
    party = Unit.objects.named(DAY).get(code="A9.DU")
    assert (party.name, party.short_name, party.kind) == ("Đảng ủy xã Tân Hòa", "Đảng ủy Tân Hòa", Kind.PARTY_COMMITTEE)
    strands = set(Lineage.objects.filter(change=change).values_list("source__code", "heir__code", "share"))
    assert strands == {(f"A{n}{body}", f"A9{body}", 1) for n in (1, 2, 3) for body in ("", ".DU", ".MTTQ")}
    assert Unit.objects.get(code="A1").life == DateRange(date(2025, 7, 1), DAY)
    assert disagreements() == []


@pytest.mark.row(56)
def test_undoing_restores_every_row_of_every_table(country):
    by, before = everywhere(), everything()
    change = carry_out(three_into_one(country))
    assert everything() != before
    services.undo_change(change, by=by)
    assert everything() == before
    assert disagreements() == []
    change.refresh_from_db()
    assert change.state == Change.State.UNDONE
    assert change.plan.opens[0].code == "A9"


def test_a_commune_takes_others_in_and_lives_on_with_its_bodies(country):
    carry_out(builders.merge([country["A1"], country["A2"]], country["A1"], **SAID))
    assert under("A1", DAY) == {"A1.DU", "A1.MTTQ"}
    assert Unit.objects.get(code="A1").life.upper is None
    assert list(Lineage.objects.filter(heir__code="A1.DU").values_list("source__code", flat=True)) == ["A2.DU"]
    assert disagreements() == []


def test_provinces_merge_with_their_communes_and_with_bodies_on_bodies(country):
    plan = builders.merge([country["A"], country["B"]], country["A"], **SAID)
    assert codes_of(plan) == []
    carry_out(plan)
    assert under("A", DAY) >= {"A1", "A2", "A3", "B1"}
    assert under("A.TU", DAY) == {"A.BTGDV"}
    assert Lineage.objects.filter(source__code="B.BTGDV", heir__code="A.BTGDV").exists()
    assert under("B1", DAY) == {"B1.DU", "B1.MTTQ"}
    assert disagreements() == []


def test_provinces_merge_into_a_new_city_whose_bodies_are_named_after_it(country):
    city = builders.Coming("C", Kind.MUNICIPALITY, "Thành phố Hải Hà", "Hải Hà", "VN")
    carry_out(builders.merge([country["A"], country["B"]], city, **SAID))
    named = dict(Unit.objects.named(DAY).filter(code__startswith="C.").values_list("code", "name"))
    assert named == {
        "C.TU": "Thành ủy Hải Hà",
        "C.BTGDV": "Ban Tuyên giáo và Dân vận Thành ủy Hải Hà",
        "C.MTTQ": "Ủy ban MTTQ Việt Nam thành phố Hải Hà",
    }
    assert under("C.TU", DAY) == {"C.BTGDV"}
    assert disagreements() == []


def test_two_commissions_merge_into_a_new_one(country):
    day = date(2025, 9, 1)
    services.open_units(
        [
            services.Opening("A.BDV", Kind.COMMISSION, "Ban Dân vận Tỉnh ủy", "Ban Dân vận", "A.TU", date(2025, 1, 1)),
            services.Opening(
                "A.BTG", Kind.AGENCY, "Ban Tuyên giáo Tỉnh ủy", "Ban Tuyên giáo", "A.TU", date(2025, 1, 1)
            ),
        ]
    )
    heir = builders.Coming("A.TGDV", Kind.COMMISSION, "Ban Tuyên giáo và Dân vận Tỉnh ủy", "Ban TGDV", "A.TU")
    sources = Unit.objects.filter(code__in=["A.BDV", "A.BTG"])
    change = carry_out(builders.merge(sources, heir, on=day, decided_by=DOCUMENT))
    assert change.kind == ChangeKind.MERGE
    assert under("A.TU", day) == {"A.BTGDV", "A.TGDV"}
    assert Lineage.objects.filter(change=change).count() == 2
    assert disagreements() == []


@pytest.mark.parametrize("day", [date(2025, 8, 1), date(2026, 11, 21), date(2027, 6, 1)])
def test_a_merger_may_be_dated_in_the_past_today_or_in_the_future(country, day):
    plan = builders.merge([country["A1"], country["A2"]], commune("A8", "Tân Hòa"), on=day, decided_by=DOCUMENT)
    by, before = everywhere(), everything()
    change = carry_out(plan)
    assert Unit.objects.get(code="A8").life.lower == day
    assert disagreements() == []
    services.undo_change(change, by=by)
    assert everything() == before
    assert disagreements() == []


def test_the_plan_survives_being_written_down(country):
    plan = three_into_one(country)
    assert type(plan).from_json(plan.to_json()) == plan
