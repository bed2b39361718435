"""Every important page for everybody, wide and narrow, in both languages; keyboard, lost network, no script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .main_job import settled

PAGES = {
    "chuyenvien": (
        "/viec/", "/van-ban/", "/van-ban/moi/", "/van-ban/ma-tran/", "/van-ban/qua-han/", "/van-ban/nhiem-vu/",
        "/bao-cao/", "/bao-cao/dung-han/", "/bao-cao/mau/", "/bao-cao/mo-dot/", "/so-lieu/", "/so-lieu/chi-tieu/",
        "/so-ket/", "/so-ket/moi/", "/don-vi/", "/don-vi/?q=linh+son", "/thong-bao/", "/thoi-han/", "/tai-khoan/",
        "/tim/?q=62kltw",
    ),
    "lanhdao": ("/viec/", "/van-ban/ma-tran/", "/so-ket/"),
    "canboxa": ("/viec/", "/van-ban/", "/bao-cao/phai-nop/", "/so-lieu/", "/thong-bao/"),
    "lanhdaoxa": ("/viec/", "/bao-cao/phai-nop/"),
    "nguoidoc": ("/viec/", "/van-ban/", "/so-lieu/"),
    "quantri": ("/viec/", "/tai-khoan/nguoi/", "/tai-khoan/nguoi/moi/", "/don-vi/thay-doi/", "/don-vi/thay-doi/moi/"),
}  # fmt: skip
PICTURES = {
    "/viec/": "viec-cua-toi",
    "/van-ban/": "van-ban-danh-sach",
    "/van-ban/ma-tran/": "ma-tran",
    "/bao-cao/": "dot-bao-cao",
    "/so-lieu/": "tong-hop",
    "/don-vi/": "don-vi",
}
# Words of a page that was not translated would stand there in English.
ENGLISH = re.compile(r"\b(Units|Directives|Reports|Overdue|Search|Save|Filter|Nothing|Show|The|of|and)\b")


PORTAL = ("/", "/tin/", "/tin/dan-van-kheo/", "/chu-de/464-QĐ/TU/", "/tim-kiem/?q=dan+van+kheo", "/tin/?nhe=1")
ARTICLE = r"/tin/[\w-]+/[\w-]+/"


def linked(page: Page, pattern: str) -> str:
    """The first address on the page that has the pattern."""
    hrefs = page.eval_on_selector_all("main a[href]", "links => links.map(link => link.getAttribute('href'))")
    return next(href for href in hrefs if re.fullmatch(pattern, href))


@pytest.mark.trust("T17")
@pytest.mark.parametrize("english", [False, True], ids=["vi", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["1280", "360"])
@pytest.mark.parametrize("username", PAGES)
def test_no_page_has_an_accessibility_violation_or_is_too_wide_or_complains(username, phone, english, visitor):
    person = visitor(username, phone=phone, english=english)
    for path in PAGES[username]:
        page = person.go(path)
        expect(page.locator("html")).to_have_attribute("lang", "en" if english else "vi")
        # The rules of accessibility ask about the markup, which two of the four ways show; width is asked of all.
        person.check() if phone == english else person.fits()
        if username == "chuyenvien" and not phone and not english and path in PICTURES:
            person.picture(PICTURES[path])


@pytest.mark.parametrize("phone", [False, True], ids=["1280", "360"])
def test_the_pages_of_single_things_are_clean_too(phone, visitor):
    person = visitor("chuyenvien", phone=phone)
    uuid = "[0-9a-f-]{36}"
    for start, pattern, name in (
        ("/van-ban/?q=25nqtw", f"/van-ban/{uuid}/", "van-ban"),
        ("/van-ban/ma-tran/?view=list", f"/van-ban/thuc-hien/{uuid}/", ""),
        ("/bao-cao/", f"/bao-cao/dot/{uuid}/", ""),
        ("/bao-cao/mau/", f"/bao-cao/mau/{uuid}/", ""),
        ("/so-ket/", f"/so-ket/{uuid}/", "soan-bao-cao"),
        ("/don-vi/?q=linh+son", f"/don-vi/{uuid}/", ""),
        ("/van-ban/nhiem-vu/", f"/van-ban/nhiem-vu/{uuid}/", ""),
        ("/so-lieu/", r"/so-lieu/chi-tieu/dvk_registered/\?.*", "nguon-so"),
    ):
        path = linked(person.go(start), pattern)
        person.go(path)
        person.check()
        if name and not phone:
            person.picture(name)
    path = linked(person.go("/van-ban/?q=25nqtw"), f"/van-ban/{uuid}/")
    person.go(path + "ma-tran/")
    person.check()
    if not phone:
        person.picture("matrix")


def test_a_visitor_sees_the_way_in_and_nothing_else(visitor):
    stranger = visitor()
    page = stranger.go("/van-ban/")
    expect(page).to_have_url(re.compile("/tai-khoan/dang-nhap/"))
    stranger.check()
    stranger.picture("dang-nhap")
    page.set_viewport_size({"width": 360, "height": 740})
    stranger.check()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("62kltw", "62-KL/TW"),
        ("linh son", "Xã Linh Sơn"),
        ("thua thien hue", "Huế"),
        ("viec cua", "Việc của tôi"),
    ],
)
def test_ctrl_k_finds_documents_units_by_plain_letters_and_old_names(words, found, visitor):
    person = visitor("chuyenvien")
    page = person.go("/viec/")
    page.keyboard.press("Control+K")
    page.keyboard.type(words)
    option = page.get_by_role("option").filter(has_text=found).first
    expect(option).to_be_visible()
    person.check()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()


def test_the_palette_goes_where_the_arrows_point(visitor):
    page = visitor("chuyenvien").go("/viec/")
    page.keyboard.press("/")
    page.keyboard.type("62kltw")
    expect(page.get_by_role("option").first).to_contain_text("62-KL/TW")
    page.keyboard.press("Enter")
    expect(page.locator(".page-head__over")).to_contain_text("62-KL/TW")


def test_a_question_mark_lists_the_shortcuts_and_they_can_be_switched_off(visitor):
    person = visitor("chuyenvien")
    page = person.go("/viec/")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    person.check()
    page.locator("[data-shortcuts-off]").check()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+K")
    expect(page.locator("#palette")).to_be_hidden()


def test_the_language_is_switched_on_the_page_one_reads_and_stays(visitor):
    person = visitor("chuyenvien")
    page = person.go("/van-ban/?q=62")
    page.locator("button[name=language][value=en]").click()
    expect(page.locator("h1")).to_have_text("Directives")
    expect(page).to_have_url(re.compile(r"/van-ban/\?q=62"))
    expect(person.go("/so-lieu/").locator("html")).to_have_attribute("lang", "en")


@pytest.fixture
def grid(visitor):
    """The officer's grid of a report that is owed."""
    person = visitor("canboxa")
    page = person.go("/bao-cao/phai-nop/")
    page.locator("td a.button").last.click()
    # Until the page is loaded with its scripts: before, Enter means something else.
    page.wait_for_url("**/nhap/**")
    expect(page.locator("table[data-grid]")).to_be_visible()
    return page


@pytest.mark.row(53)
def test_the_grid_walks_by_enter_arrows_and_tab(grid):
    cells = grid.locator(".grid__cell")
    cells.nth(13).focus()
    for key, place in (("Enter", 14), ("ArrowDown", 15), ("ArrowUp", 14), ("Shift+Enter", 13), ("Tab", 14)):
        grid.keyboard.press(key)
        expect(cells.nth(place)).to_be_focused()


@pytest.mark.row(53)
def test_what_is_typed_without_network_is_kept_through_a_closed_tab_and_sent_later(grid):
    cells = grid.locator(".grid__cell")
    last = cells.count() - 1
    item = cells.nth(last).get_attribute("data-item")
    wanted = "7" if cells.nth(last).input_value() != "7" else "8"
    context, address = grid.context, grid.url
    context.set_offline(True)
    cells.nth(last).fill(wanted)
    cells.nth(last).press("Tab")
    expect(grid.locator("[data-grid-saved]")).to_contain_text("mạng")
    expect(grid.locator(f"[data-item='{item}'][data-pending]")).to_have_count(1)
    grid.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator(f"#cell-{item}")).to_have_value(wanted)
    settled(again, lambda: not again.evaluate("Object.keys(localStorage).some(key => key.startsWith('danvan:'))"))
    again.reload()
    expect(again.locator(f"#cell-{item}")).to_have_value(wanted)


@pytest.mark.row(1)
def test_without_script_the_register_is_searched_and_an_entry_opened(visitor, program):
    visitor("chuyenvien")
    page = visitor("chuyenvien", script=False).go("/van-ban/")
    page.fill("main input[name=q]", "62kltw")
    page.locator("main .filters button[type=submit]").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="62-KL/TW").click()
    expect(page.locator(".page-head__over")).to_contain_text("62-KL/TW")


def test_the_vietnamese_pages_speak_vietnamese(visitor):
    person = visitor("chuyenvien")
    spoken = {}
    for path in PAGES["chuyenvien"]:
        page = person.go(path)
        spoken[path] = set(ENGLISH.findall(page.locator("body").inner_text()))
    assert {path: words for path, words in spoken.items() if words} == {}


@pytest.mark.row(121)
@pytest.mark.row(122)
@pytest.mark.trust("T17")
@pytest.mark.parametrize("phone", [False, True], ids=["1280", "360"])
def test_strangers_read_the_portal_with_and_without_script_in_every_size_and_leave_no_cookie(phone, visitor):
    person, plain = visitor(phone=phone), visitor(phone=phone, script=False)
    article = linked(person.go("/"), ARTICLE)
    for path in (*PORTAL, article):
        person.go(path)
        person.check()
        plain.go(path)
        expect(plain.page.locator("main h1")).to_have_count(1)
    for path in ("/", "/tin/", article):
        person.go(f"{path}?chu=rat-lon&tieng=en")
        person.fits()
        expect(person.page.locator("html")).to_have_attribute("lang", "en")
    assert person.page.context.cookies() == []
    person.picture("cong-thong-tin")


@pytest.mark.row(122)
def test_a_voice_of_the_browser_reads_the_article_and_stops(visitor):
    person = visitor()
    # Chromium without a desktop has no voice: one is put in, and what it is told to say is written down.
    person.page.add_init_script(
        "window.spoken = []; const voices = [{lang: 'vi-VN', name: 'v'}];"
        "window.SpeechSynthesisUtterance = function (text) { this.text = text; };"
        "Object.defineProperty(window, 'speechSynthesis', {value: {getVoices: () => voices, cancel: () => {},"
        " speak: (said) => { window.spoken.push(said.text); window.saying = said; }, addEventListener: () => {}}});"
    )
    page = person.go(linked(person.go("/tin/dan-van-kheo/"), ARTICLE))
    page.get_by_role("button", name="Nghe đọc bài").click()
    page.evaluate("window.saying.onend()")
    assert page.evaluate("window.spoken[0]") == page.locator("main h1").inner_text()
    page.get_by_role("button", name="Tạm dừng").click()
    page.get_by_role("button", name="Nghe tiếp").click()
    assert page.evaluate("window.spoken.length") == 3
    page.get_by_role("button", name="Dừng", exact=True).click()
    expect(page.get_by_role("button", name="Nghe đọc bài")).to_be_focused()
