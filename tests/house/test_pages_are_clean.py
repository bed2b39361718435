"""The pages keep to the content security policy and to one set of colours."""

import re

import pytest

from . import sources

INLINE = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a handler": re.compile(r"<[a-z][^>{%]*\son[a-z]+\s*=", re.I),
    "a script in the page": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.I),
    "a script address": re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.I),
}
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(|"
    r"(?<![\w-])(?:white|black|red|green|blue|yellow|orange|gray|grey|silver|gold|brown|pink|purple|navy|maroon)(?![\w-])",
    re.I,
)
COMMENT = re.compile(r"/\*.*?\*/", re.S)
VALUE = re.compile(r"[\w-]+\s*:\s*([^;{}]+)[;}]")


@pytest.mark.trust("T16")
@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what):
    found = [sources.short(p) for p in sources.with_suffix(".html") if INLINE[what].search(p.read_text("utf-8"))]
    assert found == []


def _colours(text: str) -> list[str]:
    values = VALUE.findall(COMMENT.sub("", text))
    return [colour for value in values for colour in COLOUR.findall(re.sub(r"url\([^)]*\)|\"[^\"]*\"", "", value))]


def test_colours_stand_in_the_tokens_only():
    sheets = [path for path in sources.with_suffix(".css") if path.name != "tokens.css"]
    assert {sources.short(path): found for path in sheets if (found := _colours(path.read_text("utf-8")))} == {}


def test_the_search_for_colours_finds_them():
    assert _colours("a { color: #fff; } b { border: 1px solid red; } c { background: rgb(1 2 3); }") == [
        "#fff", "red", "rgb(",
    ]  # fmt: skip
    assert _colours("a { color: var(--ink-red); } /* red: #fff; */") == []
