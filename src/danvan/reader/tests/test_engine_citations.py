"""Documents that a text names: grammar, issuers, dates, and what is one document. All texts are invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.reader.engine.facts.citations import find_citations
from danvan.reader.engine.model import Block, Citation, Page, Part, Source

pytestmark = pytest.mark.row(124)


def page(*texts: str) -> Page:
    source = "\n\n".join(texts)
    blocks, at = [], 0
    for text in texts:
        blocks.append(Block(Part.BODY, at, text))
        at += len(text) + 2
    return Page(Source(source), tuple(blocks))


def read(*texts: str) -> tuple[Citation, ...]:
    return find_citations(page(*texts))


def short(cited: Citation) -> str:
    return " ".join(part for part in (cited.kind, cited.symbol or cited.number, cited.issuer, cited.term) if part)


SENTENCES = [
    ("Thực hiện Kết luận số 73-KL/TW của Bộ Chính trị (khóa X).", ["kết luận 73-KL/TW Bộ Chính trị khóa X"]),
    ("triển khai quyết định 512 – QĐ/TU của Ban thường vụ Tỉnh uỷ;", ["quyết định 512-QĐ/TU Ban Thường vụ Tỉnh ủy"]),
    ("Quyết định số 317- QĐ/TW và Quy định 14-QÐi/TW", ["quyết định 317-QĐ/TW", "quy định 14-QĐi/TW"]),
    ("Nghị quyết số 44/NQ-TU của BTV Huyện ủy An Khê", ["nghị quyết 44/NQ-TU Ban Thường vụ Huyện ủy An Khê"]),
    ("các Quyết định số 317, 318-QĐ/TW", ["quyết định 317-QĐ/TW", "quyết định 318-QĐ/TW"]),
    ("Chỉ thị 15 và Kết luận 21 của Ban Bí thư", ["chỉ thị 15 Ban Bí thư", "kết luận 21 Ban Bí thư"]),
    ("Chỉ thị số 46-CT/TW Bộ Chính trị", ["chỉ thị 46-CT/TW Bộ Chính trị"]),
    ("NQ số 19 của BTV Tỉnh ủy", ["nghị quyết 19 Ban Thường vụ Tỉnh ủy"]),
    (
        "Ban Thường vụ Tỉnh ủy Bình Sơn đã ban hành Chỉ thị số 27 về công tác đối thoại.",
        ["chỉ thị 27 Ban Thường vụ Tỉnh ủy Bình Sơn"],
    ),
    ("Nghị định 41/2021/NĐ-CP của Chính phủ", ["nghị định 41/2021/NĐ-CP Chính phủ"]),
    ("Công văn số 305/MTTQ-BTT và Công văn số 07/BNV-VP", ["công văn 305/MTTQ-BTT", "công văn 07/BNV-VP"]),
    ("Pháp lệnh số 34/2007/PL-UBTVQH11", ["pháp lệnh 34/2007/PL-UBTVQH11"]),
    ("Luật Thực hiện dân chủ ở cơ sở (số 10/2022/QH15)", ["luật 10/2022/QH15"]),
    ("Hiến pháp năm 2013 và pháp luật", ["hiến pháp"]),
    ("Nghị quyết Trung ương 6 khóa XI, XII", ["nghị quyết Trung ương 6 khóa XI", "nghị quyết Trung ương 6 khóa XII"]),
    (
        "Nghị quyết Hội nghị lần thứ sáu BCH TW khóa IX",
        ["nghị quyết Hội nghị lần thứ sáu Ban Chấp hành Trung ương khóa IX"],
    ),
    ("Nghị quyết Đại hội XII của Đảng", ["nghị quyết Đại hội XII của Đảng lần thứ XII"]),
    ("Thông báo kết luận số 88-TB/TU", ["thông báo 88-TB/TU"]),
    ("ra thông báo Kết luận 88 của Ban Bí thư", ["kết luận 88 Ban Bí thư"]),
    ("theo 73-KL/TW", ["kết luận 73-KL/TW"]),
    ("Chương trình hành động số 22-CTr/TU của Tỉnh ủy", ["chương trình hành động 22-CTr/TU Tỉnh ủy"]),
    ("Đề án số 05-ĐA/TU", ["đề án 05-ĐA/TU"]),
    ("thực hiện QCDC ở xã", ["quy chế"]),
    ("các nghị quyết, chỉ thị của Đảng; nghị quyết của Trung ương; quy chế phối hợp", []),
    ("nghiên cứu tham mưu ban hành Chỉ thị về dân vận chính quyền", []),
    ("Kế hoạch 5 năm, kế hoạch 2021-2025, báo cáo 6 tháng, Quyết định 3 nội dung, kết luận 2 vụ việc", []),
    ("Chương trình 135, pháp luật, Hội Luật gia, luật sư, Nghị quyết 5 năm", []),
    ("nghị quyết đại hội đảng bộ các cấp", []),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES, ids=[s[:40] for s, _ in SENTENCES])
def test_a_sentence_names_exactly_these_documents(sentence: str, expected: list[str]) -> None:
    assert [short(cited) for cited in read(sentence)] == expected


def test_date_year_and_subject_are_read_where_they_stand() -> None:
    decision, rule = read(
        "Quyết định số 391-QĐ/TW ngày 25/02/2011 của Bộ Chính trị (khóa XI) về ban hành Quy chế công tác dân vận. "
        "Bộ luật Lao động năm 2019 có hiệu lực."
    )
    assert decision.text == "Quyết định số 391-QĐ/TW ngày 25/02/2011 của Bộ Chính trị (khóa XI)"
    assert (decision.dated, decision.subject) == ("2011-02-25", "ban hành Quy chế công tác dân vận")
    assert (rule.kind, rule.year, rule.number) == ("bộ luật", "2019", None)


def test_issuer_and_date_come_from_the_clause_that_says_who_issued_it() -> None:
    (cited,) = read("Ngày 4 tháng 11 năm 2010, Bộ Chính trị khóa X đã ra Kết luận 71 về công tác tôn giáo.")
    assert (cited.issuer, cited.term, cited.dated) == ("Bộ Chính trị", "khóa X", "2010-11-04")


def test_wrapped_lines_are_read_as_one() -> None:
    (cited,) = read(
        "Các cấp ủy đã tổ chức thực hiện Nghị quyết\nsố 31-NQ/TW của Ban\nChấp hành Trung ương "
        "Đảng khóa XI về tăng cường\nđối thoại."
    )
    assert (cited.issuer, cited.term) == ("Ban Chấp hành Trung ương Đảng", "khóa XI")
    assert cited.subject == "tăng cường\nđối thoại"


def test_a_symbol_alone_never_gives_an_issuer() -> None:
    (cited,) = read("Triển khai Quyết định số 317-QĐ/TW về giám sát.")
    assert cited.issuer is None


def test_quoted_subject_is_taken_without_its_quotes() -> None:
    (cited,) = read("Kết luận số 73-KL/TW của Bộ Chính trị “Về đổi mới phương thức hoạt động”, các cấp đã làm.")
    assert cited.subject == "Về đổi mới phương thức hoạt động"


def test_short_forms_join_the_document_they_mean() -> None:
    (cited,) = read(
        "Sơ kết kết luận số 73-kl/tw",
        "Kết luận số 73-KL/TW của Bộ Chính trị (khoá X) được quán triệt. Thực hiện Kết luận 73, các xã đã làm. "
        "Sau 3 năm thực hiện Kết luận số 73 (Kết luận 73).",
    )
    assert cited.symbol == "73-KL/TW"
    assert cited.text == "Kết luận số 73-KL/TW của Bộ Chính trị (khoá X)"
    assert {"Kết luận 73", "Kết luận số 73", "Kết luận số 73-KL/TW"} <= set(cited.forms)
    assert len(cited.spans) == 5


def test_the_same_number_of_two_issuers_is_two_documents() -> None:
    rows = read("Nghị quyết số 19 của Ban Thường vụ Tỉnh ủy; Nghị quyết số 19 của Hội đồng nhân dân tỉnh.")
    assert [cited.issuer for cited in rows] == ["Ban Thường vụ Tỉnh ủy", "Hội đồng nhân dân tỉnh"]


def test_doers_behind_a_short_form_are_not_its_issuer() -> None:
    (cited,) = read(
        "Kết luận số 75 của Ban Thường vụ Tỉnh ủy. Việc thực hiện Kết luận 75 của Đảng đoàn, Ban Thường trực MTTQ tốt."
    )
    assert cited.issuer == "Ban Thường vụ Tỉnh ủy"


def test_congress_resolutions_are_told_apart_by_ordinal_and_short_forms_join() -> None:
    rows = read(
        "Đưa Nghị quyết Đại hội Đảng bộ tỉnh vào cuộc sống",
        "Quán triệt Nghị quyết Đại hội đại biểu Đảng bộ tỉnh Bình Sơn lần thứ XV, Chương trình hành động thực hiện "
        "Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XI. "
        "Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XV nêu rõ.",
    )
    assert [(cited.kind, cited.term) for cited in rows] == [
        ("nghị quyết", "lần thứ XV"),
        ("chương trình hành động", None),
        ("nghị quyết", "lần thứ XI"),
    ]
    assert "Nghị quyết Đại hội Đảng bộ tỉnh" in rows[0].forms


def test_a_law_named_later_without_number_is_the_same_law() -> None:
    (cited,) = read("Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15. Tuyên truyền Luật Thực hiện dân chủ ở cơ sở.")
    assert cited.number == "10"
    assert len(cited.spans) == 2


def test_a_short_name_given_in_brackets_is_the_same_document() -> None:
    (cited,) = read(
        "Pháp lệnh số 34/2007/PL-UBTVQH11 (viết tắt là Pháp lệnh dân chủ ở cơ sở). "
        "Theo Pháp lệnh Dân chủ ở cơ sở, dân bàn."
    )
    assert (cited.number, len(cited.spans)) == ("34", 3)


def test_amended_laws_stand_beside_the_law_that_amends_them() -> None:
    rows = read("Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Khiếu nại và Luật Tố cáo ngày 22 tháng 11 năm 2019;")
    assert [cited.subject for cited in rows] == [
        "sửa đổi, bổ sung một số điều của Luật Khiếu nại và Luật Tố cáo",
        "Khiếu nại",
        "Tố cáo",
    ]
    assert [cited.dated for cited in rows] == ["2019-11-22", None, None]


def test_a_plenum_resolution_joins_its_numbered_form() -> None:
    (cited,) = read(
        "Nghị quyết số 31-NQ/TW Hội nghị Trung ương 5 (khóa XI). Từ khi có Nghị quyết Trung ương 5 khóa XI."
    )
    assert (cited.symbol, cited.term) == ("31-NQ/TW", "khóa XI")


def test_a_regime_issued_with_a_numbered_decision_is_no_row_of_its_own() -> None:
    (cited,) = read(
        "Quyết định số 317-QĐ/TW về việc ban hành Quy chế giám sát và phản biện xã hội của Mặt trận. "
        "Thực hiện tốt Quy chế giám sát và phản biện xã hội."
    )
    assert cited.number == "317"


def test_all_names_of_the_democracy_regime_are_one_row() -> None:
    (cited,) = read("Quy chế dân chủ ở các loại hình cơ sở; quy chế dân chủ cơ sở; hoàn thiện quy chế dân chủ; QCDC.")
    assert cited.weak
    assert len(cited.spans) == 4


NUMBERS = st.integers(min_value=1, max_value=999)
DASHES = st.sampled_from(["-", "–", " – ", "- ", " -", "‑".replace("‑", "-"), "\u00a0- "])


@given(number=NUMBERS, one=DASHES, other=DASHES, code=st.sampled_from(["QĐ", "QÐ"]))
@settings(max_examples=60, deadline=None)
def test_noise_in_a_symbol_never_makes_a_second_document(number: int, one: str, other: str, code: str) -> None:
    (cited,) = read(
        f"Quyết định số {number}{one}QĐ/TU của Tỉnh ủy. Sau khi có quyết định {number}{other}{code}/TU, các xã."
    )
    assert cited.symbol == f"{number}-QĐ/TU"


PIECES = st.sampled_from(
    [
        "Nghị quyết ", "số ", "25", "-NQ/TW ", "của ", "Bộ Chính trị ", "(khóa X) ", "về ", "“", "”", ". ", "\n\n",
        ", ",         "ngày 3/4/2015 ", "Luật Đất đai ", "Nghị quyết Đại hội ", "lần thứ XI ", "quy chế dân chủ ",
        "đã ban hành ",
        "Quyết định ", "217- QÐ/TW ", "và ", "Ban Thường vụ Tỉnh uỷ ", "khoá ", "a\u0301", "\u200b",
        "Hội nghị Trung ương 7 ",
    ]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join)))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_spans_give_exactly_the_forms(text: str) -> None:
    for cited in read(text):
        places = [text[span.start : span.end] for span in cited.spans]
        assert places[0] == cited.text
        assert set(places) <= set(cited.forms)
        assert all(form in text for form in cited.forms)
        assert 0 < cited.confidence <= 1


@pytest.mark.row(132)
@given(st.lists(PIECES, max_size=30).map("".join))
@settings(max_examples=40, deadline=None)
def test_the_same_text_gives_the_same_documents(text: str) -> None:
    assert read(text) == read(text)


def test_an_official_document_does_not_cite_itself() -> None:
    (cited,) = read(
        "TỈNH ỦY BÌNH SƠN\nBAN DÂN VẬN\n*\nSố 112-KH/BDVTU"
        "\nKẾ HOẠCH\n\nThực hiện Chỉ thị số 47-CT/TU của Ban Thường vụ Tỉnh ủy."
    )
    assert cited.number == "47"
