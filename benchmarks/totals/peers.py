"""The peers: the same figures in a plain narrow table with two covering indexes, and in a DuckDB table in process."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .country import LINE

MEMORY = "4GB"
DUCKDB = "peer.duckdb"

# A period is a number, 202509; a range of days is the first and the last month whose last day lies in it.
SINCE = "coalesce(extract(year from lower({0})) * 100 + extract(month from lower({0})), 0)::int"
UNTIL = (
    "coalesce(extract(year from upper({0}) - interval '1 month') * 100"
    " + extract(month from upper({0}) - interval '1 month'), 999912)::int"
)
TABLES = f"""
drop table if exists bench.value, bench.place, bench.carry;
create table bench.value (
    unit integer not null, indicator smallint not null, period integer not null, amount numeric not null
);
create table bench.place as
select reach.below_id::int as unit, reach.above_id::int as province,
       {SINCE.format("reach.valid")} as since, {UNTIL.format("reach.valid")} as until
from orgs_reach reach
where reach.above_id = any(%(provinces)s) and reach.below_id in (select area from bench.body);
create index on bench.place (province, unit);
create table bench.carry as
select carry.source_id::int as source, reach.above_id::int as province,
       case when count(*) = min(every.heirs) then 1 else sum(carry.share) end as weight,
       {SINCE.format("carry.valid")} as since, {UNTIL.format("carry.valid")} as until
from orgs_carry carry
join orgs_reach reach on reach.below_id = carry.heir_id and reach.valid @> %(today)s::date
join (
    select source_id, valid, count(*) as heirs from orgs_carry where seen @> %(today)s::date group by source_id, valid
) every on every.source_id = carry.source_id and every.valid = carry.valid
where carry.seen @> %(today)s::date and reach.above_id = any(%(provinces)s)
  and carry.source_id in (select area from bench.body)
group by carry.source_id, reach.above_id, carry.valid;
create index on bench.carry (province, source);
"""  # noqa: S608
FILL = """
insert into bench.value
select body.area, value.indicator_id,
       left(value.period, 4)::int * 100 + right(value.period, 2)::int, value.amount
from figures_value value
join figures_filing filing on filing.id = value.filing_id and filing.line_id = %(line)s and filing.source = %(source)s
join bench.body on body.body = value.unit_id
order by filing.id
"""
INDEXES = (
    "create unique index value_of_unit on bench.value (unit, indicator, period) include (amount)",
    "create unique index value_of_period on bench.value (indicator, period, unit) include (amount)",
)


def build_plain(source: str, report: Callable[[str], None]) -> float:
    """The plain table beside the product's own; returns the seconds it took."""
    from django.db import connection

    from danvan.core import clock
    from danvan.figures.models import Line
    from danvan.orgs.kinds import PROVINCE_LEVEL
    from danvan.orgs.models import Unit

    began = time.perf_counter()
    provinces = Unit.objects.filter(descriptions__kind__in=PROVINCE_LEVEL).distinct().values_list("pk", flat=True)
    report("peers: the plain table")
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit = off")
        cursor.execute(TABLES, {"provinces": list(provinces), "today": clock.today()})
        cursor.execute(FILL, {"line": Line.objects.get(code=LINE).pk, "source": source})
        for statement in INDEXES:
            cursor.execute(statement)
        for name in ("value", "place", "carry"):
            cursor.execute(f"vacuum analyze bench.{name}")
        cursor.execute("reset synchronous_commit")
    return time.perf_counter() - began


def build_duckdb(folder: Path, report: Callable[[str], None]) -> Any:
    """The same three tables in a DuckDB file in ``folder``; returns the connection."""
    import duckdb

    report("peers: the DuckDB table")
    path = folder / DUCKDB
    path.unlink(missing_ok=True)
    duck = duckdb.connect(str(path), config={"memory_limit": MEMORY})
    duck.execute("create schema bench")
    duck.execute("create table bench.value (unit integer, indicator smallint, period integer, amount decimal(18, 4))")
    duck.execute("create table bench.place (unit integer, province integer, since integer, until integer)")
    duck.execute("create table bench.carry (source integer, province integer, weight double, since integer,"
                 " until integer)")  # fmt: skip
    for name in ("value", "place", "carry"):
        _copy(duck, name, folder / f"{name}.csv")
    duck.execute("checkpoint")
    return duck


def _copy(duck: Any, name: str, path: Path) -> None:
    """Through a file, piece by piece, so that forty million rows need no memory."""
    from django.db import connection

    statement = f"copy bench.{name} to stdout (format csv)"
    with connection.cursor() as cursor, path.open("wb") as handle, cursor.copy(statement) as copy:
        for piece in copy:
            handle.write(piece)
    duck.execute(f"insert into bench.{name} select * from read_csv(?, header = false)", [str(path)])  # noqa: S608
    path.unlink()


def drop(folder: Path) -> None:
    """Give the room back."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("drop table if exists bench.value")
    (folder / DUCKDB).unlink(missing_ok=True)
