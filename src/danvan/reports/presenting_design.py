"""The sketch of a form as its page and its preview show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from danvan.documents.text import roman
from danvan.figures.models import Indicator

from .queries.grid import LETTERS
from .queries.known import Known
from .sketch import Line, RuleRow, Section, Sketch


@dataclass(frozen=True)
class ShownLine:
    """A line with its number in the grid, what exists about it, and whether it can go up or down."""

    line: Line
    place: str
    known: Known
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class ShownSection:
    """A section with its numeral."""

    section: Section
    numeral: str
    lines: list[ShownLine]
    is_first: bool
    is_last: bool


def shown_sections(sketch: Sketch, known: Mapping[int, Known]) -> list[ShownSection]:
    """The sections in their order."""
    total, number, found = len(sketch.lines), 0, []
    for at, section in enumerate(sketch.sections):
        lines = []
        for line in section.lines:
            number += 1
            first = number == 1 and at == 0
            last = number == total and at == len(sketch.sections) - 1
            lines.append(ShownLine(line, str(number), known.get(line.indicator.pk, Known()), first, last))
        found.append(ShownSection(section, roman(at) if at else "", lines, at <= 1, at == len(sketch.sections) - 1))
    return found


@dataclass(frozen=True)
class ShownRule:
    """A rule whose sides are pairs of key and name."""

    rule: RuleRow
    left: list[tuple[str, str]]
    right: list[tuple[str, str]]
    error: str


def shown_rules(sketch: Sketch) -> list[ShownRule]:
    """The rules with the names of their lines and what is wrong with them."""
    names = {key: name for key, (name, _codes) in sketch.keys().items()}
    return [
        ShownRule(
            rule, [(key, names[key]) for key in rule.left if key in names],
            [(key, names[key]) for key in rule.right if key in names], sketch.errors.get(f"rule-{rule.number}", ""),
        )
        for rule in sketch.rules
    ]  # fmt: skip


def preview_lines(sketch: Sketch) -> Iterator[dict[str, Any]]:
    """The rows of the grid as a unit will see them."""
    number = 0
    for at, section in enumerate(sketch.sections):
        heading = section.name
        for line in section.lines:
            number += 1
            parts = list(line.indicator.parts.all()) if line.with_parts else []
            yield _row(line, str(number), line.indicator, heading, roman(at) if at and heading else "")
            heading = ""
            for letter, part in zip(LETTERS, parts, strict=False):
                yield _row(line, f"{number}{letter}", part, "", "")


def _row(line: Line, place: str, named: Indicator | Any, heading: str, numeral: str) -> dict[str, Any]:
    return {
        "place": place,
        "name": named.name,
        "measure": line.indicator.measure,
        "is_part": named is not line.indicator,
        "optional": line.optional,
        "taken": bool(line.source),
        "heading": heading,
        "numeral": numeral,
    }
