"""The rules for documents and figures take time linear in the length of a text, however it is made."""

import re
import sys
from importlib import import_module
from re import _constants as kinds
from re import _parser as parser
from typing import Any

import pytest

from danvan.reader.engine.facts.arithmetic import find_checks
from danvan.reader.engine.facts.citations import find_citations
from danvan.reader.engine.facts.figures import find_figures
from danvan.reader.engine.model import Block, Page, Part, Source

pytestmark = pytest.mark.trust("T24")

MODULES = (
    "amounts arithmetic citations counted elliptical joining figures issuers kinds levelled "
    "mentions named settings tails units"
)
PATTERNS = [
    pytest.param(value, id=f"{module}.{name}")
    for module in MODULES.split()
    for name, value in vars(import_module(f"danvan.reader.engine.facts.{module}")).items()
    if isinstance(value, re.Pattern)
]
FEW = 60  # a repeat with a small upper bound costs a constant factor


def unbounded_in(tree: Any, inside: bool = False) -> bool:
    """Tell whether an unbounded repeat stands inside an unbounded repeat: the shape that backtracks without end."""
    for operation, argument in tree:
        if operation in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
            low_bound, high, body = argument
            endless = high is kinds.MAXREPEAT or high > FEW
            if (endless and inside) or unbounded_in(body, inside or endless):
                return True
        elif operation is kinds.BRANCH:
            if any(unbounded_in(branch, inside) for branch in argument[1]):
                return True
        elif operation is kinds.SUBPATTERN:
            if unbounded_in(argument[3], inside):
                return True
        elif operation in (kinds.ASSERT, kinds.ASSERT_NOT):
            if unbounded_in(argument[1], inside):
                return True
        elif operation is kinds.GROUPREF_EXISTS and any(
            unbounded_in(branch, inside) for branch in argument[1:] if branch
        ):
            return True
    return False


def test_the_check_of_patterns_sees_a_nested_repeat() -> None:
    assert unbounded_in(parser.parse(r"(?:a+b?)+c"))
    assert not unbounded_in(parser.parse(r"a+(?:b c){0,4}d*"))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_pattern_nests_repeats_without_a_bound(pattern: re.Pattern[str]) -> None:
    assert not unbounded_in(parser.parse(pattern.pattern))


def work(text: str) -> int:
    """Count the calls, of Python's own functions too, that reading a text takes."""
    page = Page(Source(text), (Block(Part.BODY, 0, text),))
    calls = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        citations = find_citations(page)
        figures = find_figures(page, citations)
        find_checks(figures, page)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "unit",
    [
        "1 ",
        "1/2-3.4,",
        "1 mô hình gồm ",
        "1/2 mô hình, đạt 50% ",
        "Nghị quyết 1, ",
        "Nghị quyết số 1, 2, 3, 4 ",
        "1-QĐ/TW ",
        " đã ban hành Nghị quyết số 1",
        "Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ I ",
        "Chương trình hành động thực hiện ",
        "Luật sửa đổi, bổ sung một số điều của Luật Đất đai ",
        "Ban Thường vụ ",
        "“(",
        "a\u0301\u0301\u0301",
        "Điều ",
        " ",
    ],
)
def test_twice_the_text_is_at_most_twice_the_work(unit: str) -> None:
    def text(length: int) -> str:
        return (unit * (length // len(unit) + 1))[:length]

    work(text(2_000))  # fills what is remembered between texts
    assert work(text(16_000)) <= 2.5 * work(text(8_000)) + 200


def test_many_different_laws_and_congresses_are_joined_in_linear_work() -> None:
    def text(count: int) -> str:
        names = (f"M{chr(97 + at % 26)}{chr(97 + at // 26 % 26)}u" for at in range(count))
        return " ".join(
            f"Luật {name} chung; Luật {name} chung năm {1990 + at % 30}; "
            f"Nghị quyết Đại hội Đảng bộ tỉnh lần thứ {at % 99};"
            for at, name in enumerate(names)
        )

    work(text(50))
    assert work(text(400)) <= 2.5 * work(text(200)) + 200


def test_many_different_documents_of_one_number_are_joined_in_linear_work() -> None:
    def text(count: int) -> str:
        return " ".join(f"Nghị quyết số 5 của Hội Mẫu {at} tỉnh ngày {at % 28 + 1}/1/2020;" for at in range(count))

    work(text(50))
    assert work(text(400)) <= 2.5 * work(text(200)) + 200
