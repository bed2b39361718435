"""The statement that finds figures far from a unit's own past; see ``outliers``."""

# 1.4826 times the median distance from the median is the standard deviation of figures spread evenly round it; a
# history that hardly varies counts as varying by a twentieth, so that 12, 12, 12, 12 does not make 13 a wonder.
FAR_FIGURES = """
with filed as (
    select submission.id as submission_id, submission.unit_id, filed.filing_id
    from reports_submission submission
    join reports_filed filed on filed.submission_id = submission.id and filed.revision = submission.revision
    where submission.id = any(%(submissions)s)
),
now as (
    select filed.submission_id, filed.unit_id, value.indicator_id, coalesce(value.part_id, 0) as part_id, value.amount
    from filed join figures_value value on value.filing_id = filed.filing_id
    where value.amount is not null
),
past as (
    select distinct on (value.unit_id, value.indicator_id, value.part_id, value.period)
        value.unit_id, value.indicator_id, coalesce(value.part_id, 0) as part_id, value.amount
    from figures_value value join figures_filing filing on filing.id = value.filing_id
    where filing.line_id = %(line)s and value.unit_id in (select unit_id from filed)
      and value.indicator_id = any(%(indicators)s)
      and value.period ~ %(shape)s and value.period < %(period)s and value.period >= %(earliest)s
    order by value.unit_id, value.indicator_id, value.part_id, value.period, filing.revision desc
),
usual as (
    select unit_id, indicator_id, part_id, count(amount) as periods, min(amount) as low, max(amount) as high,
           percentile_cont(0.5) within group (order by amount)::numeric as middle,
           avg(amount) as mean, coalesce(stddev_samp(amount), 0) as deviation
    from past where amount is not null group by unit_id, indicator_id, part_id
),
spread as (
    select past.unit_id, past.indicator_id, past.part_id,
           percentile_cont(0.5) within group (order by abs(past.amount - usual.middle))::numeric as distance
    from past join usual using (unit_id, indicator_id, part_id)
    where past.amount is not null group by past.unit_id, past.indicator_id, past.part_id
),
measured as (
    select now.*, coalesce(usual.periods, 0) as periods, usual.low, usual.high, usual.middle, usual.mean,
           1.4826 * greatest(spread.distance, 0.05 * usual.middle, 0.5) as width,
           greatest(usual.deviation, 0.05 * usual.mean, 0.5) as deviation
    from now left join usual using (unit_id, indicator_id, part_id)
    left join spread using (unit_id, indicator_id, part_id)
),
judged as (
    select *, periods >= %(fewest)s and greatest(amount, high) >= %(small)s
              and (amount < low or amount > high) and case %(how)s::text
                  when 'range' then true
                  when 'z' then abs(amount - mean) > 3 * deviation
                  else abs(amount - middle) > 3 * width end as is_far
    from measured
),
counted as (
    select count(*) as cells, count(*) filter (where is_far) as far,
           count(*) filter (where periods < %(fewest)s) as unjudged,
           count(distinct unit_id) filter (where periods < %(fewest)s) as units_unjudged
    from judged
)
select counted.*, found.*
from counted left join (
    select judged.submission_id, item.id, judged.amount, judged.periods, judged.low, judged.high, judged.middle,
           coalesce(why.text, '')
    from judged
    join reports_item item on item.version_id = %(version)s and item.indicator_id = judged.indicator_id
                          and coalesce(item.part_id, 0) = judged.part_id
    left join reports_explanation why on why.submission_id = judged.submission_id and why.item_id = item.id
    where judged.is_far
    order by abs(judged.amount - judged.middle) / judged.width desc, judged.submission_id, item.id
    limit %(shown)s
) found on true
"""
