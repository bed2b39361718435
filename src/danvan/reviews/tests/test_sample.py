"""The sample review: An Giang's 2014 written from the figures that the province published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from danvan.access import services as access
from danvan.access.actor import Actor
from danvan.core import clock
from danvan.figures.models import Line
from danvan.figures.services import recompute_waiting
from danvan.figures.tests import histories
from danvan.figures.tests.test_as_it_is import REFORM, histories_province
from danvan.orgs.kinds import Kind
from danvan.orgs.models import Unit
from danvan.orgs.services import Opening, open_units
from danvan.reviews import services
from danvan.reviews.finding import find
from danvan.reviews.models import Review, Snapshot
from danvan.reviews.queries import paper_of
from danvan.reviews.samples import file_sample, sample
from danvan.reviews.services import NewReview

from .factories import paper
from .test_drafting import words_of
from .test_issuing import printed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def commission(code: str) -> Opening:
    return Opening(f"{code}.BDV", Kind.COMMISSION, f"Ban Dân vận Tỉnh ủy {code}", f"BDV {code}", code, date(2010, 1, 1))


def actor(country, role: str) -> Actor:
    """A person of the commission of A who may also read the old and the new An Giang."""
    person = country.person(role, "A")
    for code in ("AG0", "AG"):
        area = Unit.objects.get(code=code)
        if not person.grants.filter(unit=area).exists():
            access.grant(person, "reader", area, since=date(2010, 1, 1))
    return country.actor(role, "A")


@pytest.fixture
def an_giang(country):
    """Old An Giang filed what it published for 2014, Kiên Giang nothing; in 2025 both became the new An Giang."""
    open_units([histories_province("AG0", "Tỉnh An Giang"), histories_province("KG", "Tỉnh Kiên Giang")])
    open_units([commission("AG0"), commission("KG")])
    by = country.actor("provincial_specialist", "A")
    file_sample(sample("an_giang_2014"), Unit.objects.get(code="AG0.BDV"), by=by, token=uuid4())
    recompute_waiting()
    open_units([histories_province("AG", "Tỉnh An Giang", REFORM)])
    histories.end(["AG0", "KG"], REFORM)
    histories.change(REFORM, [("AG0", "AG", Decimal(1)), ("KG", "AG", Decimal(1))])
    return country


def sampled(country, area: str, **more) -> Review:
    one = sample("an_giang_2014")
    wanted = NewReview(
        unit=country["A.BTGDV"],
        area=Unit.objects.get(code=area),
        period=one.period,
        line=Line.objects.get(code=one.line),
        outline=one.outline,
        **more,
    )
    return services.draft(wanted, by=actor(country, "provincial_specialist"))


@pytest.mark.row(65)
@pytest.mark.row(66)
@pytest.mark.trust("T15")
def test_the_text_of_2014_is_rebuilt_from_its_figures_issued_and_read_back(an_giang):
    review, by = sampled(an_giang, "AG0"), actor(an_giang, "provincial_specialist")
    services.add_block(review, "paragraph", "Chữ của tác giả: {{7*7}} {% now %} {{so:x}}", by=by)
    review.refresh_from_db()
    sent = services.submit(review, by=by, version=review.version)
    services.issue(sent, paper(), by=actor(an_giang, "provincial_head"), version=sent.version)
    text = printed(Review.objects.get(pk=review.pk))
    assert "đã đăng ký 3.334 mô hình" in text
    assert "Đã thực hiện 3.145 mô hình, đạt 94,3 % số đăng ký" in text
    assert "kinh tế 1.165 mô hình; văn hóa - xã hội 1.330 mô hình; quốc phòng - an ninh 387 mô hình" in text
    assert "(1.165 + 1.330 + 387 + 263 = 3.145)" in text
    assert "Chữ của tác giả: {{7*7}} {% now %} {{so:x}}" in text
    assert "(*)" not in text
    share = Snapshot.objects.get(ref__review=review, ref__question__ask="share")
    assert share.formula == "3.145 : 3.334 × 100 = 94,3 %"
    assert share.sources[0]["report"].startswith("Bài “Một số kết quả công tác Dân vận năm 2014")


@pytest.mark.row(58)
@pytest.mark.row(65)
def test_by_the_units_of_today_the_same_numbers_are_never_the_whole_of_the_new_province(an_giang):
    review = sampled(an_giang, "AG", units_as_of=TODAY)
    text = words_of(review)
    made_of = "Tỉnh An Giang năm 2014 = Tỉnh An Giang (có số liệu) + Tỉnh Kiên Giang (chưa có số liệu)"
    assert text.startswith(f"(*) Số liệu chưa đủ các đơn vị cũ: {made_of}.")
    assert "Đã thực hiện 3.145 (*) mô hình, đạt 94,3 % (*) số đăng ký" in text
    said = [one for one in paper_of(review, clock.today()).said.values() if one.text == "3.145"]
    assert said
    assert all(one.is_partial and one.lacking for one in said)


@pytest.mark.row(65)
def test_the_figure_of_2014_is_found_by_its_words_along_the_line_it_came_by(an_giang):
    review = sampled(an_giang, "AG0")
    by = actor(an_giang, "provincial_specialist")
    first = find(review, "mô hình thực hiện 2014 An Giang", by=by).found[0]
    assert (first.name, first.said.text) == ("Mô hình “Dân vận khéo” thực hiện", "3.145")
    assert (first.said.reported, first.said.expected) == (1, 1)
