"""When areas merge or split, their bodies do too: which body goes on in which, and what the new ones are called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from danvan.core.text import fold
from danvan.orgs.kinds import PROVINCE_LEVEL, Kind
from danvan.orgs.models import Unit

from .plan import Coming, Part
from .tree import Node, Tree

# An area has one of each by law, whatever it is coded.
ONE_OF_A_KIND = frozenset({Kind.PARTY_COMMITTEE, Kind.FRONT, Kind.PEOPLES_COMMITTEE, Kind.PEOPLES_COUNCIL})


class Called(Protocol):
    """Anything with a kind and names: a unit of the tree, or one that comes."""

    kind: str
    name: str
    short_name: str


def called_after(text: str, old: Called, new: Called) -> str:
    """``text`` (the name of a body) with the name of its area changed: "Đảng ủy xã A" becomes "Đảng ủy phường B".

    The Party committee of a centrally run city is called "Thành ủy", that of a province "Tỉnh ủy".
    """
    if found := _word(old.name).search(text):
        name = new.name if found[0][0].isupper() else new.name[:1].lower() + new.name[1:]
        text = text.replace(found[0], name)
    else:
        text = _word(old.short_name).sub(lambda _: new.short_name, text)
    if old.kind in PROVINCE_LEVEL and new.kind in PROVINCE_LEVEL and old.kind != new.kind:
        was, now = ("Tỉnh ủy", "Thành ủy") if new.kind == Kind.MUNICIPALITY else ("Thành ủy", "Tỉnh ủy")
        text = text.replace(was, now)
    return text


def _word(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE)


def suffix_of(body: Node, area: Called) -> str:
    """What tells bodies of one kind apart: the end of the code, or the name without that of the area."""
    if "." in body.code:
        return body.code.rpartition(".")[2]
    return fold(_word(area.short_name).sub("", body.name))


class Succession:
    """Finds, and where there is none plans, the body in which a body goes on. ``opens`` holds the new ones."""

    def __init__(self, tree: Tree, coming: Iterable[Coming]) -> None:
        self.tree = tree
        self.coming = {one.code: one for one in coming}
        self.opens: list[Coming] = []
        self._there: dict[str, dict[tuple[str, str], str]] = {}
        self._heirs: dict[tuple[str, str], str] = {}

    def parts(self, strand: Part, *, closing: bool) -> list[Part]:
        """The strands of all bodies of ``strand.source`` to those of ``strand.heir``, with the share of the area.

        A living heir of a part gets no new bodies: only those it has take over.
        """
        bodies = list(self.tree.bodies(strand.source))
        alone = {kind for kind in ONE_OF_A_KIND if sum(body.kind == kind for body in bodies) == 1}
        create = closing or strand.heir in self.coming
        found = []
        for body in bodies:
            heir = self._find(body, strand, alone) or (self._open(body, strand) if create else None)
            if heir is None:
                continue
            self._heirs[body.code, strand.heir] = heir
            if heir != body.code:
                found.append(replace(strand, source=body.code, heir=heir))
        return found

    def _known(self, heir: str) -> dict[tuple[str, str], str]:
        """The bodies of the heir so far, by kind and suffix."""
        if heir not in self._there:
            there = self.tree.bodies(heir) if heir in self.tree else ()
            self._there[heir] = {(body.kind, suffix_of(body, self.tree[heir])): body.code for body in there}
        return self._there[heir]

    def _find(self, body: Node, strand: Part, alone: set[str]) -> str | None:
        known = self._known(strand.heir)
        exact = known.get((body.kind, suffix_of(body, self.tree[strand.source])))
        if exact or body.kind not in alone:
            return exact
        alike = [code for (kind, _), code in known.items() if kind == body.kind]
        return alike[0] if len(alike) == 1 else None

    def _open(self, body: Node, strand: Part) -> str:
        source: Called = self.tree[strand.source]
        heir: Called = self.coming.get(strand.heir) or self.tree[strand.heir]
        suffix = suffix_of(body, source)
        end = suffix if "." in body.code else body.kind
        code = self._free(f"{strand.heir}.{end}")
        parent = strand.heir if body.parent == strand.source else self._heirs[body.parent, strand.heir]
        name, short = (called_after(text, source, heir) for text in (body.name, body.short_name))
        self.opens.append(Coming(code, body.kind, name, short, parent))
        self._known(strand.heir)[body.kind, suffix] = code
        return code

    def _free(self, code: str) -> str:
        """The code, or with a number behind it when a unit, living or closed, bears it already."""
        taken = set(Unit.objects.filter(code__startswith=code).values_list("code", flat=True))
        taken |= {one.code for one in self.opens} | set(self.coming)
        number, free = 1, code
        while free in taken:
            number += 1
            free = f"{code}-{number}"
        return free
