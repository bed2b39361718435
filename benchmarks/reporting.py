"""A national round of reports: 3,321 communes, every figure that can be filed: opening, saving, filing, adding up.

Pages have the heartbeat page ``/khoe/`` as their peer; the consolidated workbook has XlsxWriter alone, which writes the
same cells from a list that is in memory already.
"""

from __future__ import annotations

import io
import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from queue import Empty, SimpleQueue
from typing import Any
from uuid import uuid4

from .filing import values_of_all
from .table import percentile, table

PROVINCE, NATION, LINE = "38", "VN", "commune-party"
SINCE = date(2025, 7, 1)
# The rush: this many reports, sent by this many people at once.
RUSH, AT_ONCE = 400, 16
REQUESTS = 30
FIGURE = "3"


@dataclass(frozen=True)
class World:
    """A round of the whole country of which all but ``RUSH`` have filed, and one of a province."""

    round: Any
    provincial: Any
    specialist: Any
    provincial_specialist: Any
    officer: Any
    items: tuple[int, ...]


def run(report: Callable[[str], None]) -> dict[str, Any]:
    """Measure; see README.md for what the numbers mean."""
    from danvan.figures.services import recompute_waiting

    world = _build(report)
    open_ = list(_waiting(world))
    report(f"{REQUESTS} times each page")
    pages = _pages(world, open_)
    report("the workbook of the whole round")
    workbook = _workbook(world)
    report(f"{RUSH} reports at once")
    rush = _rush(world, open_[:RUSH])
    recompute_waiting()
    return {"units": world.round.submissions.count(), "lines": len(world.items), "pages": pages, "workbook": workbook,
            "rush": rush}  # fmt: skip


def said(result: dict[str, Any]) -> str:
    """The result as people read it."""
    rows = [(row["page"], row["p50_ms"], row["p95_ms"], row["to_heartbeat"]) for row in result["pages"]]
    book, rush = result["workbook"], result["rush"]
    return "\n".join((
        f"{result['units']:,} units, {result['lines']} lines; in-process, real database",
        table(("page", "p50 ms", "p95 ms", "to peer"), rows),
        f"workbook of {book['rows']:,} units and {book['lines']} lines, {book['kilobytes']:,} KB: {book['seconds']} s, "
        f"first bytes after {book['first_s']} s; XlsxWriter alone {book['peer_s']} s, {book['to_peer']} times",
        f"{rush['sent']} reports sent by {rush['at_once']} people at once: {rush['errors']} errors, "
        f"{rush['kept']} kept, {rush['seconds']} s, p50 {rush['p50_ms']} ms, p99 {rush['p99_ms']} ms",
    ))  # fmt: skip


def _build(report: Callable[[str], None]) -> World:
    from danvan.access.actor import Actor
    from danvan.core import clock
    from danvan.core.periods import Period, PeriodType
    from danvan.orgs.load import load_areas
    from danvan.orgs.models import Unit
    from danvan.reports.models import Item
    from danvan.reports.services.rounds import open_round

    from .totals import country

    report("Units: the whole country, a reporting body in every commune")
    load_areas()
    if not Unit.objects.filter(code__endswith=country.BODY).exists():
        country.bodies()
    specialist, provincial, officer = (
        _account(name, role, code)
        for name, role, code in (
            ("benchmark.reports.nation", "provincial_specialist", NATION),
            ("benchmark.reports.province", "provincial_specialist", PROVINCE),
            ("benchmark.reports.officer", "commune_officer", NATION),
        )
    )
    today = clock.today()
    by = Actor.of(specialist, today)
    version = _form(by)
    last = Period.containing(today.replace(day=1) - timedelta(days=1), PeriodType.MONTH)
    report("two rounds")
    asked = open_round(version, last, Unit.objects.get(code=NATION), by=by)
    below = open_round(version, last, Unit.objects.get(code=PROVINCE), by=by)
    items = tuple(Item.objects.filter(version=version).order_by("order").values_list("pk", flat=True))
    world = World(asked, below, specialist, provincial, officer, items)
    report("all but the last have filed")
    waiting = list(asked.submissions.order_by("-unit__code")[:RUSH].values_list("pk", flat=True))
    _file_past_the_services(asked, officer, asked.submissions.exclude(pk__in=waiting))
    _file_past_the_services(below, officer, below.submissions.filter(pk__in=below.submissions.all()[:120]), 50)
    _analyze()
    return world


def _account(name: str, role: str, code: str) -> Any:
    from danvan.access import services as access
    from danvan.access.models import User
    from danvan.orgs.models import Unit

    user = User.objects.filter(username=name).first()
    if user is None:
        user = access.create_account(name, "Người thử", password=None)
        access.grant(user, role, Unit.objects.get(code=code), since=SINCE)
    return user


def _form(by: Any) -> Any:
    """A form with every indicator and every part that can be filed, under a code that is not taken."""
    from danvan.core.periods import PeriodType
    from danvan.figures.models import Line
    from danvan.orgs.models import Unit
    from danvan.reports.services.forms import Design, DesignLine, design_form

    lines = tuple(DesignLine(value.indicator_code, value.part_code, group="Mục thử") for value in values_of_all(1))
    code = f"thu-{uuid4().hex[:8]}"
    design = Design(code, "Báo cáo thử (minh họa)", Line.objects.get(code=LINE), PeriodType.MONTH.value, lines)
    return design_form(design, owner=Unit.objects.get(code=NATION), by=by)


def _file_past_the_services(round_: Any, user: Any, submissions: Any, revision: int = 1) -> None:
    """What is measured is reading a round and filing into it, not filling it."""
    from django.db import connection, transaction

    from danvan.core import clock
    from danvan.figures.models import Filing, Indicator, Value
    from danvan.reports.models import Filed, Submission

    line, now = round_.form.line, clock.now()
    ids = {one.code: (one.pk, {part.code: part.pk for part in one.parts.all()})
           for one in Indicator.objects.prefetch_related("parts")}  # fmt: skip
    values = [(ids[v.indicator_code][0], ids[v.indicator_code][1].get(v.part_code), v.amount) for v in values_of_all(1)]
    with transaction.atomic(), connection.cursor() as cursor:
        # Triggers of history and of states would cost more than the rows.
        cursor.execute("set local session_replication_role = replica")
        for rows in _portions(list(submissions.order_by("pk"))):
            filings = Filing.objects.bulk_create(
                Filing(unit_id=row.unit_id, line=line, period=round_.period, filed_by=user, token=uuid4(),
                       revision=revision)
                for row in rows
            )  # fmt: skip
            Value.objects.bulk_create(
                Value(filing=filing, unit_id=filing.unit_id, period=round_.period, indicator_id=indicator,
                      part_id=part, amount=amount)
                for filing in filings
                for indicator, part, amount in values
            )  # fmt: skip
            Filed.objects.bulk_create(
                Filed(submission=row, revision=1, filing=filing, token=uuid4(), filed_by=user, filed_at=now)
                for row, filing in zip(rows, filings, strict=True)
            )
        done = Submission.objects.filter(pk__in=submissions.values("pk"))
        done.update(state="filed", revision=1, version=2, filed_at=now, filed_by=user)


def _portions(rows: Sequence[Any], size: int = 200) -> Iterator[Sequence[Any]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _analyze() -> None:
    """What PostgreSQL's autovacuum does within a minute on a running server, done now."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("analyze")


def _waiting(world: World) -> Iterator[Any]:
    return world.round.submissions.filter(state="waiting").order_by("pk").iterator()


def _client(user: Any) -> Any:
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    client.force_login(user)
    return client


def _pages(world: World, open_: Sequence[Any]) -> list[dict[str, Any]]:
    """Each page in turn, request by request."""
    from django.urls import reverse

    national, provincial, officer = (
        _client(user) for user in (world.specialist, world.provincial_specialist, world.officer)
    )
    sheets, cells = itertools.cycle(open_), itertools.count()

    def fill() -> Any:
        return officer.get(reverse("reports:fill", args=[next(sheets).public_id]))

    def save() -> Any:
        number = next(cells)
        item, sheet = world.items[number % len(world.items)], open_[-1 - number % 50]
        return officer.post(reverse("reports:save", args=[sheet.public_id]), {"item": item, "raw": FIGURE})

    asked = {
        "heartbeat (peer)": lambda: national.get(reverse("overview:health")),
        "a commune's form": fill,
        "one cell is kept": save,
        "a province's round": lambda: provincial.get(reverse("reports:round", args=[world.provincial.public_id])),
        "a province's punctuality": lambda: provincial.get(reverse("reports:timeliness")),
        "the nation's round": lambda: national.get(reverse("reports:round", args=[world.round.public_id])),
    }
    times: dict[str, list[float]] = {name: [] for name in asked}
    for turn in range(-2, REQUESTS):
        for name, ask in asked.items():
            began = time.perf_counter()
            answer = ask()
            passed = (time.perf_counter() - began) * 1000
            if answer.status_code != 200:
                raise RuntimeError(f"{name}: {answer.status_code}")
            if turn >= 0:
                times[name].append(passed)
    peer = percentile(times["heartbeat (peer)"], 50)
    return [
        {
            "page": name, "p50_ms": round(percentile(ms, 50), 1), "p95_ms": round(percentile(ms, 95), 1),
            "to_heartbeat": round(percentile(ms, 50) / peer, 1),
        }
        for name, ms in times.items()
    ]  # fmt: skip


def _workbook(world: World) -> dict[str, Any]:
    """The workbook of all units as it is sent, and the same cells by XlsxWriter alone."""
    from django.urls import reverse
    from openpyxl import load_workbook

    client = _client(world.specialist)
    began = time.perf_counter()
    answer = client.get(reverse("reports:round_sheet", args=[world.round.public_id]))
    chunks = iter(answer.streaming_content if answer.streaming else [answer.content])
    first = next(chunks)
    first_s = time.perf_counter() - began
    data = first + b"".join(chunks)
    seconds = time.perf_counter() - began
    book = load_workbook(io.BytesIO(data), read_only=True)
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    units = world.round.submissions.count()
    if len(cells) < units:
        raise RuntimeError(f"the workbook has {len(cells)} rows for {units} units")
    peer_s = _plain_workbook(cells)
    return {
        "rows": units, "lines": len(world.items), "kilobytes": round(len(data) / 1024), "seconds": round(seconds, 2),
        "first_s": round(first_s, 2), "peer_s": round(peer_s, 2), "to_peer": round(seconds / peer_s, 1),
    }  # fmt: skip


def _plain_workbook(cells: Sequence[Sequence[Any]]) -> float:
    import xlsxwriter

    began = time.perf_counter()
    book = xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True, "in_memory": False})
    sheet = book.add_worksheet()
    for place, row in enumerate(cells):
        sheet.write_row(place, 0, ["" if cell is None else cell for cell in row])
    book.close()
    return time.perf_counter() - began


def _rush(world: World, rows: Sequence[Any]) -> dict[str, Any]:
    """All of ``rows`` are filled in and filed through the page, each by one request that sends every cell."""
    from django.urls import reverse

    from danvan.reports.models import Submission

    waiting: SimpleQueue = SimpleQueue()
    for row in Submission.objects.filter(pk__in=[row.pk for row in rows]):
        waiting.put(row)
    times, wrong = [], []
    figures = _figures(world)

    def person() -> None:
        from django.db import connection

        client = _client(world.officer)
        while True:
            try:
                row = waiting.get_nowait()
            except Empty:
                break
            data = {"act": "file", "token": str(uuid4()), "version": row.version, **figures}
            began = time.perf_counter()
            answer = client.post(reverse("reports:fill", args=[row.public_id]), data)
            times.append((time.perf_counter() - began) * 1000)
            if answer.status_code != 302:
                wrong.append(answer.status_code)
        connection.close()

    people = [threading.Thread(target=person) for _ in range(AT_ONCE)]
    began = time.perf_counter()
    for one in people:
        one.start()
    for one in people:
        one.join()
    kept = Submission.objects.filter(pk__in=[row.pk for row in rows], state="filed").count()
    return {
        "sent": len(times), "at_once": AT_ONCE, "errors": len(wrong), "answers": sorted(set(wrong)), "kept": kept,
        "seconds": round(time.perf_counter() - began, 1), "p50_ms": round(percentile(times, 50), 1),
        "p99_ms": round(percentile(times, 99), 1),
    }  # fmt: skip


def _figures(world: World) -> dict[str, str]:
    """What is typed into every cell: the parts add up to their whole."""
    from danvan.reports.models import Item

    known: dict[tuple[str, str | None], Decimal] = {
        (value.indicator_code, value.part_code): value.amount for value in values_of_all(1)
    }
    items = Item.objects.filter(pk__in=world.items).select_related("indicator", "part")
    return {
        f"cell-{item.pk}": f"{known[item.indicator.code, item.part.code if item.part else None]:f}" for item in items
    }
