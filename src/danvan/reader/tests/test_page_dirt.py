"""One article in seventy kinds of dirt (`pages/dirt.txt`): whatever stands around it, it comes out the same."""

import textwrap
from pathlib import Path

import pytest

from danvan.reader.engine.model import Part, Source
from danvan.reader.engine.page import find_page

DIRT = Path(__file__).parent / "pages" / "dirt.txt"
ALWAYS = ("Sáng 22/5, tại huyện", "toàn tỉnh đăng ký 1.250 mô hình", "đề nghị các cấp ủy tiếp tục")


def cases():
    head, *parts = DIRT.read_text("utf-8").split("=== ")
    words = dict(line.split(": ", 1) for line in head.splitlines())
    words["B"] = "\n\n".join(words[key] for key in ("L1", "L2", "L3"))
    words["WRAPPED"] = "\n".join("\n".join(textwrap.wrap(words[key], 72)) for key in ("L1", "L2", "L3"))
    for part in parts:
        labels, text = part.split("\n---\n", 1)
        name, *lines = labels.splitlines()
        pairs = [line.partition(": ")[::2] for line in lines]
        expected = {key: value.format(**words) for key, value in pairs if key != "not"}
        unwanted = [value.replace("\\n", "\n") for key, value in pairs if key == "not"]
        yield pytest.param(text.removesuffix("\n").format(**words), expected, unwanted, id=name)


@pytest.mark.row(131)
@pytest.mark.parametrize(("text", "expected", "unwanted"), list(cases()))
def test_the_article_comes_out_of_the_dirt(text, expected, unwanted):
    page = find_page(Source(text))
    body = " ".join(page.body.split())
    assert page.title == (expected["title"] or None)
    assert page.published == (expected["published"] or None)
    assert body.startswith(ALWAYS[0])
    assert [body.count(sentence) for sentence in ALWAYS] == [1, 1, 1]
    assert [word for word in unwanted if word in page.body] == []
    assert bool(page.of(Part.BYLINE)) or "signed" not in expected


@pytest.mark.parametrize(("text", "expected", "unwanted"), list(cases()))
def test_blocks_stand_in_order_and_say_where(text, expected, unwanted):
    end = 0
    for block in find_page(Source(text)).blocks:
        assert block.start >= end
        assert text[block.start : block.end] == block.text
        end = block.end
