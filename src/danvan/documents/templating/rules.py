"""The little of Jinja that a template may use: places, conditions, and loops over what is given to it.

Everything is looked at in the parsed tree before anything runs. There is no arithmetic, no call, no import, no name
that is not given, no attribute that begins with an underscore; a loop runs over a list of the data, and inside another
loop only over what belongs to the row of that loop, so that the work never grows faster than the data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .faults import Fault

MOST_LOOPS = 60
LONGEST_PLACE = 100
FILTERS = ("upper", "lower", "capitalize", "trim", "length", "join", "default", "first", "last")
TESTS = ("defined", "none")
LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex"})
TAKEN = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.For,
    nodes.If, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip


class Environment(ImmutableSandboxedEnvironment):
    """The sandbox, in which a key of a dict goes before its methods: ``block.items`` is what the data calls so."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in (*TESTS, "eq", "ne", "lt", "gt", "le", "ge", "in")}
        self.globals = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def check(sources: Iterator[str] | list[str], sample: dict[str, Any]) -> None:
    """Raise Fault for the first thing in the sources (one a part of the document) that is not taken."""
    environment, names, loops, places = Environment(), _names(sample), 0, 0
    for source in sources:
        try:
            tree = environment.parse(source)
        except TemplateSyntaxError as error:
            raise Fault("syntax", place_of(source, error.lineno), error.message or "") from error
        except RecursionError as error:
            raise Fault("not-allowed") from error
        reader = _Reader(source, frozenset(sample), names)
        reader.read(tree, {})
        loops += reader.loops
        places += reader.places
    if loops > MOST_LOOPS:
        raise Fault("loop", what=str(loops))
    if not places:
        raise Fault("no-place")


def place_of(source: str, line: int | None) -> str:
    """The words of the paragraph (one a line of the source), without the marks of Word."""
    lines = source.split("\n")
    raw = lines[line - 1] if line and 0 < line <= len(lines) else ""
    words = " ".join(re.sub(r"<[^>]*>", "", raw).split())
    return words if len(words) <= LONGEST_PLACE else f"{words[:LONGEST_PLACE]}…"


def _names(value: Any) -> frozenset[str]:
    """All keys anywhere in the sample."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found |= set(one)
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return frozenset(found)


class _Reader:
    """Walks one tree; ``scope`` says of each name whether it is a row of a loop."""

    def __init__(self, source: str, roots: frozenset[str], names: frozenset[str]) -> None:
        self.source, self.roots, self.names = source, roots, names
        self.loops = self.places = 0

    def read(self, node: nodes.Node, scope: dict[str, bool]) -> None:
        if not isinstance(node, TAKEN):
            raise self._fault("not-allowed", node, type(node).__name__)
        if isinstance(node, nodes.For):
            self._loop(node, scope)
            return
        if isinstance(node, nodes.Output):
            self.places += any(not isinstance(one, nodes.TemplateData) for one in node.nodes)
        elif isinstance(node, nodes.Name) and not (node.name in self.roots or node.name in scope):
            raise self._fault("unknown-name", node, node.name)
        elif isinstance(node, nodes.Getattr):
            self._key(node, node.attr)
        elif isinstance(node, nodes.Getitem):
            self._item(node)
        elif isinstance(node, nodes.Filter):
            self._filter(node)
        elif isinstance(node, nodes.Test) and node.name not in TESTS:
            raise self._fault("not-allowed", node, node.name)
        for child in node.iter_child_nodes():
            self.read(child, scope)

    def _key(self, node: nodes.Node, name: str) -> None:
        known = name in LOOP if _root(node) == "loop" else name in self.names
        if name.startswith("_"):
            raise self._fault("not-allowed", node, name)
        if not known:
            raise self._fault("unknown-name", node, name)

    def _item(self, node: nodes.Getitem) -> None:
        if not isinstance(node.arg, nodes.Const) or isinstance(node.arg.value, float | bool):
            raise self._fault("not-allowed", node, "[…]")
        if isinstance(node.arg.value, str):
            self._key(node, node.arg.value)

    def _filter(self, node: nodes.Filter) -> None:
        plain = len(node.args) <= 1 and all(isinstance(one, nodes.Const) for one in node.args)
        if node.name not in FILTERS or node.kwargs or node.dyn_args or node.dyn_kwargs or not plain:
            raise self._fault("not-allowed", node, node.name)

    def _loop(self, node: nodes.For, scope: dict[str, bool]) -> None:
        self.loops += 1
        root = _root(node.iter)
        inside = any(scope.values())
        # Inside a loop only over what its row holds: a list under a list, never every row once more for each.
        if node.recursive or not isinstance(node.target, nodes.Name) or root not in (scope if inside else self.roots):
            raise self._fault("loop", node, root)
        if inside and isinstance(node.iter, nodes.Name) and not scope.get(root):
            raise self._fault("loop", node, root)
        self.read(node.iter, scope)
        below = scope | {node.target.name: True, "loop": False}
        for child in ([node.test] if node.test else []) + node.body + node.else_:
            self.read(child, below)

    def _fault(self, code: str, node: nodes.Node, what: str) -> Fault:
        return Fault(code, place_of(self.source, node.lineno), what)


def _root(node: nodes.Node) -> str:
    """The name with which ``a.b[0].c`` begins; empty for anything that is no such path."""
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""
