"""T24: the time of reading grows as the length of the text, whatever the text is; no pattern can explode.

Work is counted, not timed: what the interpreter executes of the engine's own lines, which does not depend on how
busy the machine is. What a single call of the expression machine does is looked at apart: the patterns themselves.
"""

import importlib
import pkgutil
import re
import sys
from pathlib import Path
from re import _constants as names
from re import _parser as parser

import pytest

from danvan.reader import engine
from danvan.reader.engine.intake import read_bytes
from danvan.reader.engine.model import Source
from danvan.reader.engine.page import find_page

SMALL = 4_000
BOUND = 2.6  # twice the text, plus what sorting and chance add
PAGES = Path(__file__).parent / "pages"

WORST = {
    "one letter": "a",
    "blanks": "x" + " " * 39,
    "no blanks": "aBCDEĐ",
    "stacked marks": "a" + "\u0301" * 20,
    "numbers": "1.",
    "dates": "12/05/2019 08:15 ",
    "half dates": "12/05/",
    "labels": "Cập nhật lúc ",
    "counters": "Hôm nay: ",
    "counter lines": "Hôm nay:\n12\n",
    "short lines": "Tin tức\n",
    "headlines": "Hội nghị tổng kết công tác dân vận năm 2019\n\n",
    "date lines": "Ngày 12/05/2019 08:15\n",
    "sections": "Trang chủ > Tin tức > ",
    "openings": "Sáng ngày ",
    "marks": "(ĐN)- ABC - ",
    "glued": "nghịHội nghị",
    "captions": "Ảnh: Đồng chí A phát biểu tại hội nghị\n",
    "brackets": "(((",
    "quotes": "“”",
    "markdown": "![a](b) | ** | ",
    "tails": "Tin liên quan\nMột tin khác\n",
    "articles": "Điều 1. Điều khoản. ",
    "sentences": "Ban Dân vận Tỉnh ủy tổ chức hội nghị tổng kết công tác dân vận của tỉnh trong năm. ",
    "paragraphs": "Ban Dân vận Tỉnh ủy tổ chức hội nghị tổng kết công tác dân vận trong năm, có {} đại biểu dự.\n\n",
    "names": "Nguyễn Văn An - Trần Thị Bình\n",
    "dots": "...!?",
    "table": "Xã | 1 | 2\n",
}


def text_of(unit: str, length: int) -> str:
    copies = length // len(unit) + 1
    return "".join(unit.replace("{}", str(number)) for number in range(copies))[:length]


def work(call, text: str) -> int:
    """How many lines of the package are executed while `text` is read."""
    count = 0

    def line(frame, event, argument):
        nonlocal count
        count += 1
        return line

    def watch(frame, event, argument):
        return line if "danvan" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        call(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.trust("T24")
@pytest.mark.parametrize("unit", WORST.values(), ids=WORST)
def test_twice_the_text_is_twice_the_work(unit):
    def read(text: str) -> None:
        find_page(read_bytes(text.encode()))

    read("Dân vận")  # what is made once is made before
    small, large = (work(read, text_of(unit, length)) for length in (SMALL, 2 * SMALL))
    assert large <= BOUND * small + 2_000


@pytest.mark.trust("T24")
def test_a_page_between_two_seas_of_dirt_is_still_found():
    page = (PAGES / "06_joomla_breadcrumb.txt").read_text("utf-8")
    sea = "Tin tức\nHôm nay: 12\n" * 2_000
    assert find_page(Source(sea + page)).title == "Giám sát việc công khai đất đai tại 8 xã của huyện Đông Khê"


def patterns() -> list[tuple[str, re.Pattern]]:
    """Every compiled pattern at the top of a module of the engine, also those in lists and dictionaries."""
    found = []
    for module in pkgutil.walk_packages(engine.__path__, f"{engine.__name__}."):
        for name, value in vars(importlib.import_module(module.name)).items():
            inside = (
                value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else [value]
            )
            found += [(f"{module.name}.{name}", item) for item in inside if isinstance(item, re.Pattern)]
    return found


UNBOUNDED = 1_000
REPEATS = (names.MAX_REPEAT, names.MIN_REPEAT)


def nested(tree, inside: bool = False) -> bool:
    """Tell whether a repetition without a bound that begins with something repeated stands in another such one.

    `(a+)+` and `(a*b*)*` can be split in many ways; `(, a+)*` cannot, because each round begins with its comma.
    """
    for operator, value in tree:
        if operator in REPEATS:
            low, high, body = value
            endless = high > UNBOUNDED
            if endless and starts_endless(body):
                return True
            if nested(body, inside or endless):
                return True
        elif operator is names.SUBPATTERN:
            if nested(value[3], inside):
                return True
        elif operator is names.BRANCH:
            if any(nested(branch, inside) for branch in value[1]):
                return True
        elif operator in (names.ASSERT, names.ASSERT_NOT) and nested(value[1]):
            return True
    return False


def starts_endless(body) -> bool:
    """Tell whether what stands in a repetition can consist of an endless repetition alone."""
    needed = [part for part in body if part[0] is not names.AT]
    if not needed:
        return False
    endless = False
    for operator, value in needed:
        if operator in REPEATS:
            if value[1] > UNBOUNDED:
                endless = True
            elif value[0] > 0:
                return False
        elif operator is names.SUBPATTERN:
            if starts_endless(value[3]):
                endless = True
            else:
                return False
        elif operator is names.BRANCH:
            return any(starts_endless(branch) for branch in value[1])
        else:
            return False
    return endless


@pytest.mark.trust("T24")
def test_no_pattern_of_the_engine_repeats_a_repetition():
    assert len(patterns()) > 50
    assert [name for name, pattern in patterns() if nested(parser.parse(pattern.pattern, pattern.flags))] == []


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a*)*", "(?:a*b*)*", "(a|b+)*", "((a+))+"])
def test_the_look_at_patterns_finds_the_dangerous_ones(pattern):
    assert nested(parser.parse(pattern))


@pytest.mark.parametrize("pattern", ["(, a+)*", "(?:a{1,3})*", "a+b+", "(ab+c)*"])
def test_the_look_at_patterns_leaves_the_harmless_ones(pattern):
    assert not nested(parser.parse(pattern))
