"""A review whose figures are carried to the units of a day: its questions, its paper, its frozen numbers say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from danvan.access import services as access
from danvan.access.actor import Actor
from danvan.core.errors import Refused
from danvan.core.periods import Period
from danvan.figures.models import Line
from danvan.figures.tests.test_as_it_is import an_giang  # noqa: F401 - a fixture
from danvan.orgs.models import Unit
from danvan.reviews import services
from danvan.reviews.exports import notice_of
from danvan.reviews.models import Review, Snapshot
from danvan.reviews.queries import figure_of
from danvan.reviews.services import Head, NewReview
from danvan.reviews.tokens import place

from .factories import paper

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def actor(country, role: str = "provincial_specialist") -> Actor:
    """A person of the commission that also sees the new An Giang."""
    person = country.person(role, "A")
    area = Unit.objects.get(code="AG")
    if not person.grants.filter(unit=area).exists():
        access.grant(person, role, area, since=date(2010, 1, 1))
    return country.actor(role, "A")


@pytest.fixture
def review(an_giang):  # noqa: F811
    """A review of the new An Giang's 2014, when it did not live yet."""
    wanted = NewReview(
        unit=an_giang["A.BTGDV"],
        area=Unit.objects.get(code="AG"),
        period=Period.parse("2014"),
        line=Line.objects.get(code="provincial-front"),
        outline="yearly",
    )
    return services.draft(wanted, by=actor(an_giang))


def head_of(review: Review, **changes) -> Head:
    names = ("subject", "superior", "issuer", "place", "recipients", "units_as_of")
    return replace(Head(**{name: getattr(review, name) for name in names}), **changes)


def question(review: Review) -> dict:
    return {
        "ask": "figure", "indicator": "doc_issued", "part": None, "unit": str(review.area.public_id),
        "period": "2014", "line": "provincial-front",
    }  # fmt: skip


@pytest.mark.row(58)
def test_with_a_day_chosen_every_figure_is_carried_to_its_units_and_says_what_it_lacks(review, an_giang):  # noqa: F811
    by = actor(an_giang)
    before = services.ask(review, question(review), by=by)
    assert figure_of(before).said.amount is None, "An Giang did not live in 2014"
    changed = services.edit_head(review, head_of(review, units_as_of=DAY), by=by, version=review.version)
    before.refresh_from_db()
    assert before.question["as_of"] == "2026-11-20"
    assert services.ask(changed, question(review), by=by) == before, "a new question is asked by the same units"
    said = figure_of(before).said
    assert (said.text, said.reported, said.expected, said.is_partial) == ("3.145", 1, 2, True)
    assert "theo địa giới hành chính ngày 20/11/2026" in said.label
    assert "có số liệu của 1 trên 2 đơn vị cũ" in said.formula
    assert "Số liệu theo địa giới hành chính ngày 20/11/2026" in notice_of(changed)
    back = services.edit_head(changed, head_of(changed, units_as_of=None), by=by, version=changed.version)
    before.refresh_from_db()
    assert "as_of" not in before.question
    assert "địa giới" not in notice_of(back)


@pytest.mark.row(58)
def test_what_is_issued_keeps_the_units_it_was_read_by(review, an_giang):  # noqa: F811
    by = actor(an_giang)
    services.edit_head(review, head_of(review, units_as_of=DAY), by=by, version=review.version)
    for block in list(review.blocks.all()):
        services.delete_block(block, by=by, version=block.version)
    key = services.ask(review, question(review), by=by).key
    services.add_block(review, "paragraph", f"Đã ban hành {place(key)} văn bản.", by=by)
    review.refresh_from_db()
    sent = services.submit(review, by=by, version=review.version)
    services.issue(sent, paper(), by=actor(an_giang, "provincial_head"), version=sent.version)
    frozen = Snapshot.objects.get(ref__key=key, ref__review=review)
    assert frozen.text == "3.145"
    assert frozen.ref.question["as_of"] == "2026-11-20"
    assert "theo địa giới hành chính ngày 20/11/2026" in frozen.label
    assert [one["unit"] for one in frozen.sources] == ["Ủy ban MTTQ Việt Nam AG0"]


def test_a_day_before_the_period_ends_is_refused(review, an_giang):  # noqa: F811
    with pytest.raises(Refused) as refused:
        services.edit_head(
            review, head_of(review, units_as_of=date(2014, 6, 1)), by=actor(an_giang), version=review.version
        )
    assert (refused.value.code, refused.value.field) == ("units-too-early", "units_as_of")


def test_the_head_form_offers_the_day_and_the_paper_shows_it(review, an_giang, client):  # noqa: F811
    actor(an_giang)
    client.force_login(an_giang.person("provincial_specialist", "A"))
    url = reverse("reviews:head", args=[review.public_id])
    assert "Số liệu theo đơn vị ngày" in client.get(url).content.decode()
    names = ("subject", "superior", "issuer", "place", "recipients")
    sent = {name: getattr(review, name) for name in names} | {"units_as_of": "20/11/2026", "version": review.version}
    assert client.post(url, sent).status_code == 302
    assert (
        "(Số liệu theo địa giới hành chính ngày 20/11/2026)" in client.get(review.get_absolute_url()).content.decode()
    )
