"""Invented papers for the tests: every unit, name and figure is made up (số liệu minh họa)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx
from docx.document import Document as WordDocument

from danvan.documents.docx import (
    Annex,
    BulletList,
    Heading,
    OfficialDocument,
    Paragraph,
    Run,
    Signature,
    Table,
    write_docx,
)
from danvan.documents.profiles import PARTY, STATE, profile_on

NOTICE = "Số liệu minh họa"
TABLE = Table(
    caption="Bảng 1. Kết quả đối thoại",
    columns=("TT", "Đơn vị", "Số lượt người", "Tăng, giảm (%)"),
    rows=(("1", "Xã Mẫu Một", Run("1.370", figure_id="v1"), "-2,5"), ("2", "Xã Mẫu Hai", "548", "4")),
    total_row=("", "Tổng cộng", Run("1.918", figure_id="tong"), "0,5"),
    widths=(1, 5, 3, 3),
)
WIDE = Table("Bảng 2", tuple(f"Cột {i}" for i in range(1, 9)), (tuple("12345678"),), wide=True)
BLOCKS = (
    Paragraph("Căn cứ Quy chế công tác dân vận (minh họa);", basis=True),
    Heading(1, "Kết quả", numbered=True),
    Paragraph(("Đã tổ chức ", Run("1.250", bold=True, figure_id=77), " cuộc đối thoại.")),
    BulletList(("Mô hình mới: 36;", "Hộ hiến đất: 128.")),
    TABLE,
    Heading(1, "Phương hướng", numbered=True),
    Paragraph("Trên đây là báo cáo kết quả."),
    Annex(1, "Danh sách mô hình", (TABLE,)),
    Annex(2, "Biểu rộng", (WIDE,)),
)
PARTY_36 = OfficialDocument(
    profile=profile_on(PARTY, date(2026, 2, 5)),
    superior="Đảng bộ tỉnh Mẫu",
    issuer="Đảng ủy xã Mẫu",
    number=5,
    symbol="BC/ĐU",
    place="Mẫu",
    dated_on=date(2026, 2, 5),
    type_name="Báo cáo",
    subject="kết quả công tác dân vận quý I",
    blocks=BLOCKS,
    signature=Signature("TM. ĐẢNG ỦY", "PHÓ BÍ THƯ", "Nguyễn Văn Mẫu"),
    recipient_to=("Ban Thường vụ Tỉnh ủy",),
    recipients=("Như trên", "Lưu Văn phòng Đảng ủy"),
    notice=NOTICE,
)
PARTY_05 = replace(PARTY_36, profile=profile_on(PARTY, date(2026, 11, 15)), dated_on=date(2026, 11, 15))
STATE_30 = replace(
    PARTY_36,
    profile=profile_on(STATE, date(2026, 12, 5)),
    dated_on=date(2026, 12, 5),
    superior="Ủy ban nhân dân tỉnh Mẫu",
    issuer="Ủy ban nhân dân xã Mẫu",
    symbol="BC-UBND",
    signature=Signature("T/M ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Thị Mẫu"),
    recipient_to=("Ủy ban nhân dân tỉnh", "Sở Nội vụ"),
    recipients=("Như trên", "Lưu: VT, VX"),
)
ALL = (PARTY_36, PARTY_05, STATE_30)
NAMES = tuple(document.profile.code for document in ALL)


def opened(document: OfficialDocument) -> WordDocument:
    """Write a document and read it back."""
    return docx.Document(io.BytesIO(write_docx(document)))


def everything_said(word: WordDocument) -> str:
    """All text of the body, tables included, one paragraph per line, in order."""
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter() if node.tag.endswith("}t"))
        for paragraph in word.element.body.iter()
        if paragraph.tag.endswith("}p")
    )
