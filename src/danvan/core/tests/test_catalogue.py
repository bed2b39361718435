"""Every sentence of this floor has its Vietnamese, with the same places to fill."""

import ast
import string
from importlib.resources import files

from babel.messages.pofile import read_po

CORE = files("danvan.core")


def sentences() -> set[str]:
    found = set()
    for module in CORE.iterdir():
        if module.name.endswith(".py"):
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                    found.add(ast.literal_eval(node.args[0]))
    return found


def places(text: str) -> set[str | None]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text)} - {None}


def test_every_sentence_is_in_vietnamese_and_fills_the_same_places():
    with CORE.joinpath("locale/vi/LC_MESSAGES/django.po").open("rb") as source:
        catalogue = {m.id: m for m in read_po(source) if m.id}
    assert set(catalogue) == sentences()
    for message in catalogue.values():
        assert message.string
        assert not message.fuzzy
        assert places(message.string) == places(message.id)
