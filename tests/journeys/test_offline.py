"""A poor line: what is typed without it is kept, judged, sent later, and never overwrites anybody unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random

import pytest
from django.utils import translation
from playwright.sync_api import Browser, Error, Page, expect

from danvan.reports.tests.judging import CASES, common, grid_by_server, rules_for_page, text_by_server

from .conftest import ROOT, Program, Visitor, lent
from .main_job import day, paste, send, settled

SCRIPTS = ROOT / "src" / "danvan" / "web" / "static" / "web" / "js"
LABEL = "Số ước (minh họa)"
HOME = "Đảng ủy xã Linh Sơn"
JUDGE = """async ([texts, grids]) => {
  const { read } = await import("http://judge.test/amounts.js");
  const { judge } = await import("http://judge.test/rules.js");
  const said = texts.map(({ raw, decimals, rules }) => {
    const { state, amount, estimate, message, code } = read(raw, decimals, rules);
    return { state, amount: amount === null ? null : String(amount), estimate, message, code };
  });
  const judged = grids.map(({ rules, typed, explained }) =>
    judge(rules, new Map(Object.entries(typed)), new Set(explained)));
  return [said, judged];
}"""


@pytest.fixture
def judge(browser: Browser) -> Iterator[Callable]:
    """The two modules that judge, in a browser, without any server."""
    page = browser.new_page()
    page.route(
        "http://judge.test/**",
        lambda route: route.fulfill(
            path=SCRIPTS / (route.request.url.rsplit("/", 1)[1] or "amounts.js"), content_type="text/javascript"
        ),
    )
    page.goto("http://judge.test/")
    yield lambda texts, grids: page.evaluate(JUDGE, [texts, grids])
    page.close()


def scrambled(count: int) -> list[str]:
    """Texts that nobody thought of, the same at every run."""
    chance = Random(55)  # noqa: S311 - no secret
    return ["".join(chance.choices("00123456789..,, -~K–a", k=chance.randint(0, 9))) for _ in range(count)]


@pytest.mark.row(48)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_browser_judges_as_the_server_does_in_the_same_words(judge, language):
    with translation.override(language):
        rules = common()
        cases = [(case["raw"], case["decimals"]) for case in CASES["texts"]]
        cases += [(raw, place % 3) for place, raw in enumerate(scrambled(3000))]
        grids = [{"rules": rules_for_page(case)} | case for case in CASES["grids"]]
        read, judged = judge([{"raw": raw, "decimals": decimals, "rules": rules} for raw, decimals in cases], grids)
        for (raw, decimals), said in zip(cases, read, strict=True):
            wanted = text_by_server(raw, decimals)
            millionths = None if wanted["amount"] is None else str(int(Decimal(wanted["amount"]) * 10**6))
            code = said.pop("code")
            assert said == wanted | {"amount": millionths}, raw
            assert bool(code) == (wanted["state"] == "error")
        for case, said in zip(CASES["grids"], judged, strict=True):
            assert said == grid_by_server(case), case["name"]


@pytest.fixture
def report(program: Program, visitor: Callable) -> Callable[[str], str]:
    """Addresses of reports of a round that no other journey looks at: estimates of a long past month."""

    def address(unit: str) -> str:
        found = (
            "select s.public_id from reports_submission s join reports_round r on r.id = s.round_id"
            " join orgs_description n on n.unit_id = s.unit_id where r.label = %s and n.name = %s"
        )
        with program.database() as database:
            row = database.execute(found, (LABEL, unit)).fetchone()
        if row:
            return f"/bao-cao/{row[0]}/nhap/"
        page = visitor("chuyenvien").go("/bao-cao/mo-dot/")
        page.locator("tbody a").first.click()
        period = page.locator("#id_period option").last.get_attribute("value")
        page.select_option("#id_period", period)
        page.select_option("#id_area", label="Tỉnh Thanh Hóa")
        page.fill("#id_due_on", day(1))
        page.fill("#id_label", LABEL)
        page.check("#id_estimate")
        send(page)
        return address(unit)

    return address


def opened(person: Visitor, address: str) -> Page:
    """The page of entry, once the browser holds a copy of it."""
    page = person.go(address)
    expect(page.locator("#report[data-kept=yes]")).to_be_attached(timeout=60_000)
    return page


def fresh(page: Page, place: int) -> str:
    """A figure that the cell does not hold yet."""
    return "21" if page.locator(".grid__cell").nth(place).input_value() != "21" else "22"


def message(page: Page, place: int):
    item = page.locator(".grid__cell").nth(place).get_attribute("data-item")
    return page.locator(f"#msg-{item}")


@pytest.mark.row(55)
def test_what_is_typed_without_a_line_outlives_the_browser_is_sent_later_and_filed(program, visitor, report):
    report(HOME)
    with program.database() as database:
        other = database.execute(
            "select n.name from reports_submission s join reports_round r on r.id = s.round_id"
            " join orgs_description n on n.unit_id = s.unit_id"
            " where r.label = %s and n.name <> %s and s.state = 'waiting' order by n.name limit 1",
            (LABEL, HOME),
        ).fetchone()[0]
    address = report(other)
    with lent(program, "lanhdaoxa", other):
        person = visitor("lanhdaoxa")
        page = opened(person, address)
        cells = page.locator(".grid__cell")
        page.context.set_offline(True)
        for place, raw in enumerate(("2", "1234", "~7")):
            cells.nth(place).fill(raw)
            cells.nth(place).press("Enter")
        page.locator("textarea").first.fill("Mất mạng hai ngày (minh họa).")
        expect(page.locator("[data-outbox-count]")).to_have_text("3 ô chưa gửi, 1 câu trả lời chưa gửi")
        expect(message(page, 1)).to_contain_text("Chưa gửi: 1234.")
        page.locator("button[value=file]").click()
        expect(page.locator("[data-outbox-said]")).to_contain_text("Chưa nộp")
        person.check()
        page.close()

        again = person.another_tab()
        page = again.go(address)
        cells = page.locator(".grid__cell")
        expect(page.locator("[data-kept-note]")).to_contain_text("bản lưu trên máy này lúc")
        expect(page.locator("[data-outbox-count]")).to_have_text("3 ô chưa gửi, 1 câu trả lời chưa gửi")
        assert cells.evaluate_all("cells => cells.slice(0, 3).map(cell => cell.value)") == ["2", "1.234", "~7"]
        again.check()
        page.context.set_offline(False)
        expect(page.locator("[data-outbox]")).to_be_hidden()
        expect(page.locator("[data-kept-note]")).to_be_hidden()
        expect(page.locator("textarea").first).to_have_value("Mất mạng hai ngày (minh họa).")
        for place, raw in enumerate(("2", "1.234", "~7")):
            expect(cells.nth(place)).to_have_value(raw)

        for button in page.locator("button[data-none]").all():
            button.click()
        for tick in page.locator("[data-question] input[type=checkbox]").all()[1:]:
            tick.check()
        expect(page.locator("[data-grid-count]")).to_have_text("25/25")
        page.locator("button[value=file]").dblclick()
        page.wait_for_url("**" + address.removesuffix("nhap/"))
        expect(page.locator("main")).to_contain_text("Lần nộp 1")
        expect(page.locator("main")).to_contain_text("1.234")


@pytest.mark.row(55)
def test_two_people_at_one_cell_see_both_texts_and_the_one_who_comes_later_chooses(program, visitor, report):
    address = report(HOME)
    with lent(program, "lanhdaoxa", HOME):
        first, second = visitor("canboxa"), visitor("lanhdaoxa")
        page, other = opened(first, address), second.go(address)
        there = [page.locator(".grid__cell").nth(place).input_value() for place in (8, 9)]
        mine, theirs = [figure for figure in ("31", "13", "32", "14") if figure not in there][:2]
        page.context.set_offline(True)
        for place in (8, 9):
            page.locator(".grid__cell").nth(place).fill(mine)
            page.locator(".grid__cell").nth(place).press("Enter")
        for place in (8, 9):
            other.locator(".grid__cell").nth(place).fill(theirs)
            other.locator(".grid__cell").nth(place).press("Enter")
        expect(other.locator(".grid__cell[data-pending]")).to_have_count(0)
        page.context.set_offline(False)
        for place in (8, 9):
            expect(message(page, place)).to_contain_text(f"Lò Thị Xuân đã ghi “{theirs}” ở ô này")
            expect(message(page, place)).to_contain_text(f"Đồng chí nhập “{mine}”")
            expect(page.locator(".grid__cell").nth(place)).to_have_value(mine)
        first.check()
        page.locator("button[value=file]").click()
        expect(page.locator("[data-outbox-said]")).to_contain_text("Chưa nộp")
        message(page, 8).get_by_role("button", name="Giữ của tôi").click()
        message(page, 9).get_by_role("button", name="Lấy của người kia").click()
        expect(page.locator("[data-outbox]")).to_be_hidden()
        page.reload()
        expect(page.locator(".grid__cell").nth(8)).to_have_value(mine)
        expect(page.locator(".grid__cell").nth(9)).to_have_value(theirs)


@pytest.mark.row(48)
def test_without_a_line_the_page_says_what_is_wrong_and_drops_a_change_when_asked(visitor, report):
    person = visitor("canboxa", phone=True)
    page = opened(person, report(HOME))
    cells = page.locator(".grid__cell")
    before = cells.nth(0).input_value()
    page.context.set_offline(True)
    cells.nth(0).fill("hai")
    cells.nth(0).press("Enter")
    expect(message(page, 0)).to_contain_text("“hai” không phải là số")
    expect(cells.nth(0)).to_have_attribute("aria-invalid", "true")
    for place, raw in zip(range(3, 8), ("10", "4", "3", "2", "2"), strict=True):
        cells.nth(place).fill(raw)
        cells.nth(place).press("Enter")
    expect(message(page, 3)).to_contain_text("cộng lại là 11, dòng 4 ghi 10")
    cells.nth(3).fill("11")
    cells.nth(3).press("Enter")
    expect(message(page, 3)).not_to_contain_text("cộng lại")
    person.check()
    message(page, 0).get_by_role("button", name="Bỏ thay đổi này").click()
    expect(cells.nth(0)).to_have_value(before)
    expect(message(page, 0)).not_to_contain_text("“hai”")
    page.context.set_offline(False)
    expect(page.locator("[data-outbox]")).to_be_hidden()


@pytest.mark.row(53)
def test_what_of_a_block_does_not_fit_is_said_and_the_rest_is_pasted(visitor, report):
    page = visitor("canboxa").go(report(HOME))
    cells = page.locator(".grid__cell")
    last = cells.count() - 1
    wanted = fresh(page, last)
    cells.nth(last).focus()
    paste(page, (f"{wanted}\t66\t67", "1", "2"))
    expect(message(page, last)).to_contain_text("2 cột thừa chưa được dán. 2 dòng thừa chưa được dán. 66; 67; 1; 2")
    expect(cells.nth(last)).to_have_value(wanted)
    expect(page.locator(".grid__cell[data-pending]")).to_have_count(0)


@pytest.mark.row(55)
def test_signing_out_asks_about_what_is_unsent_and_leaves_nothing_in_the_browser(program, visitor, report):
    address, before = report(HOME), program.cookies.get("canboxa")
    person = visitor().sign_in("canboxa")
    program.cookies.pop("canboxa")
    if before:
        program.cookies["canboxa"] = before
    page = opened(person, address)
    page.context.set_offline(True)
    page.locator(".grid__cell").nth(12).fill(fresh(page, 12))
    page.locator(".grid__cell").nth(12).press("Enter")
    expect(page.locator("[data-outbox-count]")).to_have_text("1 ô chưa gửi")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.locator(".rail__user [data-sign-out] button").first.click()
    assert "1 thay đổi chưa gửi" in asked[0]
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('no line')); }")
    page.context.set_offline(False)
    page.locator(".rail__user [data-sign-out] button").first.click()
    page.wait_for_url("**/dang-nhap/**")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('danvan:'))") == []
    assert not [name for name in page.evaluate("caches.keys()") if name.startswith("danvan-pages")]
    page.context.set_offline(True)
    with pytest.raises(Error):
        page.goto(program.address + address)


@pytest.mark.row(55)
def test_who_signs_in_next_sees_no_page_that_was_kept_for_another(program, visitor, report):
    address = report(HOME)
    person = visitor("canboxa")
    opened(person, address)
    person.page.context.clear_cookies()
    page = person.sign_in("nguoidoc").page
    kept = "caches.keys().then(names => names.some(name => name.startsWith('danvan-pages')))"
    settled(page, lambda: not page.evaluate(kept))
    page.context.set_offline(True)
    with pytest.raises(Error):
        page.goto(program.address + address)
