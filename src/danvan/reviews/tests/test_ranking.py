"""Who leads and who trails: ties stand together, nobody leads and trails, silence is no last place."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.directives.tests.factories import sent
from danvan.figures.services import recompute_waiting
from danvan.reviews.models import Block, FigureRef
from danvan.reviews.outlines import all_outlines
from danvan.reviews.queries import changed_since, figure_of
from danvan.reviews.ranking import leading, trailing

from .factories import COMMUNES, drafted, file, file_models, issued
from .test_drafting import words_of
from .test_issuing import correct, printed

AMOUNTS = st.dictionaries(st.integers(0, 99).map(str), st.integers(0, 9).map(Decimal), max_size=25)


@given(AMOUNTS, st.integers(1, 6))
def test_equal_units_stand_together_and_nobody_leads_and_trails(amounts, most):
    first, last = leading(amounts, most), trailing(amounts, most)
    assert not {one.key for one in first} & {one.key for one in last}
    for listed in (first, last):
        shown = {one.amount for one in listed}
        assert sorted(one.key for one in listed) == sorted(key for key, amount in amounts.items() if amount in shown)
        assert all(one.place == 1 + sum(other > one.amount for other in amounts.values()) for one in listed)
    if len(set(amounts.values())) > 1:
        assert {one.amount for one in first} >= {max(amounts.values())}
        assert {one.amount for one in last} >= {min(amounts.values())}
    else:
        assert not first + last


@pytest.mark.row(65)
def test_leading_and_trailing_units_are_listed_by_rate_with_ties_and_the_silent_named_apart(country):
    file_models(country)
    file(country, "A3.DU", {"dvk_registered": 0, "dvk_implemented": 0})
    recompute_waiting()
    text = words_of(drafted(country))
    assert (
        "tỷ lệ mô hình thực hiện so với đăng ký cao nhất (1 trên 2 đơn vị có số liệu; 1 đơn vị chưa xếp được)" in text
    )
    assert "Xã Hòa Bình: 90,0 % (18 trên 20 mô hình), xếp thứ 1." in text
    assert "Xã Đồng Xuân: 75,0 % (30 trên 40 mô hình), xếp thứ 2;" in text
    assert "Không tính được tỷ lệ vì mẫu số bằng 0 (1 đơn vị): Xã Ân Thi." in text
    assert "tính theo số lượng (1 trên 3 đơn vị có số liệu)\nXã Đồng Xuân: 30 mô hình, xếp thứ 1." in text


@pytest.mark.row(66)
def test_a_frozen_list_opens_to_its_cells_and_says_that_the_order_changed(country):
    file_models(country, units=tuple(COMMUNES))
    review = issued(country)
    ref = FigureRef.objects.get(review=review, question__ask="leading", question__of="dvk_registered")
    figure = figure_of(ref, "1.1")
    assert (figure.said.text, figure.said.label) == ("90,0 %", "Mô hình “Dân vận khéo” thực hiện, Xã Ân Thi")
    assert {one["unit"] for one in figure.said.sources} == {"Đảng ủy xã Ân Thi"}
    assert "90,0 % (9 trên 10 mô hình), cùng xếp thứ 1" in printed(review)
    before = review.issued.text
    file(country, "A3.DU", {"dvk_registered": 10, "dvk_implemented": 10})
    correct(country)
    assert figure_of(ref).has_changed
    moves = {(one.before, one.after) for one in changed_since(review) if "dẫn đầu theo tỷ lệ" in one.label}
    assert ("90,0 % (9 trên 10 mô hình), cùng xếp thứ 1", "100,0 % (10 trên 10 mô hình), xếp thứ 1") in moves
    review.issued.refresh_from_db()
    assert review.issued.text == before


def test_every_outline_can_be_drafted_and_a_briefing_has_no_annex(country):
    file_models(country, units=tuple(COMMUNES))
    one, _mandates = sent(country)
    for code, outline in all_outlines().items():
        review = drafted(country, outline=code, directive=one if outline.about_directive else None)
        text = words_of(review)
        assert "{" not in text, code
        ranked = [plan for section in outline.sections for plan in section.ranks if plan.of == "dvk_registered"]
        kinds = sorted(
            Block.objects.filter(
                review=review, ref__question__of="dvk_registered", kind__in=("leading", "lagging")
            ).values_list("kind", flat=True)
        )
        assert kinds == sorted("lagging" if plan.trails else "leading" for plan in ranked), code
        assert Block.objects.filter(review=review, kind="annex").exists() is outline.annexes, code
