"""All totals made anew: the product's own rebuild, and one plain GROUP BY for each kind of the same cells."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from . import peers

# The same cells as the product's: every commune, province and the nation as it was, and what the changes touch as it
# is, with both keys. It knows nothing of revisions, of who was expected, of estimates and of what cannot be added.
PLAIN = (
    "drop table if exists bench.total",
    """
    create table bench.total (
        unit integer not null, indicator smallint not null, period integer not null, restated boolean not null,
        amount numeric, reported integer not null
    )""",
    """
    insert into bench.total
    select unit, indicator, period, false, sum(amount), count(*) from bench.value group by unit, indicator, period
    """,
    """
    insert into bench.total
    select place.province, total.indicator, total.period, false, sum(total.amount), sum(total.reported)
    from bench.total join bench.place using (unit)
    where total.period between place.since and place.until
    group by place.province, total.indicator, total.period
    """,
    """
    insert into bench.total
    select 0, indicator, period, false, sum(amount), sum(reported) from bench.total
    where unit in (select province from bench.place) group by indicator, period
    """,
    "create unique index total_of_unit on bench.total (unit, indicator, period, restated)",
    "create index total_of_period on bench.total (period, unit, indicator)",
)


def plain(report: Callable[[str], None]) -> float:
    """Seconds of the plain rebuild."""
    from django.db import connection

    report("rebuild: plain SQL")
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for statement in PLAIN:
            cursor.execute(statement)
    return time.perf_counter() - began


def measure(source: str, report: Callable[[str], None]) -> dict[str, Any]:
    """The product's rebuild and the plain one."""
    from django.db import connection

    from danvan.figures.services import mark_waiting, recompute_waiting

    peers.build_plain(source, report)
    seconds = plain(report)
    report("rebuild: ours")
    began = time.perf_counter()
    mark_waiting()
    while recompute_waiting():
        report("rebuild: ours goes on")
    ours = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze figures_total")
    return {"rebuild_s": round(ours, 1), "plain_sql_rebuild_s": round(seconds, 1)}
