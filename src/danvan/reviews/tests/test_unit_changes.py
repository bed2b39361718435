"""Drafts of reviews go to the heir; what was issued stays, and stands in the way of undoing."""

from datetime import date

import pytest

from danvan.directives.tests import factories as directives
from danvan.orgs.changes import Effect
from danvan.orgs.services import Impossible
from danvan.orgs.tests.merging import DAY, carried_out, merger, told, undone
from danvan.reviews import services
from danvan.reviews.models import Review
from danvan.reviews.reading import Reader

from . import factories

UNIT, AREA = "reviews.review.unit", "reviews.review.area"


@pytest.mark.row(59)
def test_a_draft_goes_to_the_heir_and_comes_back(country):
    review = factories.drafted(country)
    issued = factories.issued(country)
    plan = merger("A.BTGDV", into="B.BTGDV")
    assert [(line.effect, line.count, line.receiver, bool(line.note)) for line in told(plan, UNIT)] == [
        (Effect.FOLLOWS, 1, "B.BTGDV", True)
    ]
    change = carried_out(plan)
    assert dict(Review.objects.values_list("pk", "unit__code")) == {review.pk: "B.BTGDV", issued.pk: "A.BTGDV"}
    assert set(Review.objects.values_list("area__code", flat=True)) == {"A"}
    undone(change)
    assert set(Review.objects.values_list("unit__code", flat=True)) == {"A.BTGDV"}


def test_reviews_about_an_area_that_ends_are_told_and_stay(country):
    factories.drafted(country, unit="A.BTGDV")
    (line,) = told(merger("A", into="B"), AREA)
    assert (line.effect, line.source, line.count) == (Effect.STAYS, "A", 1)


def test_once_the_heir_has_issued_it_the_change_is_not_undone(country):
    review = factories.submitted(country)
    change = carried_out(merger("A.BTGDV", into="B.BTGDV", day=DAY))
    head = country.actor("provincial_head", "B", DAY)
    services.issue(review, factories.paper(), by=head, version=review.version)
    with pytest.raises(Impossible) as refused:
        undone(change)
    assert "issued-since" in [one.code for one in refused.value.problems]


def test_what_a_closed_unit_had_done_with_a_directive_still_counts_in_a_review(country):
    one, held = directives.sent(country, to=("A1.DU", "A2.DU"))
    directives.advance(country, held["A1.DU"], 5)
    carried_out(merger(day=date(2026, 11, 1)))
    question = {"directive": str(one.public_id), "unit": str(country["A"].public_id)}
    followed = Reader([question]).mandates(question)
    assert {row.name for row in followed} == {"Đảng ủy xã Đồng Xuân", "Đảng ủy xã Hợp Nhất"}
