"""Figures carried to the units of a day, in SQL: from which homes a figure comes, with which weight, and the sum.

A *home* is an area of the line's level (its bodies report for it), or a body itself. Parameters beside those of
``sql``: ``as_of`` (the day whose units are asked about) and ``indicators`` (ids, or null for all).
"""

from __future__ import annotations

from .sql import NEWEST, line_bodies

# Homes of the past: areas of the line's level on the period's last day, and the asked body itself.
_IS_HOME = "(was.kind = any(%(area_kinds)s) or (was.kind = %(body_kind)s and {own}))"

# (top_id, heir_id, own): what stands under each of ``units`` on the day asked about. Changes stay inside the nation,
# so nothing is ever carried into it or out of it.
_UNDER = """
    select reach.above_id as top_id, reach.below_id as heir_id, reach.depth = 0 as own
    from orgs_reach reach
    where reach.above_id = any(%(units)s) and reach.valid @> %(as_of)s::date
      and not exists (
          select 1 from orgs_description nation where nation.unit_id = reach.above_id and nation.kind = 'nation'
      )
"""
# The same for the rows of a table: each source that goes to the asked unit itself is a row of its own.
_STRAIGHT = """
    select carry.source_id as top_id, carry.heir_id, true as own
    from orgs_carry carry
    where carry.heir_id = any(%(units)s) and carry.valid @> %(day)s::date and carry.seen @> %(as_of)s::date
"""


def _weighed(under: str, pairing: str = "") -> str:
    """CTEs that end in ``weighed`` (top_id, source_id, weight); weight null: its share is not known.

    A source all of whose heirs stand under the same top is whole there, however it was divided among them.
    """
    return f"""
under as materialized ({under}),
carried as (
    select under.top_id, carry.source_id, sum(carry.share) as share, bool_or(carry.share is null) as unknown,
           count(*) as heirs
    from under
    join orgs_carry carry
      on carry.heir_id = under.heir_id and carry.valid @> %(day)s::date and carry.seen @> %(as_of)s::date {pairing}
    join orgs_description was on was.unit_id = carry.source_id and was.valid @> %(day)s::date
    where {_IS_HOME.format(own="under.own")}
    group by under.top_id, carry.source_id
),
every as (
    select carry.source_id, count(*) as heirs
    from orgs_carry carry
    where carry.source_id = any(array(select distinct source_id from carried))
      and carry.valid @> %(day)s::date and carry.seen @> %(as_of)s::date
    group by carry.source_id
),
weighed as materialized (
    select carried.top_id, carried.source_id,
           case when carried.heirs = every.heirs and (carried.unknown or carried.share = 1) then 1
                when carried.unknown then null
                else carried.share end as weight
    from carried join every using (source_id)
)"""  # noqa: S608


# Tops whose figure is not simply that of their own homes on the period's last day.
_TOUCHED = f"""
home as (
    select reach.above_id as top_id, reach.below_id as source_id
    from orgs_reach reach
    join orgs_description was on was.unit_id = reach.below_id and was.valid @> %(day)s::date
    where reach.above_id in (select top_id from under where own) and reach.valid @> %(day)s::date
      and {_IS_HOME.format(own="reach.depth = 0")}
),
touched as materialized (
    select distinct top_id
    from weighed full join home using (top_id, source_id)
    where weighed.weight is distinct from 1 or home.source_id is null
)"""  # noqa: S608

# What each top's cells add up to. ``told`` are totals of homes, and newest values where the home is a body.
_SUMMED = f"""
kept as materialized (select weighed.* from weighed join touched using (top_id)),
source as materialized (select distinct source_id as unit_id from kept),
body as (
    select top_id as source_id, count(*) as bodies
    from ({line_bodies("array(select unit_id from source)")}) line_body
    group by top_id
),
ground as (
    select touched.top_id, count(kept.source_id) as predecessors,
           coalesce(sum(greatest(coalesce(body.bodies, 0), 1)) filter (where kept.source_id is not null), 0) as expected
    from touched
    left join kept using (top_id)
    left join body using (source_id)
    group by touched.top_id
),
asked as (
    select source.unit_id from source
    join orgs_description was on was.unit_id = source.unit_id and was.valid @> %(day)s::date
    where was.kind = %(body_kind)s
),
newest as ({NEWEST}),
told as (
    select unit_id as source_id, indicator_id, part_id, amount, reported, not_applicable, estimated, flagged,
           computed_at
    from figures_total
    where line_id = %(line)s and period = %(period)s and unit_id in (select unit_id from source)
      and (%(indicators)s::bigint[] is null or indicator_id = any(%(indicators)s))
    union all
    select unit_id, indicator_id, part_id, amount, reported, not_applicable, estimated, flagged, filed_at
    from newest where %(indicators)s::bigint[] is null or indicator_id = any(%(indicators)s)
),
summed as (
    select kept.top_id, told.indicator_id, told.part_id,
           case when indicator.additive then sum(told.amount * kept.weight)
                when ground.predecessors = 1 and min(coalesce(kept.weight, 0)) = 1 then sum(told.amount)
           end as amount,
           sum(told.reported) as reported,
           sum(told.not_applicable) as not_applicable,
           sum(case when kept.weight = 1 then told.estimated
                    when kept.weight is null then 0
                    else told.reported - told.not_applicable end) as estimated,
           sum(told.flagged) as flagged,
           min(told.computed_at) as computed_at,
           count(*) filter (where told.reported > 0) as predecessors_told,
           count(*) filter (
               where told.reported > told.not_applicable
                 and (kept.weight is null or (kept.weight <> 1 and not indicator.additive))
           ) as withheld
    from told
    join kept using (source_id)
    join ground on ground.top_id = kept.top_id
    join figures_indicator indicator on indicator.id = told.indicator_id
    group by kept.top_id, told.indicator_id, told.part_id, indicator.additive, ground.predecessors
)"""  # noqa: S608

_COLUMNS = """
    summed.indicator_id, summed.part_id, summed.amount, summed.reported, summed.not_applicable, summed.estimated,
    summed.flagged, summed.computed_at, summed.predecessors_told, summed.withheld
"""

# Of each of ``units``: whether it lives on the day asked about, whether changes touch it, from how many homes it is
# carried, how many bodies are expected there; and its cells, one a row (or one row without a cell).
RESTATED = f"""
with {_weighed(_UNDER)}, {_TOUCHED}, {_SUMMED}
select asked_unit.id, asked_unit.life @> %(as_of)s::date, ground.top_id is not null, ground.predecessors,
       ground.expected, {_COLUMNS}
from orgs_unit asked_unit
left join ground on ground.top_id = asked_unit.id
left join summed on summed.top_id = asked_unit.id
where asked_unit.id = any(%(units)s)
"""  # noqa: S608

# The same for every source that goes straight to the one unit in ``units``, with the share that reaches it.
RESTATED_SOURCES = f"""
with {_weighed(_STRAIGHT, "and carry.source_id = under.top_id")},
touched as (select distinct top_id from weighed), {_SUMMED}
select unit.id, unit.public_id, name.name, kept.weight, ground.predecessors, ground.expected, {_COLUMNS}
from kept
join ground using (top_id)
join orgs_unit unit on unit.id = kept.top_id
join orgs_description name on name.unit_id = unit.id and name.valid @> %(day)s::date
left join summed on summed.top_id = unit.id
order by name.name_sort, unit.id
"""  # noqa: S608

# The homes that each of ``units`` is carried from, with weight, public id and name of the period's last day.
SOURCES = f"""
with {_weighed(_UNDER)}, {_TOUCHED}
select asked_unit.id, touched.top_id is not null, weighed.source_id, weighed.weight, unit.public_id, name.name
from orgs_unit asked_unit
left join touched on touched.top_id = asked_unit.id
left join weighed on weighed.top_id = touched.top_id
left join orgs_unit unit on unit.id = weighed.source_id
left join orgs_description name on name.unit_id = weighed.source_id and name.valid @> %(day)s::date
where asked_unit.id = any(%(units)s)
order by name.name_sort, unit.id
"""  # noqa: S608

# The areas right under one unit (``units``) on the day asked about to which the line's figures go, or may go.
CHILDREN_AS_IS = """
with child as (
    select below.below_id as unit_id
    from orgs_reach below
    join orgs_description now
      on now.unit_id = below.below_id and now.valid @> %(as_of)s::date and now.kind = any(%(areas)s)
    where below.above_id = any(%(units)s) and below.depth = 1 and below.valid @> %(as_of)s::date
)
select child.unit_id, unit.public_id, name.name
from child
join orgs_unit unit on unit.id = child.unit_id
join orgs_description name on name.unit_id = child.unit_id and name.valid @> %(as_of)s::date
where exists (
    select 1
    from orgs_reach place
    join orgs_description now on now.unit_id = place.below_id and now.valid @> %(as_of)s::date
    left join orgs_carry carry
      on carry.heir_id = place.below_id and carry.valid @> %(day)s::date and carry.seen @> %(as_of)s::date
    left join orgs_description was on was.unit_id = carry.source_id and was.valid @> %(day)s::date
    where place.above_id = child.unit_id and place.valid @> %(as_of)s::date
      and (now.kind = any(%(area_kinds)s) or was.kind = any(%(area_kinds)s))
)
order by name.name_sort, child.unit_id
"""
