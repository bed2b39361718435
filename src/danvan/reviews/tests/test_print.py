"""The page prints like the paper: whole lists, the signature before the annexes, the margins of the layout."""

import re
from datetime import date
from importlib.resources import files

import pytest
from django.template.loader import render_to_string

from danvan.documents.profiles import all_profiles
from danvan.reviews import exports
from danvan.reviews.models import Review
from danvan.reviews.queries import Paper

DAY = date(2026, 11, 21)
PIECES = [
    {"block": "1", "kind": "paragraph", "level": 1, "runs": [{"text": "Một {{7*7}} <b>"}]},
    {"block": "2", "kind": "lagging", "level": 1, "runs": [{"text": "Chậm"}],
     "items": [[{"text": f"xã {number}"}] for number in range(14)]},
    {"block": "3", "kind": "annex", "level": 1, "runs": [{"text": "Biểu kèm theo"}]},
]  # fmt: skip


def _page(*, whole: bool) -> str:
    review = Review(
        subject="Kết quả", superior="Tỉnh ủy Mẫu", issuer="Ban", family="party", recipients="- Như trên,\nLưu.",
        signer_prefix="TM. BAN", signer_title="TRƯỞNG BAN", signer_name="Nguyễn Văn Mẫu", symbol="BC",
    )  # fmt: skip
    context = {"paper": Paper(PIECES, {}), "layout": exports.layout_of(review, DAY), "day": DAY, "whole": whole}
    return render_to_string("reviews/_sheet.html", {"review": review, "tail": exports.tail_of(review, DAY)} | context)


def test_the_signature_stands_before_the_annexes_as_the_layout_writes_it():
    page = _page(whole=True)
    assert page.index("Một {{7*7}} &lt;b&gt;") < page.index("T/M BAN") < page.index("Nguyễn Văn Mẫu")
    assert page.index("Nguyễn Văn Mẫu") < page.index("Biểu kèm theo")
    assert "- Như trên</p>" in page


@pytest.mark.parametrize("whole", [False, True])
def test_lists_are_cut_short_on_the_page_and_whole_in_print(whole):
    assert ("xã 13" in _page(whole=whole)) is whole


def test_the_printed_page_has_the_margins_of_every_layout():
    css = files("danvan.reviews").joinpath("static/reviews/paper.css").read_text("utf-8")
    top, right, bottom, left = map(float, re.search(r"margin: (\d+)mm (\d+)mm (\d+)mm (\d+)mm", css).groups())
    for profile in all_profiles():
        sides = profile.margins
        assert [sides.top.value, sides.right.value, sides.bottom.value, sides.left.value] == [top, right, bottom, left]
