"""An author writes with photos, an editor and a publisher let it through, and a visitor sees it."""

from __future__ import annotations

import re
import uuid
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

WRITER, EDITOR, PUBLISHER = "tacgia", "bientap", "xuatban"
OWNER = "Chủ máy minh họa"
LAST_WORDS = "Con đường dài 1,2 km (minh họa)."


def photo(kind: str) -> dict:
    """A photo that no other run has uploaded, with the name of its owner inside."""
    exif = Image.Exif()
    exif[0x013B] = OWNER
    out = BytesIO()
    Image.frombytes("RGB", (40, 30), uuid.uuid4().bytes * 225).resize((1200, 900)).save(out, kind, exif=exif)
    return {"name": f"IMG.{kind.lower()}", "mimeType": f"image/{kind.lower()}", "buffer": out.getvalue()}


def add_photo(page: Page, kind: str, alternative: str, caption: str) -> None:
    """Add a photo at the end of the text, upload it and say what it shows."""
    page.locator(".c-sf-add-button").last.click()
    page.locator("[role=option]").filter(has_text=re.compile("^Ảnh$")).click()
    page.get_by_role("button", name="Chọn ảnh").last.click()
    window = page.locator(".modal-dialog")
    window.get_by_role("tab", name="Tải lên").click()
    window.locator("input[type=file]").set_input_files(photo(kind))
    window.locator("input[name$=title]").fill(f"Ảnh {kind}")
    window.locator("input[name$=alternative]").fill(alternative)
    window.locator("input[name$=caption]").fill(caption)
    window.locator("form[enctype] [type=submit]").click()
    expect(window).to_be_hidden()


def send(page: Page, button: re.Pattern) -> None:
    """Press one of the buttons at the foot of the editor; the first is seen, the others are in its menu."""
    page.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").first.click()
    # The editor is left when the server has taken it; on a busy machine that is a while after the press.
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()
    expect(page.locator(".messages .success")).to_be_visible()


def followed(visitor, edit: str, title: str, address: str) -> None:
    """Editor and publisher approve what waits for them; a stranger finds nothing before, and then all of it."""
    stranger = visitor()
    program = stranger.program
    assert stranger.page.goto(program.address + address).status == 404
    for person in (visitor(EDITOR), visitor(PUBLISHER)):
        page = person.go("/thong-bao/")
        expect(page.get_by_text(f"Bài “{title}” chờ đồng chí duyệt.", exact=True)).to_be_visible()
        person.page.goto(edit)
        page.wait_for_load_state("networkidle")
        send(page, re.compile("^Duyệt( và xuất bản)?$"))
    page = stranger.go(address)
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_alt_text("Người dân san đất làm đường")).to_be_visible()
    source = page.get_by_alt_text("Bản vẽ con đường").get_attribute("src")
    answer = page.request.get(program.address + source)
    assert answer.headers["content-type"] == "image/webp"
    assert OWNER.encode() not in answer.body()
    stranger.check()
    phone = visitor(phone=True)
    phone.go(address)
    phone.check()


@pytest.mark.row(111)
@pytest.mark.row(112)
@pytest.mark.row(117)
def test_an_article_with_photos_goes_from_its_author_to_the_visitors(visitor):
    author = visitor(WRITER)
    with author.program.database() as database:
        statement = "select id from wagtailcore_page where slug = 'dan-van-kheo'"
        parent = database.execute(statement).fetchone()[0]
    title = f"Đường mới ở ấp Đông Hòa {uuid.uuid4().hex[:6]}"
    page = author.go(f"/bien-tap/pages/add/portal/articlepage/{parent}/")
    page.wait_for_load_state("networkidle")
    headline = page.get_by_role("textbox", name="Tiêu đề")
    headline.fill(title)
    page.locator("#id_lead").fill("Hai mươi hộ hiến đất.")
    # The address follows the keys of the headline once the editor's scripts are at work.
    headline.press("End")
    expect(page.locator("#id_slug")).to_have_value(f"duong-moi-o-ap-dong-hoa-{title[-6:]}")
    add_photo(page, "JPEG", "Người dân san đất làm đường", "Bà con ấp Đông Hòa góp ngày công")
    add_photo(page, "PNG", "Bản vẽ con đường", "Bản vẽ")
    # The editor saves by itself; whoever loses the page finds the draft again.
    with page.expect_response(lambda answer: answer.ok and LAST_WORDS in (answer.request.post_data or "")):
        page.locator("#id_lead").fill(f"Hai mươi hộ hiến đất, góp ngày công. {LAST_WORDS}")
    page.wait_for_url(re.compile(r"/edit/$"))
    author.picture("bien-tap-viet-bai")
    edit = page.url
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#id_lead")).to_have_value(re.compile(re.escape(LAST_WORDS)))
    page.get_by_role("button", name=re.compile("xem trước", re.IGNORECASE)).first.click()
    frame = page.frame_locator("#w-preview-iframe, iframe[title]").first
    expect(frame.locator("figure img")).to_have_count(2)
    page.get_by_role("button", name=re.compile("kiểm tra", re.IGNORECASE)).first.click()
    expect(page.get_by_role("heading", name="Lỗi tìm thấy").first).to_be_visible()
    send(page, re.compile("^Gửi duyệt"))

    address = f"/tin/dan-van-kheo/duong-moi-o-ap-dong-hoa-{title[-6:]}/"
    followed(visitor, edit, title, address)


def test_the_editors_rooms_are_usable_on_a_phone(visitor):
    person = visitor(WRITER, phone=True)
    page = person.go("/bien-tap/")
    page.wait_for_load_state("networkidle")
    person.fits()
    expect(page.get_by_role("heading", name="Cổng thông tin")).to_be_visible()
