"""Official documents become a register entry: kind, number, symbol, issuer, day, subject, signer (invented ones)."""

import io

import pytest
from docx import Document

from danvan.reader.engine.intake import read_bytes
from danvan.reader.engine.model import Part, Source
from danvan.reader.engine.page import find_page
from danvan.reader.engine.reading import as_json, read

GUIDE = """TỈNH ỦY LAM GIANG
BAN DÂN VẬN
*
Số 12-HD/BDVTU
ĐẢNG CỘNG SẢN VIỆT NAM
Lam Giang, ngày 12 tháng 5 năm 2021

HƯỚNG DẪN
thực hiện phong trào thi đua “Dân vận khéo”
giai đoạn 2021 - 2025
-----

Thực hiện Kết luận số 43-KL/TW của Bộ Chính trị, Ban Dân vận Tỉnh ủy hướng dẫn một số nội dung sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Tiếp tục đẩy mạnh phong trào thi đua “Dân vận khéo” trên các lĩnh vực.
2. Mỗi xã đăng ký ít nhất 03 mô hình.

Nơi nhận:
- Thường trực Tỉnh ủy (báo cáo),
- Lưu Ban.

TRƯỞNG BAN
(đã ký)
Võ Hoàng Sang
"""

PLAN = """ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
TỈNH LAM GIANG | Độc lập - Tự do - Hạnh phúc |
Số: 57/KH-UBND | Lam Giang, ngày 09 tháng 10 năm 2018 |
KẾ HOẠCH
Nâng cao chất lượng công tác dân vận chính quyền năm 2019

Căn cứ Nghị quyết số 25-NQ/TW của Ban Chấp hành Trung ương Đảng, Ủy ban nhân dân tỉnh ban hành kế hoạch.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Lê Thị Thu Hà
"""

LETTER = """HUYỆN ỦY PHÚ KHÊ     ĐẢNG CỘNG SẢN VIỆT NAM
BAN DÂN VẬN
*     Phú Khê, ngày 3 tháng 4 năm 2020
Số 45 – CV/BDV
V/v báo cáo kết quả mô hình “Dân vận khéo”

Kính gửi: Đảng ủy các xã, thị trấn

Thực hiện Kế hoạch số 20-KH/HU, Ban Dân vận Huyện ủy đề nghị gửi báo cáo trước ngày 15/4/2020.

K/T TRƯỞNG BAN
PHÓ TRƯỞNG BAN
Trần Văn Nam
"""

OWN = {
    "a Party guide": (
        GUIDE,
        ("hướng dẫn", "12", "12-HD/BDVTU", "BAN DÂN VẬN TỈNH ỦY LAM GIANG", "2021-05-12", "Lam Giang"),
        "thực hiện phong trào thi đua “Dân vận khéo” giai đoạn 2021 - 2025",
        ("Võ Hoàng Sang", "TRƯỞNG BAN"),
    ),
    "a plan in two columns": (
        PLAN,
        ("kế hoạch", "57", "57/KH-UBND", "ỦY BAN NHÂN DÂN TỈNH LAM GIANG", "2018-10-09", "Lam Giang"),
        "Nâng cao chất lượng công tác dân vận chính quyền năm 2019",
        ("Lê Thị Thu Hà", "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"),
    ),
    "a letter": (
        LETTER,
        ("công văn", "45", "45-CV/BDV", "BAN DÂN VẬN HUYỆN ỦY PHÚ KHÊ", "2020-04-03", "Phú Khê"),
        "báo cáo kết quả mô hình “Dân vận khéo”",
        ("Trần Văn Nam", "K/T TRƯỞNG BAN\nPHÓ TRƯỞNG BAN"),
    ),
}


@pytest.mark.row(124)
@pytest.mark.parametrize(("text", "head", "subject", "signed"), OWN.values(), ids=OWN)
def test_an_official_document_says_what_it_is(text, head, subject, signed):
    page = find_page(Source(text))
    own = page.own
    assert (own.kind, own.number, own.symbol, own.issuer, own.dated, own.place) == head
    assert (own.subject, own.signer, own.signer_post) == (subject, *signed)
    assert page.published == own.dated


@pytest.mark.row(128)
@pytest.mark.parametrize("text", [GUIDE, PLAN, LETTER], ids=OWN)
def test_every_value_and_every_block_has_its_place(text):
    page = find_page(Source(text))
    for name, span in page.own.spans.items():
        said = text[span.start : span.end]
        assert said.strip() == said
        assert said
        if name in ("subject", "signer"):
            assert " ".join(said.split()) == getattr(page.own, name)
    end = 0
    for block in page.blocks:
        assert block.start >= end
        assert text[block.start : block.end] == block.text
        end = block.end


def test_head_and_places_of_receipt_are_not_the_text():
    page = find_page(Source(GUIDE))
    assert page.title.startswith("HƯỚNG DẪN\nthực hiện phong trào")
    assert page.body.startswith("Thực hiện Kết luận số 43-KL/TW")
    assert page.body.endswith("ít nhất 03 mô hình.")
    assert "Lưu Ban" in " ".join(block.text for block in page.of(Part.FURNITURE))


@pytest.mark.row(123)
def test_a_word_file_with_its_head_in_a_table_is_read_the_same_way():
    document = Document()
    table = document.add_table(2, 2)
    for place, text in enumerate(("TỈNH ỦY LAM GIANG", "ĐẢNG CỘNG SẢN VIỆT NAM", "BAN DÂN VẬN", "")):
        table.cell(*divmod(place, 2)).text = text
    for text in ("Số 7-KH/BDVTU", "Lam Giang, ngày 5 tháng 1 năm 2022", "KẾ HOẠCH", "công tác dân vận năm 2022"):
        document.add_paragraph(text)
    document.add_paragraph("Ban Dân vận Tỉnh ủy xây dựng kế hoạch công tác dân vận năm 2022 với các nội dung sau.")
    file = io.BytesIO()
    document.save(file)
    own = find_page(read_bytes(file.getvalue())).own
    assert (own.symbol, own.issuer, own.subject) == (
        "7-KH/BDVTU",
        "BAN DÂN VẬN TỈNH ỦY LAM GIANG",
        "công tác dân vận năm 2022",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Triển khai Chỉ thị số 05-CT/TW\n\nSáng 5/6, Huyện ủy tổ chức hội nghị triển khai Chỉ thị số 05-CT/TW.",
        "Số: 12\n\nNhân dân làm đường\n\nSáng 5/6, nhân dân xã Suối Đá ra quân làm 2 km đường liên thôn.",
    ],
)
def test_an_article_is_no_official_document(text):
    assert find_page(Source(text)).own is None


def test_json_says_it_too():
    said = as_json(read(GUIDE.encode()))
    assert said["document"]["symbol"] == "12-HD/BDVTU"
    assert said["document"]["spans"]["symbol"] == [35, 46]
    assert as_json(read(b"Huy\xe1\xbb\x87n"))["document"] is None
