"""The form on paper like the issued one, and the workbook of all units and figures of a round."""

from __future__ import annotations

import io
import re

import docx
import openpyxl
import pytest
from django.urls import reverse

from danvan.audit.queries import history
from danvan.reports.models import Submission

from . import factories
from .browsing import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def said(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


@pytest.fixture
def opened(country):
    return factories.open_round(country)


@pytest.fixture
def report(country, opened) -> Submission:
    return factories.submission_of(opened, country, "A1.DU")


def paper(client, report: Submission, query: str = ""):
    return client.get(reverse("reports:paper", args=[report.public_id]) + query)


@pytest.mark.row(54)
def test_the_printed_form_has_the_head_the_lettered_columns_and_places_to_sign(country, report):
    factories.file(country, report)
    page = said(paper(enter(country, "commune_officer", "A1"), report))
    head = ("Biểu BC-DV", "Đơn vị báo cáo: Đảng ủy", "Đơn vị nhận báo cáo:")
    foot = ("Người lập biểu", "Thủ trưởng đơn vị", "ngày 03 tháng 11 năm 2026")
    assert [words for words in (*head, "A B C 1 2 3 4", "I. Chỉ đạo, quán triệt", *foot) if words not in page] == []
    assert re.search(r"186\b", page)


@pytest.mark.row(54)
def test_an_empty_form_shows_no_figure_of_this_period(country, report):
    factories.fill(country, report)
    officer = enter(country, "commune_officer", "A1")
    assert "186" in said(paper(officer, report))
    empty = said(paper(officer, report, "?trong=1"))
    assert "186" not in empty
    assert "Văn bản" in empty or "văn bản" in empty


def test_those_above_do_not_see_a_draft_on_paper(country, report):
    factories.fill(country, report)
    assert "186" not in said(paper(enter(country, "provincial_specialist", "A"), report))
    assert paper(enter(country, "commune_officer", "A2"), report).status_code == 404


@pytest.mark.row(54)
def test_the_printed_form_comes_as_word_too(country, report):
    factories.file(country, report)
    answer = paper(enter(country, "commune_officer", "A1"), report, "?format=docx")
    table = docx.Document(io.BytesIO(answer.content)).tables[0]
    assert len(table.rows) == 11
    assert [cell.text for cell in table.rows[2].cells][3] == "186"


def consolidated(client, opened, query: str = ""):
    return client.get(reverse("reports:round_sheet", args=[opened.public_id]) + query)


def table_of(answer) -> tuple[list[str], list[dict[str, object]]]:
    """The words above the table, and its rows by their heads."""
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    top = next(number for number, row in enumerate(rows) if row[0] == "TT" or row[0] == "STT")
    assert sheet.auto_filter.ref.startswith(f"A{top + 1}:")
    found = [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]
    return [str(row[0]) for row in rows[:top] if row[0]], found


def test_the_workbook_of_a_round_has_every_unit_and_marks_who_has_not_reported(country, opened, report):
    factories.file(country, report)
    client = enter(country, "provincial_specialist", "A")
    head, rows = table_of(consolidated(client, opened))
    assert len(rows) == Submission.objects.filter(round=opened).count() == 3
    assert any(f"Số dòng: {len(rows)}" in line for line in head)
    assert any("không lọc" in line for line in head)
    lines = [key for key in rows[0] if re.match(r"\d+[a-z]?\. ", str(key))]
    assert len(lines) == 10
    mine = next(row for row in rows if row["Đơn vị"].startswith("Đảng ủy") and row[lines[1]] == 186)
    assert mine[lines[-1]] == "K"
    assert mine["Tình trạng báo cáo"] == "đã báo cáo"
    others = [row for row in rows if row is not mine]
    assert {row["Tình trạng báo cáo"] for row in others} == {"chưa báo cáo"}
    assert {row[line] for row in others for line in lines} == {None}
    assert any("3" in entry.what for entry in history(opened, limit=5))


def test_the_filter_of_the_page_is_said_on_the_sheet(country, opened, report):
    factories.file(country, report)
    client = enter(country, "provincial_specialist", "A")
    head, rows = table_of(consolidated(client, opened, "?show=handed_in"))
    assert len(rows) == 1
    assert not any("không lọc" in line for line in head)


def test_who_may_not_export_the_round_does_not_get_its_workbook(country, opened):
    for role, unit in (("commune_officer", "A1"), ("provincial_specialist", "B")):
        assert consolidated(enter(country, role, unit), opened).status_code == 404


def test_the_page_of_the_round_links_to_its_workbook(country, opened):
    page = enter(country, "provincial_specialist", "A").get(opened.get_absolute_url())
    assert reverse("reports:round_sheet", args=[opened.public_id]) in page.content.decode()
