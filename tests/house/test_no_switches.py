"""No check is switched off: not for a line without its code, not for a file, not for a test."""

import ast
import io
import re
import tokenize

from . import sources

SWITCHES = re.compile(
    r"type:\s*ignore|pragma:\s*no\s*cover|ruff:\s*noqa|flake8:\s*noqa|pylint:|nosec|noqa(?!: [A-Z]+[0-9]+)", re.I
)
MARKS = {"skip", "skipif", "xfail"}


def _comments(path):
    source = io.StringIO(path.read_text(encoding="utf-8"))
    return [token for token in tokenize.generate_tokens(source.readline) if token.type == tokenize.COMMENT]


def test_no_comment_switches_a_check_off():
    places = [
        sources.short(path, token.start[0])
        for path in sources.modules()
        for token in _comments(path)
        if SWITCHES.search(token.string)
    ]
    assert places == []


def test_no_test_is_marked_to_be_skipped_or_to_fail():
    places = [
        sources.short(path, node.lineno)
        for path in sources.modules()
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in MARKS
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "mark"
    ]
    assert places == []
