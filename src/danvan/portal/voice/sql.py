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

# One look. Every answer of the portal writes one, and little else happens when the page was kept: alone in its
# transaction it does not wait for the disk. A power cut may lose the looks of the last second, and never one that a
# count of its day holds.
LOOK = """
insert into portal_hit (at, article, visitor, visitor_before, member)
values (%(at)s, %(article)s, %(visitor)s, %(visitor_before)s, %(member)s)
"""
PREPARE_LOOK_ALONE = """
prepare portal_look (timestamptz, bigint, varchar, varchar, boolean) as
insert into portal_hit (at, article, visitor, visitor_before, member)
select $1, $2, $3, $4, $5
from set_config('synchronous_commit', 'off', true)
"""
LOOK_ALONE = "execute portal_look (%(at)s, %(article)s, %(visitor)s, %(visitor_before)s, %(member)s)"

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

# A page of what is shown under an article: each row says how many comments and threads are shown in all, which page
# this is, whether a pause is on, and one comment of the page (all empty when there is none). A comment is shown when
# it is published and so is all above it: nothing stands above a first one. ``place`` and ``answers`` count replies
# within their thread.
PREPARE_COMMENTS = """
prepare portal_comments (bigint, bigint, bigint, bigint) as
with shown as (
    select count(*) as total, count(*) filter (where one.depth = 1) as threads
    from portal_comment one
    left join portal_comment above on above.id = one.parent_id
    left join portal_comment root on root.id = one.root_id
    where one.article_id = $1 and one.state = 'published'
          and (one.parent_id is null or (above.state = 'published' and root.state = 'published'))
), page as (
    select total, threads, least($2, greatest(1, (threads + $3 - 1) / $3)) as number from shown
), firsts as (
    select id, path, public_id, depth, name, text, official, at from portal_comment
    where article_id = $1 and depth = 1 and state = 'published'
    order by path desc limit $3 offset (select (number - 1) * $3 from page)
), replies as (
    select one.root_id, one.path, one.public_id, one.depth, one.name, one.text, one.official, one.at,
           row_number() over (partition by one.root_id order by one.path) as place,
           count(*) over (partition by one.root_id) as answers
    from portal_comment one join portal_comment above on above.id = one.parent_id
    where one.root_id in (select id from firsts) and one.depth > 1 and one.state = 'published'
          and above.state = 'published'
), said as (
    select id as thread, path, public_id, depth, name, text, official, at, 0 as answers from firsts
    union all
    select root_id, path, public_id, depth, name, text, official, at, answers from replies where place <= $4
)
select total, threads, number, (select why from portal_commentpause where ended_at is null limit 1), said.thread,
       said.answers, said.public_id, said.depth, said.name, said.text, said.official, said.at
from page left join said on true order by said.path
"""
COMMENTS = "execute portal_comments (%(article)s, %(number)s, %(size)s, %(replies)s)"
