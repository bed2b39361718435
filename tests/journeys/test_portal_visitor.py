"""A villager reads the news on a phone, looks something up, says a word; a moderator reads it first."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

WORDS = "Cách làm này rất hay, xã tôi cũng muốn học theo."
ARTICLE = re.compile(r"/tin/[\w-]+/[\w-]+/(\?.*)?")
QUICKEST = 3500  # ms; nobody reads, thinks and writes in three seconds


def first_article(page: Page) -> str:
    """The address of the first article that the list names."""
    hrefs = page.eval_on_selector_all("main a[href]", "links => links.map(link => link.getAttribute('href'))")
    return next(href for href in hrefs if ARTICLE.fullmatch(href))


def write(page: Page, words: str, name: str) -> None:
    """Fill in the form as a person does, and send it."""
    form = page.locator("[data-comment-form]")
    form.get_by_label("Tên của bạn").fill(name)
    form.get_by_label("Nội dung phản hồi").fill(words)
    # A person takes a while to write; frames are counted by the browser's own clock until that while has passed.
    page.evaluate(
        "async (quickest) => { while (performance.now() <= quickest) await new Promise(requestAnimationFrame); }",
        QUICKEST,
    )
    form.get_by_role("button", name="Gửi phản hồi").click()


@pytest.mark.row(113)
def test_a_reader_comments_on_the_phone_and_is_read_after_a_moderator_agreed(visitor):
    reader = visitor(phone=True)
    article = first_article(reader.go("/tin/"))
    page = reader.go(article)
    reader.check()
    reader.go("/tim-kiem/?q=dan+van+kheo")
    reader.check()
    reader.go(article)
    write(page, WORDS, "Bà Lành")
    expect(page.locator(".comments__received")).to_contain_text("chờ duyệt")
    expect(page.get_by_text(WORDS)).to_have_count(0)
    reader.check()

    moderator = visitor("bientap")
    desk = moderator.go("/phan-hoi/")
    moderator.check()
    moderator.picture("phan-hoi-cho-duyet")
    row = desk.get_by_role("row").filter(has_text=WORDS).first
    row.focus()
    desk.keyboard.press("a")
    expect(desk.locator(".toast")).to_contain_text("đã được đăng")

    reader.go(article)
    expect(page.get_by_text(WORDS)).to_be_visible()
    reader.check()


@pytest.mark.row(113)
def test_a_reader_without_script_writes_as_well(visitor):
    reader = visitor(phone=True, script=False)
    article = first_article(reader.go("/tin/"))
    page = reader.go(article)
    form = page.locator("[data-comment-form]")
    form.get_by_label("Nội dung phản hồi").fill("Lời của máy cũ.")
    form.get_by_role("button", name="Gửi phản hồi").click()
    # Written more quickly than a person can: the words stay, and a second press is enough once the time is over.
    while page.get_by_text("Thao tác quá nhanh").is_visible():
        expect(page.get_by_label("Nội dung phản hồi")).to_have_value("Lời của máy cũ.")
        page.get_by_role("button", name="Gửi phản hồi").click()
    expect(page.locator(".comments__received")).to_contain_text("chờ duyệt")
