"""Counted and measured values, and the arithmetic between them. All texts are invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.reader.engine.facts.arithmetic import find_checks
from danvan.reader.engine.facts.citations import find_citations
from danvan.reader.engine.facts.figures import find_figures
from danvan.reader.engine.model import Block, Check, Figure, Page, Part, Source

pytestmark = pytest.mark.row(125)


def page(text: str) -> Page:
    return Page(Source(text), (Block(Part.BODY, 0, text),))


def read(text: str) -> tuple[Figure, ...]:
    return find_figures(page(text))


def checks(text: str) -> tuple[Check, ...]:
    return find_checks(read(text), page(text))


SENTENCES = [
    ("đăng ký 2.417 mô hình “Dân vận khéo”", [(2417, "mô hình")]),
    ("dự họp có Chủ tịch 14 huyện miền núi", [(14, "huyện")]),
    ("gồm 05 lĩnh vực; 7 nhiệm vụ; 12 giải pháp", [(5, "lĩnh vực"), (7, "nhiệm vụ"), (12, "giải pháp")]),
    ("vận động 31,475 tỷ đồng, hỗ trợ 1.250 triệu đồng", [(31.475, "tỷ đồng"), (1250, "triệu đồng")]),
    ("quyên góp 1 tỷ 200 triệu đồng và hơn 3 tỷ", [(1.2, "tỷ đồng"), (3, "tỷ đồng")]),
    ("hiến 700 nghìn m2 đất, 15km đường, 2,5 ha", [(700000, "m2"), (15, "km"), (2.5, "ha")]),
    ("2,4 triệu lượt người, 30 vạn dân", [(2400000, "lượt người"), (300000, "dân")]),
    ("đóng góp 4.321 ngày công lao động", [(4321, "ngày công")]),
    ("an ninh - quốc phòng 287 mô hình, dân tộc thiểu số 53 hộ", [(287, "mô hình"), (53, "hộ")]),
    ("tiếp 1,165 lượt công dân", [(1165, "lượt công dân")]),
    ("đạt 94,3 % và 12,5 phần trăm", [(94.3, "%"), (12.5, "%")]),
    ("mỗi tháng 1 ngày; ít nhất 2 ngày trong tháng", [(1, "ngày"), (2, "ngày")]),
    ("từ 5 đến 7 mô hình; 10-15 hộ nghèo", [(5, "mô hình"), (7, "mô hình"), (10, "hộ nghèo"), (15, "hộ nghèo")]),
    ("bình quân mỗi năm 20 hộ thoát nghèo", [(20, "hộ")]),
    ("phát 4 500 tờ gấp, trồng 3 000 cây xanh", [(4500, "tờ gấp"), (3000, "cây xanh")]),
    ("thành lập 9 tổ chim én xanh và 6 guồng nước", [(9, "tổ"), (6, "guồng nước")]),
    ("Chủ tịch UBND tỉnh tặng 10 Bằng khen", [(10, "bằng khen")]),
    ("Năm 2019: 12 mô hình; năm 2020: 15 mô hình", [(12, "mô hình"), (15, "mô hình")]),
    ("tiếp 866 lượt/964 lượt người; giảm 2 điểm %", [(866, "lượt"), (964, "lượt người"), (2, "điểm phần trăm")]),
    ("nuôi 7 tổ ong mật, 34 ứng cử viên, 12 DTTS", [(7, "tổ"), (34, "ứng cử viên"), (12, "dtts")]),
    ("Ngày 18-12, sáng 22/5, ngày 20/5/2010, tháng 7/2015, quý I/2020, 15/10/1930 - 15/10/2015", []),
    ("sau 3 năm thực hiện, 6 tháng đầu năm, kỷ niệm 85 năm, trong 2 ngày, 65 tuổi", []),
    ("lần thứ 12, thứ 3, Điều 2 Luật, khoản 1 Điều 5, số 10 phố Hoa, hạng 2", []),
    (
        "phong trào “5 không, 3 sạch”, Quân khu 9 tổ chức, COVID-19 diễn biến, Trung đoàn 12 bộ binh, thôn 3 xã An Sơn",
        [],
    ),
    ("năm 2014 toàn tỉnh, giai đoạn 2016-2020 các xã, đến 2020 tỉnh Bình Sơn, nhiệm kỳ 2015 - 2020", []),
    ("lúc 7 giờ 30, 05:00 PM, ĐT: 0912.345.678, Fax 02373 852 123", []),
    ("1. Kết quả\n2. Hạn chế\n2.1. Về cán bộ\na) 3) Nội dung", []),
    ("Thấp nhất 13°C, 15oC, quốc lộ 1A, A4, top 10", []),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES, ids=[s[:40] for s, _ in SENTENCES])
def test_a_sentence_gives_exactly_these_values_with_their_units(
    sentence: str, expected: list[tuple[float, str]]
) -> None:
    assert [(figure.value, figure.unit) for figure in read(sentence)] == expected


def test_a_denominator_is_kept() -> None:
    done, members = read(
        "hoàn thành 21/30 chỉ tiêu; kết nạp 8.793/6.500 đảng viên; họp ngày 21/5 các xã; sáng 5/7 huyện họp"
    )
    assert (done.value, done.of, done.unit) == (21, 30, "chỉ tiêu")
    assert (members.value, members.of) == (8793, 6500)


def test_thing_period_and_place_are_those_of_the_sentence() -> None:
    (figure,) = read("Năm 2016, huyện An Khê có 45 mô hình kinh tế. ")
    assert (figure.what, figure.period, figure.place) == ("mô hình kinh tế huyện An Khê", "2016", "huyện An Khê")
    (other,) = read("Năm 2016 đã qua. Đăng ký 45 mô hình.")
    assert (other.period, other.place) == (None, None)


def test_numbers_of_documents_are_no_figures() -> None:
    assert read("Chỉ thị 15 và Kết luận 21 của Ban Bí thư; Nghị quyết số 19 huyện; 317-QĐ/TW") == ()


def test_a_figure_that_is_repeated_is_one_figure_with_two_places() -> None:
    (figure,) = read("Hơn 2.300 hộ được vay vốn\nĐến nay đã có hơn 2.300 hộ được vay vốn")
    assert len(figure.spans) == 2


PARAGRAPHS = [
    (
        "Toàn tỉnh thực hiện được 1.845 mô hình, gồm 04 lĩnh vực: kinh tế có 765 mô hình; văn hóa - xã hội "
        "630 mô hình; quốc phòng - an ninh 187 mô hình và xây dựng hệ thống chính trị 263 mô hình.",
        [("sum", 1845, 1845, True)],
    ),
    (
        "Huyện có 60 chi bộ, gồm 25 chi bộ nông thôn và 30 chi bộ cơ quan. Năm sau có 5 chi bộ mới.",
        [("sum", 60, 55, False)],
    ),
    (
        "Cả huyện có 1.845 mô hình, gồm: kinh tế 765, văn hóa - xã hội 630, quốc phòng 187 và hệ thống chính trị 263.",
        [("sum", 1845, 1845, True)],
    ),
    ("Nhận 1.236 đơn (tồn 40 đơn, mới 1.196 đơn); có 90 đơn (60 khiếu nại, 20 tố cáo).", [("sum", 1236, 1236, True)]),
    (
        "Huyện có 15 xã: 10 xã miền núi, 5 xã ven biển. Năm 2019: 12 tổ; năm 2020: 15 tổ; năm 2021: 20 tổ.",
        [("sum", 15, 15, True)],
    ),
    (
        "Năm qua làm 541 công trình thanh niên (CTTN). Cụ thể, cấp tỉnh làm 6 CTTN; cấp huyện 89 CTTN; cơ sở 446 CTTN.",
        [("sum", 541, 541, True)],
    ),
    ("Có 90 hộ nghèo tham gia, trong đó 40 hộ nghèo vay vốn, 20 hộ nghèo học nghề.", []),
    ("Thu 12,8 tỷ đồng, trong đó cấp tỉnh 4,2 tỷ đồng; cấp xã 9,6 tỷ đồng.", [("sum", 12.8, 13.8, False)]),
    (
        "Hoàn thành 23/32 chỉ tiêu (71,9%); đạt 11/12 tiêu chí, chiếm 95%.",
        [("share", 71.9, 71.9, True), ("share", 95, 92, False)],
    ),
    (
        "Đăng ký 3.000 mô hình, thực hiện được 2.829 mô hình, đạt 94,3%. Đăng ký 50 việc, làm 20 việc, "
        "đạt 120% kế hoạch.",
        [("share", 94.3, 94.3, True)],
    ),
    (
        "Có 120 mô hình, tăng 20 mô hình so với năm 2018 (100 mô hình). Có 90 tổ, giảm 20% so với năm 2018 (100 tổ).",
        [("change", 20, 20, True), ("change", 20, 10, False)],
    ),
]


@pytest.mark.parametrize(("paragraph", "expected"), PARAGRAPHS, ids=[p[:40] for p, _ in PARAGRAPHS])
def test_parts_shares_and_changes_are_recomputed(
    paragraph: str, expected: list[tuple[str, float, float, bool]]
) -> None:
    assert [(c.kind, c.stated, c.expected, c.holds) for c in checks(paragraph)] == expected


def test_two_things_of_equal_round_number_stay_two_but_a_retold_number_is_one() -> None:
    assert len(read("Tặng quà 30 hộ nghèo; cho vay 30 hộ khó khăn.")) == 2
    text = "30 hộ được vay vốn\n\nNgân hàng đã cho 30 hộ vay."
    retold = Page(Source(text), (Block(Part.TITLE, 0, text[:18]), Block(Part.BODY, 20, text[20:])))
    assert len(find_figures(retold)) == 1


def test_a_check_points_at_its_whole_and_its_parts() -> None:
    text = "Huyện có 60 chi bộ, gồm 25 chi bộ nông thôn và 35 chi bộ cơ quan."
    (check,) = checks(text)
    figures = read(text)
    assert figures[check.whole].value == 60
    assert [figures[part].value for part in check.parts] == [25, 35]


@given(st.lists(st.integers(min_value=1, max_value=99_999), min_size=2, max_size=9, unique=True))
@settings(max_examples=60, deadline=None)
def test_a_list_of_parts_that_adds_up_always_holds(parts: list[int]) -> None:
    listed = "; ".join(f"nhóm {chr(97 + at)} có {part} hội viên" for at, part in enumerate(parts))
    (check,) = [check for check in checks(f"Toàn hội có {sum(parts)} hội viên, gồm: {listed}.") if check.kind == "sum"]
    assert check.holds
    assert check.expected == sum(parts)


@given(st.integers(min_value=0, max_value=10**9))
@settings(max_examples=60, deadline=None)
def test_thousands_written_with_points_come_back(value: int) -> None:
    written = f"{value:,}".replace(",", ".")
    (figure,) = read(f"có {written} hội viên tham gia")
    assert figure.value == value


PIECES = st.sampled_from(
    [
        "3.334 ", "mô hình ", "23/32 ", "chỉ tiêu ", "%", "94,3 ", ", gồm ", "; ", ". ", "\n", "từ 5 đến 7 ", "hộ ",
        "ngày 3/4 ",         "1 tỷ ", "200 triệu ", "đồng ", "Nghị quyết 25 ", "tăng ", "so với ", "(", ")", "“",
        "”", "12-15 ", "năm 2015 ",
        "km ", "m2",         "a\u0301", "\u200b", "\u00a0", "trong đó ", "đạt ", "1.2.3", "00 ",
    ]
)  # fmt: skip
ANY_TEXT = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join))


@given(ANY_TEXT)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_figures_stand_where_they_say(text: str) -> None:
    figures = read(text)
    cited = [span for citation in find_citations(page(text)) for span in citation.spans]
    for figure in figures:
        assert figure.text == text[figure.spans[0].start : figure.spans[0].end]
        assert figure.unit
        assert not any(s.start < c.end and c.start < s.end for s in figure.spans for c in cited)
    for check in find_checks(figures, page(text)):
        assert all(0 <= at < len(figures) for at in (check.whole, *check.parts))


@pytest.mark.row(132)
@given(st.lists(PIECES, max_size=30).map("".join))
@settings(max_examples=40, deadline=None)
def test_the_same_text_gives_the_same_figures_and_checks(text: str) -> None:
    assert (read(text), checks(text)) == (read(text), checks(text))


def test_parts_in_brackets_that_add_up_to_the_whole_are_counts_of_it() -> None:
    text = "Toàn tỉnh có 1.248 mô hình “Dân vận khéo” (tập thể 985, cá nhân 263) được công nhận."
    assert [(figure.value, figure.unit) for figure in read(text)] == [(n, "mô hình") for n in (1248, 985, 263)]
    (check,) = checks(text)
    assert (check.whole, check.parts, check.holds) == (0, (1, 2), True)


def test_numbers_in_brackets_that_do_not_add_up_to_the_whole_are_no_counts() -> None:
    text = "Toàn tỉnh có 1.248 mô hình “Dân vận khéo” (tập thể 985, cá nhân 200) được công nhận."
    assert [figure.value for figure in read(text)] == [1248]


def test_parts_with_the_first_word_of_the_unit_of_their_whole_are_added_up() -> None:
    (check,) = checks("Tổ chức 532 cuộc giám sát, trong đó cấp tỉnh 12 cuộc, cấp huyện 120 cuộc, cấp xã 400 cuộc.")
    assert (check.stated, check.expected, check.holds) == (532, 532, True)
    assert checks("Có 30 đồng chí, trong đó góp 10 đồng, vay 20 đồng.") == ()
