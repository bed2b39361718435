"""The server's half of the table of cases; the browser's half is in tests/journeys/test_offline.py."""

from __future__ import annotations

from decimal import Decimal

import pytest

from danvan.core.numbers import parse_amount
from danvan.reports.checking import is_estimate

from .judging import CASES, grid_by_server, text_by_server


@pytest.mark.row(48)
@pytest.mark.parametrize("case", CASES["texts"], ids=lambda case: repr(case["raw"])[:40])
def test_the_server_reads_a_text_as_the_table_says(case):
    said = text_by_server(case["raw"], case["decimals"])
    assert said["state"] == case["state"]
    assert (said["amount"] is None) == (case["amount"] is None)
    assert case["amount"] is None or Decimal(said["amount"]) == Decimal(case["amount"])
    assert said["estimate"] == case.get("estimate", False)
    assert bool(said["message"]) == (case["state"] == "error")
    if not is_estimate(case["raw"]):
        assert parse_amount(case["raw"], case["decimals"]).code == case["code"]


@pytest.mark.row(48)
@pytest.mark.parametrize("case", CASES["grids"], ids=lambda case: case["name"])
def test_the_server_judges_a_grid_as_the_table_says(case):
    said = grid_by_server(case)
    assert {item: cell["state"] for item, cell in said["cells"].items()} == case["states"]
    assert [[check["item"], check["severity"]] for check in said["checks"]] == case["checks"]
    assert said["progress"]["done"] == case["done"]
