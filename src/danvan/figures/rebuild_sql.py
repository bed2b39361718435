"""Everything at once, in SQL: all totals of one line and period from the values, into shadow tables without indexes.

The tree is prepared once for all periods between whose last days nothing moves.
"""

# A rebuild sorts and indexes much and may be lost in a crash, for the old tables stand until it is done.
ROOM = "set work_mem = '64MB'; set maintenance_work_mem = '512MB'; set synchronous_commit = off"
ROOM_BACK = "reset work_mem; reset maintenance_work_mem; reset synchronous_commit"

# Which areas the line's bodies report for, and which areas stand above those.
PREPARE_BODIES = """
    create temporary table rebuild_body as
    select home.area_id, body.unit_id
    from orgs_description body
    join lateral (
        select up.above_id as area_id, stop.kind
        from orgs_reach up
        join orgs_description stop on stop.unit_id = up.above_id and stop.valid @> %(day)s::date
        where up.below_id = body.unit_id and up.depth > 0 and up.valid @> %(day)s::date
          and (stop.kind = any(%(areas)s) or stop.kind = %(body_kind)s)
        order by up.depth
        limit 1
    ) home on home.kind = any(%(area_kinds)s)
    where body.valid @> %(day)s::date and body.kind = %(body_kind)s
"""
PREPARE_ABOVE = """
    create temporary table rebuild_above as
    select reach.above_id, reach.below_id as area_id
    from (select distinct area_id from rebuild_body) home
    join orgs_reach reach on reach.below_id = home.area_id and reach.depth > 0 and reach.valid @> %(day)s::date
    join orgs_description area
      on area.unit_id = reach.above_id and area.valid @> %(day)s::date and area.kind = any(%(areas)s)
"""
PREPARE_EXPECTED = """
    create temporary table rebuild_expected as
    select area_id as unit_id, count(*) as expected from rebuild_body group by area_id
    union all
    select above_id, count(*) from rebuild_above join rebuild_body using (area_id) group by above_id
"""
LOOK = "analyze rebuild_body, rebuild_above, rebuild_expected"
LOOK_AT_KEPT = "analyze rebuild_kept"
FORGET = "drop table if exists rebuild_ground, rebuild_kept, rebuild_expected, rebuild_above, rebuild_body"

# The days on which a body's or an area's place or kind changes.
MOVES = """
    select distinct day from (
        select unnest(array[lower(valid), upper(valid)]) as day from orgs_placement
        union all
        select unnest(array[lower(valid), upper(valid)]) from orgs_description
        union all
        select unnest(array[lower(valid), upper(valid)]) from orgs_carry where source_id <> heir_id
    ) bound
    where day is not null
    order by day
"""

_SUM = """
    sum(amount) as amount, sum(reported) as reported, sum(not_applicable) as not_applicable,
    sum(estimated) as estimated, sum(flagged) as flagged
"""
# Most bodies file once: their values need no ordering by revision.
REBUILD = f"""
with filed as materialized (
    select filing.id, filing.unit_id, filing.revision, body.area_id,
           count(*) over (partition by filing.unit_id) as times
    from figures_filing filing
    join rebuild_body body on body.unit_id = filing.unit_id
    where filing.line_id = %(line)s and filing.period = %(period)s
),
newest as (
    select filed.area_id, value.indicator_id, value.part_id, value.amount, value.not_applicable, value.estimate,
           value.flagged
    from filed join figures_value value on value.filing_id = filed.id
    where filed.times = 1
    union all
    select area_id, indicator_id, part_id, amount, not_applicable, estimate, flagged
    from (
        select distinct on (filed.unit_id, value.indicator_id, value.part_id)
            filed.area_id, value.indicator_id, value.part_id, value.amount, value.not_applicable, value.estimate,
            value.flagged
        from filed join figures_value value on value.filing_id = filed.id
        where filed.times > 1
        order by filed.unit_id, value.indicator_id, value.part_id, filed.revision desc
    ) last
),
home as materialized (
    select area_id as unit_id, indicator_id, part_id, sum(amount) as amount,
           count(*) filter (where amount is not null or not_applicable) as reported,
           count(*) filter (where not_applicable) as not_applicable,
           count(*) filter (where estimate and amount is not null) as estimated,
           count(*) filter (where flagged) as flagged
    from newest
    group by area_id, indicator_id, part_id
),
every as (
    select * from home
    union all
    select above.above_id, home.indicator_id, home.part_id, {_SUM}
    from home join rebuild_above above on above.area_id = home.unit_id
    group by above.above_id, home.indicator_id, home.part_id
)
insert into rebuilt_total (unit_id, line_id, indicator_id, part_id, period, amount, reported, expected,
                           not_applicable, estimated, flagged, computed_at)
select every.unit_id, %(line)s, every.indicator_id, every.part_id, %(period)s,
       case when indicator.additive or expected.expected = 1 then every.amount end,
       every.reported, expected.expected, every.not_applicable, every.estimated, every.flagged, now()
from every
join figures_indicator indicator on indicator.id = every.indicator_id
join rebuild_expected expected on expected.unit_id = every.unit_id
"""  # noqa: S608

# Shadows of the tables, without their indexes while they are filled; then with the same ones under other names.
MAKE_SHADOWS = """
    create table rebuilt_total (like figures_total including defaults including identity including constraints);
    create table rebuilt_restated (like figures_restated including defaults including identity including constraints);
"""
DROP_SHADOWS = "drop table if exists rebuilt_total, rebuilt_restated"
INDEX_TOTALS = """
    alter table rebuilt_total add constraint rebuilt_total_pkey primary key (id);
    alter table rebuilt_total add constraint rebuilt_total_once
        unique nulls not distinct (unit_id, line_id, indicator_id, part_id, period);
    create index rebuilt_total_of_period on rebuilt_total (period, line_id, unit_id, indicator_id);
    analyze rebuilt_total;
"""
INDEX_RESTATED = """
    alter table rebuilt_restated add constraint rebuilt_restated_pkey primary key (id);
    alter table rebuilt_restated add constraint rebuilt_restated_once
        unique nulls not distinct (unit_id, line_id, indicator_id, part_id, period);
    create index rebuilt_restated_of_period on rebuilt_restated (period, line_id, unit_id, indicator_id);
    analyze rebuilt_restated;
"""
SWAP = """
    drop table figures_total;
    alter table rebuilt_total rename to figures_total;
    alter table figures_total rename constraint rebuilt_total_pkey to figures_total_pkey;
    alter table figures_total rename constraint rebuilt_total_once to total_once;
    alter index rebuilt_total_of_period rename to total_of_period;
    alter sequence rebuilt_total_id_seq rename to figures_total_id_seq;
    drop table figures_restated;
    alter table rebuilt_restated rename to figures_restated;
    alter table figures_restated rename constraint rebuilt_restated_pkey to figures_restated_pkey;
    alter table figures_restated rename constraint rebuilt_restated_once to restated_once;
    alter index rebuilt_restated_of_period rename to restated_of_period;
    alter sequence rebuilt_restated_id_seq rename to figures_restated_id_seq;
"""
