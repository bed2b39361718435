"""Bodies, places and officials that a page names. All names and sentences are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.reader.engine.facts.organisations import find_organisations
from danvan.reader.engine.facts.people import find_people
from danvan.reader.engine.facts.places import find_places
from danvan.reader.tests.made_pages import made_page

pytestmark = pytest.mark.row(126)

ORGANISATIONS = [
    ("Ban Thường vụ Tỉnh uỷ đã họp.", ["Ban Thường vụ Tỉnh ủy"]),
    ("Ban thường vụ Huyện ủy Tân Sơn chỉ đạo.", ["Ban Thường vụ Huyện ủy Tân Sơn"]),
    ("Phó Chủ tịch UBND tỉnh trao quà.", ["Ủy ban nhân dân tỉnh"]),
    ("Chủ tịch UBND xã Đồng Xuân phát biểu.", ["Ủy ban nhân dân xã Đồng Xuân"]),
    ("Thường trực HĐND, UBND huyện tiếp dân.", ["Thường trực Hội đồng nhân dân huyện", "Ủy ban nhân dân huyện"]),
    ("Đảng đoàn, Ban Thường trực MTTQ quán triệt.", ["Đảng đoàn Mặt trận Tổ quốc", "Ban Thường trực Mặt trận Tổ quốc"]),
    ("UBMTTQVN xã Tân Lập và Hội LHPN xã.", ["Ủy ban Mặt trận Tổ quốc Việt Nam xã Tân Lập", "Hội Liên hiệp Phụ nữ xã"]),
    (
        "Ban Thường trực UBMTTQ Việt Nam huyện Sông Ngân giám sát.",
        ["Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam huyện Sông Ngân"],
    ),
    ("BCH Trung ương Đảng khóa X ban hành.", ["Ban Chấp hành Trung ương Đảng"]),
    ("Trưởng Ban Tuyên giáo và Dân vận Tỉnh ủy dự.", ["Ban Tuyên giáo và Dân vận Tỉnh ủy"]),
    ("Đảng ủy Quân sự tỉnh và Công an tỉnh phối hợp.", ["Đảng ủy Quân sự tỉnh", "Công an tỉnh"]),
    ("Sở Lao động - Thương binh và Xã hội báo cáo.", ["Sở Lao động - Thương binh và Xã hội"]),
    ("Giám đốc Sở Văn hóa, Thể thao và Du lịch cho biết.", ["Sở Văn hóa, Thể thao và Du lịch"]),
    (
        "Hội CCB huyện, Hội ND huyện và LĐLĐ tỉnh tham gia.".replace("Hội ND", "HND"),
        ["Hội Cựu chiến binh huyện", "Hội Nông dân huyện", "Liên đoàn Lao động tỉnh"],
    ),
    ("Đoàn TNCS Hồ Chí Minh tỉnh Ánh Dương ra quân.", ["Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh Ánh Dương"]),
    ("Ngân hàng Chính sách xã hội huyện giải ngân.", ["Ngân hàng Chính sách xã hội huyện"]),
    ("Các tỉnh ủy, thành ủy và các đoàn thể, các sở, ngành tích cực tham gia.", []),
    ("Đồng chí là Ủy viên Ban Thường vụ từ năm 2010.", []),
    ("Các cấp ủy, chính quyền và ban tổ chức lễ hội đã ban hành kế hoạch.", []),
    ("Theo Chủ tịch UBND tỉnh Nguyễn Thanh Bình Minh, kết quả tốt.", ["Ủy ban nhân dân tỉnh"]),
    ("Ban Tuyên giáo – Dân vận Thành ủy hướng dẫn.", ["Ban Tuyên giáo và Dân vận Thành ủy"]),
    ("Chủ tịch Ủy ban nhân dân cấp xã quyết định.", []),
    ("Chỉ huy trưởng BCHQS xã Tân Lập báo cáo.", ["Ban Chỉ huy Quân sự xã Tân Lập"]),
    (
        "Ban Chỉ đạo (BCĐ) thực hiện Quy chế dân chủ (QCDC) ở cơ sở tỉnh họp.",
        ["Ban Chỉ đạo thực hiện Quy chế dân chủ ở cơ sở tỉnh"],
    ),
    (
        "Trưởng phòng Nội vụ huyện và Trưởng đoàn đại biểu Quốc hội tỉnh dự.",
        ["Phòng Nội vụ huyện", "Đoàn đại biểu Quốc hội tỉnh"],
    ),
    ("Các hội phụ nữ thi đua; hội nông dân xã Tân Lập ra quân.", ["Hội Nông dân xã Tân Lập"]),
    ("ỦY BAN NHÂN DÂN TỈNH TỔ CHỨC HỘI NGHỊ", ["Ủy ban nhân dân tỉnh"]),
]


@pytest.mark.parametrize(("text", "names"), ORGANISATIONS)
def test_bodies_are_named_in_full_and_in_official_spelling(text, names):
    assert [fact.name for fact in find_organisations(made_page(text))] == names


def test_a_short_name_goes_with_the_one_longer_name_of_the_text():
    page = made_page(
        "Mặt trận Tổ quốc Việt Nam hiệp thương.", "MTTQ vận động nhân dân.", "Tỉnh ủy Ánh Dương họp. Tỉnh uỷ kết luận."
    )
    facts = find_organisations(page)
    assert [fact.name for fact in facts] == ["Mặt trận Tổ quốc Việt Nam", "Tỉnh ủy Ánh Dương"]
    assert [len(fact.spans) for fact in facts] == [2, 2]


def test_two_longer_names_leave_the_short_one_alone():
    page = made_page("Huyện ủy Tân Sơn và Huyện ủy Sông Ngân báo cáo Huyện ủy.")
    assert {fact.name for fact in find_organisations(page)} == {"Huyện ủy Tân Sơn", "Huyện ủy Sông Ngân", "Huyện ủy"}


def test_a_body_named_only_by_the_post_of_the_signature_is_found():
    page = made_page("Công tác dân vận đổi mới.", byline="Nguyễn Văn Mẫu\nUVBTV, Trưởng ban Dân vận Tỉnh ủy")
    assert [fact.name for fact in find_organisations(page)] == ["Ban Dân vận Tỉnh ủy"]


PEOPLE = [
    ("Đồng chí Nguyễn Văn An, Phó Bí thư Tỉnh ủy chủ trì hội nghị.", [("Nguyễn Văn An", "Phó Bí thư Tỉnh ủy")]),
    (
        "Đồng chí Lò Thị Bình - Ủy viên Ban Thường vụ, Trưởng ban Dân vận Tỉnh ủy phát biểu.",
        [("Lò Thị Bình", "Ủy viên Ban Thường vụ, Trưởng ban Dân vận Tỉnh ủy")],
    ),
    (
        "Dự có các đồng chí: Trần Văn Cường, Bí thư Huyện ủy; Lê Thị Dung, Chủ tịch UBND huyện; các đồng chí lãnh đạo.",
        [("Trần Văn Cường", "Bí thư Huyện ủy"), ("Lê Thị Dung", "Chủ tịch UBND huyện")],
    ),
    (
        "Các đồng chí Phó Trưởng Ban Dân vận Tỉnh ủy: Đỗ Văn Giang, Bùi Thị Hạnh cùng dự.",
        [("Đỗ Văn Giang", "Phó Trưởng Ban Dân vận Tỉnh ủy"), ("Bùi Thị Hạnh", "Phó Trưởng Ban Dân vận Tỉnh ủy")],
    ),
    (
        "Do các đồng chí Vũ Văn Khoa, Phạm Thị Liên - Phó Chủ tịch UBND tỉnh chủ trì.",
        [("Vũ Văn Khoa", "Phó Chủ tịch UBND tỉnh"), ("Phạm Thị Liên", "Phó Chủ tịch UBND tỉnh")],
    ),
    ("Chủ tịch UBND xã Tân Lập Hoàng Văn Minh cho biết.", [("Hoàng Văn Minh", "Chủ tịch UBND xã Tân Lập")]),
    (
        "Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh Ngô Văn Nam dự.",
        [("Ngô Văn Nam", "Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh")],
    ),
    ("Chủ tịch UBMTTQ Việt Nam TP. Ánh Dương – bà Đinh Thị Oanh tặng quà.",
     [("Đinh Thị Oanh", "Chủ tịch UBMTTQ Việt Nam TP. Ánh Dương")]),
    ("Bà Phan Thị Quý được hiệp thương giữ chức Chủ tịch UBMTTQ xã.", [("Phan Thị Quý", "Chủ tịch UBMTTQ xã")]),
    ("Ông Vi Văn Xuân Bí thư Đảng ủy, Chủ tịch HĐND xã phát biểu.",
     [("Vi Văn Xuân", "Bí thư Đảng ủy, Chủ tịch HĐND xã")]),
    ("Cùng dự có đồng chí Bùi Thị Yến, TVTU, Trưởng Ban Tuyên giáo Tỉnh ủy; các đại biểu.",
     [("Bùi Thị Yến", "TVTU, Trưởng Ban Tuyên giáo Tỉnh ủy")]),
    ("Đồng chí Đào Xuân Lan- Phó bí thư Đảng uỷ- Chủ tịch UBND xã;",
     [("Đào Xuân Lan", "Phó bí thư Đảng uỷ- Chủ tịch UBND xã")]),
    ("Ông Y Bhiăk Niê, Giám đốc Sở Nông nghiệp và Môi trường, đánh giá cao.",
     [("Y Bhiăk Niê", "Giám đốc Sở Nông nghiệp và Môi trường")]),
    ("Ông Nguyễn Văn Sáu, hộ dân thôn Bình An, hiến 200 m2 đất.", []),
    ("Ảnh: Trần Văn Tư", []),
    ("Chủ tịch Hồ Chí Minh đã dạy: dân vận khéo thì việc gì cũng thành công.", []),
    ("Tỉnh ủy Lâm Đồng, Phó Bí thư các huyện ủy cùng dự.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "people"), PEOPLE)
def test_officials_are_found_in_their_posts_and_nobody_else(text, people):
    assert [(fact.name, fact.post) for fact in find_people(made_page(text))] == people


def test_a_signature_gives_the_official_with_the_post_of_the_line_below():
    page = made_page("Công tác dân vận đổi mới.", byline="Nguyễn Văn Mẫu\nUVBTV, Trưởng ban Dân vận Tỉnh ủy")
    assert [(one.name, one.post) for one in find_people(page)] == [
        ("Nguyễn Văn Mẫu", "UVBTV, Trưởng ban Dân vận Tỉnh ủy")
    ]


def test_later_mentions_of_an_official_are_spans_of_the_same_fact():
    page = made_page("Đồng chí Nguyễn Văn An, Bí thư Tỉnh ủy dự.", "Đồng chí Nguyễn Văn An kết luận.")
    (person,) = find_people(page)
    assert [page.source.text[span.start : span.end] for span in person.spans] == ["Nguyễn Văn An"] * 2


PLACES = [
    ("Sáng nay, tại huyện Tân Sơn, tỉnh Ánh Dương.", ["huyện Tân Sơn", "tỉnh Ánh Dương"]),
    ("Các xã Tân Lập, Tân Hòa và Đồng Xuân về đích.", ["xã Tân Lập", "xã Tân Hòa", "xã Đồng Xuân"]),
    ("Nhân dân thôn 3, tổ dân phố số 5 và Phường 2 hiến đất.", ["thôn 3", "tổ dân phố số 5", "phường 2"]),
    ("Hội thảo tại Hà Nội. Đoàn về tỉnh Bà Rịa - Vũng Tàu.", ["Hà Nội", "tỉnh Bà Rịa - Vũng Tàu"]),
    ("Thanh Hóa đổi mới. Tỉnh Thanh Hoá có 11 huyện miền núi.", ["tỉnh Thanh Hóa"]),
    ("Đoàn công tác về TPHCM.", ["thành phố Hồ Chí Minh"]),
    ("UBND huyện Tân Sơn ban hành kế hoạch tại Hội nghị lần này.", []),
    ("Chi nhánh Ngân hàng Nhà nước Việt Nam chi nhánh An Giang.", ["An Giang"]),
    ("Theo văn bản Kết luận số 5, nông thôn Việt Nam đổi mới.", []),
]


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_places_are_found_with_their_type_outside_the_names_of_bodies(text, places):
    assert [fact.name for fact in find_places(made_page(text))] == places


PIECES = (
    "đồng chí Nguyễn Văn An, Bí thư Tỉnh ủy; UBND huyện Tân Sơn. Ban Thường vụ và Đảng đoàn, MTTQ xã các tại "
    "Trưởng ban Dân vận - : ( Hà Nội thôn 3 Chủ tịch Hội LHPN \n Hoá uỷ Ð – “ ” bà TP. Huế Sở Nội vụ"
)
WORDS = st.lists(st.sampled_from(PIECES.split(" ")), max_size=70).map(" ".join)


@given(st.one_of(st.text(max_size=200), WORDS))
def test_every_span_is_what_the_source_says_and_the_answer_is_always_the_same(text):
    page, again = made_page(text), made_page(text)
    for find in (find_organisations, find_people, find_places):
        facts = find(page)
        assert facts == find(again)
        for fact in facts:
            assert fact.text == page.source.text[fact.spans[0].start : fact.spans[0].end]
            assert fact.name
            assert fact.rule
            assert 0 < fact.confidence <= 1
            assert all(0 <= span.start < span.end <= len(text) for span in fact.spans)
