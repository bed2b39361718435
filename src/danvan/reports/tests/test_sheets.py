"""The form as an Excel workbook: out with its look, filled in by hand, back in with a dry run; nothing files itself."""

from __future__ import annotations

import io
import re
import uuid

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from danvan.audit.queries import history
from danvan.reports import services
from danvan.reports.models import DraftCell, Submission
from danvan.reports.states import State

from . import factories
from .browsing import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def report(country) -> Submission:
    return factories.submission_of(factories.open_round(country), country, "A1.DU")


@pytest.fixture
def officer(country) -> Client:
    return enter(country, "commune_officer", "A1")


def take_out(client: Client, report: Submission) -> openpyxl.Workbook:
    answer = client.get(reverse("reports:sheet", args=[report.public_id]))
    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def rows_of(book: openpyxl.Workbook) -> dict[str, int]:
    """The row of each line, by its hidden code."""
    sheet = book.worksheets[0]
    return {row[7].value: row[7].row for row in sheet.iter_rows(min_row=2) if len(row) > 7 and row[7].value}


def write(book: openpyxl.Workbook, values: dict[str, object]) -> None:
    rows = rows_of(book)
    for code, value in values.items():
        book.worksheets[0].cell(rows[code], 4).value = value


def packed(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bring(client: Client, report: Submission, data: bytes, name: str = "bieu.xlsx"):
    url = reverse("reports:sheet_in", args=[report.public_id])
    return client.post(url, {"file": SimpleUploadedFile(name, data)})


def said(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", answer.content.decode()))


def hidden(answer) -> dict[str, str]:
    page = answer.content.decode()
    names = r'<input type="hidden" name="((?:cell|was)-\d+|seen)" value="([^"]*)">'
    return dict(re.findall(names, page)) | {"act": "keep"}


def keep(client: Client, report: Submission, answer):
    return client.post(reverse("reports:sheet_in", args=[report.public_id]), hidden(answer), follow=True)


def draft(report: Submission) -> dict[str, str]:
    cells = DraftCell.objects.filter(submission=report).select_related("item__indicator", "item__part")
    return {
        f"{c.item.indicator.code}.{c.item.part.code}" if c.item.part else c.item.indicator.code: c.raw for c in cells
    }


@pytest.mark.row(54)
def test_the_workbook_looks_like_the_form_and_only_figures_can_be_written(report, officer):
    book = take_out(officer, report)
    sheet = book.worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "BÁO CÁO CÔNG TÁC DÂN VẬN" in texts
    assert any("Biểu BC-DV" in text for text in texts)
    assert any(text.startswith("tháng 10/2026") or "tháng 10" in text.lower() for text in texts)
    assert {"A", "B", "C", "1", "2", "3", "4", "I", "II", "III"} <= set(texts)
    rows = rows_of(book)
    assert len(rows) == 10
    assert sheet.protection.sheet
    assert not sheet.protection.password
    open_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert open_cells == {f"D{row}" for row in rows.values()}
    checked = {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert checked == open_cells
    assert sheet.page_setup.paperSize == 9
    assert book.worksheets[1].sheet_state == "veryHidden"


@pytest.mark.row(53)
@pytest.mark.row(54)
def test_a_filled_in_workbook_is_shown_first_kept_when_confirmed_and_never_filed(country, report, officer):
    factories.fill(country, report, {"doc_disseminated": "2", "diss_attend": "180"})
    book = take_out(officer, report)
    write(book, {"diss_attend": 186, "dvk_implemented": "1.012", "opinion_received": 0, "land_donated": "K"})
    shown = bring(officer, report, packed(book))
    assert shown.status_code == 200
    assert draft(report) == {"doc_disseminated": "2", "diss_attend": "180"}
    assert "3 mới; 1 thay đổi" in said(shown)
    kept = keep(officer, report, shown)
    assert kept.redirect_chain
    assert draft(report) == {
        "doc_disseminated": "2",
        "diss_attend": "186",
        "dvk_implemented": "1.012",
        "opinion_received": "0",
        "land_donated": "K",
    }
    report.refresh_from_db()
    assert report.state == State.DRAFTING
    assert any("4 dòng" in entry.what for entry in history(report, limit=10))


@pytest.mark.row(53)
def test_what_is_no_figure_is_named_by_its_cell_and_not_taken(report, officer):
    book = take_out(officer, report)
    rows = rows_of(book)
    wrong = {
        "doc_disseminated": "mười hai",
        "diss_attend": "=5+4",
        "dvk_implemented": 12.5,
        "opinion_received": True,
        "opinion_answered": -1,
    }
    write(book, wrong | {"land_donated": 7})
    shown = bring(officer, report, packed(book))
    page = said(shown)
    assert f"D{rows['doc_disseminated']}: “mười hai” không phải" in page
    assert f"D{rows['diss_attend']}: công thức (=5+4)" in page
    assert all(f"D{rows[code]}: " in page for code in wrong)
    keep(officer, report, shown)
    assert draft(report) == {"land_donated": "7"}


def test_merged_cells_days_percentages_and_strays_are_said_at_their_place(report, officer):
    book = take_out(officer, report)
    sheet, rows = book.worksheets[0], rows_of(book)
    write(book, {"doc_disseminated": 3, "diss_attend": 45000, "dvk_implemented": 0.5})
    sheet.cell(rows["diss_attend"], 4).number_format = "dd/mm/yyyy"
    sheet.cell(rows["dvk_implemented"], 4).number_format = "0.0%"
    sheet.merge_cells(f"D{rows['opinion_received']}:D{rows['opinion_answered']}")
    sheet.cell(rows["land_donated"] + 3, 4).value = "tổng 99"
    sheet.cell(rows["land_donated"], 12).value = "ghi chú"
    sheet.cell(rows["land_donated"] + 9, 11).value = 17
    page = said(bring(officer, report, packed(book)))
    assert f"D{rows['opinion_answered']}: ô bị gộp" in page
    assert f"D{rows['diss_attend']}: Excel" in page
    assert f"D{rows['dvk_implemented']}: ô có định dạng phần trăm" in page
    assert f"D{rows['land_donated'] + 3}: “tổng 99”" in page
    assert f"L{rows['land_donated']}: “ghi chú”" in page
    assert f"K{rows['land_donated'] + 9}: “17”" in page
    assert "1 mới" in page


def test_a_renamed_sheet_a_new_column_and_moved_lines_are_still_understood(report, officer):
    book = take_out(officer, report)
    write(book, {"doc_disseminated": 3, "land_donated": 9})
    sheet = book.worksheets[0]
    sheet.title = "Số liệu xã"
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_cols(2)
    sheet.insert_rows(5, 3)
    shown = bring(officer, report, packed(book))
    assert "2 mới" in said(shown)
    keep(officer, report, shown)
    assert draft(report) == {"doc_disseminated": "3", "land_donated": "9"}


def test_figures_sorted_away_from_their_codes_are_not_taken_for_other_lines(report, officer):
    book = take_out(officer, report)
    sheet, rows = book.worksheets[0], rows_of(book)
    one, other = rows["opinion_received"], rows["opinion_answered"]
    write(book, {"opinion_received": 3, "opinion_answered": 2})
    sheet.cell(one, 2).value, sheet.cell(other, 2).value = sheet.cell(other, 2).value, sheet.cell(one, 2).value
    shown = bring(officer, report, packed(book))
    assert said(shown).count("của dòng khác") == 2
    assert not any(name.startswith("cell-") for name in hidden(shown))


def test_what_somebody_else_typed_since_is_shown_and_not_overwritten(country, report, officer):
    book = take_out(officer, report)
    colleague = country.actor("commune_officer", "A1.DU")
    typed = factories.cells(report, {"doc_disseminated": "8", "diss_attend": "90"})
    with time_machine.travel("2026-11-03T05:10:00Z", tick=False):
        services.save_block(report, typed, by=colleague)
        write(book, {"doc_disseminated": 5, "land_donated": 4})
        shown = bring(officer, report, packed(book))
        assert "Nguyễn Commune Officer A1.DU" in said(shown)
        keep(officer, report, shown)
    assert draft(report) == {"doc_disseminated": "8", "diss_attend": "90", "land_donated": "4"}


def test_somebody_who_types_between_the_dry_run_and_the_yes_is_not_overwritten(country, report, officer):
    book = take_out(officer, report)
    write(book, {"doc_disseminated": 5, "land_donated": 4})
    shown = bring(officer, report, packed(book))
    with time_machine.travel("2026-11-03T05:10:00Z", tick=False):
        colleague = country.actor("commune_officer", "A1.DU")
        services.save_block(report, factories.cells(report, {"doc_disseminated": "8"}), by=colleague)
        kept = keep(officer, report, shown)
    assert draft(report) == {"doc_disseminated": "8", "land_donated": "4"}
    assert "Nguyễn Commune Officer A1.DU" in said(kept)


def test_a_form_of_another_unit_period_or_edition_is_refused_and_says_which_it_is(country, officer):
    version = factories.form_version(country)
    october = factories.open_round(country, version=version)
    ours = factories.submission_of(october, country, "A1.DU")
    theirs = factories.submission_of(october, country, "A2.DU")
    neighbour = enter(country, "commune_officer", "A2")
    foreign = bring(officer, ours, packed(take_out(neighbour, theirs)))
    assert foreign.status_code == 422
    assert "Tệp này là của" in said(foreign)
    by = country.actor("provincial_specialist", "A")
    again = factories.design(lines=factories.LINES[:-1])
    next_edition = services.design_form(again, owner=country["A"], by=by, form=version.form)
    november = factories.open_round(country, version=next_edition, period="2026-11")
    later = factories.submission_of(november, country, "A1.DU")
    old = said(bring(officer, later, packed(take_out(officer, ours))))
    assert "tháng 10" in old.lower()
    assert "lần ban hành 1" in old
    assert draft(later) == {}


def test_a_workbook_without_the_marks_is_explained(report, officer):
    book = openpyxl.Workbook()
    book.active.append(["Chỉ tiêu", 5])
    answer = bring(officer, report, packed(book))
    assert answer.status_code == 422
    assert "Tải biểu mẫu Excel" in said(answer)
    copied = take_out(officer, report)
    del copied[copied.sheetnames[1]]
    assert bring(officer, report, packed(copied)).status_code == 422
    twice = take_out(officer, report)
    twice.copy_worksheet(twice.worksheets[0])
    assert "hai" in said(bring(officer, report, packed(twice)))
    spoilt = take_out(officer, report)
    spoilt.worksheets[1]["B8"] = "không phải mã"
    assert bring(officer, report, packed(spoilt)).status_code == 422


@pytest.mark.trust("T21")
@pytest.mark.trust("T22")
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Tệp rỗng"),
        ("Chỉ tiêu;Số\nVăn bản;3\n".encode(), "không phải là tệp Excel"),
        (b"PK\x03\x04 half a package", "hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (b"PK\x03\x04" + bytes(6 * 1024 * 1024), "lớn hơn"),
    ],
)
def test_what_is_no_workbook_is_told_so_and_the_draft_stays(report, officer, data, words):
    answer = bring(officer, report, data)
    assert answer.status_code == 422
    assert words in said(answer)
    assert draft(report) == {}


def test_no_file_at_all_is_said(report, officer):
    answer = officer.post(reverse("reports:sheet_in", args=[report.public_id]), {})
    assert answer.status_code == 422


def test_only_those_who_fill_in_the_report_take_its_form_and_bring_it_back(country, report):
    for role, unit in (("commune_officer", "A2"), ("provincial_specialist", "A")):
        client = enter(country, role, unit)
        assert client.get(reverse("reports:sheet", args=[report.public_id])).status_code == 404
        assert bring(client, report, b"x").status_code == 404
    stranger = uuid.uuid4()
    assert enter(country, "commune_officer", "A1").get(reverse("reports:sheet", args=[stranger])).status_code == 404


def test_a_filed_report_takes_no_workbook(country, report, officer):
    data = packed(take_out(officer, report))
    factories.file(country, report)
    assert bring(officer, report, data).status_code == 409
    assert officer.get(reverse("reports:sheet", args=[report.public_id])).status_code == 302


def test_a_form_taken_out_before_the_report_was_returned_is_brought_in_with_a_warning(country, report, officer):
    book = take_out(officer, report)
    factories.file(country, report)
    by = country.actor("provincial_specialist", "A")
    report.refresh_from_db()
    services.return_(report, [services.deciding.NewRemark("Xem lại số.")], by=by, revision_shown=1)
    write(book, {"doc_disseminated": 9})
    page = said(bring(officer, report, packed(book)))
    assert "từ sau khi tải" in page
