"""Documents marked as state secrets stay out; running text and file names about secrecy come in (T46)."""

import itertools

import pytest

from danvan.core.errors import Refused
from danvan.core.text import fold
from danvan.files import services
from danvan.files.models import StoredFile
from danvan.files.packages import paragraphs
from danvan.files.secrecy import marked_secret, name_marked_secret, pdf_strings

from . import samples
from .samples import upload

LEVELS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")


def spaced(text: str, gap: str = " ") -> str:
    return gap.join(text)


def stamps() -> list[str]:
    """Ways in which a stamp stands on a page: plain, boxed, spaced, without marks, misread, with its neighbours."""
    found = []
    for level in LEVELS:
        bare = fold(level).upper()
        forms = [level, bare, spaced(level), spaced(bare), spaced(level, "  "), level.replace("Ậ", "Â")]
        for form in forms:
            found += [
                form,
                f"  {form}  ",
                f"[{form}]",
                f"({form})",
                f"* {form} *",
                f"{form}.",
                f"_{form}_",
                f"“{form}”",
            ]
        found += [
            f"{level} - HỎA TỐC",
            f"{level} Số: 12-BC/TU",
            f"{level}\tĐẢNG CỘNG SẢN VIỆT NAM",
            f"TÀI LIỆU {level}",
        ]
        for value in (level, level.lower(), level.capitalize()):
            found += [
                f"Độ mật: {value}",
                f"độ mật : {value}",
                f"ĐỘ MẬT: {value}",
                f"Độ mật: [{value}]",
                f"Độ mật:\t{value}",
            ]
            found += [f"Số: 05-BC/TU    Độ mật: {value}", f"Độ mật:\n{value}"]
        found += [f"Do mat: {fold(level)}", f"DO MAT: {bare}"]
    return found


def secret_names() -> list[str]:
    found = []
    for level, extension in itertools.product(LEVELS, ("docx", "pdf")):
        for form in (level, level.replace(" ", "_"), level.replace(" ", "-")):
            found += [
                f"{form}.{extension}",
                f"({form}) Báo cáo tháng 5.{extension}",
                f"Báo cáo tháng 5 [{form}].{extension}",
            ]
            found += [f"12-BC-TU_{form}.{extension}", f"{form} - Kế hoạch 45.{extension}", f"KH 45 {form}.{extension}"]
    for level in ("toi mat", "TOI MAT", "tuyet_mat", "Tuyet-Mat", "tối mật", "Tuyệt mật"):
        found += [f"{level}.pdf", f"bao cao {level}.docx", f"{level} 12-BC-TU.pdf", f"KH45-{level}.xlsx"]
    return found + ["MAT.docx", "12-BC_MAT.docx", "[MAT] Bao cao.docx", "Mật.pdf", "(Mật) KH 12.docx", "12_Mật.docx"]


HARMLESS_WORDS = [
    "bí mật nhà nước", "giữ bí mật", "mật ong rừng", "mật độ dân số", "bảo mật thông tin", "mật khẩu", "mật mã",
    "cơ mật viện", "thân mật", "mật thiết với nhân dân", "ruột mật", "mật vụ", "bí mật cá nhân", "mật mía",
    "tuyệt đối bí mật", "bỏ phiếu kín, bí mật", "Luật Bảo vệ bí mật nhà nước", "mật danh", "Mặt trận Tổ quốc", "có mặt",
]  # fmt: skip
FRAMES = [
    "{}", "Về việc {} trên địa bàn tỉnh", "Hội nghị triển khai công tác {}.", "- {}: 45 lượt", "1. {}",
    "Báo cáo kết quả {} năm 2026", "{}; không có vướng mắc", "Đề nghị các đơn vị chú ý {}",
]  # fmt: skip
HARMLESS_LINES = [
    "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC", "DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ TỐI MẬT, TUYỆT MẬT", "BÍ MẬT", "BẢO MẬT", "MẶT TRẬN",
    "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM", "Độ mật: Không", "Độ mật: Thường", "Độ mật:", "Độ mật: không đóng dấu", "MẮT",
    "MẤT",
    "Không soạn thảo văn bản mật trên máy có nối mạng", "Văn bản mật được quản lý riêng", "mật", "Mật", "MAT TRAN",
    "Tài liệu có đóng dấu Mật, Tối mật, Tuyệt mật không được đưa vào hệ thống", "Mật độ: 120 người/km²", "MẬT ONG",
    "MẬT ĐỘ", "KHỐI MẬT THIẾT", "Độ mật ong: 20 %",
]  # fmt: skip
HARMLESS_NAMES = [
    "Mat tran To quoc.docx", "MAT TRAN.docx", "MAT_TRAN_TO_QUOC.pdf", "UBMTTQ-MAT-TRAN.docx", "Gặp mặt đầu xuân.docx",
    "GAP MAT.docx", "GAP_MAT_THANG_7.docx", "Bí mật nhà nước.docx", "BI_MAT_NHA_NUOC.pdf",
    "Luật Bảo vệ bí mật nhà nước.pdf",
    "Bảo mật thông tin.docx", "BAO_MAT.docx", "Bảo_mật.pdf", "Mật ong.xlsx", "MẬT ONG.xlsx", "Mật độ dân số 2026.xlsx",
    "MẬT ĐỘ DÂN SỐ.xlsx", "Mật khẩu.txt", "mat khau.txt", "MAT_KHAU.txt", "Ra mắt mô hình.docx", "ra mat mo hinh.docx",
    "Lễ ra mắt.docx", "Mất mùa.docx", "mat mua 2026.docx", "Thân mật.docx", "co mat.docx",
    "danh sach co mat.xlsx", "Hợp tác xã mật mía.docx", "khoi mat thiet.docx", "bao cao thang 5.pdf",
]  # fmt: skip


def harmless() -> list[str]:
    return [frame.format(word) for word in HARMLESS_WORDS for frame in FRAMES] + HARMLESS_LINES


@pytest.mark.trust("T46")
def test_at_least_98_of_100_stamps_are_seen():
    cases = [(stamp, marked_secret(stamp.splitlines())) for stamp in stamps()]
    cases += [(name, name_marked_secret(name)) for name in secret_names()]
    missed = [text for text, seen in cases if not seen]
    assert len(cases) >= 300
    assert len(missed) <= 0.02 * len(cases), missed


@pytest.mark.trust("T46")
def test_at_most_2_of_100_harmless_texts_are_taken_for_stamps():
    cases = [(line, marked_secret([line])) for line in harmless()]
    cases += [(line, marked_secret([line.upper()])) for line in harmless() if line.lower() not in {"mật", "độ mật:"}]
    cases += [(name, name_marked_secret(name)) for name in HARMLESS_NAMES]
    alarms = [text for text, seen in cases if seen]
    assert len(cases) >= 300
    assert len(alarms) <= 0.02 * len(cases), alarms


def test_two_words_that_only_marks_tell_apart_are_taken_for_the_secret_ones():
    assert name_marked_secret("toi mat.docx")
    assert not name_marked_secret("tôi mất.docx")


SECRET = {
    "a line of a Word paper": ("a.docx", lambda: samples.docx("TỈNH ỦY", "T Ố I  M Ậ T", "Báo cáo")),
    "a cell of a Word paper": ("a.docx", lambda: samples.docx("Báo cáo", cells=("MẬT", "Số: 12-BC/TU"))),
    "two cells": ("a.docx", lambda: samples.docx("Báo cáo", cells=("Độ mật:", "Tối mật"))),
    "the header of a Word paper": ("a.docx", lambda: samples.docx("Báo cáo", header="TUYỆT MẬT")),
    "a cell of a workbook": ("a.xlsx", lambda: samples.xlsx("Báo cáo", "MẬT")),
    "a text": ("a.txt", lambda: "ĐẢNG CỘNG SẢN VIỆT NAM\r\nMẬT\r\n".encode()),
    "a text in UTF-16": ("a.txt", lambda: "Báo cáo\nTUYET MAT\n".encode("utf-16")),
    "the open title of a PDF": (
        "a.pdf",
        lambda: samples.PDF.replace(b"/Catalog", b"/Catalog /Title (\xfe\xff" + "MẬT".encode("utf-16-be") + b")"),
    ),
    "a file name": ("Báo cáo (TỐI MẬT).pdf", lambda: samples.PDF),
    "a decomposed file name": ("Ba\u0301o ca\u0301o_TÔ\u0301I MÂ\u0323T.pdf", lambda: samples.PDF),
}  # fmt: skip


@pytest.mark.trust("T46")
@pytest.mark.parametrize("case", SECRET)
def test_a_document_with_a_stamp_is_refused_and_no_byte_of_it_is_written(country, blobs, caplog, case):
    name, make = SECRET[case]
    with pytest.raises(Refused) as refusal:
        services.store(upload(name, make()), by=country.actor("commune_officer", "A1"))
    assert refusal.value.code == "marked-secret"
    assert not blobs.exists()
    assert not StoredFile.objects.exists()
    assert len(caplog.records) == 1
    assert name not in caplog.text


def test_a_paper_about_secrecy_is_taken(country):
    data = samples.docx("LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC", "Bí mật nhà nước có ba độ: Tuyệt mật, Tối mật, Mật.")
    assert services.store(upload("Bảo vệ bí mật.docx", data), by=country.actor("commune_officer", "A1")).pk


def test_a_stamp_is_seen_however_deep_it_is_nested():
    deep = b"<d>" * 20_000 + "<p><t>TỐI MẬT</t></p>".encode() + b"</d>" * 20_000
    data = samples.repacked(samples.docx("x"), {"word/document.xml": deep})
    assert marked_secret(paragraphs(data))


def test_strings_of_a_pdf_are_read_in_the_encodings_it_may_use():
    body = b"(\xfe\xff" + "Kế".encode("utf-16-be") + b") (" + "hoạch".encode() + b") (caf\xe9 \\(x\\))"
    assert pdf_strings(body)[:2] == ["Kế", "hoạch"]
    assert "café (x)" in pdf_strings(body)
