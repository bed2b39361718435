"""Clients that file at once: threads of several processes, each with a connection of its own, from one common start."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from benchmarks import filing

from .country import LINE

PROCESSES, THREADS = 4, 8
CLIENTS = PROCESSES * THREADS
STARTED_WITHIN = 120


@dataclass(frozen=True)
class Task:
    """One report to file, by row number of its body; ``at``: not before so many seconds after the start."""

    unit: int
    period: str
    token: UUID
    base: int = 1
    at: float = 0.0


@dataclass
class Turn:
    """What all clients of one turn did. Moments are those of the machine's monotonic clock."""

    began: float = 0.0
    each_ms: list[float] = field(default_factory=list)
    done_at: list[float] = field(default_factory=list)
    deadlocks: int = 0

    @property
    def per_second(self) -> float:
        """Filings a second, from the common start to the last one's end."""
        return len(self.done_at) / (max(self.done_at) - self.began)


def run(tasks: Sequence[Task], *, totals: bool, watch: Callable[[float], None] | None = None) -> Turn:
    """Let all clients work off ``tasks``: the k-th client takes every ``CLIENTS``-th, from one common start.

    Without ``totals`` nothing is queued for them. ``watch`` is called with the moment of the start and looks on.
    """
    context = multiprocessing.get_context("spawn")
    start, told = context.Barrier(PROCESSES + 1), context.Queue()
    parts = [[tasks[place::CLIENTS] for place in range(number, CLIENTS, PROCESSES)] for number in range(PROCESSES)]
    processes = [context.Process(target=_process, args=(part, totals, start, told)) for part in parts]
    for process in processes:
        process.start()
    start.wait(timeout=STARTED_WITHIN)
    turn = Turn(began=time.monotonic())
    if watch:
        watch(turn.began)
    for _each in processes:
        found = told.get()
        if isinstance(found, str):
            raise RuntimeError(found)
        turn.each_ms += found.each_ms
        turn.done_at += found.done_at
        turn.deadlocks += found.deadlocks
    for process in processes:
        process.join()
    return turn


def _process(parts: Sequence[Sequence[Task]], totals: bool, start: Any, told: Any) -> None:
    """One process of clients: a thread with a connection of its own for each of ``parts``."""
    import django

    django.setup()
    from . import load

    try:
        by = load.actor()
        values = {base: filing.values_of_all(base) for base in {task.base for part in parts for task in part}}
        with nullcontext() if totals else filing.no_totals():
            told.put(_work(parts, lambda task: _file(task, values[task.base], by), start))
    except Exception as error:
        start.abort()
        told.put(repr(error))
        raise


def _file(task: Task, values: Sequence[Any], by: Any) -> Any:
    from danvan.figures.services import file_values
    from danvan.orgs.models import Unit

    unit = Unit.objects.get(pk=task.unit)
    return file_values(unit, LINE, task.period, values, by=by, token=task.token, source="benchmark")


def _work(parts: Sequence[Sequence[Task]], act: Callable[[Task], Any], start: Any) -> Turn:
    turn, errors = Turn(), []
    ready = threading.Barrier(len(parts) + 1)
    threads = [threading.Thread(target=_client, args=(part, act, ready, turn, errors)) for part in parts]
    for thread in threads:
        thread.start()
    ready.wait(timeout=STARTED_WITHIN)
    start.wait(timeout=STARTED_WITHIN)
    turn.began = time.monotonic()
    ready.wait()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return turn


def _client(
    tasks: Sequence[Task], act: Callable[[Task], Any], ready: threading.Barrier, turn: Turn, errors: list[Exception]
) -> None:
    from django.db import connection

    try:
        connection.ensure_connection()
        # Connected; and then: off.
        ready.wait(timeout=STARTED_WITHIN)
        ready.wait(timeout=STARTED_WITHIN)
        for task in tasks:
            if (early := turn.began + task.at - time.monotonic()) > 0:
                time.sleep(early)
            _one(task, act, turn)
    except Exception as error:
        errors.append(error)
    finally:
        connection.close()


def _one(task: Task, act: Callable[[Task], Any], turn: Turn) -> None:
    """File until it is kept: what the database gave up is filed again, and counted."""
    from django.db import OperationalError

    began = time.monotonic()
    while True:
        try:
            act(task)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) != filing.DEADLOCK:
                raise
            turn.deadlocks += 1
        else:
            break
    turn.done_at.append(time.monotonic())
    turn.each_ms.append((turn.done_at[-1] - began) * 1000)
