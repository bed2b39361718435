"""Deadline day in a full country: 32 clients file for one period; what do the totals cost, and how far do they lag?

The clients are threads of several processes, because one Python process was what limited ``benchmarks.filing``. Bare
filing is the same verb with no dirty key, no job and no worker.
"""

from __future__ import annotations

import random
import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any
from uuid import uuid4

from benchmarks import filing
from benchmarks.table import percentile

from .clients import CLIENTS, PROCESSES, Task, Turn, run
from .country import LINE

TURNS, FILINGS = 3, 640
TWICE = 128
# Filings a second, and how many of them.
PACE, PACED = 55, 1_100
# A small run is to be short: a quarter of it all.
SMALL, SHORT = 1_000_000, 4
# Seconds between two looks at the totals, and after which one no longer waits for them.
POLL, WAITS = 0.01, 300


def measure(values: int, report: Callable[[str], None]) -> dict[str, Any]:
    """Filing, filing twice at once and freshness."""
    from danvan.figures.services import recompute_waiting

    part = SHORT if values < SMALL else 1
    bodies = _bodies()[: PACED // part]
    year = filing.free_year()
    run([Task(unit, f"{year}-12", uuid4()) for unit in bodies[:CLIENTS]], totals=True)
    recompute_waiting()
    turns: dict[str, list[Turn]] = {"bare": [], "ours": []}
    drained = []
    for number in range(1, TURNS + 1):
        report(f"filing: turn {number} of {TURNS}")
        chosen = bodies[: FILINGS // part]
        turns["bare"].append(run([Task(unit, f"{year + 1}-{number:02d}", uuid4()) for unit in chosen], totals=False))
        with filing.worker():
            tasks = [Task(unit, f"{year}-{number:02d}", uuid4()) for unit in chosen]
            turns["ours"].append(run(tasks, totals=True))
            drained.append(filing.behind())
    report("filing: the same report twice at once")
    twice = _twice(bodies[:TWICE], f"{year}-11")
    report(f"freshness: {PACE} filings a second")
    fresh = _freshness(bodies, f"{year}-10")
    report("filing: are all cells right")
    wrong = filing.wrong_cells(LINE, [f"{year}-{month:02d}" for month in (*range(1, TURNS + 1), 10, 11)])
    rates = {name: median(turn.per_second for turn in found) for name, found in turns.items()}
    ratios = [ours.per_second / bare.per_second for bare, ours in zip(*turns.values(), strict=True)]
    return {
        "filing": {
            "clients": CLIENTS,
            "processes": PROCESSES,
            "filings_a_turn": len(turns["ours"][0].each_ms),
            "values_a_filing": len(filing.values_of_all(1)),
            "bare_per_s": round(rates["bare"], 1),
            "ours_per_s": round(rates["ours"], 1),
            "ratio_to_bare": round(median(ratios), 3),
            "ratio_of_each_turn": [round(ratio, 3) for ratio in ratios],
            "p50_ms": {name: round(_of(found, 50), 1) for name, found in turns.items()},
            "p99_ms": {name: round(_of(found, 99), 1) for name, found in turns.items()},
            "drained_after_s": round(max(drained), 2),
            "deadlocks": sum(turn.deadlocks for found in turns.values() for turn in found) + twice.pop("deadlocks"),
            "wrong_cells": len(wrong),
            "twice_at_once": twice,
        },
        "freshness_s": fresh["nation"]["worst_s"],
        "freshness": fresh,
    }


def _of(turns: Sequence[Turn], share: int) -> float:
    return percentile([ms for turn in turns for ms in turn.each_ms], share)


def _bodies() -> list[int]:
    """The bodies that live today, in an order that mixes the provinces."""
    from django.db import connection

    from danvan.core import clock

    with connection.cursor() as cursor:
        cursor.execute("select body from bench.body where life @> %s::date order by code", [clock.today()])
        found = [row[0] for row in cursor]
    random.Random(32).shuffle(found)
    return found


def _twice(bodies: Sequence[int], period: str) -> dict[str, int]:
    """Two clients send each report with the same token at the same moment."""
    from danvan.figures.models import Filing
    from danvan.figures.services import recompute_waiting

    tasks = [task for unit in bodies for task in [Task(unit, period, uuid4(), base=3)] * 2]
    turn = run(tasks, totals=True)
    recompute_waiting()
    kept = Filing.objects.filter(token__in={task.token for task in tasks}).count()
    return {"sent": len(turn.each_ms), "expected": len(bodies), "kept": kept, "deadlocks": turn.deadlocks}


def _freshness(bodies: Sequence[int], period: str) -> dict[str, Any]:
    """How many seconds a filing is not yet in its province's total, and not yet in the nation's, at a steady pace."""
    tasks = [Task(unit, period, uuid4(), at=number / PACE) for number, unit in enumerate(bodies)]
    seen: dict[str, list[tuple[float, int]]] = {"province": [], "nation": []}
    with filing.worker():
        turn = run(tasks, totals=True, watch=lambda began: _watch(period, len(tasks), seen))
    done = sorted(turn.done_at)
    return {
        "per_second": round(turn.per_second, 1),
        "filings": len(done),
        **{name: _lag(done, looks) for name, looks in seen.items()},
    }


SEEN = """
select coalesce(sum(total.reported) filter (where description.kind <> 'nation'), 0)::int,
       coalesce(sum(total.reported) filter (where description.kind = 'nation'), 0)::int
from figures_total total
join orgs_description description on description.unit_id = total.unit_id and upper_inf(description.valid)
where total.period = %(period)s and total.indicator_id = %(indicator)s and total.part_id is null
  and description.kind in ('nation', 'province', 'municipality')
  and total.line_id = (select id from figures_line where code = %(line)s)
"""


def _watch(period: str, expected: int, seen: dict[str, list[tuple[float, int]]]) -> None:
    """Look at the totals again and again until all reports are in the nation's."""
    from django.db import connection

    from . import load

    params = {"period": period, "line": LINE, "indicator": load.items()[0].pk}
    nation, until = 0, time.monotonic() + WAITS
    with connection.cursor() as cursor:
        while nation < expected:
            cursor.execute(SEEN, params)
            province, nation = cursor.fetchone()
            now = time.monotonic()
            seen["province"].append((now, province))
            seen["nation"].append((now, nation))
            if now > until:
                raise RuntimeError(f"only {nation} of {expected} filings are in the nation's total after {WAITS} s")
            time.sleep(POLL)


def _lag(done: Sequence[float], looks: Sequence[tuple[float, int]]) -> dict[str, float]:
    """Of the n-th filing: from its end until a look showed n or more filings."""
    counts = [count for _moment, count in looks]
    lags = [max(looks[bisect_left(counts, number)][0] - moment, 0.0) for number, moment in enumerate(done, start=1)]
    return {
        "p50_s": round(percentile(lags, 50), 3),
        "p99_s": round(percentile(lags, 99), 3),
        "worst_s": round(max(lags), 3),
    }
