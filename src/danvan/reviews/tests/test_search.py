"""Figures are found by words in any order, and what was not understood is said."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from danvan.directives.models import Target
from danvan.figures.models import Indicator
from danvan.reviews.finding import find
from danvan.reviews.models import Block
from danvan.reviews.search import Named, take_period, understand
from danvan.reviews.views.writing import inserted

from .factories import BEFORE, drafted, file_models

NAMES = [
    Named.of("dvk_registered", "Mô hình “Dân vận khéo” đăng ký"),
    Named.of("dvk_implemented", "Mô hình “Dân vận khéo” thực hiện"),
    Named.of("dvk_implemented.economy", "Mô hình “Dân vận khéo” thực hiện", "Kinh tế"),
    Named.of("dialogue_conf", "Hội nghị đối thoại của người đứng đầu với Nhân dân"),
    Named.of("mediation_success", "Vụ hòa giải thành"),
]
UNITS = {"an giang", "tinh an giang", "dong xuan"}


def keys(text: str) -> tuple:
    read = understand(text, 2026, NAMES, UNITS, {"dvk": "dan van kheo"})
    return read.period and read.period.code, read.unit, read.matches[0].key if read.matches else ""


BITS = ("quý", "q9", "t13", "tháng", "0", "9", "năm", "2014", "nửa", "đầu", "an", "giang", "{{7*7}}", "\x00", "٣")


@given(st.text(max_size=80) | st.lists(st.sampled_from(BITS)).map(" ".join))
def test_any_text_is_read_without_a_crash(text):
    read = understand(text, 2026, NAMES, UNITS)
    assert read == understand(text, 2026, NAMES, UNITS)
    assert read.unit in {"", *UNITS}


@given(
    st.permutations(["mô hình thực hiện", "An Giang", "quý III/2014"]),
    st.permutations(["Mô", "HÌNH", "thuc", "hiện"]).map(" ".join),
)
def test_the_order_of_words_does_not_matter(parts, shuffled):
    text = " ".join(parts).replace("mô hình thực hiện", shuffled)
    assert keys(text) == ("2014-Q3", "an giang", "dvk_implemented")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("năm 2014", "2014"), ("6 tháng 2025", "2025-H1"), ("6 tháng cuối năm 2025", "2025-H2"),
        ("9 tháng 2026", "2026-09M"), ("tháng 9/2026", "2026-09"), ("T9/2026", "2026-09"), ("9/2026", "2026-09"),
        ("Quý 3", "2026-Q3"), ("quý IV năm 2025", "2025-Q4"), ("hội nghị", None),
    ],
)  # fmt: skip
def test_periods_are_read_as_people_write_them(text, code):
    period, wrong, _rest = take_period(text, 2026)
    assert (period.code if period else None, wrong) == (code, "")


def test_a_period_that_is_none_a_misspelling_and_a_short_name():
    assert take_period("quý 5/2026 hội nghị", 2026) == (None, "quy 5 2026", "hoi nghi")
    assert keys("hoà giãi thành Đồng Xuân") == (None, "dong xuan", "mediation_success")
    assert keys("dvk kinh tế") == (None, "", "dvk_implemented.economy")
    assert keys("An Giang 2014 zzz") == ("2014", "an giang", "")


@given(st.text(max_size=30), st.text(max_size=8))
def test_a_figure_goes_to_the_cursor_and_no_word_is_lost(text, at):
    words = text.replace("\r\n", "\n")
    made = inserted(text, "{{so:s1}}", at)
    assert "".join(made.split()).replace("{{so:s1}}", "", 1) == "".join(words.split()) or "{{?}}" in words
    assert inserted("a😀b", "*", "3") == "a😀*b"


@pytest.mark.django_db
@pytest.mark.row(65)
def test_one_line_finds_the_figure_with_its_value_its_changes_and_its_share_of_the_target(country):
    file_models(country)
    file_models(country, period=BEFORE, more=-2)
    indicator = Indicator.objects.get(code="dvk_implemented")
    Target.objects.create(indicator=indicator, unit=country["A"], period="2026", amount=50)
    review, by = drafted(country), country.actor("provincial_specialist", "A")
    first = find(review, "mo hinh thuc hien", by=by).found[0]
    assert (first.said.text, first.said.reported, first.said.expected) == ("48", 2, 3)
    assert [(way.text, way.note) for way in first.choices] == [
        ("48", ""), ("tăng 4 mô hình (tăng 9,1 %)", "so với Năm 2025"), ("96,0 %", "so với chỉ tiêu"),
    ]  # fmt: skip
    commune = find(review, "2025 Đồng Xuân thực hiện mô hình", by=by).found[0]
    assert (commune.unit, commune.period, commune.said.text) == ("Xã Đồng Xuân", "Năm 2025", "28")
    lost = find(review, "zzz 2014 Đồng Xuân", by=by)
    assert lost.found == ()
    assert lost.told == (("Đơn vị", "Xã Đồng Xuân"), ("Kỳ", "Năm 2014"), ("Chỉ tiêu", ""))


@pytest.mark.django_db
@pytest.mark.trust("T08")
def test_a_unit_out_of_sight_is_neither_shown_nor_inserted(country, signed_in):
    file_models(country)
    review = drafted(country)
    hidden = find(review, "mô hình thực hiện Bình Minh", by=country.actor("provincial_specialist", "A"))
    foreign = country["B"]
    assert hidden.found == ()
    assert hidden.told[0][1] == "Tỉnh Bình Minh, ngoài phạm vi được xem số liệu"
    block = Block.objects.filter(review=review, kind="paragraph").first()
    address = reverse("reviews:block", args=[review.public_id, block.public_id])
    client = signed_in("provincial_specialist", "A")
    value = f"figure~dvk_implemented~~{foreign.public_id}~2026~commune-party~"
    count = review.refs.count()
    assert client.post(address, {"text": "Câu.", "insert": value}).status_code in (403, 404, 422)
    for bad in ("", "figure", "figure~no~~x~2026~commune-party~", f"grid~dvk_implemented~~{foreign.public_id}~1~x~"):
        answer = client.post(address, {"text": "Câu đã gõ.", "insert": bad})
        assert answer.status_code == 422
        assert "Câu đã gõ." in answer.content.decode()
    assert review.refs.count() == count
