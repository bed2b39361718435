"""The draft says what was filed, and what was not."""

from datetime import timedelta

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from danvan.core import clock
from danvan.core.errors import Refused
from danvan.directives.models import Target
from danvan.directives.tests.factories import advance, directive, sent
from danvan.figures.models import Indicator
from danvan.reviews.models import FigureRef, Review
from danvan.reviews.outlines import PLACEHOLDER, all_outlines
from danvan.reviews.paper import plain
from danvan.reviews.queries import paper_of
from danvan.reviews.tokens import Words, filled, keys, pieces, place

from .factories import BEFORE, YEAR, drafted, file_models


def words_of(review) -> str:
    """All that the paper says, a line a block, an item or a row."""
    lines = []
    for piece in paper_of(review, clock.today()).pieces:
        lines.append(plain(piece.get("runs", [])) + plain(piece.get("caption", [])))
        lines += [plain(item) for item in piece.get("items", ())]
        for row in (piece.get("columns", []), *piece.get("rows", []), piece.get("total") or []):
            lines.append(" | ".join(plain(cell) for cell in row))
    return "\n".join(line for line in lines if line)


@pytest.mark.row(65)
def test_the_yearly_draft_has_its_sentences_with_live_figures_and_the_sum_shown(country):
    file_models(country)
    file_models(country, period=BEFORE, more=-2)
    text = words_of(drafted(country))
    assert "đã đăng ký 60 mô hình" in text
    assert "thực hiện 48 mô hình, đạt 80,0 % số đăng ký" in text
    assert "tăng 4 mô hình (tăng 9,1 %)" in text
    assert "kinh tế 20 mô hình; văn hóa - xã hội 16 mô hình" in text
    assert "(20 + 16 + 8 + 4 = 48)" in text
    assert "8 hội nghị đối thoại" in text
    assert "{" not in text


@pytest.mark.row(65)
def test_what_is_missing_is_said(country):
    file_models(country)
    text = words_of(drafted(country))
    assert "2 trên 3 đơn vị đã báo cáo" in text
    assert "Đơn vị chưa gửi số liệu năm 2026 (1 trên 3 đơn vị)" in text
    assert "Đảng ủy xã Ân Thi: chưa gửi số liệu năm 2026" in text
    assert "Chưa có số liệu năm 2026 về giám sát, phản biện xã hội." in text
    assert "Chưa có chỉ tiêu nào được giao cho năm 2026 trên địa bàn tỉnh Ánh Dương." in text


@pytest.mark.row(65)
def test_an_interim_review_counts_who_took_which_step_and_names_who_lags(country):
    file_models(country)
    one, mandates = sent(country, due_on=clock.today())
    advance(country, mandates["A1.DU"], 3)
    advance(country, mandates["A2.DU"], 2)
    review = drafted(country, outline="interim", directive=one)
    with clock.at(clock.now() + timedelta(days=2)):
        text = words_of(review)
    assert review.subject == "sơ kết việc thực hiện Kết luận 62-KL/TW"
    assert "Đã có 2 trên 3 đơn vị tiếp nhận Kết luận 62-KL/TW." in text
    assert "2 trên 3 đơn vị tổ chức quán triệt" in text
    assert "240 lượt người dự" in text
    assert "1 trên 3 đơn vị ban hành kế hoạch" in text
    assert "Đảng ủy xã Ân Thi: chưa gửi số liệu năm 2026; chậm bước" in text


def test_a_directive_out_of_sight_is_not_reviewed(country):
    with pytest.raises(Http404):
        drafted(country, outline="interim", directive=directive(country, "B", raw_symbol="63-KL/TW"))


def test_with_nothing_filed_the_draft_says_so_and_names_no_figure(country):
    review = drafted(country)
    text = words_of(review)
    assert "0 trên 3 đơn vị đã báo cáo" in text
    assert "Chưa có số liệu năm 2026 về phong trào thi đua “Dân vận khéo”." in text
    assert "mô hình, đạt" not in text


def test_a_number_is_alive_while_the_review_is_written(country):
    file_models(country)
    review = drafted(country)
    file_models(country, units=("A3.DU",))
    assert "đã đăng ký 70 mô hình" in words_of(review)


def test_targets_stand_beside_what_was_reached(country):
    file_models(country)
    indicator = Indicator.objects.get(code="dvk_implemented")
    Target.objects.create(indicator=indicator, unit=country["A"], period=YEAR, amount=50)
    text = words_of(drafted(country))
    assert "Mô hình “Dân vận khéo” thực hiện: 48 mô hình, chỉ tiêu 50 mô hình, đạt 96,0 %." in text
    assert "| Mô hình “Dân vận khéo” thực hiện | mô hình | 48 | 50 | 96,0 %" in text


def test_the_annex_by_unit_has_every_unit_and_its_sum(country):
    file_models(country)
    text = words_of(drafted(country))
    assert "1 | Xã Ân Thi | –" in text
    assert "2 | Xã Đồng Xuân | 40 | 30" in text
    assert "Tổng cộng | 60 | 48" in text


def test_the_same_form_sent_twice_gives_one_review(country):
    first = drafted(country, token="6a4a8f68-2f3e-4c0e-9f5e-3a4f27c0b3aa")
    again = drafted(country, token="6a4a8f68-2f3e-4c0e-9f5e-3a4f27c0b3aa")
    assert first == again
    assert Review.objects.count() == 1


@pytest.mark.parametrize(("outline", "code"), [("interim", "directive-needed"), ("no_such", "unknown-outline")])
def test_what_cannot_be_drafted_is_refused_with_a_reason(country, outline, code):
    with pytest.raises(Refused) as refusal:
        drafted(country, outline=outline)
    assert refusal.value.code == code


def test_nobody_drafts_for_a_body_or_an_area_out_of_reach(country):
    with pytest.raises(Http404):
        drafted(country, unit="B.BTGDV")
    with pytest.raises(Refused):
        drafted(country, by=country.actor("commune_officer", "A1"))
    assert not Review.objects.exists()


@pytest.mark.parametrize("rows", [3, 30])
def test_reading_a_paper_takes_the_same_queries_however_many_numbers_it_has(
    country, django_assert_max_num_queries, rows
):
    file_models(country)
    review = drafted(country)
    question = review.refs.first().question | {"ask": "figure", "part": None}
    codes = list(Indicator.objects.exclude(kind="ratio").values_list("code", flat=True))[:rows]
    FigureRef.objects.bulk_create(
        FigureRef(review=review, key=f"s{900 + at}", question=question | {"indicator": code})
        for at, code in enumerate(codes)
    )
    with django_assert_max_num_queries(16):
        paper_of(review, clock.today())


@pytest.mark.trust("T15")
@pytest.mark.parametrize("text", ["{{7*7}}", "{% now %}", "{{so:}}", "{{so:s0}}", "{{ so:s1 }}", "{{so:s1", "${7*7}"])
def test_whatever_is_no_place_of_a_figure_is_words(text):
    assert list(pieces(text)) == [Words(text)]


@given(st.lists(st.one_of(st.text(), st.integers(1, 99).map(lambda n: place(f"s{n}")))))
def test_a_text_cut_into_pieces_is_the_same_text_when_joined(parts):
    text = "".join(parts)
    joined = "".join(piece.text if isinstance(piece, Words) else place(piece.key) for piece in pieces(text))
    assert joined == text
    assert filled(text, {}) == text
    assert keys(text) == [piece.key for piece in pieces(text) if not isinstance(piece, Words)]


def test_every_sentence_of_every_outline_asks_about_indicators_that_exist(db):
    known = {one.code: {part.code for part in one.parts.all()} for one in Indicator.objects.prefetch_related("parts")}
    for outline in all_outlines().values():
        for section in outline.sections:
            assert {name for plan in section.ranks for name in (plan.indicator, plan.of) if name} <= set(known)
            for plan in section.paragraphs:
                for sentence in plan.sentences:
                    for name in PLACEHOLDER.findall(sentence):
                        _kind, *items = name.split(" ")
                        for item in items if _kind != "step" else ():
                            code, _dot, part = item.partition(".")
                            assert code in known, sentence
                            assert not part or part in known[code], sentence
