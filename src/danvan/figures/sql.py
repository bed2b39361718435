"""Totals in SQL: which bodies report, what an area adds up to, and where a stored total is wrong.

Every statement works on many areas of one line and one period at once. Shared parameters: ``units`` (ids of the areas
asked about), ``line``, ``period``, ``day`` (the period's last day: the tree as it was), ``body_kind``, ``area_kinds``
(of the line) and ``areas`` (all kinds of area).
"""

# (top_id, area_id, unit_id): the line's bodies under each of the ids in the array that follows, with the area that each
# reports for. A body reports for the nearest area above it; one that hangs under another of its own kind is counted
# by that other one.
BODIES_UNDER = """
    select top.above_id as top_id, home.area_id, top.below_id as unit_id
    from orgs_reach top
    join orgs_description body
      on body.unit_id = top.below_id and body.valid @> %(day)s::date and body.kind = %(body_kind)s
    join lateral (
        select up.above_id as area_id, stop.kind
        from orgs_reach up
        join orgs_description stop on stop.unit_id = up.above_id and stop.valid @> %(day)s::date
        where up.below_id = top.below_id and up.depth > 0 and up.valid @> %(day)s::date
          and (stop.kind = any(%(areas)s) or stop.kind = %(body_kind)s)
        order by up.depth
        limit 1
    ) home on home.kind = any(%(area_kinds)s)
    where top.valid @> %(day)s::date and top.above_id = any"""

LINE_BODIES = f"{BODIES_UNDER}(%(units)s)"

# Of each of ``units``: whether it lives on the day, and how many of the line's bodies report under it.
EXPECTED = f"""
select asked.id, asked.life @> %(day)s::date, count(line_body.unit_id)
from orgs_unit asked
left join ({LINE_BODIES}) line_body on line_body.top_id = asked.id
where asked.id = any(%(units)s)
group by asked.id
"""  # noqa: S608

# The rows of a table about one area (``units`` holds it alone): the areas right under it, and the bodies of its own.
CHILDREN = f"""
with line_body as materialized ({LINE_BODIES}),
child as (
    select case when line_body.area_id = line_body.top_id then line_body.unit_id else below.below_id end as unit_id,
           line_body.area_id <> line_body.top_id as is_area, count(*) as expected
    from line_body
    join orgs_reach up on up.below_id = line_body.unit_id and up.valid @> %(day)s::date
    join orgs_reach below
      on below.above_id = line_body.top_id and below.below_id = up.above_id and below.depth = 1
     and below.valid @> %(day)s::date
    group by 1, 2
)
select child.unit_id, unit.public_id, name.name, child.is_area, child.expected
from child
join orgs_unit unit on unit.id = child.unit_id
join orgs_description name on name.unit_id = child.unit_id and name.valid @> %(day)s::date
order by child.is_area, name.name_sort, child.unit_id
"""  # noqa: S608

# The line's bodies under ``units`` with their names, the names of their areas, and which of ``units`` they are under.
NAMED_BODIES = f"""
select line_body.unit_id, unit.public_id, name.name, area.name, line_body.top_id
from ({LINE_BODIES}) line_body
join orgs_unit unit on unit.id = line_body.unit_id
join orgs_description name on name.unit_id = line_body.unit_id and name.valid @> %(day)s::date
join orgs_description area on area.unit_id = line_body.area_id and area.valid @> %(day)s::date
order by area.name_sort, name.name_sort, line_body.unit_id
"""  # noqa: S608

# How many areas stand above each of ``units``.
LEVELS = """
    select asked.id, count(kind.unit_id)
    from unnest(%(units)s::bigint[]) asked (id)
    left join orgs_reach up on up.below_id = asked.id and up.depth > 0 and up.valid @> %(day)s::date
    left join orgs_description kind
      on kind.unit_id = up.above_id and kind.valid @> %(day)s::date and kind.kind = any(%(areas)s)
    group by asked.id
"""

# The newest value of every item of the bodies in ``asked`` (a relation with a column unit_id).
NEWEST = """
    select distinct on (filing.unit_id, value.indicator_id, value.part_id)
        filing.unit_id, value.indicator_id, value.part_id, value.amount,
        (value.amount is not null or value.not_applicable)::int as reported,
        value.not_applicable::int as not_applicable,
        (value.estimate and value.amount is not null)::int as estimated,
        value.flagged::int as flagged, filing.filed_at
    from asked
    join figures_filing filing
      on filing.unit_id = asked.unit_id and filing.line_id = %(line)s and filing.period = %(period)s
    join figures_value value on value.filing_id = filing.id
    order by filing.unit_id, value.indicator_id, value.part_id, filing.revision desc
"""

# What cannot be added is still told where one body alone reports: nothing is added there.
_SUMS = """
    case when indicator.additive or expected.expected = 1 then sum(gathered.amount) end as amount,
    sum(gathered.reported) as reported,
    coalesce(expected.expected, 0) as expected,
    sum(gathered.not_applicable) as not_applicable,
    sum(gathered.estimated) as estimated,
    sum(gathered.flagged) as flagged
"""

# Make the totals of ``units`` anew from their own bodies and from the totals of the areas right under them.
RECOMPUTE = f"""
with line_body as materialized ({LINE_BODIES}),
expected as (select top_id, count(*) as expected from line_body group by top_id),
own as (select unit_id, top_id from line_body where area_id = top_id),
asked as (select unit_id from own),
newest as ({NEWEST}),
gathered as (
    select own.top_id, newest.indicator_id, newest.part_id, newest.amount, newest.reported, newest.not_applicable,
           newest.estimated, newest.flagged
    from newest join own using (unit_id)
    union all
    select place.above_id, total.indicator_id, total.part_id, total.amount, total.reported, total.not_applicable,
           total.estimated, total.flagged
    from orgs_reach place
    join orgs_description kind
      on kind.unit_id = place.below_id and kind.valid @> %(day)s::date and kind.kind = any(%(areas)s)
    join figures_total total
      on total.unit_id = place.below_id and total.line_id = %(line)s and total.period = %(period)s
    where place.above_id = any(%(units)s) and place.depth = 1 and place.valid @> %(day)s::date
),
summed as (
    select gathered.top_id, gathered.indicator_id, gathered.part_id, {_SUMS}
    from gathered
    join figures_indicator indicator on indicator.id = gathered.indicator_id
    left join expected on expected.top_id = gathered.top_id
    group by gathered.top_id, gathered.indicator_id, gathered.part_id, indicator.additive, expected.expected
),
removed as (
    delete from figures_total stored
    where stored.unit_id = any(%(units)s) and stored.line_id = %(line)s and stored.period = %(period)s
      and not exists (
          select 1 from summed
          where summed.top_id = stored.unit_id and summed.indicator_id = stored.indicator_id
            and summed.part_id is not distinct from stored.part_id
      )
)
insert into figures_total (unit_id, line_id, indicator_id, part_id, period, amount, reported, expected,
                           not_applicable, estimated, flagged, computed_at)
select top_id, %(line)s, indicator_id, part_id, %(period)s, amount, reported, expected,
       not_applicable, estimated, flagged, clock_timestamp()
from summed
on conflict (unit_id, line_id, indicator_id, part_id, period) do update set
    amount = excluded.amount, reported = excluded.reported, expected = excluded.expected,
    not_applicable = excluded.not_applicable, estimated = excluded.estimated, flagged = excluded.flagged,
    computed_at = excluded.computed_at
"""  # noqa: S608

# Cells in which the stored totals and a sum straight from the newest values differ.
DIFFERENCES = f"""
with line_body as materialized ({LINE_BODIES}),
expected as (select top_id, count(*) as expected from line_body group by top_id),
asked as (select distinct unit_id from line_body),
newest as ({NEWEST}),
gathered as (select line_body.top_id, newest.* from newest join line_body using (unit_id)),
fresh as (
    select gathered.top_id as unit_id, gathered.indicator_id, gathered.part_id, {_SUMS}
    from gathered
    join figures_indicator indicator on indicator.id = gathered.indicator_id
    left join expected on expected.top_id = gathered.top_id
    group by gathered.top_id, gathered.indicator_id, gathered.part_id, indicator.additive, expected.expected
),
stored as (
    select unit_id, indicator_id, part_id, amount, reported, expected, not_applicable, estimated, flagged
    from figures_total where line_id = %(line)s and period = %(period)s
),
cell as (
    select coalesce(fresh.unit_id, stored.unit_id) as unit_id,
           coalesce(fresh.indicator_id, stored.indicator_id) as indicator_id,
           coalesce(fresh.part_id, stored.part_id) as part_id,
           stored.amount as stored_amount, stored.reported as stored_reported,
           fresh.amount as fresh_amount, fresh.reported as fresh_reported
    from fresh
    full join stored
      on stored.unit_id = fresh.unit_id and stored.indicator_id = fresh.indicator_id
     and coalesce(stored.part_id, 0) = coalesce(fresh.part_id, 0)
    where (fresh.amount, fresh.reported, fresh.expected, fresh.not_applicable, fresh.estimated, fresh.flagged)
          is distinct from
          (stored.amount, stored.reported, stored.expected, stored.not_applicable, stored.estimated, stored.flagged)
)
select unit.code, indicator.code, part.code, stored_amount, stored_reported, fresh_amount, fresh_reported
from cell
join orgs_unit unit on unit.id = cell.unit_id
join figures_indicator indicator on indicator.id = cell.indicator_id
left join figures_part part on part.id = cell.part_id
order by unit.code, indicator."order", part."order"
"""  # noqa: S608

# The queue. A worker takes the group (same line, period and level) of the key that has waited longest; others take
# what is free. Deepest first would hold the nation back for as long as communes go on filing.
CLAIM_GROUP = """
    select line_id, period, level, as_is from figures_dirty
    order by id
    limit 1 for update skip locked
"""
CLAIM_ROWS = """
    select id, parent_id from figures_dirty
    where as_is = %(as_is)s and line_id = %(line)s and period = %(period)s and level = %(level)s
    order by parent_id
    limit %(limit)s for update skip locked
"""
RELEASE = "delete from figures_dirty where id = any(%(ids)s)"

MARK_PARENTS = """
    insert into figures_dirty (parent_id, line_id, period, level, as_is)
    select distinct place.above_id, %(line)s::bigint, %(period)s, %(level)s::int - 1, false
    from orgs_reach place
    where place.below_id = any(%(units)s) and place.depth = 1 and place.valid @> %(day)s::date
"""

# The first lock is held by a rebuild from its first to its last statement, and shared by every worker: while totals are
# rebuilt, the queue waits. The second is shared by workers and held by who changes the structure.
JOIN_WORKERS = "select pg_try_advisory_xact_lock_shared(7311201)"
BEGIN_REBUILD = "select pg_try_advisory_lock(7311201)"
END_REBUILD = "select pg_advisory_unlock(7311201)"
SHARE_STRUCTURE = "select pg_advisory_xact_lock_shared(7311202)"
HOLD_STRUCTURE = "select pg_advisory_xact_lock(7311202)"

# Transaction-long locks on names, taken in one order by everybody, so that nobody waits in a circle.
LOCK = """
    select pg_advisory_xact_lock(hashtextextended(name, 0))
    from (select name from unnest(%(names)s::text[]) name order by name) sorted
"""

# Stored totals of units, indicators and periods of one line.
READ_TOTALS = """
    select unit_id, indicator_id, part_id, period, amount, reported, expected, not_applicable, estimated, flagged,
           (extract(epoch from computed_at) * 1000000)::bigint
    from figures_total
    where unit_id = any(%s) and line_id = %s and indicator_id = any(%s) and period = any(%s)
"""
