"""Totals at national scale: ten years of a whole country, read, filed and made anew beside plain SQL and DuckDB."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.table import table

VALUES = 10_000_000


def run(report: Callable[[str], None], *, values: int = VALUES) -> dict[str, Any]:
    """Measure in the installation that is up; see README.md for what the numbers mean."""
    from . import country, deadline, goals, load, peers, readings, rebuild

    began = time.perf_counter()
    folder = Path(os.environ["DANVAN_HOME"])
    country.build(report)
    result: dict[str, Any] = {"values": values, "units": country.facts(), "load_average": {}}
    result["loaded"] = load.load(values, report)
    result["load_average"]["before"] = round(os.getloadavg()[0], 2)
    result |= rebuild.measure(report)
    peers.build_plain(load.SOURCE, report)
    duck = peers.build_duckdb(folder, report)
    result["readings"] = readings.measure(duck, result["loaded"], report)
    duck.close()
    peers.drop(folder)
    result |= deadline.measure(values, report)
    result["load_average"]["after"] = round(os.getloadavg()[0], 2)
    result["seconds"] = round(time.perf_counter() - began, 1)
    result["goals"] = goals.judged(result)
    return result


def said(result: dict[str, Any]) -> str:
    """The result as people read it."""
    from . import goals

    loaded = result["loaded"]
    head = (
        "p50 ms", "ours", "GROUP BY", "DuckDB", "to GROUP BY", "to DuckDB", "in server: ours", "GROUP BY", "in Python",
    )  # fmt: skip
    rows = [
        (
            row["query"], row["ours_ms"], row["groupby_ms"], row["duckdb_ms"], row["groupby_ms"] / row["ours_ms"],
            row["duckdb_ms"] / row["ours_ms"], row["ours_in_server_ms"], row["groupby_in_server_ms"],
            row["ours_python_ms"],
        )
        for row in result["readings"]
    ]  # fmt: skip
    filed, fresh = result["filing"], result["freshness"]
    return "\n".join((
        f"{loaded['values']:,} values in {loaded['filings']:,} filings of {loaded['months']} months, "
        f"{loaded['provinces']} provinces file, loaded in {loaded['seconds']} s; "
        f"load average {result['load_average']}",
        table(head, rows),
        f"rebuild: ours {result['rebuild_s']} s, plain SQL {result['plain_sql_rebuild_s']} s; {result['rebuild']}",
        f"filing: bare {filed['bare_per_s']}/s, ours {filed['ours_per_s']}/s, of each turn "
        f"{filed['ratio_of_each_turn']}; twice at once {filed['twice_at_once']}",
        f"freshness: {fresh}",
        goals.said(result),
    ))  # fmt: skip
