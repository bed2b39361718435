"""What a person asks for passes the one permission rule, and nothing builds SQL from text."""

import ast

import pytest

from . import sources

DOORS = {"views", "api", "exports", "tasks", "urls"}
SCOPES = {"visible_to", "permitted"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
RUNS_SQL = {"execute", "executemany", "copy"}
HIDES_SQL = {"raw", "extra", "RawSQL"}


def _is_door(path) -> bool:
    inside = path.relative_to(sources.PACKAGE)
    return path.stem in DOORS or bool(DOORS & set(inside.parts[:-1]))


def unscoped(module: ast.Module) -> list[int]:
    """Lines that ask a manager without saying for whom."""
    return [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and not SCOPES & set(sources.later_in_chain(node))
    ]


def _root(node: ast.AST) -> ast.AST:
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node


def _is_fixed(statement: ast.AST, imported: dict[str, str]) -> bool:
    """A plain literal, a constant of a module called ``sql``, or psycopg's own quoting of identifiers."""
    if isinstance(statement, ast.Constant):
        return isinstance(statement.value, str)
    if isinstance(statement, ast.Name):
        return imported.get(statement.id, "").endswith("sql")
    root = _root(statement)
    if isinstance(statement, ast.Attribute) and statement.value is root:
        return getattr(root, "id", "") == "sql" and "sql" in imported
    return isinstance(root, ast.Name) and imported.get(root.id) == "psycopg" and root.id == "sql"


def built_sql(module: ast.Module) -> list[int]:
    """Lines where the text given to the database is not fixed in the source."""
    imported = sources.imported_names(module)
    found = []
    for node in ast.walk(module):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in HIDES_SQL or (name in RUNS_SQL and node.args and not _is_fixed(node.args[0], imported)):
            found.append(node.lineno)
    return found


@pytest.mark.trust("T08")
def test_views_exports_and_tasks_ask_managers_only_for_somebody():
    places = [
        sources.short(path, line)
        for path in sources.product_modules()
        if _is_door(path)
        for line in unscoped(sources.tree(path))
    ]
    assert places == []


@pytest.mark.trust("T14")
def test_sql_is_fixed_text_and_never_put_together():
    places = [sources.short(path, line) for path in sources.product_modules() for line in built_sql(sources.tree(path))]
    assert places == []


@pytest.mark.trust("T14")
def test_constants_of_sql_modules_are_made_of_literals_and_of_each_other():
    def fixed(value: ast.AST) -> bool:
        if isinstance(value, ast.JoinedStr):
            return all(isinstance(part, ast.Constant) or isinstance(part.value, ast.Name) for part in value.values)
        return isinstance(value, ast.Constant)

    places = [
        sources.short(path, node.lineno)
        for path in sources.product_modules()
        if path.stem == "sql"
        for node in sources.tree(path).body
        if not (isinstance(node, ast.Expr) or (isinstance(node, ast.Assign) and fixed(node.value)))
    ]
    assert places == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("Report.objects.filter(a=1)", [1]),
        ("Report.objects.visible_to(actor).filter(a=1)", []),
        ("Report.objects.alive(day).permitted(actor, VIEW)", []),
        ("f(Report.objects.all()).permitted(actor, VIEW)", [1]),
    ],
)
def test_the_rule_on_managers_sees_what_it_should(source, lines):
    assert unscoped(_parsed(source)) == lines


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("cursor.execute('select 1')", []),
        ("from .sql import BUILD\ncursor.execute(BUILD)", []),
        ("from danvan.figures import sql\ncursor.execute(sql.LINE_BODIES)", []),
        ("cursor.execute(self.statement)", [1]),
        ("from .models import BUILD\ncursor.execute(BUILD)", [2]),
        ("cursor.execute(f'select {x}')", [1]),
        ("cursor.execute('select %s' % x)", [1]),
        ("from psycopg import sql\nc.execute(sql.SQL('drop table {}').format(sql.Identifier(n)))", []),
        ("Report.objects.raw('select 1')", [1]),
    ],
)
def test_the_rule_on_sql_sees_what_it_should(source, lines):
    assert built_sql(_parsed(source)) == lines


def _parsed(source: str) -> ast.Module:
    module = ast.parse(source)
    for node in ast.walk(module):
        for child in ast.iter_child_nodes(node):
            child.parent = node
    return module
