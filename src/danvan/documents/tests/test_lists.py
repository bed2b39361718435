"""List exports in three formats: what they say about themselves, real numbers and days, no formula from any text."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.documents.columns import Column, ExportNote, Kind, WrongCount, shown
from danvan.documents.csv import write_csv
from danvan.documents.tables_docx import write_table_docx
from danvan.documents.text import clean
from danvan.documents.xlsx import MOST_CHARACTERS, Sheet, write_xlsx

COLUMNS = (
    Column("name", "Tên đơn vị", 30),
    Column("count", "Số cuộc", 10, "integer"),
    Column("amount", "Kinh phí (triệu đồng)", 14, "decimal"),
    Column("share", "Tỷ lệ", 10, "percent"),
    Column("day", "Ngày", 12, "date"),
    Column("at", "Thời điểm", 18, "datetime"),
)
MADE_AT = datetime(2026, 11, 21, 2, 5, tzinfo=UTC)
PAYLOADS = (
    "=1+1",
    "=cmd|'/c calc'!A0",
    '=HYPERLINK("http://example.invalid","x")',
    "=WEBSERVICE(A1)",
    "+1+1",
    "+84 912 000 000",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "@import",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\r\n=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    " =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\x00=1+1",
    "\x01\x02=1+1",
    "{=1+1}",
    "=IMPORTXML(CONCAT(A1),B1)",
    '"=1+1"',
    "'=1+1",
    ";=1+1",
    ",=1+1",
    "a,=1+1",
    'x"\n=1+1',
    "http://example.invalid/",
    "mailto:a@example.invalid",
    "-5",
    "1e5",
    "{{7*7}}",
)


def note(count, **changes):
    said = {
        "title": "Danh sách mẫu",
        "filter_text": "Năm 2026",
        "made_by": "Người dùng mẫu",
        "notice": "Số liệu minh họa",
    }
    return ExportNote(row_count=count, made_at=MADE_AT, **{**said, **changes})


def row(**changes):
    plain = {
        "name": "Xã Mẫu",
        "count": 12,
        "amount": Decimal("-1234.50"),
        "share": 0.125,
        "day": date(2026, 2, 5),
        "at": MADE_AT,
    }
    return {**plain, **changes}


def sheet_of(rows, columns=COLUMNS, **changes):
    data = write_xlsx([Sheet("Danh sách", columns, iter(rows))], note(len(rows), **changes))
    return openpyxl.load_workbook(io.BytesIO(data)).active


def table_head(sheet):
    """The row number of the head: the row with an autofilter."""
    return int(sheet.auto_filter.ref.split(":")[0].lstrip("A"))


def test_a_sheet_says_above_its_table_what_it_is():
    sheet = sheet_of([row()])
    said = [sheet.cell(i, 1).value for i in range(1, 7)]
    assert said == [
        "Danh sách mẫu",
        "Bộ lọc: Năm 2026",
        "Số dòng: 1",
        "Thời điểm xuất: 09:05 21/11/2026",
        "Người xuất: Người dùng mẫu",
        "Lưu ý: Số liệu minh họa",
    ]
    assert table_head(sheet) == 8


def test_numbers_and_days_are_real_and_in_vietnamese_time():
    sheet = sheet_of([row()])
    cells = sheet[table_head(sheet) + 1]
    assert [c.value for c in cells] == [
        "Xã Mẫu",
        12,
        -1234.5,
        0.125,
        datetime(2026, 2, 5),
        datetime(2026, 11, 21, 9, 5),
    ]
    assert [c.data_type for c in cells] == ["s", "n", "n", "n", "d", "d"]
    assert [c.number_format for c in cells[1:4]] == ["#,##0", "#,##0.00", "0.0%"]


def test_a_sheet_is_ready_to_read_and_to_print():
    sheet = sheet_of([row(), row()])
    head = table_head(sheet)
    assert sheet.freeze_panes == f"A{head + 1}"
    assert sheet.auto_filter.ref == f"A{head}:F{head + 2}"
    assert all(c.font.bold for c in sheet[head])
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "Số liệu minh họa" in sheet.oddFooter.left.text


@pytest.mark.trust("T25")
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_a_formula_or_a_link_in_a_workbook(payload):
    columns = (Column(payload, payload), Column("n", "Số", 9, "integer"))
    sheet = sheet_of([{payload: payload, "n": payload}], columns, title=payload, filter_text=payload, made_by=payload)
    written = [c for line in sheet.iter_rows() for c in line if c.value is not None]
    assert {c.data_type for c in written} == {"s"}
    assert not any(c.hyperlink for c in written)
    cells = sheet[table_head(sheet) + 1]
    assert [c.value for c in cells] == [clean(payload)] * 2


@pytest.mark.trust("T25")
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_of_a_csv_begins_as_a_formula(payload):
    data = write_csv([Column("a", payload), Column("b", "B")], [{"a": payload, "b": "x"}], note(1, title=payload))
    for cells in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        for cell in cells:
            assert not cell.lstrip(" \u00a0\u200b\ufeff").startswith(tuple("=+-@\t\r\n＝＋－＠"))


@pytest.mark.trust("T25")
@given(st.lists(st.one_of(st.integers(-(10**14), 10**14), st.decimals(-1000, 1000, places=2)), max_size=20))
@settings(max_examples=20, deadline=None)
def test_real_numbers_stay_whole_negative_ones_too(numbers):
    column = Column("n", "Số", 10, "decimal")
    sheet = sheet_of([{"n": n} for n in numbers], (column,))
    head = table_head(sheet)
    found = [sheet.cell(head + 1 + i, 1).value for i in range(len(numbers))]
    assert found == [pytest.approx(float(n), abs=1e-6) for n in numbers]
    data = write_csv([column], [{"n": n} for n in numbers], note(len(numbers)))
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [Decimal(cells[0]) for cells in lines[7:]] == [Decimal(n) for n in numbers]


def test_what_a_spreadsheet_cannot_hold_as_a_number_or_a_day_is_kept_as_text():
    odd = row(count=12345678901234567890, amount=float("nan"), share="không áp dụng", day=date(1899, 12, 31), at=None)
    sheet = sheet_of([odd])
    cells = sheet[table_head(sheet) + 1]
    assert [c.value for c in cells[1:]] == ["12345678901234567890", "nan", "không áp dụng", "1899-12-31", None]


def test_a_text_too_long_for_a_cell_says_that_it_was_cut():
    sheet = sheet_of([row(name="x" * 40_000)])
    value = sheet.cell(table_head(sheet) + 1, 1).value
    assert len(value) == MOST_CHARACTERS
    assert value.endswith("[đã cắt bớt: ô không chứa hết]")


def test_a_row_is_high_enough_for_its_longest_text():
    sheet = sheet_of([row(), row(name="Khéo vận động " * 10), row(name="a\nb\nc")])
    head = table_head(sheet)
    assert sheet.row_dimensions[head + 1].height is None
    assert sheet.row_dimensions[head + 2].height == 6 * 16
    assert sheet.row_dimensions[head + 3].height == 3 * 16


def test_names_of_sheets_are_made_acceptable_and_different():
    sheets = [Sheet(name, COLUMNS, []) for name in ("A/B:C", "A/B:C", "'", "x" * 40, "x" * 40, "History")]
    names = openpyxl.load_workbook(io.BytesIO(write_xlsx(sheets, note(0)))).sheetnames
    assert names == ["A B C", "A B C (2)", "Danh sách", "x" * 31, "x" * 27 + " (2)", "Danh sách (2)"]


@pytest.mark.parametrize(
    "write",
    [
        lambda rows, said: write_xlsx([Sheet("A", COLUMNS, rows)], said),
        lambda rows, said: write_csv(COLUMNS, rows, said),
        lambda rows, said: write_table_docx(COLUMNS, rows, said),
    ],
    ids=["xlsx", "csv", "docx"],
)
def test_an_export_whose_note_counts_other_rows_is_not_handed_out(write):
    with pytest.raises(WrongCount, match="says 3 rows, the export has 1"):
        write([row()], note(3))


@pytest.mark.parametrize(
    "write",
    [
        lambda: write_xlsx([Sheet("A", COLUMNS, [row()])], note(1)),
        lambda: write_csv(COLUMNS, [row()], note(1)),
        lambda: write_table_docx(COLUMNS, [row()], note(1)),
    ],
    ids=["xlsx", "csv", "docx"],
)
def test_the_same_list_gives_the_same_bytes(write):
    assert write() == write()


def test_a_csv_begins_with_a_mark_and_its_note_and_ends_lines_as_the_standard_says():
    data = write_csv(COLUMNS, [row(name='Xã "A", B')], note(1))
    assert data.startswith(b"\xef\xbb\xbf# ")
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines[:3] == ["# Danh sách mẫu", "# Bộ lọc: Năm 2026", "# Số dòng: 1"]
    assert lines[7] == '"Xã ""A"", B",12,-1234.50,0.125,2026-02-05,2026-11-21T09:05:00'


def test_a_list_as_a_word_table_says_the_same_and_lies_on_its_side_when_wide():
    word = docx.Document(io.BytesIO(write_table_docx(COLUMNS, [row()], note(1))))
    said = [p.text for p in word.paragraphs]
    assert said[:2] == ["DANH SÁCH MẪU", "(Số liệu minh họa)"]
    assert "Bộ lọc: Năm 2026" in said
    assert "Số dòng: 1" in said
    assert [c.text for c in word.tables[0].rows[1].cells] == [
        "Xã Mẫu",
        "12",
        "-1.234,5",
        "12,5%",
        "05/02/2026",
        "09:05 21/11/2026",
    ]
    section = word.sections[0]
    assert section.page_width > section.page_height
    assert [p.text for p in section.first_page_footer.paragraphs] == ["Số liệu minh họa"]
    narrow = docx.Document(io.BytesIO(write_table_docx(COLUMNS[:2], [row()], note(1)))).sections[0]
    assert narrow.page_width < narrow.page_height


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (1234567, Kind.INTEGER, "1.234.567"),
        (-5, Kind.INTEGER, "-5"),
        (Decimal("1234.50"), Kind.DECIMAL, "1.234,5"),
        (100, Kind.DECIMAL, "100"),
        (Decimal("0.9987"), Kind.PERCENT, "99,9%"),
        (Decimal("-0.001"), Kind.DECIMAL, "0"),
        (None, Kind.INTEGER, ""),
        (True, Kind.TEXT, "Có"),
        (date(2026, 2, 5), Kind.DATE, "05/02/2026"),
        ("-", Kind.INTEGER, "-"),
    ],
)
def test_values_are_written_as_vietnamese_papers_write_them(value, kind, expected):
    assert shown(value, kind) == expected
