"""What is derived from placements and changes in SQL: who stands above whom and who sees whom, what carries to itself.

For the reach: ``standing`` is the closure of the placements. ``succession`` says to whom a closed unit leaves what it
made: to the heirs that an applied change names at its end, and when there are none, to the unit under which it last
stood. (A source that lives on leaves nothing: it keeps its own.) ``heritage`` is the succession over any number of
generations: whatever ``heir`` sees from ``since`` on, it sees of ``source`` too, and so does everybody who sees
``heir``. ``inherited`` are the days of sight that follow from it and that ``standing`` does not give already.
"""

SIGHTS = """
with recursive closure (above_id, below_id, depth, valid) as (
    select id, id, 0, life from orgs_unit
    union all
    select placement.parent_id, closure.below_id, closure.depth + 1, closure.valid * placement.valid
    from closure
    join orgs_placement placement
      on placement.unit_id = closure.above_id and placement.valid && closure.valid
    where closure.depth < 12
),
standing (above_id, below_id, depth, valid, sight) as (
    select closure.above_id, closure.below_id, closure.depth, closure.valid,
           case when upper(closure.valid) = upper(unit.life) then daterange(lower(closure.valid), null)
                else closure.valid end
    from closure join orgs_unit unit on unit.id = closure.below_id
    where not isempty(closure.valid)
),
strand (source_id, heir_id, since) as (
    select lineage.source_id, lineage.heir_id, change.effective_on
    from orgs_lineage lineage
    join orgs_change change on change.id = lineage.change_id and change.state = 'applied'
    join orgs_unit source on source.id = lineage.source_id and upper(source.life) <= change.effective_on
    join orgs_unit heir
      on heir.id = lineage.heir_id and coalesce(upper(heir.life) > change.effective_on, true)
),
succession (source_id, heir_id, since) as (
    select source_id, heir_id, since from strand
    union
    select unit.id, placement.parent_id, upper(unit.life)
    from orgs_unit unit
    join orgs_placement placement on placement.unit_id = unit.id and upper(placement.valid) = upper(unit.life)
    where not exists (select from strand where strand.source_id = unit.id)
),
heritage (source_id, heir_id, since) as (
    select source_id, heir_id, since from succession
    union
    select heritage.source_id, succession.heir_id, greatest(heritage.since, succession.since)
    from heritage join succession on succession.source_id = heritage.heir_id
),
gained (above_id, below_id, depth, days) as (
    select standing.above_id, heritage.source_id, min(standing.depth) + 1,
           range_agg(standing.sight * daterange(heritage.since, null))
    from heritage join standing on standing.below_id = heritage.heir_id
    group by standing.above_id, heritage.source_id
),
own (above_id, below_id, days) as (
    select above_id, below_id, range_agg(sight) from standing
    where upper(sight) is null
    group by above_id, below_id
),
inherited (above_id, below_id, depth, valid, sight) as (
    select gained.above_id, gained.below_id, gained.depth, 'empty'::daterange,
           unnest(gained.days - coalesce(own.days, '{}'::datemultirange))
    from gained left join own on own.above_id = gained.above_id and own.below_id = gained.below_id
)
select above_id, below_id, depth, valid, sight from standing
union all
select above_id, below_id, depth, valid, sight from inherited
"""

BUILD_REACH = f"insert into orgs_reach (above_id, below_id, depth, valid, sight) {SIGHTS}"  # noqa: S608

# Rows that stand in only one of the two: what is stored and what a fresh reckoning gives.
REACH_DIFFERENCES = f"""
with fresh as ({SIGHTS}),
     stored as (select above_id, below_id, depth, valid, sight from orgs_reach)
(select 'missing', fresh.* from (select * from fresh except all select * from stored) fresh)
union all
(select 'surplus', stored.* from (select * from stored except all select * from fresh) stored)
"""  # noqa: S608

# Units to which nothing ever happens (not in ``moving``) carry to themselves.
_STAYING = """
    select id, id, life, life, 1::numeric, 'whole' from orgs_unit where not id = any(%(moving)s)
"""
BUILD_IDENTITIES = f"insert into orgs_carry (source_id, heir_id, valid, seen, share, kind) {_STAYING}"  # noqa: S608
COPY_CARRIES = "copy orgs_carry (source_id, heir_id, valid, seen, share, kind) from stdin"

# Carries of units that stay, in only one of the two: the stored ones and fresh ones.
IDENTITY_DIFFERENCES = f"""
with fresh (source_id, heir_id, valid, seen, share, kind) as ({_STAYING}),
     stored as (
         select source_id, heir_id, valid, seen, share, kind from orgs_carry where not source_id = any(%(moving)s)
     )
(select 'missing', fresh.source_id, fresh.heir_id from (select * from fresh except all select * from stored) fresh)
union all
(select 'surplus', stored.source_id, stored.heir_id from (select * from stored except all select * from fresh) stored)
"""  # noqa: S608
