"""Write ``docs/reference.md``: settings from the environment, roles and their actions, states and their moves.

``python tools/reference.py`` writes it; a house test compares, so that the page never tells yesterday's truth.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "danvan"
PAGE = ROOT / "docs" / "reference.md"

# What each variable is for. The house test fails for one that the code reads and this page does not explain.
SETTINGS = {
    "DANVAN_HITS_LOG": "The log of a web server in front that answers pages from its own cache: those looks are "
    "counted from it. Empty: there is none.",
    "DANVAN_HOME": "The folder of the database in the box, of stored files and of the local secret; `var` unless told.",
    "DANVAN_SECRET_KEY": "A real office: the secret that signs sessions, at least 50 random characters. Required.",
    "DANVAN_HOSTS": "A real office: the host names under which it is reached, with commas between them. Required.",
    "DANVAN_DEBUG": "Must not be set in a real office; the program refuses to start with it.",
    "DATABASE_URL": "Your own PostgreSQL, `postgresql://user:password@host:port/name`; the one in the box without it.",
    "DJANGO_SETTINGS_MODULE": "Which settings hold: `danvan.conf.settings.local` (the demo) or `….production`.",
    "DANVAN_SHEET_MB": "The largest filled-in Excel form that is taken back, in megabytes; 5 unless told. It may "
    "unpack to four times as much, 500 parts and 50,000 cells.",
    "DANVAN_PAGE_SECONDS": "How long a finished page of the portal is kept for strangers, in seconds; 60 unless told, "
    "0: not at all.",
    "PORT": "The port of the local web server; 8000 unless told.",
}
HEAD = """\
# Reference

Made from the program by `python tools/reference.py`; do not edit by hand.
"""


def read_from_environment() -> set[str]:
    """The names of all variables that the package asks the environment for."""
    return {name for path in sorted(PACKAGE.rglob("*.py")) if "tests" not in path.parts for name in _names(path)}


def _names(path: Path) -> Iterator[str]:
    """Literal first words of ``os.environ.get(…)``, ``os.environ[…]``, ``os.getenv(…)`` and the like."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            asked = ast.unparse(node.func)
            if asked in {"os.environ.get", "os.getenv", "environ.get", "os.environ.setdefault", "os.environ.pop"}:
                yield node.args[0].value
        if isinstance(node, ast.Subscript) and ast.unparse(node) == f"os.environ[{ast.unparse(node.slice)}]":
            yield ast.literal_eval(node.slice)


def settings_section() -> str:
    """The variables of the environment."""
    lines = ["## Settings", "", "| Variable | Meaning |", "| --- | --- |"]
    lines += [f"| `{name}` | {SETTINGS[name]} |" for name in sorted(read_from_environment() & SETTINGS.keys())]
    return "\n".join(lines)


def roles_section() -> str:
    """The matrix of roles and actions, in both languages."""
    from django.utils.translation import override

    from danvan.conf.roles import ACTIONS, ROLES

    def said(text: Any, language: str) -> str:
        with override(language):
            return str(text)

    lines = ["## Roles", "", "A role acts on the unit of its grant and on all that stands under it.", ""]
    lines += [f"- `{role.code}`: {said(role.label, 'en')} ({said(role.label, 'vi')})" for role in ROLES]
    lines += ["", "| Action | Meaning | Vietnamese | Roles |", "| --- | --- | --- | --- |"]
    for code, label in ACTIONS.items():
        holders = ", ".join(f"`{role.code}`" for role in ROLES if code in role.actions)
        lines.append(f"| `{code}` | {said(label, 'en')} | {said(label, 'vi')} | {holders} |")
    return "\n".join(lines)


def states_section() -> str:
    """Every state machine: its states and the moves between them."""
    from django.apps import apps
    from django.utils.translation import override
    from django_fsm import FSMFieldMixin

    lines = ["## States", ""]
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if hasattr(model, "pgh_tracked_model"):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, FSMFieldMixin):
                with override("en"):
                    lines += _machine(model, field)
    return "\n".join(lines).rstrip()


def _machine(model: Any, field: Any) -> list[str]:
    moves = getattr(model, f"get_all_{field.name}_transitions")(model())
    pairs = sorted({(str(move.source), str(move.target)) for move in moves})
    states = [f"- `{code}`: {label}" for code, label in field.flatchoices]
    return [f"### {model._meta.label}, {field.name}", "", *states, "", *[f"- `{a}` → `{b}`" for a, b in pairs], ""]


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, settings_section(), "", roles_section(), "", states_section(), ""])


def main() -> int:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danvan.conf.settings.test")
    import django

    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
