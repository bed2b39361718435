"""The main job from end to end: a directive goes down, a commune carries it out and reports, the province writes.

The chapters follow each other: what people left behind in one is what the next begins with.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from .papers import PDF, Paper, Sums

SYMBOL = "88-QĐ/TU"
TITLE = "Về nâng cao chất lượng công tác dân vận ở cơ sở (số liệu minh họa)"
GROUP = "Huyện Lang Chánh"
HOME = "Đảng ủy xã Linh Sơn"
# One figure a line, as Excel puts a column on the clipboard; the parts of lines 4 and 5 add up.
FIRST = ("120", "1", "10", "4", "3", "2", "2")
REST = ("9", "4", "2", "2", "1", "1", "130", "10", "8", "2", "20", "1", "3", "2", "100,5", "50", "1")
DIFFICULTY = "Cán bộ dân vận ở thôn kiêm nhiệm nhiều việc (số liệu minh họa)."
STUDIED = "Lượt người dự quán triệt, học tập"


@dataclass
class Story:
    """What the chapters hand on to each other."""

    done: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    directive: str = ""
    report: str = ""
    period: str = ""
    review: str = ""

    def tell(self, last: str, visitor: Callable) -> None:
        """Tell every chapter up to ``last`` that was not told yet, so that one may also be asked for alone."""
        for name, told in CHAPTERS.items():
            if name in self.broken:
                pytest.fail(f"an earlier chapter broke off: {name}")
            if name not in self.done:
                self.broken.add(name)
                told(self, visitor)
                self.broken.remove(name)
                self.done.add(name)
            if name == last:
                return


CHAPTERS: dict[str, Callable[[Story, Callable], None]] = {}


def chapter(told: Callable[[Story, Callable], None]) -> Callable[[Story, Callable], None]:
    """Add a chapter, in the order in which they stand here."""
    CHAPTERS[told.__name__] = told
    return told


def send(page: Page, **answer: int) -> None:
    """Press the main button of the form and wait for the page that answers."""
    with page.expect_navigation():
        page.locator("main form[data-submit] button[type=submit]").first.click()


def path_of(page: Page) -> str:
    """The address without the machine."""
    return "/" + page.url.split("/", 3)[3].split("#")[0]


def paste(page: Page, lines: tuple[str, ...]) -> None:
    """Put lines on the clipboard and press Ctrl V, as after copying a column in Excel."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", "".join(f"{line}\r\n" for line in lines))
    page.keyboard.press("Control+V")


def saved(page: Page) -> None:
    """Wait until nothing typed is on its way any more and the page says so."""
    expect(page.locator(".grid__cell[data-pending]")).to_have_count(0)
    expect(page.locator("[data-grid-saved]")).to_contain_text("Đã lưu")


def answer(page: Page) -> None:
    """The first question in words, and nothing to say to the others."""
    page.locator("textarea[name^=text-]").first.fill(DIFFICULTY)
    nothing = page.locator("input[name^=nothing-]")
    for place in range(1, nothing.count()):
        nothing.nth(place).check()


def day(after: int = 0) -> str:
    """Today in Vietnam, or so many days later, as papers write it."""
    today: date = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    return f"{today + timedelta(days=after):%d/%m/%Y}"


def settled(page: Page, is_so: Callable[[], object], tries: int = 20) -> None:
    """Look again until the worker has added up; each look is a whole page, so this does not spin."""
    for _try in range(tries):
        if is_so() and not page.locator(".note--wait").count():
            return
        page.reload()
    pytest.fail(f"not so after {tries} looks: {page.url}")


@chapter
def entered(story: Story, visitor: Callable) -> None:
    clerk = visitor("chuyenvien")
    page = clerk.go("/van-ban/moi/")
    page.fill("#id_raw_symbol", "quyết định mới")
    page.fill("#id_issuer", "Ban Thường vụ Tỉnh ủy Thanh Hóa")
    page.fill("#id_issued_on", day(-1))
    page.fill("#id_title", TITLE)
    send(page)
    expect(page.locator("#id_raw_symbol_error")).to_contain_text("62-KL/TW")
    expect(page.locator("#id_title")).to_have_value(TITLE)
    expect(page.locator("#id_raw_symbol")).to_have_value("quyết định mới")

    page.fill("#id_raw_symbol", SYMBOL)
    page.set_input_files("#id_file", {"name": "88.pdf", "mimeType": "application/pdf", "buffer": "Chữ".encode()})
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("không đúng loại")

    page.set_input_files("#id_file", {"name": "88.pdf", "mimeType": "application/pdf", "buffer": PDF})
    send(page)
    expect(page.locator("main")).to_contain_text("có thể là Quyết định / Quy định")
    expect(page.locator("main")).to_contain_text("88.pdf")
    clerk.check()
    page.get_by_label("Quyết định", exact=True).check()
    send(page)
    story.directive = path_of(page)
    expect(page.locator("h1")).to_have_text(TITLE)
    link = page.get_by_role("link", name="88.pdf").get_attribute("href")
    assert page.request.get(clerk.program.address + link).body() == PDF
    stranger = visitor()
    assert b"%PDF" not in stranger.page.request.get(clerk.program.address + link).body()


@chapter
def sent(story: Story, visitor: Callable) -> None:
    clerk = visitor("chuyenvien")
    page = clerk.go(story.directive + "gui/")
    page.fill("#id_working_days", "10")
    page.select_option("#id_where", "group")
    page.select_option("#id_group", label=GROUP)
    page.locator("button[value=add]").click()
    expect(page.locator("input[name=pick]")).to_have_count(6)
    left_out = page.locator("tbody tr", has_not_text="Linh Sơn").first
    name = left_out.locator("label").inner_text()
    left_out.locator("input[name=pick]").uncheck()
    page.locator("tbody tr").last.scroll_into_view_if_needed()
    clerk.picture("gui-van-ban")
    page.locator("button[value=preview]").click()
    expect(page.locator(".chosen li")).to_have_count(5)
    expect(page.locator(".chosen")).not_to_contain_text(name)
    clerk.check()
    page.locator("button[value=do]").dblclick()
    page.wait_for_url("**" + story.directive)
    expect(page.locator("main")).to_contain_text("0 trên 5 đơn vị đã xong")
    clerk.check()
    with clerk.program.database() as database:
        sendings = database.execute(
            "select count(*) from directives_sending s join directives_directive d on d.id = s.directive_id"
            " where d.public_id = %s",
            (story.directive.strip("/").split("/")[-1],),
        ).fetchone()[0]
    assert sendings == 1


@chapter
def begun(story: Story, visitor: Callable) -> None:
    officer = visitor("canboxa", phone=True)
    page = officer.go("/viec/")
    officer.check()
    page.locator("a.button", has_text=SYMBOL).click()
    send(page)
    page.fill("#id_held_on", day(1))
    page.select_option("#id_form", "conference")
    page.fill("#id_attendance", "45")
    send(page)
    expect(page.locator("#id_held_on_error")).to_contain_text("tương lai")
    expect(page.locator("#id_attendance")).to_have_value("45")
    officer.check()
    page.fill("#id_held_on", day())
    send(page)
    page.fill("#id_title", "Kế hoạch thực hiện của Đảng ủy (số liệu minh họa)")
    page.fill("#id_symbol", "12-KH/ĐU")
    send(page)
    send(page)
    expect(page.locator(".page-head__over")).to_contain_text("Đang thực hiện")
    expect(page.locator("main")).to_contain_text("12-KH/ĐU")
    officer.check()


@chapter
def typed(story: Story, visitor: Callable) -> None:
    officer = visitor("canboxa", phone=True)
    page = officer.go("/bao-cao/phai-nop/")
    page.locator("td a.button").last.click()
    page.wait_for_url("**/nhap/**")
    story.report = path_of(page).removesuffix("nhap/")
    cells = page.locator(".grid__cell")
    cells.nth(0).fill("hai")
    cells.nth(0).press("Enter")
    expect(cells.nth(1)).to_be_focused()
    first = cells.nth(0).get_attribute("data-item")
    expect(page.locator(f"#msg-{first}")).to_contain_text("“hai” không phải là số")
    officer.check()
    cells.nth(0).fill("2")
    cells.nth(1).focus()
    paste(page, FIRST)
    saved(page)
    whole = cells.nth(3).get_attribute("data-item")
    expect(page.locator(f"#msg-{first}")).to_be_hidden()
    expect(page.locator(f"#msg-{whole}")).to_contain_text("cộng lại là 11, dòng 4 ghi 10")
    officer.check()
    with page.expect_navigation():
        page.locator("button[value=file]").click()
    expect(page.locator("main")).to_contain_text("Chưa nộp được")
    expect(page.locator("[id=wrong] ~ ul").first).to_contain_text("dòng còn trống")
    expect(cells.nth(1)).to_have_value(FIRST[0])


@chapter
def filed(story: Story, visitor: Callable) -> None:
    officer = visitor("canboxa", phone=True)
    page = officer.go(story.report + "nhap/")
    cells = page.locator(".grid__cell")
    cells.nth(7).fill("1")
    cells.nth(8).focus()
    paste(page, REST)
    saved(page)
    expect(page.locator("[data-grid-count]")).to_have_text("25/25")
    expect(page.locator(".grid__message--error:not([hidden])")).to_have_count(0)
    answer(page)
    cells.nth(3).scroll_into_view_if_needed()
    officer.picture("nhap-bao-cao-dien-thoai")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate("scrollTo(0, 0)")
    officer.picture("nhap-bao-cao")
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator("button[value=file]").dblclick()
    page.wait_for_url("**" + story.report)
    expect(page.locator("main")).to_contain_text("Lần nộp 1")
    officer.check()
    with officer.program.database() as database:
        period, filed = database.execute(
            "select r.period, count(f.id) from reports_filed f join reports_submission s on s.id = f.submission_id"
            " join reports_round r on r.id = s.round_id where s.public_id = %s group by 1",
            (story.report.strip("/").split("/")[-1],),
        ).fetchone()
    assert filed == 1
    story.period = period


@chapter
def returned(story: Story, visitor: Callable) -> None:
    head = visitor("lanhdaoxa")
    expect(head.go(story.report).locator("main")).to_contain_text("Hà Văn Thuận")
    head.check()
    clerk = visitor("chuyenvien")
    page, old = clerk.go(story.report), clerk.another_tab()
    old.go(story.report)
    row = page.locator("tr", has_text=STUDIED)
    row.locator("input").fill("Tăng nhiều so với kỳ trước, đề nghị kiểm tra.")
    page.get_by_role("button", name="Trả lại kèm nhận xét").click()
    expect(page.locator(".page-head__over")).to_contain_text("Trả lại")

    officer = visitor("canboxa", phone=True)
    mine = officer.go("/viec/")
    mine.locator("a.button", has_text="Sửa").first.click()
    mine.wait_for_url("**/nhap/**")
    expect(mine.locator(".remark")).to_contain_text("đề nghị kiểm tra")
    mine.locator(".grid__cell").nth(1).fill("110")
    mine.locator(".grid__cell").nth(1).press("Enter")
    saved(mine)
    mine.locator("button[value=file]").click()
    mine.wait_for_url("**" + story.report)

    old.page.get_by_role("button", name="Chấp nhận").click()
    expect(old.page.locator("main")).to_contain_text("Báo cáo đã thay đổi từ khi hiện cho đồng chí")
    expect(old.page.locator("main")).to_contain_text("lần nộp 2")
    old.check()


@chapter
def accepted(story: Story, visitor: Callable) -> None:
    clerk = visitor("chuyenvien")
    page = clerk.go(story.report)
    changed = page.locator("tr", has_text=STUDIED).locator(".changed")
    expect(changed.locator("del")).to_contain_text("120")
    expect(changed.locator("ins")).to_contain_text("110")
    clerk.check()
    page.get_by_role("button", name="Chấp nhận").click()
    expect(page.locator(".page-head__over")).to_contain_text("Đã chấp nhận")
    expect(page.locator(".history")).to_contain_text("trả lại lần nộp 1")


@chapter
def added(story: Story, visitor: Callable) -> None:
    clerk = visitor("chuyenvien")
    page = clerk.go("/so-lieu/")
    page.select_option("select[name=line]", "commune-party")
    page.select_option("select[name=period]", story.period)
    page.locator(".filters button").click()
    row = page.locator("tr", has=page.get_by_role("link", name=STUDIED))
    settled(page, lambda: row.count() and "110" in row.locator("td.number").first.inner_text())
    clerk.check()
    row.get_by_role("link").click()
    cell = page.locator("section", has=page.locator("#sources")).locator("tr", has_text=HOME)
    expect(cell).to_contain_text("110")
    expect(cell).to_contain_text("Hà Văn Thuận")
    clerk.check()


@chapter
def drafted(story: Story, visitor: Callable) -> None:
    clerk = visitor("chuyenvien")
    page = clerk.go(f"/so-ket/moi/?directive={story.directive.strip('/').split('/')[-1]}")
    draft(page, "interim", story.period)
    story.review = path_of(page)
    expect(page.locator(".document")).to_contain_text("1 trên 166 đơn vị đã báo cáo")
    clerk.check()
    page.locator(".block--paragraph", has_text="1 trên 5 đơn vị").get_by_role("link", name="Sửa").click()
    words = page.locator("#id_text")
    words.fill(f"{words.input_value()} Nhân dân tham gia sôi nổi: {{{{?}}}} ngày công.")
    page.fill("#id_q", "ngay cong")
    page.locator("button[name=find]").click()
    page.locator(".insert__found li", has_text="Ngày công đóng góp").get_by_role("button").first.click()
    expect(words).to_have_value(re.compile(r"sôi nổi: \{\{so:s\d+\}\} ngày công\.$"))
    clerk.check()
    page.locator("button[name=save]").click()
    expect(page.locator(".document")).to_contain_text("Nhân dân tham gia sôi nổi: 50 ngày công.")
    page.get_by_role("button", name="Trình ban hành").click()
    expect(page.locator(".page-head__over")).to_contain_text("Đã trình")


@chapter
def issued(story: Story, visitor: Callable) -> None:
    head = visitor("lanhdao")
    page = head.go("/viec/")
    page.get_by_role("link", name=f"sơ kết việc thực hiện Quyết định {SYMBOL}").first.click()
    page.locator(".page-head__actions a.button--main").click()
    page.fill("#id_number", "15")
    page.fill("#id_signer_name", "Phạm Quốc Hưng")
    head.check()
    page.evaluate("scrollTo(0, 0)")
    head.picture("ban-hanh")
    send(page)
    expect(page.locator(".sheet__bar")).to_contain_text("Đã chốt")
    head.check()
    with page.expect_download() as download:
        page.get_by_role("link", name="DOCX").click()
    with head.program.database() as database:
        sums = Sums(database, story.period)
    assert Paper(download.value.path()).compare(sums) == (len(sums.wholes), 7)


@chapter
def opened_again(story: Story, visitor: Callable) -> None:
    clerk = visitor("chuyenvien")
    page = clerk.go(story.review)
    page.locator("p", has_text="sôi nổi").locator(".live-number").last.click()
    source = page.locator("#source")
    expect(source.locator(".composer__figure")).to_have_text("50")
    expect(source.locator(".sources")).to_contain_text(HOME)
    expect(source.locator(".sources")).to_contain_text("Hà Văn Thuận")
    clerk.check()


def draft(page: Page, outline: str, period: str) -> None:
    """Choose outline and period for Thanh Hóa and let the draft write itself."""
    page.select_option("#id_outline", outline)
    page.select_option("#id_area", label="Tỉnh Thanh Hóa")
    page.select_option("#id_line", "commune-party")
    page.select_option("#id_period", period)
    send(page)
    page.wait_for_selector(".composer")
