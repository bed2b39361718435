"""The rows of a list of units that lead or trail: each with its number, what is behind it, and its place.

Rates are compared as they are printed, with one decimal, so that two equal numbers never stand at different places.
A unit that told nothing has no place and is named apart, and so is one whose rate cannot be worked out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from danvan.core.numbers import format_amount, format_percent, percent

from . import ranking
from .ranking import Standing
from .reading import Cell, Reader

MOST = 5


@dataclass(frozen=True)
class Ranks:
    """An answered ranking. ``rows`` are {label, unit, text, after, cells}.

    The last rows of a trailing list name those who are apart. ``listed`` units stand in the list, ``told`` have a
    number to compare, ``silent`` have none.
    """

    rows: tuple[dict[str, Any], ...]
    listed: int
    told: int
    silent: int
    text: str
    label: str
    rule: str
    estimated: int
    sources: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class _Unit:
    """One unit with its cell, the cell it is compared with, and the number that it is ordered by."""

    cell: Cell
    of: Cell | None
    name: str

    @property
    def amount(self) -> Decimal | None:
        """The number as printed; None when there is none."""
        if self.of:
            return percent(self.cell.amount, self.of.amount)
        return self.cell.amount

    @property
    def number(self) -> str:
        """How the number is printed."""
        if self.of:
            return format_percent(self.cell.amount, self.of.amount)
        return f"{self.cell.text} %" if self.cell.ratio else self.cell.text

    @property
    def is_silent(self) -> bool:
        """Whether it did not tell what is needed; a base of zero was told."""
        return self.cell.amount is None or (self.of is not None and self.of.amount is None)

    @property
    def cells(self) -> list[Cell]:
        """What is behind the number."""
        return [self.cell, self.of] if self.of else [self.cell]

    @property
    def doubts(self) -> str:
        """What the number lacks, in words; empty when nothing."""
        found = []
        if any(cell.reported < cell.expected for cell in self.cells):
            found.append("báo cáo chưa đủ")
        if any(cell.estimated for cell in self.cells):
            found.append("có số ước tính")
        return f" ({', '.join(found)})" if found else ""


def ranks_of(reader: Reader, question: dict[str, Any], *, deep: bool) -> Ranks:
    """Who leads (``ask`` "leading") or trails under the question's area; ``deep`` also fetches the filed values."""
    units = {one.cell.scope[0]: one for one in _units(reader, question)}
    amounts = {key: one.amount for key, one in units.items() if one.amount is not None}
    leads = question["ask"] == "leading"
    pick = ranking.leading if leads else ranking.trailing
    standings = pick(amounts, question.get("most", MOST))
    rows = [_row(reader, units[one.key], one, deep) for one in standings]
    sources = [source for row in rows for cell in row["cells"] for source in cell.get("sources", ())]
    if not leads:
        rows += _apart(units.values())
    return Ranks(
        rows=tuple(rows),
        listed=len(standings),
        told=len(amounts),
        silent=len(units) - len(amounts),
        text=_text(len(standings), amounts, len(units)),
        label=_label(reader, question, leads),
        rule=_rule(question, next(iter(units.values()), None)),
        estimated=sum(bool(cell.estimated) for one in standings for cell in units[one.key].cells[:1]),
        sources=tuple(sources),
    )


def _units(reader: Reader, question: dict[str, Any]) -> Iterable[_Unit]:
    for cells in reader.standings(reader.scope_of(question)):
        cell = cells[question["indicator"]]
        of = cells[question["of"]] if question.get("of") else None
        yield _Unit(cell, of, reader.unit_name(cell.scope[0]))


def _row(reader: Reader, unit: _Unit, standing: Standing, deep: bool) -> dict[str, Any]:
    behind = "" if unit.cell.ratio else f" {unit.cell.measure}"
    if unit.of:
        behind = f" ({unit.cell.text} trên {unit.of.text} {unit.of.measure})"
    after = f"{behind}{unit.doubts}, {standing.text}"
    entry: dict[str, Any] = {
        "text": unit.number,
        "label": unit.cell.label,
        "measure": "%" if unit.of else unit.cell.measure,
    }
    if deep:
        entry["sources"] = [source for cell in unit.cells for source in reader.sources(cell)]
    return {
        "label": unit.name, "unit": standing.key, "text": f"{unit.number}{after}", "after": after, "cells": [entry],
    }  # fmt: skip


def _apart(units: Iterable[_Unit]) -> list[dict[str, Any]]:
    """Who has no place, named: without figures, and without a base for a rate."""
    without = [one for one in units if one.amount is None]
    silent = [one.name for one in without if one.is_silent]
    baseless = [one.name for one in without if not one.is_silent]
    named = (("Chưa có số liệu, không xếp thứ tự", silent), ("Không tính được tỷ lệ vì mẫu số bằng 0", baseless))
    return [
        {"label": f"{why} ({format_amount(len(names))} đơn vị)", "text": ", ".join(names), "cells": []}
        for why, names in named
        if names
    ]


def _text(listed: int, amounts: dict[str, Decimal], everyone: int) -> str:
    told = f"{format_amount(len(amounts))} đơn vị có số liệu"
    silent = everyone - len(amounts)
    apart = f"; {format_amount(silent)} đơn vị chưa xếp được" if silent else ""
    if not amounts:
        return "chưa đơn vị nào có số liệu"
    if listed:
        return f"{format_amount(listed)} trên {told}{apart}"
    return f"{told}{' đều bằng nhau' if len(amounts) > 1 else ''}, không xếp thứ tự{apart}"


def _label(reader: Reader, question: dict[str, Any], leads: bool) -> str:
    which = "Đơn vị dẫn đầu" if leads else "Đơn vị đạt thấp"
    name = reader.indicator_name(question["indicator"])
    if question.get("of"):
        return f"{which} theo tỷ lệ {name} so với {reader.indicator_name(question['of'])}"
    return f"{which} theo chỉ tiêu {name}"


def _rule(question: dict[str, Any], sample: _Unit | None) -> str:
    by_rate = bool(question.get("of")) or bool(sample and sample.cell.ratio)
    by = "tỷ lệ như in trên báo cáo" if by_rate else "số lượng, chưa xét quy mô của đơn vị"
    return f"Xếp theo {by}; đơn vị bằng nhau cùng một thứ tự"
