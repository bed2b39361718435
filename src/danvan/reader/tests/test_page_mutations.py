"""The invented pages again, each with something else done to it: what the reader takes from them stays the same."""

import json
from pathlib import Path

import pytest

from danvan.reader.engine.intake import read_bytes
from danvan.reader.engine.page import find_page

PAGES = Path(__file__).parent / "pages"
# Pages with a headline in a line of its own; the others begin with everything in one line, or have none.
NAMES = ("01", "02", "04", "05", "06", "09", "12")

MENU = "Trang chủ\nGiới thiệu\nĐăng nhập\nA- A A+\nHôm nay: 12\nTổng truy cập: 123.456\nLượt xem: 1.234\n"
BUTTONS = "\nIn trang\nGửi email\nChia sẻ\nQuay lại\nĐã xem: 55"
OTHERS = "\nCác tin khác\nHuyện Khe Vàng ra quân làm đường\nThăm mô hình hay ở Nà Lĩnh (12/03/2018)"
FOOTER = "\nBản quyền thuộc về Ban Dân vận\nĐịa chỉ: Số 1, đường Mẫu\nĐiện thoại: 0000"

MUTATIONS = {
    "no empty lines": lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "blanks that do not break": lambda text: text.replace(" ", "\u00a0"),
    "day of the visit": lambda text: "Thứ Hai, ngày 15/04/2024\n" + text,
    "menu and counters above": lambda text: MENU + text,
    "buttons, others and a footer below": lambda text: text + BUTTONS + OTHERS + FOOTER,
    "other headlines above": lambda text: OTHERS.split("\n", 2)[2] + "\n\n" + text,
    "a banner above": lambda text: "Banner Ban Dân vận (Home-1)\n![](/a.png)\n" + text,
    "no-width and direction signs": lambda text: text.replace("n ", "n\u200b \u202a"),
    "all of it": lambda text: "Thứ Hai, ngày 15/04/2024\n" + MENU + text + BUTTONS + OTHERS + FOOTER,
}


@pytest.mark.row(131)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS)
def test_the_article_stays_the_same(name, mutation):
    source = next(PAGES.glob(f"{name}_*.txt"))
    expected = json.loads(source.with_suffix(".json").read_text("utf-8"))
    page = find_page(read_bytes(mutation(source.read_text("utf-8")).encode()))
    body = " ".join(page.body.split())
    assert " ".join((page.title or "").split()) == expected["title"]
    assert page.published == expected["published"]
    assert body.startswith(expected["body_start"])
    assert body.count(expected["body_start"]) == 1
    added = (MENU + BUTTONS + OTHERS + FOOTER).split("\n")
    assert [line for line in added if len(line) > 9 and line in body] == []
