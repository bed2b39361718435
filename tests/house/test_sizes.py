"""Nothing grows beyond what a person reads at once."""

import ast

from . import sources

FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES, POSITIONAL = 400, 50, 120, 5
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _lines(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _functions():
    for path in sources.modules():
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, FUNCTIONS):
                yield path, node


def test_no_file_of_code_is_longer_than_400_lines():
    code = [*sources.modules(), *sources.with_suffix(".css", ".js", ".sh")]
    assert [sources.short(path) for path in code if _lines(path) > FILE_LINES] == []


def test_no_function_is_longer_than_50_lines():
    long = [
        sources.short(path, node.lineno)
        for path, node in _functions()
        if node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_no_function_takes_more_than_5_positional_parameters():
    def positional(node) -> int:
        names = [argument.arg for argument in [*node.args.posonlyargs, *node.args.args]]
        return len(names) - (bool(names) and names[0] in {"self", "cls"})

    # A test takes its arguments by name, from pytest.
    called = [(path, node) for path, node in _functions() if not node.name.startswith("test_")]
    assert [sources.short(path, node.lineno) for path, node in called if positional(node) > POSITIONAL] == []


def test_no_template_is_longer_than_120_lines():
    assert [sources.short(path) for path in sources.with_suffix(".html") if _lines(path) > TEMPLATE_LINES] == []
