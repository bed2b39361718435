"""The draft says what was filed, and what was not."""

import pytest

from danvan.reviews.paper import plain
from danvan.reviews.queries import paper_of

from . import factories
from .factories import drafted, file_models

pytestmark = pytest.mark.django_db


def words_of(review, kind=None):
    pieces = paper_of(review, review.created_at.date()).pieces
    lines = []
    for piece in pieces:
        if kind and piece["kind"] != kind:
            continue
        lines += [plain(piece["runs"])] if "runs" in piece else []
        lines += [plain(item) for item in piece.get("items", ())]
        for row in (piece.get("columns", []), *piece.get("rows", []), piece.get("total") or []):
            lines.append(" | ".join(plain(cell) for cell in row))
    return "\n".join(lines)


@pytest.mark.row(65)
def test_the_yearly_draft_has_its_sentences_with_live_figures_and_the_sum_shown(country):
    file_models(country)
    file_models(country, period=factories.BEFORE, more=-2)
    text = words_of(drafted(country))
    assert "đã đăng ký 60 mô hình" in text
    assert "thực hiện 48 mô hình, đạt 80,0 % số đăng ký" in text
    assert "tăng 4 mô hình (tăng 9,1 %)" in text
    assert "kinh tế 20 mô hình; văn hóa - xã hội 16 mô hình" in text
    assert "(20 + 16 + 8 + 4 = 48)" in text
    assert "{" not in text
