"""The tables of the layout rules, written out here once more and read back from the Word files line by line.

The sizes are the ranges of the rules themselves, not of our profiles: a wrong number in the profile is found here.
"""

from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from danvan.documents.docx import Heading
from danvan.documents.docx.oxml import ALIGN
from danvan.documents.tests.samples import NOTICE, PARTY_05, PARTY_36, STATE_30, opened

# The first part of a line, and what the rule says of it: least and most points, and B(old), I(talic), U(nderlined),
# C(apitals). A size that the rules do not name is our own and stands without a range.
PARTY_ROWS = {
    "national": ("ĐẢNG CỘNG SẢN VIỆT NAM", {"36": (15, 15), "05": (14, 15)}, "BC"),
    "superior": ("ĐẢNG BỘ TỈNH MẪU", {"36": (14, 14), "05": (13, 14)}, "C"),
    "issuer": ("ĐẢNG ỦY XÃ MẪU", {"36": (14, 14), "05": (13, 14)}, "BC"),
    "star": ("*", {}, ""),
    "number": ("Số 05-BC/ĐU", {"36": (14, 14), "05": (13, 14)}, ""),
    "place_date": ("Mẫu, ngày ", {"36": (14, 14), "05": (14, 14)}, "I"),
    "type_name": ("BÁO CÁO", {"36": (15, 16), "05": (14, 16)}, "BC"),
    "subject": ("kết quả công tác", {"36": (14, 15), "05": (14, 14)}, "B"),
    "subject_mark": ("-----", {}, ""),
    "recipient_to": ("Kính gửi", {}, ""),
    "basis": ("Căn cứ", {}, "I"),
    "body": ("Đã tổ chức", {"36": (14, 15), "05": (14, 14)}, ""),
    "heading_1": ("I- Kết quả", {}, "B"),
    "heading_2": ("1. Hai", {}, "B"),
    "heading_3": ("a) Ba", {}, "BI"),
    "signing_prefix": ("T/M ĐẢNG ỦY", {"36": (14, 14)}, "BC"),
    "signing_title": ("PHÓ BÍ THƯ", {}, "C"),
    "signer": ("Nguyễn Văn Mẫu", {}, "B"),
    "recipients_head": ("Nơi nhận:", {"36": (14, 14), "05": (12, 14)}, "U"),
    "recipients_list": ("- Như trên", {"36": (12, 12), "05": (11, 12)}, ""),
    "annex_number": ("Phụ lục I", {}, "B"),
    "annex_title": ("DANH SÁCH MÔ HÌNH", {}, "BC"),
    "annex_reference": ("(Kèm theo", {}, "I"),
    "table_caption": ("Bảng 1.", {}, "B"),
    "table_head": ("Đơn vị", {}, "B"),
    "table_cell": ("Xã Mẫu Một", {}, ""),
    "notice": (f"({NOTICE})", {}, "BI"),
}
STATE_ROWS = {
    "national": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", {"NĐ": (12, 13)}, "BC"),
    "motto": ("Độc lập - Tự do - Hạnh phúc", {"NĐ": (13, 14)}, "B"),
    "superior": ("ỦY BAN NHÂN DÂN TỈNH MẪU", {"NĐ": (12, 13)}, "C"),
    "issuer": ("ỦY BAN NHÂN DÂN XÃ MẪU", {"NĐ": (12, 13)}, "BC"),
    "number": ("Số: 05/BC-UBND", {"NĐ": (13, 13)}, ""),
    "place_date": ("Mẫu, ngày 05 tháng 12", {"NĐ": (13, 14)}, "I"),
    "type_name": ("BÁO CÁO", {"NĐ": (13, 14)}, "BC"),
    "subject": ("kết quả công tác", {"NĐ": (13, 14)}, "B"),
    "recipient_to": ("Kính gửi:", {"NĐ": (13, 14)}, ""),
    "basis": ("Căn cứ", {"NĐ": (13, 14)}, "I"),
    "body": ("Đã tổ chức", {"NĐ": (13, 14)}, ""),
    "heading_1": ("I. Kết quả", {"NĐ": (13, 14)}, "B"),
    "heading_2": ("1. Hai", {"NĐ": (13, 14)}, "B"),
    "heading_3": ("a) Ba", {}, "BI"),
    "signing_prefix": ("TM. ỦY BAN NHÂN DÂN", {"NĐ": (13, 14)}, "BC"),
    "signing_title": ("CHỦ TỊCH", {"NĐ": (13, 14)}, "BC"),
    "signer": ("Trần Thị Mẫu", {"NĐ": (13, 14)}, "B"),
    "recipients_head": ("Nơi nhận:", {"NĐ": (12, 12)}, "BI"),
    "recipients_list": ("- Lưu: VT", {"NĐ": (11, 11)}, ""),
    "annex_number": ("Phụ lục I", {"NĐ": (14, 14)}, "B"),
    "annex_title": ("DANH SÁCH MÔ HÌNH", {"NĐ": (13, 14)}, "BC"),
    "annex_reference": ("(Kèm theo", {}, "I"),
    "table_caption": ("Bảng 1.", {}, "B"),
    "table_head": ("Đơn vị", {}, "B"),
    "table_cell": ("Xã Mẫu Một", {}, ""),
    "notice": (f"({NOTICE})", {}, "BI"),
}
LETTER = {"PARTY": ("về việc|V/v", (12, 12), "I"), "STATE": ("V/v", (12, 13), "")}
# Read elsewhere: the number of the page and the foot in the header and footer of test_docx_layout, a letter below.
ELSEWHERE = {"page_number", "footer_notice", "letter_subject"}
LAYOUTS = [(PARTY_36, "36", PARTY_ROWS), (PARTY_05, "05", PARTY_ROWS), (STATE_30, "NĐ", STATE_ROWS)]
every_layout = pytest.mark.parametrize(("document", "rule", "rows"), LAYOUTS, ids=["36", "05", "30"])


def _filled(document):
    blocks = (
        *document.blocks[:3],
        Heading(2, "Hai", numbered=True),
        Heading(3, "Ba", numbered=True),
        *document.blocks[3:],
    )
    return opened(replace(document, blocks=blocks))


def _lines(word):
    inside = [p for t in word.tables for row in t.rows for c in row.cells for p in c.paragraphs]
    return [*word.paragraphs, *inside]


def _style(run):
    marks = (("B", run.font.bold), ("I", run.font.italic), ("U", run.font.underline))
    return {mark for mark, set_ in marks if set_}


@pytest.mark.row(65)
@every_layout
def test_every_line_of_the_paper_has_the_size_and_style_of_the_rule(document, rule, rows):
    lines, wrong = _lines(_filled(document)), []
    for name, (words, sizes, style) in rows.items():
        found = next((p for p in lines if p.text.startswith(words)), None)
        if found is None:
            wrong.append(f"nothing says {words!r}")
            continue
        run = found.runs[0]
        least, most = sizes.get(rule, (8, 16))
        if not least <= run.font.size.pt <= most:
            wrong.append(f"{name}: {run.font.size.pt} pt, not {least} to {most}")
        if _style(run) != set(style) - {"C"}:
            wrong.append(f"{name}: {_style(run)}, not {style!r}")
        if "C" in style and found.text != found.text.upper():
            wrong.append(f"{name}: {found.text!r} is not in capitals")
    assert wrong == []


@every_layout
def test_every_part_of_the_profile_is_read_back(document, rule, rows):
    assert set(rows) | ELSEWHERE == set(document.profile.elements)


@pytest.mark.parametrize("document", [PARTY_36, PARTY_05, STATE_30], ids=["36", "05", "30"])
def test_the_subject_of_a_letter_stands_under_its_number(document):
    words, (least, most), style = LETTER["STATE" if document is STATE_30 else "PARTY"]
    letter = opened(replace(document, type_name="", subject="tổ chức đối thoại")).tables[0].cell(1, 0).paragraphs[1]
    assert letter.text.startswith(tuple(words.split("|")))
    assert least <= letter.runs[0].font.size.pt <= most
    assert _style(letter.runs[0]) == set(style)
    assert letter.alignment == ALIGN["center"]


def _line_below(cell_or_word, words, width):
    """The length of the drawn line right under the paragraph that says the words, as a share of a column."""
    paragraphs = cell_or_word.paragraphs
    at = next(i for i, p in enumerate(paragraphs) if p.text.startswith(words))
    line = paragraphs[at + 1]
    if line._p.pPr is None or line._p.pPr.find(qn("w:pBdr")) is None:
        return 0
    layout = line.paragraph_format
    return (width - layout.left_indent - layout.right_indent) / Mm(1)


def test_the_state_has_lines_under_motto_issuer_and_subject_and_the_party_under_its_name_alone():
    state, party = opened(STATE_30), opened(PARTY_36)
    left, right = (state.tables[0].cell(0, column) for column in (0, 1))
    issuer = _line_below(left, "ỦY BAN NHÂN DÂN XÃ", left.width)
    # The words of the issuer are 58 mm wide in Times New Roman Bold 12; of the subject 67 mm in 14.
    assert 58 / 3 - 1 < issuer < 58 / 2 + 1
    assert _line_below(right, "Độc lập", right.width) > 50
    text = Mm(STATE_30.profile.text_width_mm)
    assert 67 / 3 - 1 < _line_below(state, "kết quả công tác", text) < 67 / 2 + 1
    left, right = (party.tables[0].cell(0, column) for column in (0, 1))
    assert _line_below(left, "ĐẢNG ỦY XÃ MẪU", left.width) == 0
    assert _line_below(right, "ĐẢNG CỘNG SẢN", right.width) > 60
    assert _line_below(party, "kết quả công tác", text) == 0


@pytest.mark.parametrize("document", [PARTY_36, PARTY_05, STATE_30], ids=["36", "05", "30"])
def test_margins_are_inside_the_rule(document):
    section = opened(document).sections[0]
    party = document is not STATE_30
    ranges = {"top": (20, 20 if party else 25), "bottom": (20, 20 if party else 25)}
    ranges |= {"left": (30, 30 if party else 35), "right": (15, 15 if party else 20)}
    for side, (least, most) in ranges.items():
        assert least - 0.5 <= getattr(section, f"{side}_margin").mm <= most + 0.5


@pytest.mark.parametrize("document", [PARTY_05, STATE_30], ids=["05", "30"])
def test_nothing_is_parted_that_belongs_together(document):
    word = _filled(replace(document, blocks=(Heading(1, "PHẦN THỨ NHẤT", part=True), *document.blocks)))
    part = next(p for p in word.paragraphs if p.text == "PHẦN THỨ NHẤT")
    assert part.alignment == ALIGN["center"]
    assert part.style.paragraph_format.keep_with_next
    caption = next(p for p in word.paragraphs if p.text.startswith("Bảng 1."))
    assert caption.paragraph_format.keep_with_next
    ruled = next(t for t in word.tables if "Đơn vị" in t.cell(0, 1).text)
    first, *_, last, total = ruled.rows
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    for row in (first, last):
        assert all(p.paragraph_format.keep_with_next for cell in row.cells for p in cell.paragraphs)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in ruled.rows)
    tail = next(t for t in word.tables if "Nơi nhận:" in t.cell(0, 0).text)
    assert tail.rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None
    before = tail._tbl.getprevious()
    assert before.pPr.find(qn("w:keepNext")) is not None
    assert before.getprevious().pPr.find(qn("w:keepNext")) is not None
