"""What is to be reached (``ratio`` times faster than each peer), and whether it was."""

from __future__ import annotations

from typing import Any

from benchmarks.table import table

from .readings import COMMUNES, NATION, PROVINCE, PROVINCES, RESTATED

# Reading: how many times faster than GROUP BY with covering indexes, and than DuckDB.
FASTER = {NATION: (10, 8), PROVINCE: (30, 10), PROVINCES: (8, 3), COMMUNES: (15, 3), RESTATED: (100, 15)}
FILING, FRESH, REBUILD = 0.75, 2.0, 1.0


def judged(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Every goal with what was measured. ``reached`` is asked of the measured ratio, unrounded."""
    goals = []
    for row in result["readings"]:
        for peer, wanted in zip(("groupby", "duckdb"), FASTER[row["query"]], strict=True):
            ratio = row[f"{peer}_ms"] / row["ours_ms"]
            goals.append(_goal(f"{row['query']}: times faster than {peer}", wanted, ratio, ratio >= wanted))
    if filing := result.get("filing"):
        ratio = filing["ratio_to_bare"]
        goals.append(_goal("filing with totals to bare filing", FILING, ratio, ratio >= FILING))
        for name in ("deadlocks", "wrong_cells"):
            goals.append(_goal(name.replace("_", " "), 0, filing[name], not filing[name], at_most=True))
    if (seconds := result.get("freshness_s")) is not None:
        goals.append(_goal("seconds behind at 55 filings/s", FRESH, seconds, seconds <= FRESH, at_most=True))
    if (seconds := result.get("rebuild_s")) is not None:
        ratio = result["plain_sql_rebuild_s"] / seconds
        goals.append(_goal("rebuild: times faster than plain SQL", REBUILD, ratio, ratio >= REBUILD))
    return goals


def _goal(what: str, wanted: float, measured: float, reached: bool, *, at_most: bool = False) -> dict[str, Any]:
    sign = "≤" if at_most else "≥"
    return {"what": what, "wanted": f"{sign} {wanted:g}", "measured": round(measured, 2), "reached": bool(reached)}


def said(result: dict[str, Any]) -> str:
    """The goals as people read them, the missed ones plainly."""
    rows = [
        (goal["what"], goal["wanted"], float(goal["measured"]), "reached" if goal["reached"] else "MISSED")
        for goal in result["goals"]
    ]
    missed = sum(not goal["reached"] for goal in result["goals"])
    return table(("goal", "wanted", "measured", ""), rows) + f"\n{len(rows) - missed} of {len(rows)} goals reached"
