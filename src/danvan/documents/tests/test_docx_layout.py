"""An issued paper read back: paper, margins, type, head, page number, signature, as the profile says."""

from dataclasses import replace

import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from danvan.documents.docx import Paragraph
from danvan.documents.docx.oxml import ALIGN
from danvan.documents.docx.tail import annex_reference
from danvan.documents.tests.samples import ALL, NAMES, NOTICE, PARTY_05, PARTY_36, STATE_30, everything_said, opened

every_layout = pytest.mark.parametrize("document", ALL, ids=NAMES)
party_layouts = pytest.mark.parametrize("document", [PARTY_36, PARTY_05], ids=NAMES[:2])
HALF_MM = Mm(0.5)


def paragraph_saying(word, text, start=True):
    """The first paragraph of body or tables whose text begins with (or is) the words asked for."""
    paragraphs = [
        *word.paragraphs,
        *(p for t in word.tables for row in t.rows for c in row.cells for p in c.paragraphs),
    ]
    found = [p for p in paragraphs if (p.text.startswith(text) if start else p.text == text)]
    assert found, f"nothing says {text!r}"
    return found[0]


@every_layout
def test_paper_and_margins_are_those_of_the_profile(document):
    section, margins = opened(document).sections[0], document.profile.margins
    assert abs(section.page_width - Mm(210)) < HALF_MM
    assert abs(section.page_height - Mm(297)) < HALF_MM
    for side in ("top", "bottom", "left", "right"):
        assert abs(getattr(section, f"{side}_margin") - Mm(getattr(margins, side).value)) < HALF_MM


@every_layout
def test_every_style_is_times_new_roman_for_every_script(document):
    word = opened(document)
    fonts = [style.element.find(f".//{qn('w:rFonts')}") for style in word.styles if style.type == 1]
    fonts.append(word.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:rFonts')}"))
    for font in fonts:
        assert {font.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert not any(node.get(qn("w:ascii")) for node in word.element.iter(qn("w:rFonts")))


@every_layout
@pytest.mark.parametrize(
    ("said", "element"),
    [
        ("ĐẢNG BỘ TỈNH MẪU|ỦY BAN NHÂN DÂN TỈNH MẪU", "superior"),
        ("ĐẢNG ỦY XÃ MẪU|ỦY BAN NHÂN DÂN XÃ MẪU", "issuer"),
        ("ĐẢNG CỘNG SẢN VIỆT NAM|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "national"),
        ("Số", "number"),
        ("Mẫu, ngày", "place_date"),
        ("BÁO CÁO", "type_name"),
        ("kết quả công tác", "subject"),
        ("Căn cứ", "basis"),
        ("Đã tổ chức", "body"),
        ("I", "heading_1"),
        ("Phụ lục I", "annex_number"),
        ("DANH SÁCH MÔ HÌNH", "annex_title"),
        ("(Kèm theo", "annex_reference"),
        ("Nơi nhận:", "recipients_head"),
        ("- Như trên", "recipients_list"),
        ("PHÓ BÍ THƯ|CHỦ TỊCH", "signing_title"),
        ("Nguyễn Văn Mẫu|Trần Thị Mẫu", "signer"),
    ],
)
def test_each_part_has_the_type_the_profile_names(document, said, element):
    words = said.split("|")[-1 if document is STATE_30 else 0]
    paragraph = paragraph_saying(opened(document), words)
    expected, run = document.profile.element(element), paragraph.runs[0]
    assert run.font.size == Pt(expected.size.value)
    assert (bool(run.font.bold), bool(run.font.italic)) == (expected.bold, expected.italic)
    assert bool(run.font.underline) == expected.underline
    alignment = paragraph.alignment if paragraph.alignment is not None else paragraph.style.paragraph_format.alignment
    assert alignment == ALIGN[expected.align]


@party_layouts
def test_the_party_head_stands_in_its_places(document):
    grid = opened(document).tables[0]
    left, right = grid.cell(0, 0), grid.cell(0, 1)
    assert [p.text for p in left.paragraphs] == ["ĐẢNG BỘ TỈNH MẪU", "ĐẢNG ỦY XÃ MẪU", "*"]
    assert [p.text for p in right.paragraphs] == ["ĐẢNG CỘNG SẢN VIỆT NAM", ""]
    assert grid.cell(1, 0).text == "Số 05-BC/ĐU"
    assert grid.cell(1, 1).text.startswith("Mẫu, ngày ")


def test_the_state_head_stands_in_its_places():
    grid = opened(STATE_30).tables[0]
    assert [p.text for p in grid.cell(0, 0).paragraphs] == ["ỦY BAN NHÂN DÂN TỈNH MẪU", "ỦY BAN NHÂN DÂN XÃ MẪU", ""]
    assert [p.text for p in grid.cell(0, 1).paragraphs] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "",
    ]
    assert grid.cell(1, 0).text == "Số: 05/BC-UBND"
    assert grid.cell(1, 1).text == "Mẫu, ngày 05 tháng 12 năm 2026"


@every_layout
def test_the_head_is_never_mixed(document):
    said = everything_said(opened(document))
    assert ("ĐẢNG CỘNG SẢN VIỆT NAM" in said) != ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said)
    assert ("Số:" in said) == (document is STATE_30)


@every_layout
def test_the_line_under_the_title_of_state_or_party_is_as_long_as_the_text(document):
    cell = opened(document).tables[0].cell(0, 1)
    line = cell.paragraphs[-1]
    assert line._p.pPr.find(qn("w:pBdr")) is not None
    length = (cell.width - line.paragraph_format.left_indent - line.paragraph_format.right_indent) / Mm(1)
    # Set in the metrics of Times New Roman Bold: 15 pt and 13 pt.
    assert length == pytest.approx(55.9 if document is STATE_30 else 72.9, abs=1)


@every_layout
def test_the_signature_block_follows_the_rule_book(document):
    word = opened(document)
    tail = next(t for t in word.tables if "Nơi nhận:" in t.cell(0, 0).text)
    lines = [p.text for p in tail.cell(0, 1).paragraphs]
    if document is STATE_30:
        assert lines == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Thị Mẫu"]
        assert [p.text for p in tail.cell(0, 0).paragraphs][1:] == ["- Như trên;", "- Lưu: VT, VX."]
    else:
        assert lines == ["T/M ĐẢNG ỦY", "PHÓ BÍ THƯ", "Nguyễn Văn Mẫu"]
        assert tail.cell(0, 0).paragraphs[-1].text == "- Lưu Văn phòng Đảng ủy."


@every_layout
def test_the_text_ends_with_the_mark_of_the_rule_book(document):
    said = everything_said(opened(document))
    assert ("kết quả./." in said) == (document is STATE_30)
    assert "kết quả." in said


def test_a_text_that_already_ends_with_another_mark_is_put_right():
    state = opened(replace(STATE_30, blocks=(Paragraph("Hết."),)))
    party = opened(replace(PARTY_36, blocks=(Paragraph("Hết./."),)))
    assert "Hết./." in everything_said(state).split("\n")
    assert "Hết." in everything_said(party).split("\n")


@every_layout
def test_the_page_number_is_top_centre_and_not_on_the_first_page(document):
    section = opened(document).sections[0]
    assert section.different_first_page_header_footer
    header = section.header.paragraphs[0]
    assert header._p.findtext(f".//{qn('w:instrText')}") == "PAGE"
    assert header.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert header.runs[0].font.size == Pt(document.profile.element("page_number").size.value)
    assert section.first_page_header._element.find(f".//{qn('w:instrText')}") is None


@every_layout
def test_state_annexes_count_their_own_pages_and_party_annexes_go_on(document):
    annexes = opened(document).sections[1:]
    assert len(annexes) == 2
    starts = [s._sectPr.find(qn("w:pgNumType")) for s in annexes]
    if document is STATE_30:
        assert [start.get(qn("w:start")) for start in starts] == ["1", "1"]
        assert all(s.different_first_page_header_footer for s in annexes)
    else:
        assert starts == [None, None]
        assert not any(s.different_first_page_header_footer for s in annexes)


@every_layout
def test_a_wide_table_turns_its_page_on_the_side_with_the_same_margins(document):
    last = opened(document).sections[-1]
    assert last.orientation == WD_ORIENT.LANDSCAPE
    assert abs(last.page_width - Mm(297)) < HALF_MM
    assert abs(last.left_margin - Mm(document.profile.margins.left.value)) < HALF_MM


@every_layout
def test_running_text_is_justified_and_spaced_as_the_profile_says(document):
    style, rule = opened(document).styles["Body Text"].paragraph_format, document.profile.body
    assert style.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert abs(style.first_line_indent - Mm(rule.first_line_mm.value)) < Mm(0.1)
    assert style.space_after == Pt(rule.between_paragraphs_pt.value)
    expected = Pt(rule.line.value) if rule.line_rule == "exactly" else pytest.approx(rule.line.value, abs=0.01)
    assert style.line_spacing == expected


@every_layout
def test_the_notice_is_under_the_title_and_at_the_foot_of_every_page(document):
    word = opened(document)
    assert f"({NOTICE})" in [p.text for p in word.paragraphs[:8]]
    first = word.sections[0]
    assert [p.text for p in first.footer.paragraphs] == [NOTICE]
    assert [p.text for p in first.first_page_footer.paragraphs] == [NOTICE]
    assert all(s.footer.is_linked_to_previous for s in word.sections[1:])


def test_a_letter_has_its_subject_under_the_number_and_no_type():
    state = opened(replace(STATE_30, type_name="", subject="tổ chức đối thoại")).tables[0].cell(1, 0)
    assert [p.text for p in state.paragraphs] == ["Số: 05/BC-UBND", "V/v tổ chức đối thoại"]
    assert state.paragraphs[1].paragraph_format.space_before == Pt(6)
    party = opened(replace(PARTY_05, type_name="", subject="về việc tổ chức đối thoại")).tables[0].cell(1, 0)
    assert party.paragraphs[1].text == "về việc tổ chức đối thoại"
    assert party.paragraphs[1].runs[0].font.italic


def test_a_paper_without_a_number_leaves_room_for_number_and_day():
    grid = opened(replace(PARTY_36, number=None)).tables[0]
    assert grid.cell(1, 0).text == "Số      -BC/ĐU"
    assert grid.cell(1, 1).text == "Mẫu, ngày      tháng 02 năm 2026"


def test_addressees_stand_on_one_line_or_as_a_list():
    assert paragraph_saying(opened(PARTY_36), "Kính gửi: Ban Thường vụ Tỉnh ủy", start=False)
    several = everything_said(opened(STATE_30)).split("\n")
    place = several.index("Kính gửi:")
    assert several[place + 1 : place + 3] == ["- Ủy ban nhân dân tỉnh;", "- Sở Nội vụ."]
    proposal = opened(replace(PARTY_05, type_name="Tờ trình"))
    assert paragraph_saying(proposal, "Kính trình: Ban Thường vụ Tỉnh ủy", start=False)


def test_an_annex_says_what_it_belongs_to_as_each_rule_book_cites():
    named = replace(STATE_30, issuer_in_text="Ủy ban nhân dân xã Mẫu")
    assert annex_reference(named) == (
        "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 12 năm 2026 của Ủy ban nhân dân xã Mẫu)"
    )
    assert annex_reference(PARTY_36) == "(Kèm theo Báo cáo số 05-BC/ĐU, ngày 5/2/2026)"
