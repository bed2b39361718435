"""Bytes become text: kinds of files, encodings of forty years, and what is refused before it does harm."""

import io
import unicodedata
import zipfile

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from pypdf import PdfWriter

from danvan.reader.engine.intake import MAX_BYTES, Unreadable, read_bytes
from danvan.reader.engine.intake.legacy import TCVN3, VNI, from_tcvn3, from_vni
from danvan.reader.engine.page import find_page

PAGE = (
    "Hội nghị tổng kết công tác dân vận của tỉnh\n\nSáng 20/12, đồng chí Phó Bí thư Tỉnh ủy dự và chỉ đạo hội nghị "
    "tổng kết công tác dân vận, với sự tham dự của các cấp ủy, chính quyền và Mặt trận Tổ quốc trong tỉnh. Những kết "
    "quả đã đạt được trong năm là cơ sở để thực hiện nhiệm vụ xây dựng Đảng, xây dựng chính quyền."
)
TO_TCVN3 = {letter: chr(code) for code, letter in TCVN3.items()}
TO_VNI = {letter: code for code, letter in VNI.items()}


def tcvn3(text: str) -> str:
    # The ABC fonts have toned capitals in fonts of their own, with the codes of the small letters.
    return "".join(TO_TCVN3.get(c) or TO_TCVN3.get(c.lower()) or c for c in text)


def vni(text: str) -> str:
    return "".join(TO_VNI.get(c, c) for c in text)


def windows_1258(text: str) -> bytes:
    """Vietnamese of Windows-1258: composed letters where there are some, tones as combining marks."""
    done = b""
    for letter in text:
        try:
            done += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            done += (unicodedata.normalize("NFC", parts.replace(tone, "")) + tone).encode("cp1258")
    return done


ENCODED = {
    "utf-8": (PAGE.encode(), "utf-8"),
    "utf-8 with mark": (PAGE.encode("utf-8-sig"), "utf-8"),
    "utf-16": (PAGE.encode("utf-16"), "utf-16-le"),
    "utf-16 big end first": (b"\xfe\xff" + PAGE.encode("utf-16-be"), "utf-16-be"),
    "utf-16 without mark": (PAGE.encode("utf-16-le"), "utf-16-le"),
    "taken apart": (unicodedata.normalize("NFD", PAGE).encode(), "utf-8"),
    "windows-1258": (windows_1258(PAGE), "windows-1258"),
    "TCVN3 bytes": (tcvn3(PAGE).encode("latin-1"), "tcvn3"),
    "TCVN3 as UTF-8": (tcvn3(PAGE).encode(), "tcvn3"),
    "TCVN3 decoded wrongly": (tcvn3(PAGE).encode().decode("latin-1").encode(), "tcvn3"),
    "VNI bytes": (vni(PAGE).encode("latin-1"), "vni"),
    "VNI as UTF-8": (vni(PAGE).encode(), "vni"),
    "VNI decoded wrongly": (vni(PAGE).encode().decode("latin-1").encode(), "vni"),
    "UTF-8 decoded wrongly": (PAGE.encode().decode("latin-1").encode(), "utf-8-twice"),
}


@pytest.mark.row(123)
@pytest.mark.parametrize(("data", "encoding"), ENCODED.values(), ids=ENCODED)
def test_vietnamese_of_every_encoding_becomes_unicode(data, encoding):
    source = read_bytes(data)
    assert (source.text, source.encoding, source.notes) == (PAGE, encoding, ())


@pytest.mark.parametrize("letters", ["ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíị", "òỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"])
def test_the_tables_have_every_letter_in_both_cases(letters):
    assert from_tcvn3(tcvn3(letters)) == letters
    assert from_vni(vni(letters)) == letters
    assert from_vni(vni(letters.upper())) == letters.upper()
    assert from_tcvn3(tcvn3("ĂÂĐÊÔƠƯ")) == "ĂÂĐÊÔƠƯ"
    assert from_tcvn3(tcvn3("CỘNG HÒA XÃ HỘI CHỦ NGHĨA")) == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"


def test_an_encoding_that_nothing_proves_is_named():
    source = read_bytes("Straße und Größe, schöne Grüße aus dem Süden".encode("cp1252"))
    assert source.notes == (f"encoding_guessed:{source.encoding}",)


def test_few_broken_bytes_are_counted_not_hidden():
    source = read_bytes(PAGE.encode() + b" \xff\xfe")
    assert source.notes == ("broken_characters:2",)


def test_signs_that_nobody_sees_are_removed_and_the_blank_that_does_not_break_stays():
    source = read_bytes("Đồng\u202e chí\u200b A\x07\ufeff\u2066\u00ad, 176\u00a0khách\r\nvà Ð".encode())
    assert source.text == "Đồng chí A, 176\u00a0khách\nvà Ð"


def code_of(data: bytes) -> str:
    """The code with which `data` is refused, "read" if a page comes of it."""
    try:
        find_page(read_bytes(data))
    except Unreadable as reason:
        return reason.code
    return "read"


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_code(text):
    assert code_of(text.encode("utf-8", errors="surrogatepass"))


@given(st.text(max_size=200))
def test_what_is_read_is_composed(text):
    data = ("Dân vận " + text).encode("utf-8", errors="ignore")
    if code_of(data) == "read":
        assert unicodedata.is_normalized("NFC", read_bytes(data).text)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_code(data):
    assert code_of(data)


def docx() -> bytes:
    document = Document()
    document.add_heading("Kế hoạch công tác dân vận", 0)
    document.add_paragraph("Thực hiện Chỉ thị số 16-CT/TU, Ban Dân vận xây dựng kế hoạch như sau.")
    document.add_paragraph("Rà soát mô hình", style="List Bullet")
    table = document.add_table(2, 2)
    for place, text in enumerate(("Xã", "Mô hình", "Suối Đá", "12")):
        table.cell(*divmod(place, 2)).text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.row(123)
def test_a_word_file_gives_paragraphs_items_and_rows():
    source = read_bytes(docx(), "a.docx")
    assert source.kind == "docx"
    assert source.text.split("\n\n")[2:] == ["- Rà soát mô hình", "Xã | Mô hình\nSuối Đá | 12"]


@pytest.mark.row(123)
def test_a_workbook_gives_its_rows():
    book = Workbook()
    book.active.title = "Mô hình"
    book.active.append(["Xã", "Số mô hình"])
    book.active.append(["Suối Đá", 12])
    file = io.BytesIO()
    book.save(file)
    source = read_bytes(file.getvalue())
    assert (source.kind, source.text) == ("xlsx", "Mô hình\nXã | Số mô hình\nSuối Đá | 12")


def pdf(text: str = "", password: str = "") -> bytes:
    if text:
        # The smallest PDF with text: one page, one font of the base set.
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
        data, places = b"%PDF-1.4\n", []
        for number, body in enumerate(objects, 1):
            places.append(len(data))
            data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(data)
        data += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
        return data + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.row(123)
def test_a_pdf_with_text_is_read_and_pages_that_are_pictures_are_named():
    assert read_bytes(pdf("Hoi nghi so ket")).text == "Hoi nghi so ket"
    source = read_bytes(pdf())
    assert (source.text, source.notes) == ("", ("scan_page:1", "scan_page:2"))


@pytest.mark.row(123)
def test_recognition_is_asked_only_where_a_caller_wants_it_and_an_engine_is_there(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert read_bytes(pdf(), ocr=True).notes == ("scan_page:1", "scan_page:2")


MAIL = """From: Nguyen An <an@example.invalid>
To: binh@example.invalid
Subject: =?utf-8?b?SOG7mWkgbmdo4buLIHThu5VuZyBr4bq/dA==?=
Date: Fri, 20 Dec 2019 08:00:00 +0700
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Kính mời các đồng chí dự hội nghị tổng kết công tác dân vận.
--x
Content-Type: application/pdf; name="giay-moi.pdf"
Content-Disposition: attachment; filename="giay-moi.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--x--
"""


@pytest.mark.row(123)
def test_a_mail_gives_its_text_and_says_what_hangs_on_it():
    source = read_bytes(MAIL.encode())
    assert source.kind == "eml"
    assert source.text.strip() == "Kính mời các đồng chí dự hội nghị tổng kết công tác dân vận."
    assert source.hints["title"] == "Hội nghị tổng kết"
    assert source.hints["published"] == "2019-12-20T08:00:00+07:00"
    assert source.notes == ("attachment:giay-moi.pdf",)


def package(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, text in parts.items():
            opened.writestr(name.replace("__", "/") + ".xml", text)
    return file.getvalue()


REFUSED = {
    "empty": (b" \n", "empty"),
    "too big": (b"a" * (MAX_BYTES + 1), "too_big"),
    "a bomb": (package(word__document="0" * 60_000_000), "bomb"),
    "two thousand parts": (package(**{f"p{n}": "" for n in range(2_001)}), "bomb"),
    "entities in Word": (package(word__document='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "entities"),
    "entities in HTML": (b'<!DOCTYPE html [<!ENTITY b "c">]><html>&b;</html>', "entities"),
    "no Word at all": (package(word__document="<a/>"), "broken"),
    "another package": (package(other="x"), "unknown_kind"),
    "a locked PDF": (pdf(password="x"), "encrypted"),
    "a torn PDF": (b"%PDF-1.4 torn", "broken"),
    "a torn package": (b"PK\x03\x04torn", "broken"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unknown_kind"),
    "a locked Word file": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "unknown_kind"),
    "a program": (b"MZ\x00\x01", "unknown_kind"),
    "noise": (bytes(range(9)) * 300, "binary"),
}


@pytest.mark.row(123)
@pytest.mark.trust("T21")
@pytest.mark.trust("T22")
@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_taken_is_refused_with_its_code(data, code):
    with pytest.raises(Unreadable) as refused:
        read_bytes(data)
    assert refused.value.code == code


@pytest.mark.trust("T16")
def test_nothing_of_a_script_or_a_hidden_part_is_text():
    page = """<html><body><p>Chào</p><script>alert(1)</script><style>p{}</style><p style="display:none">x9</p>
    <svg onload="alert(2)"><text>x8</text></svg><iframe src="x7"></iframe><p onclick="x6">bạn</p></body></html>"""
    assert read_bytes(page.encode()).text == "Chào\n\nbạn"


def test_pages_nested_deeper_than_the_stack_are_read():
    page = "<html>" + "<div>" * 20_000 + "sâu" + "</div>" * 20_000
    assert isinstance(read_bytes(page.encode()).text, str)
