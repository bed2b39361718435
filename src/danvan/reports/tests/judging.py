"""One table of cases for two judges: the server, and the page's script without the server."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from danvan.core.text import clean_line
from danvan.reports import checking
from danvan.reports.checking import Bond, Check, Reading
from danvan.reports.queries.grid import merged
from danvan.reports.queries.rules import common
from danvan.reports.states import Operator, RuleKind, Severity

CASES = json.loads((Path(__file__).parent / "data" / "judged.json").read_text(encoding="utf-8"))


def text_by_server(raw: str, decimals: int) -> dict[str, Any]:
    """What the server says of one text: state, amount as text, whether it is an estimate, the message."""
    reading = checking.read(raw, decimals)
    amount = None if reading.amount is None else f"{reading.amount.normalize():f}"
    return {
        "state": reading.state.value,
        "amount": amount,
        "estimate": reading.estimate,
        "message": str(reading.message),
    }


def bonds_of(case: dict[str, Any]) -> list[Bond]:
    return [
        Bond(
            RuleKind(one["kind"]), one["whole"], tuple(one["parts"]), Severity(one["severity"]), one["message"],
            Operator(one["op"]), tuple(one["right"]), Decimal(one["constant"]) if one["constant"] else None, place,
        )
        for place, one in enumerate(case["bonds"])
    ]  # fmt: skip


def rules_for_page(case: dict[str, Any]) -> dict[str, Any]:
    """The rules of a case as a page carries them."""
    places = {int(line["item"]): line["place"] for line in case["lines"]}
    return {"lines": case["lines"], "bonds": checking.as_data(bonds_of(case), places)} | common()


def grid_by_server(case: dict[str, Any]) -> dict[str, Any]:
    """What the server says of a grid, in the shape of its answer to a saved cell."""
    readings: dict[int, Reading] = {}
    cells = {}
    for line in case["lines"]:
        item, raw = int(line["item"]), clean_line(case["typed"].get(line["item"], ""))
        reading = readings[item] = checking.read(raw, line["decimals"])
        last, months = (None if line[name] is None else Decimal(line[name]) for name in ("last", "months"))
        doubts = [checking.leap(reading.amount, last), checking.months_differ(reading.amount, months)]
        own = [reading.message] if reading.state == "error" else [doubt for doubt in doubts if doubt]
        state = "warning" if own and reading.state != "error" else reading.state.value
        text = checking.text_of(reading.state, reading.amount, raw)
        cells[line["item"]] = {"state": state, "text": text, "message": " ".join(map(str, own))}
    places = {int(line["item"]): line["place"] for line in case["lines"]}
    found = checking.broken_bonds(bonds_of(case), readings, places)
    at = [merged([check for check in found if check.item == item]) for item in dict.fromkeys(c.item for c in found)]
    required = [int(line["item"]) for line in case["lines"] if line["required"]]
    done = sum(readings[item].state in {"value", "not_applicable"} for item in required)
    checks = [_told(check, case["explained"]) for check in at if check]
    return {"cells": cells, "checks": checks, "progress": {"done": done, "total": len(required)}}


def _told(check: Check, explained: list[str]) -> dict[str, str]:
    item = str(check.item)
    severity = "warning" if item in explained else check.severity.value
    return {"item": item, "severity": severity, "message": str(check.message)}
