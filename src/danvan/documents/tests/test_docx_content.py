"""What is put in comes out: text letter for letter, figures with their bookmarks, tables, and the same bytes."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.documents.docx import Annex, Heading, Paragraph, Run, Signature, Table, bookmark_name, write_docx
from danvan.documents.docx.body import stands_wide
from danvan.documents.tests.samples import (
    ALL,
    NAMES,
    PARTY_05,
    PARTY_36,
    STATE_30,
    TABLE,
    WIDE,
    everything_said,
    opened,
)
from danvan.documents.text import clean

every_layout = pytest.mark.parametrize("document", ALL, ids=NAMES)
NASTY = "<w:p>&amp; \"A\" & 'B' </w:t> {{7*7}} {% x %} ]]>"


def bookmarks(word):
    """Bookmark name to the text between its two marks."""
    found = {}
    for start in word.element.body.iter(qn("w:bookmarkStart")):
        text, node = "", start.getnext()
        while node.tag != qn("w:bookmarkEnd"):
            text += "".join(t.text for t in node.iter(qn("w:t")))
            node = node.getnext()
        assert node.get(qn("w:id")) == start.get(qn("w:id"))
        found[start.get(qn("w:name"))] = text
    return found


def test_every_figure_can_be_tied_to_its_snapshot_by_a_bookmark():
    assert bookmarks(opened(PARTY_36)) == {
        "so_77": "1.250",
        "so_v1": "1.370",
        "so_tong": "1.918",
        "so_v1__2": "1.370",
        "so_tong__2": "1.918",
    }
    assert list(PARTY_36.figures())[0] == (77, "1.250")


def test_bookmark_numbers_are_all_different():
    ids = [m.get(qn("w:id")) for m in opened(STATE_30).element.body.iter(qn("w:bookmarkStart"))]
    assert len(ids) == len(set(ids)) == 5


def test_a_uuid_becomes_a_name_word_accepts():
    name = bookmark_name("12345678-1234-5678-1234-567812345678")
    assert name == f"so_{UUID(int=0x12345678123456781234567812345678).hex}"
    assert len(name) + len("__99") <= 40


@pytest.mark.parametrize("bad", ["", "a b", "a-b", "a__b", "số", "x" * 33, "_a", "z" * 36])
def test_an_id_that_cannot_be_a_bookmark_is_refused(bad):
    with pytest.raises(ValueError, match="bookmark"):
        bookmark_name(bad)


@every_layout
def test_the_same_document_gives_the_same_bytes(document):
    assert write_docx(document) == write_docx(document)


@every_layout
def test_the_file_tells_only_what_the_paper_tells(document):
    data = write_docx(document)
    properties = opened(document).core_properties
    day = datetime.combine(document.dated_on, datetime.min.time())
    assert (properties.author, properties.last_modified_by) == (document.issuer, document.issuer)
    assert properties.title == f"{document.type_name} {document.subject}"
    assert properties.subject == document.subject
    assert properties.created.replace(tzinfo=None) == properties.modified.replace(tzinfo=None) == day
    assert properties.comments == ""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {entry.date_time[:3] for entry in package.infolist()} == {document.dated_on.timetuple()[:3]}
        names = set(package.namelist())
        inside = b"".join(package.read(name) for name in names)
    assert not names & {"docProps/app.xml", "docProps/thumbnail.jpeg", "customXml/item1.xml"}
    assert b"python-docx" not in inside
    assert b"rsid" not in inside


@pytest.mark.trust("T15")
@every_layout
def test_marks_of_xml_and_of_templates_print_literally_in_every_field(document):
    nasty = replace(
        document,
        superior=NASTY,
        issuer=NASTY,
        symbol=NASTY,
        place=NASTY,
        type_name=NASTY,
        subject=NASTY,
        notice=NASTY,
        recipient_to=(NASTY,),
        recipients=(NASTY,),
        signature=Signature(NASTY, NASTY, NASTY),
        issuer_in_text=NASTY,
        blocks=(
            Heading(1, NASTY),
            Paragraph(Run(NASTY, figure_id=1)),
            Table(NASTY, (NASTY,), ((NASTY,),)),
            Annex(1, NASTY, (Paragraph(NASTY),)),
        ),
    )
    said = everything_said(opened(nasty))
    assert said.count(NASTY) + said.count(NASTY.upper()) >= 16
    assert "49" not in said


def test_control_characters_and_lone_surrogates_do_not_break_the_file():
    dirty = "".join(map(chr, range(32))) + "A\x7f\x9f\ud800\ufffe\u202eB"
    document = replace(
        PARTY_36, subject=dirty, place=dirty, blocks=(Paragraph(dirty + "."), Table("", ("x",), ((dirty,),)))
    )
    word = opened(document)
    assert word.core_properties.subject == "AB"
    assert word.tables[1].cell(1, 0).text == "\t\n\nAB"


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_text_survives_the_way_through_a_table_cell(text):
    cell = opened(replace(PARTY_36, blocks=(Table("", ("x",), ((text,),)),))).tables[1].cell(1, 0)
    assert cell.text == clean(text)


def test_decomposed_vietnamese_is_composed():
    assert clean("Da\u0302n va\u0323\u0302n") == "Dân vận"


def test_a_table_repeats_its_head_keeps_rows_whole_and_sets_figures_right():
    grid = next(t for t in opened(STATE_30).tables if t.cell(0, 0).text == "TT")
    rows = grid._tbl.tr_lst
    assert rows[0].trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rows[1:])
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    sides = [cell.paragraphs[0].alignment for cell in grid.rows[1].cells]
    center, left, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
    assert sides == [center, left, right, right]
    assert all(run.font.bold for cell in grid.rows[-1].cells for run in cell.paragraphs[0].runs if run.text)


def test_column_widths_share_the_text_width():
    grid = next(t for t in opened(PARTY_36).tables if t.cell(0, 0).text == "TT")
    widths = [column.width.mm for column in grid.columns]
    assert sum(widths) == pytest.approx(165, abs=0.2)
    assert widths[1] == pytest.approx(5 * widths[0], rel=0.01)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"rows": (("1",),)}, "cells"),
        ({"total_row": ("1",)}, "cells"),
        ({"widths": (1.0,)}, "width"),
        ({"widths": (1, 0, 1, 1)}, "width"),
        ({"alignments": ("middle",) * 4}, "alignment"),
    ],
)
def test_a_table_that_does_not_fit_together_is_refused(wrong, why):
    with pytest.raises(ValueError, match=why):
        replace(TABLE, **wrong)


def test_headings_are_numbered_in_the_fashion_of_each_rule_book():
    blocks = (
        Heading(1, "A", True),
        Heading(2, "B", True),
        Heading(3, "C", True),
        Heading(2, "D", True),
        Heading(1, "E", True),
        Heading(2, "F", True),
    )
    party = [p.text for p in opened(replace(PARTY_05, blocks=blocks)).paragraphs if p.style.name.startswith("Heading")]
    state = [p.text for p in opened(replace(STATE_30, blocks=blocks)).paragraphs if p.style.name.startswith("Heading")]
    assert party == ["I- A", "1. B", "a) C", "2. D", "II- E", "1. F"]
    assert state == ["I. A", "1. B", "a) C", "2. D", "II. E", "1. F"]


def test_a_heading_goes_with_the_wide_table_it_leads_to_and_the_page_turns_back():
    blocks = (Paragraph("Trước."), Heading(1, "Biểu"), WIDE, Paragraph("Sau."))
    assert [stands_wide(blocks, i) for i in range(4)] == [False, True, True, False]
    sections = opened(replace(STATE_30, blocks=blocks)).sections
    assert [s.orientation for s in sections] == [0, 1, 0]


def test_a_document_outside_the_days_of_its_layout_is_refused():
    with pytest.raises(ValueError, match="not in force"):
        replace(PARTY_36, dated_on=date(2026, 5, 27))


def test_an_annex_inside_an_annex_is_refused():
    with pytest.raises(ValueError, match="annex"):
        Annex(1, "A", (Annex(2, "B", ()),))


@every_layout
def test_marks_of_paragraphs_runs_and_tables_stand_in_the_order_of_the_schema(document):
    order = {
        "pPr": [
            "pStyle",
            "keepNext",
            "keepLines",
            "widowControl",
            "pBdr",
            "spacing",
            "ind",
            "jc",
            "outlineLvl",
            "rPr",
            "sectPr",
        ],
        "rPr": ["rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "u", "lang"],
        "tblPr": ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook"],
    }
    body = opened(document).element.body
    for tag, names in order.items():
        for properties in body.iter(qn(f"w:{tag}")):
            found = [names.index(item.tag.rpartition("}")[2]) for item in properties]
            assert found == sorted(found)
