"""A clerk has saved pages read, nods at what they say, and a nod becomes an entry of the register."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

PAGES = Path(__file__).resolve().parents[2] / "src" / "danvan" / "reader" / "tests" / "pages"
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
WAITING = "[data-fact][data-waits]"


def read(clerk, file: Path) -> Page:
    """Bring a file and come to its queue."""
    page = clerk.go("/bo-doc/moi/")
    page.set_input_files("input[name=file]", file)
    page.get_by_role("button", name="Đọc", exact=True).click()
    expect(page.locator(".reading__text")).to_be_visible()
    return page


def decide(page: Page, key: str) -> str:
    """Press ``key`` at the fact that the keyboard stands on; gives the fact."""
    here = page.locator("[data-fact].is-here")
    expect(here).to_have_count(1)
    fact = here.get_attribute("data-fact")
    page.keyboard.press(key)
    expect(page.locator(f"[data-fact='{fact}'][data-waits]")).to_have_count(0)
    return fact


@pytest.mark.row(128, 129, 130)
def test_a_clerk_confirms_refuses_and_corrects_by_keyboard_and_makes_an_entry_of_a_named_document(visitor):
    clerk = visitor("chuyenvien")
    page = read(clerk, PAGES / "01_counters_body_twice.txt")
    waiting = page.locator(WAITING).count()
    assert waiting > 5
    confirmed = decide(page, "a")
    decide(page, "r")
    expect(page.locator(WAITING)).to_have_count(waiting - 2)
    expect(page.locator(f"[data-fact='{confirmed}']")).to_contain_text("Đã xác nhận")

    cited = page.locator(WAITING, has_text="318-QĐ/HU")
    cited.get_by_text("Sửa lại").click()
    cited.get_by_label("Về việc").fill("sơ kết mô hình minh họa")
    cited.get_by_role("button", name="Ghi nội dung đã sửa").click()
    mended = page.locator("[data-fact]", has_text="sơ kết mô hình minh họa")
    expect(mended).to_contain_text("Đã sửa")
    clerk.check()

    page.get_by_role("button", name="Đọc lại").click()
    expect(page.locator("[data-fact]", has_text="sơ kết mô hình minh họa")).to_contain_text("Đã sửa")
    page.locator("[data-fact]", has_text="sơ kết mô hình minh họa").get_by_text("Ghi vào sổ").click()
    expect(page.locator("input[name=raw_symbol]")).to_have_value("318-QĐ/HU")
    expect(page.locator("[name=title]")).to_have_value("sơ kết mô hình minh họa")

    page = clerk.go("/van-ban/nhac-toi/")
    expect(page.locator("table")).to_contain_text("318-QĐ/HU")
    clerk.check()


@pytest.mark.row(130)
def test_the_queue_works_on_a_phone_and_without_script(visitor):
    phone = visitor("chuyenvien", phone=True, script=False)
    page = read(phone, PAGES / "12_footer_and_counter.txt")
    phone.fits()
    waiting = page.locator(WAITING).count()
    page.locator(WAITING).first.get_by_role("button", name="Xác nhận").click()
    expect(page.locator(WAITING)).to_have_count(waiting - 1)


@pytest.mark.row(125, 130)
def test_a_clerk_has_the_seeds_read_and_sees_that_the_parts_add_up(visitor):
    if not SEEDS.is_dir():
        pytest.skip("the seeds are not on this machine (a folder `shared` beside the repository)")
    clerk = visitor("chuyenvien")
    for seed in sorted(SEEDS.glob("*.txt")):
        page = read(clerk, seed)
    page = read(clerk, next(SEEDS.glob("003_*")))
    expect(page.locator(".check").first).to_contain_text("1.165 + 1.330 + 387 + 263")
    expect(page.locator(".check").first).to_contain_text("= 3.145")
    page.get_by_role("button", name="mục chắc chắn").click()
    expect(page.locator(".reading__line--confirmed").first).to_be_visible()
    clerk.check()
