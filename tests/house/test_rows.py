"""Tests name only rows that exist, and the list of rows is whole."""

import ast

from tools import rows

from . import sources


def _named() -> set[str]:
    found = set()
    for path in sources.modules():
        for node in ast.walk(sources.tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"row", "trust"}
                and getattr(node.func.value, "attr", "") == "mark"
            ):
                found |= {str(argument.value) for argument in node.args if isinstance(argument, ast.Constant)}
    return found


def test_the_list_holds_132_features_and_66_threats_once_each():
    numbers = [row["number"] for row in rows.titles()]
    assert numbers == [str(n) for n in range(1, 133)] + [f"T{n:02}" for n in range(1, 67)]


def test_no_test_names_a_row_that_does_not_exist():
    assert _named() - {row["number"] for row in rows.titles()} == set()


def test_a_row_counts_as_shown_only_when_all_its_tests_pass():
    assert rows.is_shown({"passed": 2, "failed": 0, "skipped": 1})
    assert not rows.is_shown({"passed": 2, "failed": 1, "skipped": 0})
    assert not rows.is_shown({"passed": 0, "failed": 0, "skipped": 3})
    assert not rows.is_shown(None)


def test_every_row_has_a_title_and_nothing_more():
    assert [row["number"] for row in rows.titles() if not row["title"] or None in row] == []
