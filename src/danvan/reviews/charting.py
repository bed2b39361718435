"""Charts of a paper: the question that a chart asks, its answer, and the drawing that the answer gives.

A question of the kind ``chart`` says the ``form`` (bar, line, stacked), ``over`` what it runs (``units`` under the
area, or ``periods``, listed), and which ``indicators`` (``code`` or ``code.part``) are its series. The answer is a
table like any other: it is frozen with the paper, and the picture of an issued paper is drawn from what was frozen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from danvan.core.numbers import format_amount
from danvan.core.periods import Period, PeriodType
from danvan.core.text import clean_line
from danvan.documents.charts import Chart, Form, Mark, Series

from .reading import Cell

if TYPE_CHECKING:
    from .asking import Said, _Asked

UNITS, PERIODS = "units", "periods"
MOST_BARS = 15  # units in one chart; a table holds all of them
LONGEST_FINDING = 200  # what a snapshot keeps of an answer's text
# How many periods a chart goes back over, with its own.
BACK = {PeriodType.MONTH: 12, PeriodType.QUARTER: 8}
BACK_OTHERWISE = 5
CHANGE = "Sắp xếp đơn vị {day:%d/%m/%Y}"


@dataclass(frozen=True)
class ChartPlan:
    """What an author wants drawn; ``indicators`` are the series, ``code`` or ``code.part``."""

    caption: str
    form: str
    over: str
    indicators: tuple[str, ...]

    def question(self, unit: str, period: Period, line: str) -> dict[str, Any]:
        """The question of the chart, about an area (public id), a period and a line."""
        asked = {
            "ask": "chart", "form": self.form, "over": self.over, "indicators": list(self.indicators),
            "unit": unit, "period": period.code, "line": line,
        }  # fmt: skip
        return asked | {"periods": periods_up_to(period)} if self.over == PERIODS else asked


@dataclass(frozen=True)
class Category:
    """One bar or point: its name, its cells (one a series), and the words of a line drawn before it."""

    label: str
    cells: tuple[Cell, ...]
    unit: str = ""
    mark: str = ""


def periods_up_to(last: Period) -> list[str]:
    """The codes of the periods of a chart that ends with ``last``, the earliest first; halves by their like."""
    found = [last]
    while len(found) < BACK.get(last.type, BACK_OTHERWISE):
        before = found[-1].previous() if last.type in BACK else found[-1].same_last_year()
        if before is None:
            break
        found.append(before)
    return [period.code for period in reversed(found)]


def charted(asked: _Asked) -> dict[str, Any]:
    """The answer to a ``chart`` question, as the fields of ``Said``; its text is the finding in one sentence."""
    question = asked.question
    every = _over_periods(asked) if question["over"] == PERIODS else _over_units(asked)
    shown = every[:MOST_BARS] if question["over"] == UNITS else every
    known = [cell for one in shown for cell in one.cells if cell.amount is not None]
    columns = [cell.name for cell in shown[0].cells] if shown else []
    totals = [asked.cell(code, part or None) for code, _dot, part in map(_split, question["indicators"])]
    return {
        "amount": Decimal(len(known)) if known else None,
        "text": _finding(question, shown, len(every))[:LONGEST_FINDING],
        "label": f"Biểu đồ: {', '.join(dict.fromkeys(cell.label for cell in totals))}, {asked.where()}"[:400],
        "measure": "; ".join(dict.fromkeys(cell.measure for cell in totals)),
        "parts": tuple(_row(asked, one) for one in shown) if known else (),
        "reported": max((cell.reported for cell in totals), default=0),
        "expected": max((cell.expected for cell in totals), default=0),
        "estimated": max((cell.estimated for cell in totals), default=0),
        "columns": tuple(columns) if known else (),
    }


def _split(name: str) -> tuple[str, str, str]:
    return name.partition(".")


def _over_units(asked: _Asked) -> list[Category]:
    """Units with a value, the highest of the first series first; equal ones by name."""
    rows = asked.reader.grid(asked.scope, asked.question["indicators"])
    told = [row for row in rows if any(cell.amount is not None for cell in row.cells)]
    stacked = asked.question["form"] == Form.STACKED
    ordered = sorted(told, key=lambda row: -(_sum(row.cells) if stacked else row.cells[0].amount or Decimal(0)))
    return [Category(row.name, row.cells, row.public_id) for row in ordered]


def _over_periods(asked: _Asked) -> list[Category]:
    """The periods from the first with a value on; a line stands where units changed and figures are as they were."""
    periods = [Period.parse(code) for code in asked.question["periods"]]
    names = list(map(_split, asked.question["indicators"]))
    days = [] if asked.reader.mode.as_of else asked.reader.days_of_change(asked.scope[0])
    marks = {
        after.code: CHANGE.format(day=day)
        for before, after in pairwise(periods)
        for day in days
        if before.last_day < day <= after.last_day
    }
    rows = [
        Category(
            _capital(period.label_vi()),
            tuple(asked.cell(code, part or None, period.code) for code, _dot, part in names),
            mark=marks.get(period.code, ""),
        )
        for period in periods
    ]
    first = next((at for at, row in enumerate(rows) if any(cell.amount is not None for cell in row.cells)), len(rows))
    return rows[first:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sum(cells: Sequence[Cell]) -> Decimal:
    return sum((cell.amount for cell in cells if cell.amount is not None), Decimal(0))


def _row(asked: _Asked, one: Category) -> dict[str, Any]:
    row: dict[str, Any] = {"label": one.label, "cells": [_entry(asked, cell) for cell in one.cells]}
    return row | ({"unit": one.unit} if one.unit else {}) | ({"mark": one.mark} if one.mark else {})


def _entry(asked: _Asked, cell: Cell) -> dict[str, Any]:
    amount = None if cell.amount is None else format(cell.amount.normalize(), "f")
    entry = {"text": cell.text, "label": cell.label, "measure": cell.measure, "amount": amount}
    return entry | {"sources": list(asked.sources(cell))} if asked.deep else entry


def _finding(question: dict[str, Any], shown: list[Category], count: int) -> str:
    """What the picture shows, in one sentence of figures."""
    told = [(one.label, one.cells[0]) for one in shown if one.cells[0].amount is not None]
    if question["form"] == Form.STACKED and shown:
        return _largest_part(question, shown)
    if not told:
        return "chưa có số liệu"
    (first, low), (last, high) = told[0], told[-1]
    if question["over"] == UNITS:
        some = f"{MOST_BARS} đơn vị cao nhất trong {format_amount(count)}; " if count > len(shown) else ""
        return f"{some}cao nhất {first}: {low.text}" + (f"; thấp nhất {last}: {high.text}" if len(told) > 1 else "")
    if len(told) == 1:
        return f"{last}: {high.text} {high.measure}"
    if low.amount == high.amount:
        return f"{first} và {last} như nhau: {high.text} {high.measure}"
    word = "lên" if high.amount > low.amount else "xuống"
    return f"từ {low.text} ({first}) {word} {high.text} {high.measure} ({last})"


def _largest_part(question: dict[str, Any], shown: list[Category]) -> str:
    """The largest series: of the last period, or of the units shown together."""
    counted = shown[-1:] if question["over"] == PERIODS else shown
    sums = [(_sum(column), column[0]) for column in zip(*(one.cells for one in counted), strict=True)]
    most, cell = max(sums, key=lambda row: row[0])
    whole = sum((amount for amount, _cell in sums), Decimal(0))
    where = f" ({counted[0].label})" if len(counted) == 1 else ""
    return f"nhiều nhất là {cell.name}: {format_amount(most)} trên {format_amount(whole)} {cell.measure}{where}"


def chart_of(question: dict[str, Any], caption: str, said: Said) -> dict[str, Any] | None:
    """What is drawn for an answer, as plain data to be stored with the paper; None when no value is known."""
    if not said.known:
        return None
    names = _told_apart([row["label"] for row in said.parts])
    columns = zip(*(row["cells"] for row in said.parts), strict=True)
    chart = Chart(
        form=Form(question["form"]),
        finding=clean_line(f"{caption}: {said.text}"),
        categories=tuple(names),
        series=tuple(
            Series(name, tuple(_amount(cell) for cell in cells))
            for name, cells in zip(_told_apart(said.columns), columns, strict=True)
        ),
        measure=said.measure,
        source=f"Nguồn: số liệu {format_amount(said.reported)} trên {format_amount(said.expected)} đơn vị đã báo cáo"
        if said.expected
        else "",
        marks=tuple(Mark(name, row["mark"]) for name, row in zip(names, said.parts, strict=True) if row.get("mark")),
    )
    return asdict(chart) | {
        "form": str(chart.form),
        "series": [{"name": one.name, "values": [_written(value) for value in one.values]} for one in chart.series],
    }


def drawing(data: dict[str, Any]) -> Chart:
    """The chart of stored data."""
    return Chart(
        form=Form(data["form"]),
        finding=data["finding"],
        categories=tuple(data["categories"]),
        series=tuple(
            Series(one["name"], tuple(None if value is None else Decimal(value) for value in one["values"]))
            for one in data["series"]
        ),
        measure=data["measure"],
        source=data["source"],
        marks=tuple(Mark(one["at"], one["text"]) for one in data["marks"]),
    )


def _amount(cell: dict[str, Any]) -> Decimal | None:
    return None if cell["amount"] is None else Decimal(cell["amount"])


def _written(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _told_apart(names: Sequence[str]) -> list[str]:
    """The names, a second one of the same spelling with its count."""
    seen: dict[str, int] = {}
    made = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        made.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return made
