"""The files of the working copy and small questions about their syntax, for tests about the code itself."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "danvan"


@cache
def files() -> tuple[Path, ...]:
    """Every file that belongs to the working copy: tracked, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()
    return tuple(sorted(path for name in answer.split("\0") if name and (path := ROOT / name).is_file()))


def with_suffix(*suffixes: str, under: Path = ROOT) -> list[Path]:
    """Files with one of ``suffixes`` below a folder."""
    return [path for path in files() if path.suffix in suffixes and path.is_relative_to(under)]


def modules(under: Path = ROOT) -> list[Path]:
    """Python files that people write: migrations are generated."""
    return [path for path in with_suffix(".py", under=under) if "migrations" not in path.parts]


def product_modules() -> list[Path]:
    """Python files of the package without its tests."""
    return [path for path in modules(PACKAGE) if "tests" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of a module, each node knowing its ``parent``."""
    parsed = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(parsed):
        for child in ast.iter_child_nodes(node):
            child.parent = node
    return parsed


def short(path: Path, line: int | None = None) -> str:
    """How a place is named in a failure."""
    return f"{path.relative_to(ROOT)}" + (f":{line}" if line else "")


def later_in_chain(node: ast.AST) -> Iterator[str]:
    """The attribute names asked of this expression one after the other: ``X.objects.a().b`` gives ``a``, ``b``."""
    parent = node.parent
    while (
        isinstance(parent, ast.Attribute | ast.Call)
        and getattr(parent, "value", None) is node
        or (isinstance(parent, ast.Call) and parent.func is node)
    ):
        if isinstance(parent, ast.Attribute):
            yield parent.attr
        node, parent = parent, parent.parent


def imported_names(module: ast.Module) -> dict[str, str]:
    """Names that ``from … import`` brings into a module, with the module they come from (dots kept)."""
    return {
        alias.asname or alias.name: "." * node.level + (node.module or "")
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
