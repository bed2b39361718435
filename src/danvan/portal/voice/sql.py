"""Statements that must be one statement: a reader of counters sees one moment, and folding happens at once or not."""

# Everything that the counters say, from one snapshot of the database. Three rows: the whole site, one article, and who
# is here now. ``bridge`` is true while the window of "now" reaches over midnight: then people are told apart by the
# key of the day before, which looks of the first minutes carry as well.
COUNTERS = """
with fresh as (
    select (at at time zone %(zone)s)::date as day, article, at, member,
           case when %(bridge)s and visitor_before <> '' then visitor_before else visitor end as visitor
    from portal_hit where at <= %(now)s
), site as (
    select day, views from portal_siteday where day <= %(today)s
    union all
    select day, count(*) from fresh group by day
), own as (
    select day, views from portal_daycount where article = %(article)s and day <= %(today)s
    union all
    select day, count(*) from fresh where article = %(article)s group by day
), here as (
    select bool_or(member) as member from fresh where at > %(window)s and visitor <> '' group by visitor
)
select 'site', coalesce(sum(views) filter (where day = %(today)s), 0)::bigint,
       coalesce(sum(views) filter (where day = %(yesterday)s), 0)::bigint,
       coalesce(sum(views) filter (where day >= %(monday)s), 0)::bigint,
       coalesce(sum(views) filter (where day >= %(first)s), 0)::bigint,
       coalesce(sum(views), 0)::bigint,
       (select coalesce(sum(views), 0)::bigint from portal_openingcount)
from site
union all
select 'own', coalesce(sum(views) filter (where day = %(today)s), 0)::bigint,
       coalesce(sum(views) filter (where day = %(yesterday)s), 0)::bigint,
       coalesce(sum(views) filter (where day >= %(monday)s), 0)::bigint,
       coalesce(sum(views) filter (where day >= %(first)s), 0)::bigint,
       coalesce(sum(views), 0)::bigint,
       (select coalesce(sum(views), 0)::bigint from portal_openingcount where article = %(article)s)
from own
union all
select 'here', count(*) filter (where not member), count(*) filter (where member), 0, 0, 0, 0 from here
"""

# Looks older than ``before`` become counts and are gone, visitors' hashes with them, in one statement.
FOLD = """
with gone as (
    delete from portal_hit where at < %(before)s returning (at at time zone %(zone)s)::date as day, article
), counted as (
    select day, article, count(*) as views from gone group by day, article
), kept as (
    insert into portal_daycount (day, article, views)
    select day, article, views from counted order by article, day
    on conflict (article, day) do update set views = portal_daycount.views + excluded.views
), summed as (
    insert into portal_siteday (day, views)
    select day, sum(views) from counted group by day order by day
    on conflict (day) do update set views = portal_siteday.views + excluded.views
)
select coalesce(sum(views), 0)::bigint from counted
"""

# One folds at a time; whoever comes second leaves the work to the first.
FOLD_LOCK = "select pg_try_advisory_xact_lock(hashtext('danvan.portal.fold'))"

MOST_READ = """
select article, sum(views)::bigint as views from (
    select article, views from portal_daycount where day > %(since)s and day <= %(today)s
    union all
    select article, 1 from portal_hit where at <= %(now)s and (at at time zone %(zone)s)::date > %(since)s
) looked
where article in (select page_id from portal_publicarticle)
group by article order by views desc, article desc limit %(limit)s
"""
