"""Deadline day: many communes file at once for one period. What does it cost to keep the totals?

The peer is bare filing: the same verb with the same checks and inserts, but with no dirty key, no job and nobody who
makes totals. A second peer is the inserts alone, with no check at all. The three take turns, each turn on a period of
its own, so that all meet the same machine.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from queue import Empty, SimpleQueue
from statistics import median
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from .table import percentile, table

CLIENTS = 32
COMMUNES = 320
TURNS = 3
LINE = "commune-party"
DEADLOCK = "40P01"
WAITS = 0.002
# The specialist's own figures come from this account, made for the benchmark.
ACCOUNT = "benchmark.filing"


@dataclass
class Flow:
    """One turn: how long it took to file, how long each filing took, and what went wrong."""

    seconds: float = 0.0
    each_ms: list[float] = field(default_factory=list)
    deadlocks: int = 0
    behind_s: float = 0.0
    errors: list[BaseException] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Filings a second."""
        return len(self.each_ms) / self.seconds


@dataclass(frozen=True)
class Job:
    """One report to file."""

    unit: Any
    period: str
    values: Sequence[Any]
    token: UUID
    revision: int = 1


def run(report: Callable[[str], None]) -> dict[str, Any]:
    """Measure; see README.md for what the numbers mean."""
    from danvan.figures.services import recompute_waiting

    bodies, by = _bodies(), _actor()
    items, year = len(values_of_all(1)), free_year()
    _flow(_jobs(bodies[:CLIENTS], f"{year}-12"), lambda job: _file(job, by))
    recompute_waiting()
    turns: dict[str, list[Flow]] = {"bare": [], "ours": [], "inserts": []}
    for turn in range(1, TURNS + 1):
        report(f"turn {turn} of {TURNS}")
        with no_totals():
            turns["bare"].append(_flow(_jobs(bodies, f"{year + 1}-{turn:02d}"), lambda job: _file(job, by)))
        with worker():
            turns["ours"].append(_flow(_jobs(bodies, f"{year}-{turn:02d}"), lambda job: _file(job, by), behind))
        turns["inserts"].append(_flow(_jobs(bodies, f"{year + 2}-{turn:02d}"), lambda job: _insert(job, by)))
    report("the same report twice at once")
    doubled = _twice(bodies[: CLIENTS * 4], f"{year}-11", by)
    # What the peers filed has no totals, by design; only what ours filed is asked for.
    wrong = wrong_cells(LINE, [f"{year}-{month:02d}" for month in (*range(1, TURNS + 1), 11, 12)])
    rates = {name: median(flow.per_second for flow in flows) for name, flows in turns.items()}
    ratios = [ours.per_second / bare.per_second for ours, bare in zip(turns["ours"], turns["bare"], strict=True)]
    return {
        "clients": CLIENTS,
        "communes": len(bodies),
        "filings_a_turn": len(bodies) * 2,
        "values_a_filing": items,
        "per_second": {name: round(rate, 1) for name, rate in rates.items()},
        "ratio_to_bare": round(median(ratios), 3),
        "ratio_to_bare_each_turn": [round(ratio, 3) for ratio in ratios],
        "p50_ms": {name: round(_of(flows, 50), 1) for name, flows in turns.items()},
        "p99_ms": {name: round(_of(flows, 99), 1) for name, flows in turns.items()},
        "deadlocks": sum(flow.deadlocks for flows in turns.values() for flow in flows),
        "wrong_cells": len(wrong),
        "freshness_s": [round(flow.behind_s, 3) for flow in turns["ours"]],
        "twice_at_once": doubled,
    }


def said(result: dict[str, Any]) -> str:
    """The result as people read it."""
    names = {"inserts": "inserts alone, no checks", "bare": "bare filing, no totals", "ours": "filing with totals kept"}
    rows = [
        (title, result["per_second"][name], result["p50_ms"][name], result["p99_ms"][name],
         result["per_second"][name] / result["per_second"]["bare"])
        for name, title in names.items()
    ]  # fmt: skip
    head = ("", "filings/s", "p50 ms", "p99 ms", "to bare")
    twice = result["twice_at_once"]
    return "\n".join((
        f"{result['clients']} clients, {result['communes']} communes, each files {result['values_a_filing']} values "
        f"twice in one period; {TURNS} turns, medians",
        table(head, rows),
        f"ratio to bare of each turn: {result['ratio_to_bare_each_turn']}",
        f"deadlocks {result['deadlocks']}, wrong cells {result['wrong_cells']}, all totals right "
        f"{max(result['freshness_s'])} s after the last filing at the latest",
        f"the same report sent twice at once: {twice['sent']} sent, {twice['kept']} kept, {twice['expected']} expected",
    ))  # fmt: skip


def _of(flows: Sequence[Flow], share: int) -> float:
    return percentile([ms for flow in flows for ms in flow.each_ms], share)


def _bodies() -> list[Any]:
    """Party committees of at least ``COMMUNES`` communes: Thanh Hóa's and those of further provinces by code."""
    from danvan.core import clock
    from danvan.orgs.kinds import COMMUNE_LEVEL, PROVINCE_LEVEL, Kind
    from danvan.orgs.load import load_bodies
    from danvan.orgs.models import Reach, Unit

    day = clock.today()
    provinces = Unit.objects.of_kind(*PROVINCE_LEVEL, on=day).order_by("code")
    codes = ["38", *provinces.exclude(code="38").values_list("code", flat=True)]
    communes = set(Unit.objects.of_kind(*COMMUNE_LEVEL, on=day).values_list("pk", flat=True))
    found: list[Any] = []
    for code in codes:
        if len(found) >= COMMUNES:
            break
        load_bodies(code)
        below = Reach.objects.filter(above__code=code, valid__contains=day).values("below")
        committees = Unit.objects.of_kind(Kind.PARTY_COMMITTEE, on=day).filter(pk__in=below)
        found += committees.filter(placements__parent__in=communes, placements__valid__contains=day).order_by("code")
    return found


def free_year() -> int:
    """A year after which nobody has filed anything; a kept installation has the periods of the run before."""
    from danvan.figures.models import Filing

    newest = Filing.objects.order_by("-period").values_list("period", flat=True).first()
    return int(newest[:4]) + 1 if newest else 2030


def _actor() -> Any:
    from danvan.access import services as access
    from danvan.access.actor import Actor
    from danvan.access.models import User
    from danvan.core import clock
    from danvan.orgs.models import Unit

    user = User.objects.filter(username=ACCOUNT).first()
    if user is None:
        user = access.create_account(ACCOUNT, "Người nộp thử", password=None)
        nation = Unit.objects.get(code="VN")
        access.grant(user, "provincial_specialist", nation, since=date(2025, 7, 1))
    return Actor.of(user, clock.today())


def values_of_all(base: int) -> list[Any]:
    """One figure for every indicator and every part that can be filed; the parts add up to their whole."""
    from danvan.figures.models import Indicator
    from danvan.figures.services import NewValue

    values = []
    for number, indicator in enumerate(Indicator.objects.exclude(kind="ratio").prefetch_related("parts"), start=base):
        parts = list(indicator.parts.all())
        values.append(NewValue(indicator.code, amount=Decimal(number * max(len(parts), 1))))
        values += [NewValue(indicator.code, part.code, Decimal(number)) for part in parts]
    return values


def _jobs(bodies: Sequence[Any], period: str) -> list[Job]:
    """Every body files once, and then everything again with other figures."""
    rounds = enumerate([values_of_all(1), values_of_all(7)], start=1)
    return [Job(body, period, values, uuid4(), revision) for revision, values in rounds for body in bodies]


def _file(job: Job, by: Any) -> Any:
    from danvan.figures.services import file_values

    return file_values(job.unit, LINE, job.period, job.values, by=by, token=job.token, source="benchmark")


def _insert(job: Job, by: Any) -> None:
    """The rows alone: no look at the unit, the revision, the sums, no record of who did it."""
    from django.db import transaction

    from danvan.figures.models import Filing, Value

    line, ids = _known()
    filing = Filing(unit=job.unit, line_id=line, period=job.period, filed_by_id=by.user_id, token=job.token,
                    revision=job.revision)  # fmt: skip
    with transaction.atomic():
        filing.save(force_insert=True)
        Value.objects.bulk_create(
            Value(filing=filing, unit=job.unit, period=job.period, amount=value.amount, indicator_id=key[0],
                  part_id=key[1])
            for value in job.values
            for key in [ids[value.indicator_code, value.part_code]]
        )  # fmt: skip


_ids: dict[tuple[str, str | None], tuple[int, int | None]] = {}
_line: list[int] = []


def _known() -> tuple[int, dict[tuple[str, str | None], tuple[int, int | None]]]:
    """Row numbers of the line and of every item, looked up once."""
    from danvan.figures.models import Indicator, Line, Part

    if not _line:
        found = {(one.code, None): (one.pk, None) for one in Indicator.objects.all()}
        found |= {(one.indicator.code, one.code): (one.indicator_id, one.pk)
                  for one in Part.objects.select_related("indicator")}  # fmt: skip
        _ids.update(found)
        _line.append(Line.objects.get(code=LINE).pk)
    return _line[0], _ids


def _flow(jobs: Sequence[Job], act: Callable[[Job], Any], after: Callable[[], float] | None = None) -> Flow:
    """Let ``CLIENTS`` threads, each with a connection of its own, work off ``jobs``."""
    flow, waiting = Flow(), SimpleQueue()
    for job in jobs:
        waiting.put(job)
    start = threading.Barrier(CLIENTS + 1)
    threads = [threading.Thread(target=_client, args=(waiting, act, start, flow)) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    with suppress(threading.BrokenBarrierError):
        start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    flow.seconds = time.perf_counter() - began
    if flow.errors:
        raise flow.errors[0]
    flow.behind_s = after() if after else 0.0
    return flow


def _client(waiting: SimpleQueue, act: Callable[[Job], Any], start: threading.Barrier, flow: Flow) -> None:
    from django.db import connection

    try:
        connection.ensure_connection()
        start.wait()
        while not waiting.empty():
            _one(waiting, act, flow)
    except Exception as error:
        flow.errors.append(error)
        # Whoever still waits for the start need not wait for this one.
        start.abort()
    finally:
        connection.close()


def _one(waiting: SimpleQueue, act: Callable[[Job], Any], flow: Flow) -> None:
    """The next job, if another client has not taken the last one. One that the database gave up waits again."""
    from django.db import OperationalError

    try:
        job = waiting.get_nowait()
    except Empty:
        return
    began = time.perf_counter()
    try:
        act(job)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != DEADLOCK:
            raise
        flow.deadlocks += 1
        waiting.put(job)
    else:
        flow.each_ms.append((time.perf_counter() - began) * 1000)


@contextmanager
def no_totals() -> Iterator[None]:
    """Filing that queues nothing and wakes nobody."""
    from danvan.figures.services import filing

    with patch.object(filing, "put"), patch.object(filing, "wake_worker"):
        yield


@contextmanager
def worker() -> Iterator[None]:
    """A process of its own that makes waiting totals anew all the time."""
    context = multiprocessing.get_context("spawn")
    ready, end = context.Event(), context.Event()
    process = context.Process(target=_work, args=(ready, end))
    process.start()
    ready.wait()
    try:
        yield
    finally:
        end.set()
        process.join()
    if process.exitcode:
        raise RuntimeError(f"the worker ended with code {process.exitcode}")


def _work(ready: Any, end: Any) -> None:
    import django

    django.setup()
    from django.db import connection

    from danvan.figures.services import recompute_waiting

    connection.ensure_connection()
    ready.set()
    while not end.is_set():
        if not recompute_waiting():
            end.wait(WAITS)
    connection.close()


def behind() -> float:
    """Seconds until nothing waits any more: what is dirty and what is made of it change in one transaction."""
    from danvan.figures.models import Dirty

    began = time.perf_counter()
    while Dirty.objects.exists():
        time.sleep(WAITS)
    return time.perf_counter() - began


def _twice(bodies: Sequence[Any], period: str, by: Any) -> dict[str, int]:
    """Two clients send each report with the same token at the same moment."""
    from danvan.figures.models import Filing
    from danvan.figures.services import recompute_waiting

    values = values_of_all(3)
    jobs = [job for body in bodies for job in [Job(body, period, values, uuid4())] * 2]
    flow = _flow(jobs, lambda job: _file(job, by))
    recompute_waiting()
    kept = Filing.objects.filter(token__in={job.token for job in jobs}).count()
    return {"sent": len(flow.each_ms), "expected": len(bodies), "kept": kept, "deadlocks": flow.deadlocks}


def wrong_cells(line: str, periods: Sequence[str]) -> list[str]:
    """Stored totals of these periods that differ from a sum straight from the values, in words."""
    from danvan.figures import checks
    from danvan.figures.models import Dirty, Line

    found = [f"{code}: totals wait" for code in periods if Dirty.objects.filter(period=code).exists()]
    along = Line.objects.get(code=line)
    return found + [problem for code in periods for problem in checks._differences(along, code)]
