"""Reports from end to end: a form is made, three communes file it in three ways, and a review is written from it.

The round asks for a quarter, which no other journey touches; all figures are invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from docx import Document
from playwright.sync_api import Page, expect

from .conftest import Program, Visitor, lent
from .main_job import day, draft, path_of, send, settled

HOME = "Đảng ủy xã Linh Sơn"
PERIOD = "2026-Q3"
NAME = "Báo cáo quý về tiếp công dân, hòa giải (số liệu minh họa)"
SESSIONS, CASES, DONE = "Buổi tiếp công dân", "Vụ hòa giải", "Vụ hòa giải thành"
FIGURES = {"paper": ("11", "7", "5"), "sheet": ("13", "9", "6"), "offline": ("17", "4", "4")}
CORRECTED = "20"


@dataclass
class Story:
    """What was made: the address of the form's round is found again by its name."""

    reports: dict[str, str]
    review: str = ""


@pytest.fixture
def communes(program: Program) -> Iterator[dict[str, str]]:
    """Three communes that one officer fills in for as long as the story lasts."""
    with program.database() as database:
        rows = database.execute(
            "select distinct n.name from reports_submission s join orgs_description n on n.unit_id = s.unit_id"
            " where n.name like 'Đảng ủy xã %%' and n.name <> %s order by 1 limit 2",
            (HOME,),
        ).fetchall()
    names = {"paper": HOME, "sheet": rows[0][0], "offline": rows[1][0]}
    with ExitStack() as loans:
        for name in (names["sheet"], names["offline"]):
            loans.enter_context(lent(program, "canboxa", name))
        yield names


@pytest.mark.row(40, 44, 54, 55, 65, 66)
def test_a_form_is_made_asked_filed_in_three_ways_returned_reviewed_issued_and_corrected(program, visitor, communes):
    clerk = visitor("chuyenvien")
    form_made(clerk)
    round_opened(clerk)
    story = Story({how: report_of(program, name) for how, name in communes.items()})
    officer = visitor("canboxa")
    filed_on_the_page(officer, story.reports["paper"])
    filed_by_workbook(officer, story.reports["sheet"])
    filed_after_a_lost_line(officer, story.reports["offline"])
    returned_and_filed_again(clerk, officer, story.reports["paper"])
    for address in story.reports.values():
        accepted(clerk, address)
    reviewed(clerk, story)
    issued(visitor("lanhdao"), story)
    corrected(clerk, officer, story)


def form_made(clerk: Visitor) -> None:
    page = clerk.go("/bao-cao/mau/moi/")
    page.fill("#id_code", f"quy-{uuid4().hex[:6]}")
    page.fill("#id_name_vi", NAME)
    page.select_option("#id_line", label=page.locator("#id_line option", has_text="Đảng ủy cấp xã").inner_text())
    page.select_option("#id_period_type", "quarter")
    for name in (SESSIONS, CASES, DONE):
        page.fill("#find", name)
        page.locator(".design-found li", has=page.get_by_text(name, exact=True)).get_by_role("button").click()
        expect(page.locator(".design-lines")).to_contain_text(name)
    expect(page.locator(".design-lines")).to_contain_text("Báo cáo công tác dân vận tháng")
    clerk.check()
    with page.expect_navigation():
        page.locator("button[name=act][value=save]").click()
    expect(page.locator("main")).to_contain_text(NAME)


def round_opened(clerk: Visitor) -> None:
    page = clerk.go("/bao-cao/mo-dot/")
    page.get_by_role("link", name=NAME).last.click()
    page.select_option("#id_period", PERIOD)
    page.select_option("#id_area", label="Tỉnh Thanh Hóa")
    page.fill("#id_due_on", day(3))
    send(page)
    expect(page.locator("main")).to_contain_text("166")


def report_of(program: Program, unit: str) -> str:
    """The address of what ``unit`` owes in the newest round of the form."""
    with program.database() as database:
        row = database.execute(
            "select s.public_id from reports_submission s join reports_round r on r.id = s.round_id"
            " join reports_formversion v on v.id = r.form_version_id join reports_form f on f.id = v.form_id"
            " join orgs_description n on n.unit_id = s.unit_id"
            " where f.name_vi = %s and n.name = %s order by r.id desc limit 1",
            (NAME, unit),
        ).fetchone()
    return f"/bao-cao/{row[0]}/"


def type_in(page: Page, figures: tuple[str, ...]) -> None:
    """Type the figures, each with Enter."""
    for place, figure in enumerate(figures):
        page.locator(".grid__cell").nth(place).fill(figure)
        page.locator(".grid__cell").nth(place).press("Enter")


def handed_in(page: Page, address: str, revision: int = 1) -> None:
    """File, and see it as this revision."""
    expect(page.locator(".grid__cell[data-pending]")).to_have_count(0)
    page.locator("button[value=file]").click()
    page.wait_for_url("**" + address)
    expect(page.locator("main")).to_contain_text(f"Lần nộp {revision}")


def filed_on_the_page(officer: Visitor, address: str) -> None:
    page = officer.go(address + "nhap/")
    type_in(page, FIGURES["paper"])
    handed_in(page, address)


def filed_by_workbook(officer: Visitor, address: str) -> None:
    page = officer.go(address + "nap/")
    book = openpyxl.load_workbook(BytesIO(page.request.get(officer.program.address + address + "bieu-mau/").body()))
    sheet = book.worksheets[0]
    rows = [row[7].row for row in sheet.iter_rows(min_row=2) if len(row) > 7 and row[7].value]
    for row, figure in zip(rows, FIGURES["sheet"], strict=True):
        sheet.cell(row, 4).value = int(figure)
    out = BytesIO()
    book.save(out)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.set_input_files("#file", {"name": "bieu-mau.xlsx", "mimeType": kind, "buffer": out.getvalue()})
    page.locator("form.sheet-in button[type=submit]").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    officer.check()
    page.locator("button[value=keep]").click()
    page.wait_for_url("**/nhap/")
    handed_in(page, address)


def filed_after_a_lost_line(officer: Visitor, address: str) -> None:
    page = officer.go(address + "nhap/")
    page.context.set_offline(True)
    type_in(page, FIGURES["offline"])
    expect(page.locator("[data-outbox-count]")).to_contain_text("3 ô chưa gửi")
    page.context.set_offline(False)
    expect(page.locator("[data-outbox]")).to_be_hidden()
    handed_in(page, address)


def returned_and_filed_again(clerk: Visitor, officer: Visitor, address: str) -> None:
    page = clerk.go(address)
    page.locator("tr", has_text=SESSIONS).locator("input").fill("Đối chiếu lại với sổ tiếp công dân.")
    page.get_by_role("button", name="Trả lại kèm nhận xét").click()
    expect(page.locator(".page-head__over")).to_contain_text("Trả lại")
    mine = officer.go(address + "nhap/")
    expect(mine.locator(".remark")).to_contain_text("Đối chiếu lại")
    type_in(mine, ("12",))
    handed_in(mine, address, revision=2)
    page.reload()
    expect(page.locator("tr", has_text=SESSIONS).locator(".changed")).to_contain_text("12")


def accepted(clerk: Visitor, address: str) -> None:
    page = clerk.go(address)
    page.get_by_role("button", name="Chấp nhận").click()
    expect(page.locator(".page-head__over")).to_contain_text("Đã chấp nhận")


def reviewed(clerk: Visitor, story: Story) -> None:
    page = clerk.go(f"/so-lieu/?line=commune-party&period={PERIOD}")
    row = page.locator("tr", has=page.get_by_role("link", name=SESSIONS))
    settled(page, lambda: row.count() and "42" in row.locator("td.number").first.inner_text())
    draft(clerk.go("/so-ket/moi/"), "thematic_democracy", PERIOD)
    story.review = path_of(page)
    expect(page.locator(".document")).to_contain_text("42")
    clerk.check()
    page.get_by_role("button", name="Trình ban hành").click()
    expect(page.locator(".page-head__over")).to_contain_text("Đã trình")


def issued(head: Visitor, story: Story) -> None:
    page = head.go(story.review)
    page.locator(".page-head__actions a.button--main").click()
    page.fill("#id_number", str(200 + len(story.reports)))
    page.fill("#id_signer_name", "Phạm Quốc Hưng")
    send(page)
    expect(page.locator(".sheet__bar")).to_contain_text("Đã chốt")


def corrected(clerk: Visitor, officer: Visitor, story: Story) -> None:
    """A commune's figure is put right after issue: the totals move, the paper stays and says so."""
    before = words(clerk, story.review)
    address = story.reports["paper"]
    page = clerk.go(address)
    page.locator("tr", has_text=SESSIONS).locator("input").fill("Cộng thiếu tháng 9.")
    page.get_by_role("button", name="Trả lại kèm nhận xét").click()
    mine = officer.go(address + "nhap/")
    type_in(mine, (CORRECTED,))
    handed_in(mine, address, revision=3)
    page = clerk.go(story.review)
    settled(page, lambda: "đã đổi từ khi ban hành" in page.locator("main").inner_text())
    clerk.check()
    page.locator(".document .live-number", has_text=re.compile("^42$")).first.click()
    expect(page.locator("#source")).to_contain_text("42 → 50")
    assert words(clerk, story.review) == before
    assert "42" in before


def words(person: Visitor, review: str) -> str:
    """Everything that the Word file of the review says."""
    answer = person.page.request.get(person.program.address + review + "docx/")
    document = Document(BytesIO(answer.body()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
