"""What is impossible is refused with its reason, in the dry run and again at applying; nothing is half done."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from danvan.core.errors import Refused
from danvan.orgs import services
from danvan.orgs.changes import Coming, Naming, Part, Placing, Plan, builders
from danvan.orgs.checks import disagreements
from danvan.orgs.kinds import Kind, ShareKind
from danvan.orgs.models import Description, Unit

from .changing import DAY, DOCUMENT, SAID, carry_out, codes_of, commune, everything, everywhere

pytestmark = pytest.mark.django_db
REFORM = date(2025, 7, 1)
HALF = Decimal("0.5")


def merger(country, *codes: str, into="A9", **changed) -> Plan:
    heir = country[into] if into in country.units else commune(into, "Tân Hòa")
    return replace(builders.merge([country[code] for code in codes], heir, **SAID), **changed)


def halves(country, *shares, kind=ShareKind.POPULATION, heirs=("A8", "A9")) -> Plan:
    made = [country[code] if code in country.units else commune(code, code) for code in heirs]
    return builders.split(country["A1"], made, shares, kind, **SAID)


def bare(kind="merge", day=DAY, **parts) -> Plan:
    return Plan(kind, day, DOCUMENT, **parts)


CASES = {
    "not-alive": lambda c: merger(c, "A1", "A2", effective_on=date(2015, 1, 1)),
    "begins-that-day": lambda c: merger(c, "A1", "A2", effective_on=REFORM),
    "no-document": lambda c: merger(c, "A1", "A2", decided_by="  "),
    "nothing": lambda c: bare(),
    "unknown-unit": lambda c: bare(closes=("Z",), parts=(Part("Z", "A1"),)),
    "unknown-kind": lambda c: builders.create(Coming("A7", "duchy", "Công quốc", "Công", "A"), **SAID),
    "code-in-use": lambda c: builders.create(commune("A1", "Trùng"), **SAID),
    "no-parent": lambda c: builders.create(commune("A7", "Mồ côi", ""), **SAID),
    "no-name": lambda c: builders.create(Coming("A7", Kind.COMMUNE, "Xã Mới", " ", "A"), **SAID),
    "no-code": lambda c: builders.create(commune(" A7", "Mới"), **SAID),
    "too-long": lambda c: builders.create(commune("A7", "M" * 300), **SAID),
    "twice": lambda c: bare("move", places=(Placing("A1", "B"), Placing("A1", "A"))),
    "own-heir": lambda c: bare("part", parts=(Part("A1", "A1", ShareKind.HAND, HALF),)),
    "strand-twice": lambda c: bare("part", parts=(Part("A1", "A2", "hand", Decimal("0.1")),) * 2),
    "shares-not-one": lambda c: halves(c, HALF, Decimal("0.49999999")),
    "share-out-of-range": lambda c: halves(c, Decimal("1.5"), Decimal("-0.5")),
    "share-too-fine": lambda c: halves(c, Decimal("0.333333333"), Decimal("0.666666667")),
    "share-missing": lambda c: halves(c, None, HALF),
    "share-not-known": lambda c: halves(c, HALF, HALF, kind=ShareKind.NONE),
    "whole-is-one": lambda c: halves(c, HALF, HALF, kind=ShareKind.WHOLE),
    "mixed-kinds": lambda c: bare(
        "split",
        closes=("A1.DU",),
        parts=(Part("A1.DU", "A2.DU", "hand", HALF), Part("A1.DU", "A3.DU", "population", HALF)),
    ),
    "nothing-left": lambda c: builders.transfer(c["A1"], c["A2"], Decimal(1), ShareKind.HAND, **SAID),
    "no-heir": lambda c: bare(closes=("A1.DU",)),
    "area-and-body": lambda c: builders.merge([c["A1"]], c["A2.DU"], **SAID),
    "other-level": lambda c: builders.merge([c["A1"]], c["B"], **SAID),
    "heir-closes": lambda c: bare(closes=("A1.DU", "A2.DU"), parts=(Part("A1.DU", "A2.DU"), Part("A2.DU", "A1.DU"))),
    "child-unplaced": lambda c: bare("dissolve", closes=("A1",)),
    "parent-lives-shorter": lambda c: builders.merge([c["B"]], Coming("C", Kind.PROVINCE, "Tỉnh C", "C", "B"), **SAID),
    "circle": lambda c: builders.move(c["A.TU"], c["A.BTGDV"], **SAID),
    "area-under-body": lambda c: builders.move(c["A1"], c["A.TU"], **SAID),
    "wrong-level": lambda c: builders.move(c["A1"], c["A2"], **SAID),
    "nation": lambda c: builders.dissolve(c["VN"], **SAID),
    "other-being": lambda c: builders.retype(c["A1"], Kind.PROVINCE, **SAID),
    "closes-and-lives": lambda c: merger(c, "A1", "A2", names=(Naming("A1", Kind.COMMUNE, "Xã Khác", "Khác"),)),
}


@pytest.mark.parametrize("code", CASES)
def test_the_impossible_is_refused_with_its_reason_and_nothing_happens(country, code):
    plan, by = CASES[code](country), everywhere()
    found = services.dry_run(plan).problems
    assert code in [one.code for one in found], found
    assert all(one.message and "%(" not in one.message for one in found)
    before = everything()
    change = services.draft(plan, by=by)
    with pytest.raises(services.Impossible) as refused:
        services.apply_change(change, by=by, digest=services.dry_run(change).digest)
    assert code in [one.code for one in refused.value.problems]
    assert everything() == before


def test_a_reason_names_the_unit_and_the_days(country):
    messages = [one.message for one in services.dry_run(CASES["not-alive"](country)).problems]
    assert "“Xã Đồng Xuân” không tồn tại vào ngày 01/01/2015: đơn vị này tồn tại 01/07/2025 – …." in messages


def test_a_unit_that_is_called_otherwise_later_cannot_be_closed_before(country):
    later = Description(kind=Kind.COMMUNE, name="Xã Về Sau", short_name="Về Sau")
    services.describe_anew(country["A1"], later, since=DAY + timedelta(days=30))
    assert "begins-later" in codes_of(merger(country, "A1", "A2"))
    assert "begins-later" in codes_of(builders.rename(country["A1"], "Xã Nay", "Nay", **SAID))


def test_a_child_that_comes_under_a_unit_after_its_end_forbids_the_end(country):
    services.place_anew(country["B1.DU"], country["A1"], since=DAY + timedelta(days=30))
    assert "child-later" in codes_of(merger(country, "A1", "A2"))


def test_a_parent_that_closes_later_cannot_take_a_child_that_lives_on(country):
    carry_out(builders.merge([country["B"]], country["A"], on=date(2026, 6, 1), decided_by=DOCUMENT))
    assert "parent-lives-shorter" in codes_of(builders.move(country["A1"], country["B"], **SAID))
    assert "parent-lives-shorter" in codes_of(builders.create(commune("B7", "Mới", "B"), **SAID))


def test_a_circle_that_would_only_close_later_is_found(country):
    by = date(2026, 6, 1)
    carry_out(builders.move(country["A.TU"], country["A.MTTQ"], on=by, decided_by=DOCUMENT))
    assert codes_of(builders.move(country["A.MTTQ"], country["A.TU"], **SAID)) == ["circle"]


def test_new_units_cannot_stand_under_each_other_in_a_ring(country):
    ring = [Coming("X", Kind.AGENCY, "Cơ quan X", "X", "Y"), Coming("Y", Kind.AGENCY, "Cơ quan Y", "Y", "X")]
    assert "circle" in codes_of(builders.create(ring, **SAID))


def test_a_new_unit_cannot_end_or_give_in_the_change_that_opens_it(country):
    new = Coming("A7.X", Kind.AGENCY, "Cơ quan X", "X", "A")
    assert "begins-that-day" in codes_of(bare("dissolve", opens=(new,), closes=("A7.X",)))
    parts = (Part("A7.X", "A1.DU", "hand", HALF),)
    assert "begins-that-day" in codes_of(bare("part", opens=(new,), parts=parts))
    assert "twice" in codes_of(bare("move", opens=(new,), places=(Placing("A7.X", "B"),)))


@pytest.mark.parametrize("code", ["A1", "A9"])
def test_changes_of_a_unit_go_in_order_of_time(country, code):
    carry_out(builders.merge([country["A1"], country["A2"]], commune("A9", "Tân Hòa"), **SAID))
    earlier = builders.rename(Unit.objects.get(code=code), "Xã Xưa", "Xưa", on=date(2025, 9, 1), decided_by=DOCUMENT)
    assert {"later-change", "not-alive"} & set(codes_of(earlier))
    assert "later-change" in codes_of(merger(country, "A1", "A3", effective_on=date(2025, 12, 1), into="A8"))


def test_a_unit_merged_away_on_a_day_cannot_be_merged_again_that_day(country):
    carry_out(merger(country, "A1", "A2"))
    assert set(codes_of(merger(country, "A1", "A3", into="A8"))) == {"not-alive"}
    again = builders.merge([country["A3"]], country["A1"], **SAID)
    assert "heir-closes" in codes_of(again)


def test_a_unit_cannot_take_over_and_end_on_one_day(country):
    carry_out(merger(country, "A1", into="A2"))
    assert "same-day-source" in codes_of(merger(country, "A2", into="A3"))


def test_a_unit_opened_on_a_day_cannot_end_that_day(country):
    carry_out(merger(country, "A1", "A2"))
    plan = builders.merge([Unit.objects.get(code="A9")], country["A3"], **SAID)
    assert "begins-that-day" in codes_of(plan)


def test_shares_of_several_changes_of_a_day_make_one_together(country):
    carry_out(builders.transfer(country["A1"], country["A2"], Decimal("0.3"), ShareKind.HAND, **SAID))
    rest = builders.split(country["A1"], [country["A3"]], [Decimal("0.8")], ShareKind.HAND, **SAID)
    assert "shares-not-one" in codes_of(rest)
    other = builders.split(country["A1"], [country["A3"]], [Decimal("0.7")], ShareKind.POPULATION, **SAID)
    assert "mixed-kinds" in codes_of(other)


def test_a_draft_of_an_unknown_kind_is_refused(country):
    with pytest.raises(Refused) as refused:
        services.draft(bare("conquest", closes=("A1",)), by=everywhere())
    assert refused.value.code == "unknown-kind"
    assert disagreements() == []
