"""Sight instead of the mark "final". The rows are derived, so they are made anew, by the statement as it is today."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.postgresql.psycopg_any import DateRange

EMPTY_REACH = "delete from orgs_reach"
# Statistics say nothing yet about tables that were just filled; a nested loop would take minutes.
NO_LOOPS = "set local enable_nestloop = off"
LOOPS = "set local enable_nestloop to default"

BUILD_REACH = """
insert into orgs_reach (above_id, below_id, depth, valid, sight)
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


class Migration(migrations.Migration):
    dependencies = [("orgs", "0005_carry")]

    operations = [
        migrations.RunSQL(EMPTY_REACH, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="reach", name="final"),
        migrations.AddField(
            model_name="reach",
            name="sight",
            field=django.contrib.postgres.fields.ranges.DateRangeField(default=DateRange(empty=True)),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="reach",
            name="above",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="below_rows",
                to="orgs.unit",
            ),
        ),
        migrations.AlterField(
            model_name="reach",
            name="below",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="above_rows",
                to="orgs.unit",
            ),
        ),
        migrations.RunSQL([NO_LOOPS, BUILD_REACH, LOOPS], EMPTY_REACH),
    ]
