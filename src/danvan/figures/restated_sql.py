"""Figures carried to the units of a day, in SQL: from which homes a figure comes, with which weight, and the sum.

A *home* is an area of the line's level (its bodies report for it), or a body itself. Parameters beside those of
``sql``: ``as_of`` (the day whose units are asked about) and ``indicators`` (ids, or null for all).
"""

from __future__ import annotations

from .sql import BODIES_UNDER, NEWEST

# (top_id, heir_id, own, only): what stands under each of ``units`` on the day asked about. Changes stay inside the
# nation, so nothing is ever carried into it or out of it.
_UNDER = """
under as materialized (
    select reach.above_id as top_id, reach.below_id as heir_id, reach.depth = 0 as own, null::bigint as only
    from orgs_reach reach
    where reach.above_id = any(%(units)s) and reach.valid @> %(as_of)s::date
      and not exists (
          select 1 from orgs_description nation where nation.unit_id = reach.above_id and nation.kind = 'nation'
      )
)"""
# The same for the rows of a table: each source that goes to the asked unit itself is a row of its own.
_STRAIGHT = """
under as materialized (
    select carry.source_id as top_id, carry.heir_id, true as own, carry.source_id as only
    from orgs_carry carry
    where carry.heir_id = any(%(units)s) and carry.valid @> %(day)s::date and carry.seen @> %(as_of)s::date
)"""

# CTEs that end in ``weighed`` (top_id, source_id, weight); weight null: its share is not known. Homes of the past are
# areas of the line's level on the period's last day, and the asked body itself. A source all of whose heirs stand
# under the same top is whole there, however it was divided among them.
_WEIGHED = """
carried as (
    select under.top_id, carry.source_id, sum(carry.share) as share, bool_or(carry.share is null) as unknown,
           count(*) as heirs
    from under
    join orgs_carry carry
      on carry.heir_id = under.heir_id and carry.valid @> %(day)s::date and carry.seen @> %(as_of)s::date
     and (under.only is null or under.only = carry.source_id)
    join orgs_description was on was.unit_id = carry.source_id and was.valid @> %(day)s::date
    where was.kind = any(%(area_kinds)s) or (was.kind = %(body_kind)s and under.own)
    group by under.top_id, carry.source_id
),
weighed as materialized (
    select carried.top_id, carried.source_id,
           case when carried.heirs = (
                         select count(*) from orgs_carry every
                         where every.source_id = carried.source_id
                           and every.valid @> %(day)s::date and every.seen @> %(as_of)s::date
                     ) and (carried.unknown or carried.share = 1) then 1
                when carried.unknown then null
                else carried.share end as weight
    from carried
)"""

# Tops whose figure is not simply that of their own homes on the period's last day.
_TOUCHED = """
home as (
    select reach.above_id as top_id, reach.below_id as source_id
    from orgs_reach reach
    join orgs_description was on was.unit_id = reach.below_id and was.valid @> %(day)s::date
    where reach.above_id in (select top_id from under where own) and reach.valid @> %(day)s::date
      and (was.kind = any(%(area_kinds)s) or (was.kind = %(body_kind)s and reach.depth = 0))
),
touched as materialized (
    select distinct top_id
    from weighed full join home using (top_id, source_id)
    where weighed.weight is distinct from 1 or home.source_id is null
)"""

# CTEs that end in ``ground``: from how many homes each touched top is carried, and how many bodies they have.
_KEPT = """
kept as materialized (select weighed.* from weighed join touched using (top_id)),
source as materialized (select distinct source_id as unit_id from kept)"""
_BODIES = f"""
body as materialized (
    select top_id as source_id, count(*) as bodies
    from ({BODIES_UNDER}(array(select unit_id from source))) line_body
    group by top_id
)"""  # noqa: S608
_GROUND = """
ground as materialized (
    select touched.top_id, count(kept.source_id) as predecessors,
           coalesce(sum(greatest(coalesce(body.bodies, 0), 1)) filter (where kept.source_id is not null), 0) as expected
    from touched
    left join kept using (top_id)
    left join body using (source_id)
    group by touched.top_id
)"""

# Totals of homes, and newest values where the home is a body.
_TOLD = f"""
asked as (
    select source.unit_id from source
    join orgs_description was on was.unit_id = source.unit_id and was.valid @> %(day)s::date
    where was.kind = %(body_kind)s
),
newest as materialized ({NEWEST}),
told as materialized (
    select unit_id as source_id, indicator_id, part_id, amount, reported, not_applicable, estimated, flagged,
           computed_at
    from figures_total
    where line_id = %(line)s and period = %(period)s and unit_id in (select unit_id from source)
      and (%(indicators)s::bigint[] is null or indicator_id = any(%(indicators)s))
    union all
    select unit_id, indicator_id, part_id, amount, reported, not_applicable, estimated, flagged, filed_at
    from newest where %(indicators)s::bigint[] is null or indicator_id = any(%(indicators)s)
)"""  # noqa: S608

# What each top's cells add up to, from ``told``, ``kept`` and ``ground``.
_ADDED = """
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
)"""
_SUMMED = f"{_KEPT}, {_BODIES}, {_GROUND}, {_TOLD}, {_ADDED}"

_COLUMNS = """
    summed.indicator_id, summed.part_id, summed.amount, summed.reported, summed.not_applicable, summed.estimated,
    summed.flagged, summed.computed_at, summed.predecessors_told, summed.withheld
"""

# Of each of ``units``: whether it lives on the day asked about, whether changes touch it, from how many homes it is
# carried, how many bodies are expected there; and its cells, one a row (or one row without a cell).
RESTATED = f"""
with {_UNDER}, {_WEIGHED}, {_TOUCHED}, {_SUMMED}
select asked_unit.id, asked_unit.life @> %(as_of)s::date, ground.top_id is not null, ground.predecessors,
       ground.expected, {_COLUMNS}
from orgs_unit asked_unit
left join ground on ground.top_id = asked_unit.id
left join summed on summed.top_id = asked_unit.id
where asked_unit.id = any(%(units)s)
"""  # noqa: S608

# The same for every source that goes straight to the one unit in ``units``, with the share that reaches it.
RESTATED_SOURCES = f"""
with {_STRAIGHT}, {_WEIGHED},
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
with {_UNDER}, {_WEIGHED}, {_TOUCHED}
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

_WRITTEN = """
    (unit_id, line_id, indicator_id, part_id, period, amount, reported, expected, not_applicable,
                     estimated, flagged, computed_at, predecessors, predecessors_told, withheld)
select summed.top_id, %(line)s, summed.indicator_id, summed.part_id, %(period)s, summed.amount, summed.reported,
       ground.expected, summed.not_applicable, summed.estimated, summed.flagged, clock_timestamp(),
       ground.predecessors, summed.predecessors_told, summed.withheld
from summed join ground using (top_id)
"""

# Make the stored restated totals of ``units`` anew for one line and period. Units that are not touched have none.
RESTATE = f"""
with {_UNDER}, {_WEIGHED}, {_TOUCHED}, {_SUMMED},
removed as (
    delete from figures_restated stored
    where stored.unit_id = any(%(units)s) and stored.line_id = %(line)s and stored.period = %(period)s
      and not exists (
          select 1 from summed
          where summed.top_id = stored.unit_id and summed.indicator_id = stored.indicator_id
            and summed.part_id is not distinct from stored.part_id
      )
)
insert into figures_restated {_WRITTEN}
on conflict (unit_id, line_id, indicator_id, part_id, period) do update set
    amount = excluded.amount, reported = excluded.reported, expected = excluded.expected,
    not_applicable = excluded.not_applicable, estimated = excluded.estimated, flagged = excluded.flagged,
    computed_at = excluded.computed_at, predecessors = excluded.predecessors,
    predecessors_told = excluded.predecessors_told, withheld = excluded.withheld
"""  # noqa: S608

# For a rebuild: homes with weights and the ground of the touched tops, the same for all periods in which nothing moves.
PREPARE_KEPT = f"""
create temporary table rebuild_kept as
with {_UNDER}, {_WEIGHED}, {_TOUCHED}
select weighed.top_id, weighed.source_id, weighed.weight
from touched left join weighed using (top_id)
"""  # noqa: S608
# ``rebuild_body`` holds the line's bodies of the whole country; without it only those of the homes are looked for.
_GROUND_OF_KEPT = f"""
create temporary table rebuild_ground as
with touched as (select distinct top_id from rebuild_kept),
weighed as (select top_id, source_id, weight from rebuild_kept where source_id is not null),
{_KEPT}, {{body}}, {_GROUND}
select * from ground
"""  # noqa: S608
_ALL_BODIES = "body as (select area_id as source_id, count(*) as bodies from rebuild_body group by area_id)"
PREPARE_GROUND = _GROUND_OF_KEPT.replace("{body}", _ALL_BODIES)
PREPARE_OWN_GROUND = _GROUND_OF_KEPT.replace("{body}", _BODIES)

_ALL = f"""
with kept as (select * from rebuild_kept),
ground as (select * from rebuild_ground),
told as (
    select unit_id as source_id, indicator_id, part_id, amount, reported, not_applicable, estimated, flagged,
           computed_at
    from {{totals}}
    where line_id = %(line)s and period = %(period)s and unit_id in (select source_id from rebuild_kept)
), {_ADDED}
insert into {{restated}} {_WRITTEN}
"""  # noqa: S608
# Into the shadow of a rebuild, and into the table itself for ``units`` that are not ready yet.
RESTATE_ALL = _ALL.replace("{totals}", "rebuilt_total").replace("{restated}", "rebuilt_restated")
FILL = _ALL.replace("{totals}", "figures_total").replace("{restated}", "figures_restated")
EMPTY = """
delete from figures_restated where unit_id = any(%(units)s) and line_id = %(line)s and period = %(period)s
"""

# When totals of homes (``units``) were made anew: queue the touched areas to which they are carried.
MARK_AS_IS = """
    insert into figures_dirty (parent_id, line_id, period, level, as_is)
    select distinct place.above_id, %(line)s::bigint, %(period)s, 0, true
    from figures_structure structure
    join orgs_carry carry
      on carry.source_id = any(%(units)s) and carry.valid @> %(day)s::date
     and carry.seen && structure.days
    join orgs_description was
      on was.unit_id = carry.source_id and was.valid @> %(day)s::date and was.kind = any(%(area_kinds)s)
    join orgs_reach place on place.below_id = carry.heir_id and place.valid && structure.days
    join figures_touched touched
      on touched.unit_id = place.above_id and touched.level = %(level_name)s and touched.valid @> %(day)s::date
"""

# Cells in which the stored restated totals of ``units`` and fresh ones differ.
RESTATED_DIFFERENCES = f"""
with {_UNDER}, {_WEIGHED}, {_TOUCHED}, {_SUMMED},
fresh as (
    select summed.top_id as unit_id, summed.indicator_id, summed.part_id, summed.amount, summed.reported,
           ground.expected, summed.not_applicable, summed.estimated, summed.flagged, ground.predecessors,
           summed.predecessors_told, summed.withheld
    from summed join ground using (top_id)
),
stored as (
    select unit_id, indicator_id, part_id, amount, reported, expected, not_applicable, estimated, flagged,
           predecessors, predecessors_told, withheld
    from figures_restated where line_id = %(line)s and period = %(period)s
),
cell as (
    select coalesce(fresh.unit_id, stored.unit_id) as unit_id,
           coalesce(fresh.indicator_id, stored.indicator_id) as indicator_id,
           coalesce(fresh.part_id, stored.part_id) as part_id,
           stored.amount as stored_amount, stored.reported as stored_reported,
           fresh.amount as fresh_amount, fresh.reported as fresh_reported
    from fresh full join stored
      on fresh.unit_id = stored.unit_id and fresh.indicator_id = stored.indicator_id
     and coalesce(fresh.part_id, 0) = coalesce(stored.part_id, 0)
    where row(fresh.*) is distinct from row(stored.*)
)
select unit.code, indicator.code, part.code, stored_amount, stored_reported, fresh_amount, fresh_reported
from cell
join orgs_unit unit on unit.id = cell.unit_id
join figures_indicator indicator on indicator.id = cell.indicator_id
left join figures_part part on part.id = cell.part_id
order by unit.code, indicator."order", part."order"
"""  # noqa: S608

# Stored restated totals of units, indicators and periods of one line.
READ_RESTATED = """
    select unit_id, indicator_id, part_id, period, amount, reported, expected, not_applicable, estimated, flagged,
           (extract(epoch from computed_at) * 1000000)::bigint, predecessors, predecessors_told, withheld
    from figures_restated
    where unit_id = any(%s) and line_id = %s and indicator_id = any(%s) and period = any(%s)
"""
