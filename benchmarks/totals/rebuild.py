"""All totals made anew: the product's own rebuild, and plain statements that write the same rows from the same values.

The plain peer is what one writes by hand: for each kind of area one statement over all periods, into tables of the
same columns, and then the same keys. It knows nothing of figures that cannot be added and of tables that are read and
filed into meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from .country import LINE

# Every area above a commune, by days; and to which units of today a commune's figures go, with which weight.
MAPS = (
    "drop table if exists bench.total, bench.total_as_is, bench.above, bench.carried",
    """
    create table bench.above as
    select above_id as unit, below_id as area, valid from orgs_reach
    where below_id in (select area from bench.body) and depth > 0
    """,
    """
    create table bench.carried as
    select place.above_id as unit, carry.source_id as area, carry.valid,
           case when count(*) = min(every.heirs) then 1 else sum(carry.share) end as weight
    from orgs_carry carry
    join orgs_reach place on place.below_id = carry.heir_id and place.valid @> %(today)s::date
    join (
        select source_id, valid, count(*) as heirs from orgs_carry where seen @> %(today)s::date group by 1, 2
    ) every on every.source_id = carry.source_id and every.valid = carry.valid
    where carry.seen @> %(today)s::date and carry.source_id in (select area from bench.body)
      and place.above_id in (select unit_id from figures_restated)
    group by place.above_id, carry.source_id, carry.valid
    """,
    "analyze bench.above",
    "analyze bench.carried",
)
_DAY = "(to_date(period, 'YYYY-MM') + interval '1 month' - interval '1 day')::date"
_KEY = "indicator_id, part_id, period"
_COUNTS = "sum(reported), sum(expected), sum(not_applicable), sum(estimated), sum(flagged)"
_INTO = (
    "(unit_id, indicator_id, part_id, period, line_id, amount, reported, expected, not_applicable, estimated, flagged"
)
PLAIN = (
    "create table bench.total (like figures_total including defaults including identity)",
    f"""
    insert into bench.total {_INTO}, computed_at)
    select body.area, {_KEY}, %(line)s, sum(amount), count(*) filter (where amount is not null or not_applicable),
           count(*), count(*) filter (where not_applicable), count(*) filter (where estimate),
           count(*) filter (where flagged), now()
    from (
        select distinct on (value.unit_id, value.period, value.indicator_id, value.part_id) value.*
        from figures_value value
        join figures_filing filing on filing.id = value.filing_id and filing.line_id = %(line)s
        order by value.unit_id, value.period, value.indicator_id, value.part_id, filing.revision desc
    ) newest
    join bench.body on body.body = newest.unit_id
    group by body.area, {_KEY}
    """,
    f"""
    insert into bench.total {_INTO}, computed_at)
    select above.unit, {_KEY}, %(line)s, sum(amount), {_COUNTS}, now()
    from bench.total join bench.above on above.area = total.unit_id and above.valid @> {_DAY}
    group by above.unit, {_KEY}
    """,
    "create table bench.total_as_is (like figures_restated including defaults including identity)",
    f"""
    insert into bench.total_as_is {_INTO}, predecessors, predecessors_told, withheld, computed_at)
    select carried.unit, {_KEY}, %(line)s, sum(amount * weight), {_COUNTS}, count(*),
           count(*) filter (where reported > 0), count(*) filter (where weight is null), now()
    from bench.total join bench.carried on carried.area = total.unit_id and carried.valid @> {_DAY}
    where period < %(reform)s
    group by carried.unit, {_KEY}
    """,
)  # fmt: skip
KEYS = (
    "alter table bench.{0} add primary key (id)",
    "create unique index on bench.{0} (unit_id, line_id, indicator_id, part_id, period) nulls not distinct",
    "create index on bench.{0} (period, line_id, unit_id, indicator_id)",
)


def measure(report: Callable[[str], None]) -> dict[str, Any]:
    """The product's rebuild, with how many cells it wrote, and the plain one."""
    from danvan.figures.services import rebuild

    report("rebuild: ours")
    heard = 0

    def progress(text: str) -> None:
        nonlocal heard
        heard += 1
        if heard % 24 == 0:
            report(f"rebuild: {text}")

    began = time.perf_counter()
    done = rebuild(progress)
    ours = time.perf_counter() - began
    seconds, rows = _plain(report)
    return {
        "rebuild_s": round(ours, 1),
        "plain_sql_rebuild_s": round(seconds, 1),
        "rebuild": {
            "totals": done.totals,
            "restated": done.restated,
            "plain_totals": rows["total"],
            "plain_restated": rows["total_as_is"],
            "progress_shown": heard,
        },
    }


def _plain(report: Callable[[str], None]) -> tuple[float, dict[str, int]]:
    """Seconds and rows of the plain rebuild; which units go where is worked out before the clock starts."""
    from django.db import connection

    from danvan.core import clock
    from danvan.figures.models import Line

    from .country import REFORM

    report("rebuild: plain SQL")
    params = {"line": Line.objects.get(code=LINE).pk, "today": clock.today(), "reform": f"{REFORM:%Y-%m}"}
    tables = ("total", "total_as_is")
    with connection.cursor() as cursor:
        for statement in MAPS:
            cursor.execute(statement, params)
        began = time.perf_counter()
        for statement in PLAIN:
            cursor.execute(statement, params)
        for table in tables:
            for statement in KEYS:
                cursor.execute(statement.format(table))
        seconds = time.perf_counter() - began
        rows = {}
        for table in tables:
            cursor.execute(f"select count(*) from bench.{table}")  # noqa: S608
            rows[table] = cursor.fetchone()[0]
        cursor.execute("drop table bench.total, bench.total_as_is, bench.above, bench.carried")
    return seconds, rows
