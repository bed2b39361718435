"""The busiest pages: how long they take, how often they ask the database, and whether that grows with the rows.

The peer is the heartbeat page ``/khoe/``: the same middleware, router and database round trip, and nothing else. All
pages take turns, request by request, so that a slow moment of the machine meets them all.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from . import small
from .table import percentile, table

WARM_UP, REQUESTS = 3, 30
HEARTBEAT = "heartbeat (peer)"
FEW, SOME = 2, 20


@dataclass(frozen=True)
class Page:
    """A page as one person opens it."""

    name: str
    client: Any
    address: str

    def get(self) -> Any:
        """The answer, which must be a whole page."""
        answer = self.client.get(self.address)
        if answer.status_code != 200:
            raise RuntimeError(f"{self.name}: {self.address} answers {answer.status_code}")
        return answer


def run(report: Callable[[str], None]) -> dict[str, Any]:
    """Measure every page; see README.md for what the numbers mean."""
    from danvan.access.models import User

    sizes = {}
    for code, communes in (("bm-few", FEW), ("bm-some", SOME)):
        report(f"a province of {communes} communes")
        sizes[communes] = _counted(addresses(*small.build(code, communes)))
    pages = addresses(User.objects.get(username="chuyenvien"), User.objects.get(username="canboxa"))
    queries = _counted(pages)
    report(f"{REQUESTS} requests to each of {len(pages)} pages")
    times = _timed(pages)
    peer = percentile(times[HEARTBEAT], 50)
    rows = []
    for page in pages:
        p50 = percentile(times[page.name], 50)
        rows.append({
            "page": page.name,
            "address": page.address.partition("?")[0],
            "p50_ms": round(p50, 1),
            "p95_ms": round(percentile(times[page.name], 95), 1),
            "to_heartbeat": round(p50 / peer, 1),
            "queries": queries[page.name],
            "queries_few": sizes[FEW][page.name],
            "queries_some": sizes[SOME][page.name],
            "kilobytes": round(len(page.get().content) / 1024, 1),
        })  # fmt: skip
    return {"requests": REQUESTS, "few": FEW, "some": SOME, "pages": rows}


def said(result: dict[str, Any]) -> str:
    """The result as people read it."""
    keys = ("page", "p50_ms", "p95_ms", "to_heartbeat", "queries_few", "queries_some", "queries", "kilobytes")
    few, some = result["few"], result["some"]
    head = ("page", "p50 ms", "p95 ms", "to peer", f"queries: {few}", f"{some}", "166 communes", "HTML KB")
    growing = [row["page"] for row in result["pages"] if row["queries_some"] > row["queries_few"]]
    return "\n".join((
        f"{result['requests']} requests each, in-process, real database",
        table(head, [tuple(row[key] for key in keys) for row in result["pages"]]),
        f"pages that ask more often when there are more rows: {', '.join(growing) or 'none'}",
    ))  # fmt: skip


def addresses(specialist: Any, officer: Any) -> list[Page]:
    """The pages of one province: as its specialist sees them, and the entry grid as an officer sees it."""
    from django.db.models import Count
    from django.urls import reverse

    from danvan.access.actor import Actor
    from danvan.core import clock
    from danvan.directives.models import Directive
    from danvan.reports.models import Round, Submission
    from danvan.reviews.models import Review

    today = clock.today()
    actor, filler = Actor.of(specialist, today), Actor.of(officer, today)
    at_desk, in_commune = _client(specialist), _client(officer)
    directives = Directive.objects.visible_to(actor).annotate(sent=Count("mandates", distinct=True))
    directive = directives.order_by("-sent", "pk")[0].public_id
    round_ = Round.objects.visible_to(actor).order_by("-period", "-pk")[0]
    grid = Submission.objects.visible_to(filler).filter(round=round_).order_by("pk")[0].public_id
    review = Review.objects.visible_to(actor).order_by("pk")[0].public_id
    scope = f"?line=commune-party&period={round_.period}&area={round_.area.public_id}"
    rows = (
        (HEARTBEAT, at_desk, reverse("overview:health")),
        ("my work", at_desk, reverse("overview:my_work")),
        ("directives: register", at_desk, reverse("directives:list")),
        ("directive: record", at_desk, reverse("directives:directive", args=[directive])),
        ("directive: matrix", at_desk, reverse("directives:matrix", args=[directive])),
        ("directives: matrix of all", at_desk, reverse("directives:matrix_all")),
        ("reports: rounds", at_desk, reverse("reports:rounds")),
        ("reports: one round", at_desk, reverse("reports:round", args=[round_.public_id])),
        ("reports: entry grid", in_commune, reverse("reports:fill", args=[grid])),
        ("figures: totals", at_desk, reverse("figures:totals") + scope),
        ("figures: one indicator", at_desk, reverse("figures:cells", args=["dvk_registered"]) + scope),
        ("review: composer", at_desk, reverse("reviews:review", args=[review])),
    )
    return [Page(*row) for row in rows]


def _client(user: Any) -> Any:
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=True)
    client.force_login(user)
    return client


def _counted(pages: Sequence[Page]) -> dict[str, int]:
    """How many queries each page asks when everything that is kept in memory is there."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = {}
    for page in pages:
        page.get()
        with CaptureQueriesContext(connection) as captured:
            page.get()
        counts[page.name] = len(captured)
    return counts


def _timed(pages: Sequence[Page]) -> dict[str, list[float]]:
    """Milliseconds of every request, by the name of the page."""
    for page in pages:
        for _time in range(WARM_UP):
            page.get()
    times: dict[str, list[float]] = {page.name: [] for page in pages}
    gc.collect()
    for _time in range(REQUESTS):
        for page in pages:
            began = time.perf_counter()
            page.get()
            times[page.name].append((time.perf_counter() - began) * 1000)
    return times
