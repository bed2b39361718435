"""The rules of one grid as data, so that the page judges what is typed while the line is down.

What the browser does with it stands in ``static/reports/rules.js``; it is held to the same table of cases as
``checking`` and ``core.numbers``. Amounts travel as text ("1234.5"): a browser's numbers round.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from danvan.core import numbers
from danvan.reports import checking
from danvan.reports.queries.grid import Grid, Line
from danvan.reports.queries.past import Past

DOUBTS = {code: checking.MESSAGES[code] for code in ("leap_up", "leap_down", "months")}


def rules_of(grid: Grid) -> dict[str, Any]:
    """Lines, bonds, limits and sentences (in the language of the page, with ``{places}`` to fill in)."""
    return {"lines": [_line(line) for line in grid.lines], "bonds": grid.rules()} | common()


def common() -> dict[str, Any]:
    """What is the same for every grid: limits and sentences."""
    return {
        "limits": {
            "leap": checking.LEAP,
            "small": checking.SMALL,
            "digits": numbers.MAX_DIGITS,
            "input": numbers.MAX_INPUT,
            "quote": numbers.QUOTE_LENGTH,
        },
        "texts": {code: str(text) for code, text in (numbers.MESSAGES | DOUBTS).items()},
    }


def _line(line: Line) -> dict[str, Any]:
    # A figure that is taken from elsewhere is not typed here, so it is not doubted here.
    past = Past() if line.source else line.past
    last = past.last
    return {
        "item": str(line.item.pk),
        "place": line.place,
        "decimals": line.item.indicator.decimals,
        "required": line.is_needed,
        "flow": line.item.is_asked and not line.item.is_stock,
        "last": _plain(last.amount if last else None),
        "months": _plain(past.of_months),
    }


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"
