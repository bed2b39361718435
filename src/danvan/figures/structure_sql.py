"""The stored structure in SQL: on which days nothing changes, and whose figures of which days it touches.

Parameters: ``as_of`` (the day whose units are asked about), ``day`` (a period's last day), and the pairs of ``kinds``
and ``levels`` (which kind of area reports at which level).
"""

# The days on which areas begin, end or move, or on which changes take effect.
BOUNDARIES = """
    select distinct day from (
        select unnest(array[lower(place.valid), upper(place.valid)]) as day
        from orgs_placement place
        where exists (
            select 1 from orgs_description area where area.unit_id = place.unit_id and area.kind = any(%(areas)s)
        )
        union all
        select unnest(array[lower(carry.valid), upper(carry.valid), lower(carry.seen), upper(carry.seen)])
        from orgs_carry carry where carry.source_id <> carry.heir_id
    ) bound
    where day is not null
    order by day
"""

# (unit_id, level): areas of the day asked about whose figures of periods ending on ``day`` are not simply those as
# they were. The same rule as in ``restated_sql``, for all areas and all levels at once.
TOUCHED_ON = """
with home (kind, level) as (select * from unnest(%(kinds)s::text[], %(levels)s::text[])),
source as materialized (
    select was.unit_id, home.level
    from orgs_description was join home using (kind)
    where was.valid @> %(day)s::date
),
now as (
    select reach.above_id as top_id, carry.source_id, source.level, sum(carry.share) as share,
           bool_or(carry.share is null) as unknown, count(*) as heirs
    from orgs_carry carry
    join source on source.unit_id = carry.source_id
    join orgs_reach reach on reach.below_id = carry.heir_id and reach.valid @> %(as_of)s::date
    where carry.valid @> %(day)s::date and carry.seen @> %(as_of)s::date
    group by reach.above_id, carry.source_id, source.level
),
every as (
    select carry.source_id, count(*) as heirs
    from orgs_carry carry
    where carry.valid @> %(day)s::date and carry.seen @> %(as_of)s::date
    group by carry.source_id
),
weighed as (
    select now.top_id, now.source_id, now.level,
           case when now.heirs = every.heirs and (now.unknown or now.share = 1) then 1
                when now.unknown then null
                else now.share end as weight
    from now join every using (source_id)
),
was as (
    select reach.above_id as top_id, source.unit_id as source_id, source.level
    from source join orgs_reach reach on reach.below_id = source.unit_id and reach.valid @> %(day)s::date
)
select distinct top_id, level
from weighed full join was using (top_id, source_id, level)
join orgs_description area
  on area.unit_id = top_id and area.valid @> %(as_of)s::date and area.kind = any(%(areas)s) and area.kind <> 'nation'
where weighed.weight is distinct from 1 or was.source_id is null
"""

# Of each of ``units``: whether it lives on the day asked about, whether the stored structure tells its restated
# figures of that day, and for lines of ``level`` in which days they are touched and whether they are stored.
STANDING = """
select asked.id, asked.life @> %(as_of)s::date, structure.id is not null and area.id is not null,
       touched.valid, touched.ready
from orgs_unit asked
left join figures_structure structure on structure.days @> %(as_of)s::date
left join orgs_description area
  on area.unit_id = asked.id and area.valid @> %(as_of)s::date and area.kind = any(%(areas)s)
left join figures_touched touched on touched.unit_id = asked.id and touched.level = %(level)s
where asked.id = any(%(units)s)
"""

# The days on which anything moves of which the restated figures of ``units`` are made: below them, in the homes that
# are carried to them, and below those.
MOVES_UNDER = """
with home as (
    select carry.source_id, carry.valid
    from orgs_reach under
    join orgs_carry carry on carry.heir_id = under.below_id and carry.seen @> %(as_of)s::date
    where under.above_id = any(%(units)s) and under.valid @> %(as_of)s::date
),
near as (
    select below_id, valid from orgs_reach where above_id = any(%(units)s)
    union all
    select reach.below_id, reach.valid
    from (select distinct source_id from home) source join orgs_reach reach on reach.above_id = source.source_id
)
select distinct day from (
    select unnest(array[lower(valid), upper(valid)]) as day from (
        select valid from home
        union all
        select valid from near
        union all
        select kind.valid
        from (select distinct below_id from near) unit join orgs_description kind on kind.unit_id = unit.below_id
    ) row
) bound
where day is not null
order by day
"""

# What restated totals stand on: another digest than before says that units changed in between.
DIGEST = """
    select md5(coalesce(string_agg(row::text, ' ' order by row::text collate "C"), ''))
    from (
        select source_id, heir_id, valid, seen, share from orgs_carry where source_id <> heir_id
        union all
        select place.unit_id, place.parent_id, place.valid, null, null
        from orgs_placement place
        where exists (
            select 1 from orgs_description area where area.unit_id = place.unit_id and area.kind = any(%(areas)s)
        )
    ) row
"""
