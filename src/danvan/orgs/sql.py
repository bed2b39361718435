"""What is derived from placements and changes in SQL: the closure, and what carries to itself."""

CLOSURE = """
with recursive closure (above_id, below_id, depth, valid) as (
    select id, id, 0, life from orgs_unit
    union all
    select placement.parent_id, closure.below_id, closure.depth + 1, closure.valid * placement.valid
    from closure
    join orgs_placement placement
      on placement.unit_id = closure.above_id and placement.valid && closure.valid
    where closure.depth < 12
)
select closure.above_id, closure.below_id, closure.depth, closure.valid,
       upper(unit.life) is not null and upper(unit.life) = upper(closure.valid) as final
from closure join orgs_unit unit on unit.id = closure.below_id
where not isempty(closure.valid)
"""

BUILD_REACH = f"insert into orgs_reach (above_id, below_id, depth, valid, final) {CLOSURE}"  # noqa: S608

# Rows that stand in only one of the two: the stored closure and a fresh one.
REACH_DIFFERENCES = f"""
with fresh as ({CLOSURE}),
     stored as (select above_id, below_id, depth, valid, final from orgs_reach)
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
