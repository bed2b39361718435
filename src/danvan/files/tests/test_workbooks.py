"""Cells of a workbook from outside: read as they stand, refused when it is no workbook or would do harm."""

from __future__ import annotations

import io
import tracemalloc

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.core.errors import Refused
from danvan.files.workbooks import CellIn, Content, Limits, read_workbook

from . import samples

LIMITS = Limits(packed=5 * 2**20, unpacked=20 * 2**20)
PART = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(body: str) -> bytes:
    """A package whose sheet holds exactly ``body``."""
    text = f'<worksheet xmlns="{MAIN}">{body}</worksheet>'
    return samples.repacked(workbook(["x"]), {PART: text.encode()})


def cells(data: bytes) -> dict[tuple[int, int], CellIn]:
    return read_workbook(data, LIMITS)[0].cells


def refusal(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(Refused) as caught:
        read_workbook(data, limits)
    assert caught.value.field == "file"
    return caught.value.code


def test_numbers_texts_formulas_and_faults_are_told_apart():
    found = cells(workbook([12, 0.1 + 0.2, "K", "=1+1", True, None, "#N/A", 1e15]))
    assert [found.get((1, column)) for column in range(1, 9)] == [
        CellIn(Content.NUMBER, "12"),
        CellIn(Content.NUMBER, "0.3"),
        CellIn(Content.TEXT, "K"),
        CellIn(Content.FORMULA, "=1+1"),
        CellIn(Content.TRUTH, "1"),
        None,
        CellIn(Content.FAULT, "#N/A"),
        CellIn(Content.NUMBER, "1000000000000000"),
    ]


def test_a_day_and_a_share_are_told_from_a_number_by_their_looks():
    book = openpyxl.Workbook()
    for row, look in enumerate(("dd/mm/yyyy", "0.0%", "#,##0", '0 "người"'), start=1):
        book.active.cell(row, 1, 45000).number_format = look
    out = io.BytesIO()
    book.save(out)
    found = [cell.content for _place, cell in sorted(cells(out.getvalue()).items())]
    assert found == [Content.DAY, Content.PERCENT, Content.NUMBER, Content.NUMBER]


def test_cells_without_addresses_stand_one_after_the_other():
    found = cells(sheet("<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>"))
    assert {place: cell.text for place, cell in found.items()} == {(1, 1): "1", (1, 2): "2", (2, 1): "3"}


def test_a_text_in_the_sheet_itself_and_the_strict_form_of_the_format_are_read():
    strict = sheet('<sheetData><row r="2"><c r="B2" t="inlineStr"><is><r><t>mười</t></r><r><t> hai</t></r></is></c>'
                   "</row></sheetData>")  # fmt: skip
    assert cells(strict) == {(2, 2): CellIn(Content.TEXT, "mười hai")}


def test_merged_cells_are_known():
    body = '<sheetData/><mergeCells><mergeCell ref="B2:C4"/><mergeCell ref="nonsense"/></mergeCells>'
    found = read_workbook(sheet(body), LIMITS)[0]
    assert found.is_merged(3, 3)
    assert not found.is_merged(5, 3)


RELATION = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
    b'Target="file:///x.xlsx" TargetMode="External"/></Relationships>'
)
BOMB = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
OUTSIDE = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst><si><t>&a;</t></si></sst>'
PLAIN = workbook(["x"])
BAD = {
    "nothing": (b"", "empty"),
    "a table as text": ("Chỉ tiêu;Số\n".encode(), "not-a-workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old-format"),
    "a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "half a package": (PLAIN[: len(PLAIN) // 2], "broken"),
    "a Word file": (samples.docx("x"), "broken"),
    "macros": (samples.repacked(PLAIN, {"xl/vbaProject.bin": b"x"}), "macros"),
    "links to elsewhere": (samples.repacked(PLAIN, {"xl/externalLinks/_rels/e1.xml.rels": RELATION}), "linked"),
    "an entity bomb": (samples.repacked(PLAIN, {PART: BOMB}), "broken"),
    "an entity from outside": (samples.repacked(PLAIN, {"xl/sharedStrings.xml": OUTSIDE}), "broken"),
    "XML that does not end": (samples.repacked(PLAIN, {PART: b"<worksheet><sheetData><row>"}), "broken"),
    "a string that is not there": (sheet('<sheetData><row><c t="s"><v>99</v></c></row></sheetData>'), "broken"),
    "a number that is none": (sheet("<sheetData><row><c><v>NaN</v></c></row></sheetData>"), "broken"),
    "too many cells": (sheet("<sheetData><row>" + "<c/>" * 50_001 + "</row></sheetData>"), "too-many-cells"),
    "too many parts": (samples.repacked(PLAIN, dict.fromkeys(map(str, range(501)), b"")), "too-many-cells"),
}


@pytest.mark.trust("T21")
@pytest.mark.trust("T22")
@pytest.mark.parametrize("case", BAD)
def test_what_is_no_clean_workbook_is_refused_with_its_reason(case):
    data, code = BAD[case]
    assert refusal(data) == code


@pytest.mark.trust("T21")
def test_a_small_file_that_opens_to_much_is_refused_before_it_is_unpacked():
    data = samples.repacked(PLAIN, {"xl/sharedStrings.xml": b"<sst><si><t>" + b"a" * 100_000_000 + b"</t></si></sst>"})
    tracemalloc.start()
    assert refusal(data) == "too-many-cells"
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.trust("T21")
def test_more_bytes_than_allowed_are_refused_unread():
    assert refusal(PLAIN, Limits(packed=len(PLAIN) - 1, unpacked=10**7)) == "too-large"


AMOUNTS = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12),
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.one_of(st.none(), AMOUNTS, TEXTS), max_size=6), max_size=8))
def test_whatever_was_written_is_read_at_its_place_or_told_as_a_formula(rows):
    found = cells(workbook(*rows))
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            cell = found.get((row, column))
            if cell is None:
                assert value is None or not str(value).strip()
            elif isinstance(value, str):
                assert cell.content in {Content.TEXT, Content.FORMULA, Content.FAULT}
            else:
                assert cell.content == Content.NUMBER
                assert float(cell.text) == pytest.approx(float(value), rel=1e-14, abs=1e-300)


def outcome(data: bytes) -> str | None:
    """ "read", or the field of the refusal."""
    try:
        read_workbook(data, LIMITS)
    except Refused as reason:
        return reason.field
    return "read"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 4000), st.integers(0, 200))
def test_a_spoilt_package_is_refused_or_read_and_never_breaks(noise, at, cut):
    at = min(at, len(PLAIN))
    spoilt = PLAIN[:at] + noise + PLAIN[at + cut :]
    assert outcome(spoilt) in {"read", "file"}
