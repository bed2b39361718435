"""Ten years of filings and values, loaded past the services: the rows are what is measured, not how they came in.

``session_replication_role = replica`` leaves out foreign keys and triggers while loading; all the rest of the tables
(keys, checks, indexes) stays as everybody has it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from . import plan
from .country import BODY, LINE, order

SOURCE = "benchmark"
ACCOUNT = "benchmark.totals"

# Who files: each body with its commune, its days, and its place in the order of filing. The communes of the first
# provinces of today come first, with all that their figures are carried from.
BODIES = """
create schema if not exists bench;
drop table if exists bench.body;
create table bench.body as
select body.id as body, area.id as area, body.life, body.code,
       (select min(array_position(%(order)s::bigint[], reach.above_id))
        from orgs_carry carry
        join orgs_reach reach on reach.below_id = carry.heir_id and reach.valid @> %(today)s::date
        where carry.source_id = area.id and carry.seen @> %(today)s::date
          and reach.above_id = any(%(order)s)) as place
from orgs_unit body
join orgs_placement on orgs_placement.unit_id = body.id
join orgs_unit area on area.id = orgs_placement.parent_id
where right(body.code, %(tail_length)s) = %(tail)s;
delete from bench.body where place is null;
"""
COUNTS = """
select place, count(*) from bench.body where life @> %(day)s::date group by place
"""
FILINGS = """
insert into figures_filing (public_id, unit_id, line_id, period, revision, filed_by_id, filed_at, token, source, note)
select gen_random_uuid(), body, %(line)s, %(period)s, 1, %(by)s, %(filed_at)s, gen_random_uuid(), %(source)s, ''
from (
    select body from bench.body where place <= %(places)s and life @> %(day)s::date
    order by place, code limit %(bodies)s
) who
"""
# Amounts are invented: whole numbers from 1 to 500, other ones for each body, month and indicator.
VALUES = """
insert into figures_value (filing_id, indicator_id, part_id, unit_id, period, amount, not_applicable, estimate, flagged)
select filing.id, item.id, null, filing.unit_id, filing.period, 1 + abs(hashint8(filing.id * 131 + item.id)) %% 500,
       false, false, false
from (
    select id, unit_id, period, row_number() over (order by id) as number
    from figures_filing where period = %(period)s and line_id = %(line)s and source = %(source)s
) filing
join unnest(%(items)s::bigint[]) with ordinality item (id, number)
  on item.number <= %(first)s or (item.number = %(first)s + 1 and filing.number <= %(more)s)
order by filing.id, item.number
"""


class Loaded(dict[str, Any]):
    """What was loaded: values, filings, months, provinces and the seconds it took."""


def load(wanted: int, report: Callable[[str], None]) -> Loaded:
    """Fill the tables with ``wanted`` values and gather the planner's statistics; or find them from the run before."""
    from django.db import connection

    before = _before(wanted)
    if before:
        report("values: those of the run before")
        return before
    began = time.perf_counter()
    months, places = _plan(wanted)
    _fill(months, places, report)
    with connection.cursor() as cursor:
        report("vacuum and analyze")
        cursor.execute("vacuum analyze")
        loaded = Loaded(
            values=sum(month.values for month in months),
            filings=sum(month.bodies for month in months),
            months=len(months),
            provinces=places,
            items_by_month=[month.items for month in months],
            communes_at_once=[months[0].bodies, months[-1].bodies],
            seconds=round(time.perf_counter() - began, 1),
        )
        cursor.execute("drop table if exists bench.loaded; create table bench.loaded (facts jsonb)")
        cursor.execute("insert into bench.loaded values (%s)", [json.dumps(loaded)])
    return loaded


def _before(wanted: int) -> Loaded | None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('bench.loaded')")
        if cursor.fetchone()[0] is None:
            return None
        cursor.execute("select facts from bench.loaded")
        facts = Loaded(json.loads(cursor.fetchone()[0]))
    if facts["values"] != wanted:
        raise SystemExit(f"This folder holds {facts['values']:,} values of another run; name another --home.")
    return facts


def items() -> list[Any]:
    """The indicators that are filed: those that add up over units."""
    from danvan.figures.models import Indicator

    return list(Indicator.objects.filter(additive=True).order_by("order"))


def _plan(wanted: int) -> tuple[list[plan.Month], int]:
    """What each month gets, and how many provinces of today file: as many as the number of values allows."""
    from django.db import connection

    from danvan.core import clock
    from danvan.core.periods import Period

    today = clock.today()
    codes = plan.months(today)
    provinces = order()
    with connection.cursor() as cursor:
        params = {"order": provinces, "today": today, "tail": BODY, "tail_length": len(BODY)}
        cursor.execute(BODIES, params)
        counts = []
        for code in codes:
            cursor.execute(COUNTS, {"day": Period.parse(code).last_day})
            counts.append(dict(cursor.fetchall()))
    most = len(items())
    fitting = 0
    for places in range(1, len(provinces) + 1):
        if plan.least(_bodies(counts, places)) <= wanted:
            fitting = places
    if fitting:
        return plan.spread(codes, _bodies(counts, fitting), wanted, most), fitting
    # Fewer than one province needs: its first communes only.
    bodies = _bodies(counts, 1)
    share = wanted / plan.least(bodies) * 0.95
    return plan.spread(codes, [max(int(count * share), 1) for count in bodies], wanted, most), 1


def _bodies(counts: Sequence[dict[int, int]], places: int) -> list[int]:
    return [sum(count for place, count in month.items() if place <= places) for month in counts]


@contextmanager
def _past_the_services(cursor: Any) -> Iterator[None]:
    """No triggers, no foreign keys, no waiting for the disk at each commit."""
    cursor.execute("set session_replication_role = replica")
    cursor.execute("set synchronous_commit = off")
    try:
        yield
    finally:
        cursor.execute("reset session_replication_role")
        cursor.execute("reset synchronous_commit")


def _fill(months: Sequence[plan.Month], places: int, report: Callable[[str], None]) -> None:
    from django.db import connection

    from danvan.core.periods import Period
    from danvan.figures.models import Line

    shared = {
        "line": Line.objects.get(code=LINE).pk,
        "by": account().pk,
        "items": [item.pk for item in items()],
        "source": SOURCE,
        "places": places,
    }
    done = 0
    with connection.cursor() as cursor, _past_the_services(cursor):
        for number, month in enumerate(months, start=1):
            day: date = Period.parse(month.code).last_day
            filed_at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=5)
            params = shared | {
                "period": month.code, "day": day, "filed_at": filed_at, "bodies": month.bodies,
                "first": month.items, "more": month.more,
            }  # fmt: skip
            cursor.execute(FILINGS, params)
            cursor.execute(VALUES, params)
            done += cursor.rowcount
            if number % 12 == 0:
                report(f"values: {done:,} up to {month.code}")
    if done != sum(month.values for month in months):
        raise RuntimeError(f"{done:,} values were loaded, not as many as planned")


def account() -> Any:
    """The account in whose name everything is filed."""
    from danvan.access import services as access
    from danvan.access.models import User
    from danvan.orgs.models import Unit

    user = User.objects.filter(username=ACCOUNT).first()
    if user is None:
        user = access.create_account(ACCOUNT, "Người nộp thử", password=None)
        nation = Unit.objects.get(code="VN")
        access.grant(user, "provincial_specialist", nation, since=date(2025, 7, 1))
    return user


def actor() -> Any:
    """The account as one who acts today."""
    from danvan.access.actor import Actor
    from danvan.core import clock

    return Actor.of(account(), clock.today())
