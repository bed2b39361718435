"""Statements of the public pages that are asked so often that building them anew each time costs more than asking."""

# What leads on from an article, in one statement: the next and the one before in its category, the same article in
# other languages, the newest articles that share a topic, and the numbers of the public directives that it is about.
PREPARE_AROUND = """
prepare portal_around (bigint, bigint, timestamptz, bigint, varchar[], bigint) as
(select 'newer', page_id, category_id, slug, title, lead, photo, shown_on, language from portal_publicarticle
 where category_id = $2 and (shown_on, page_id) > ($3, $1)
 order by shown_on, page_id limit 1)
union all
(select 'older', page_id, category_id, slug, title, lead, photo, shown_on, language from portal_publicarticle
 where category_id = $2 and (shown_on, page_id) < ($3, $1)
 order by shown_on desc, page_id desc limit 1)
union all
(select 'sister', page_id, category_id, slug, title, lead, photo, shown_on, language from portal_publicarticle
 where (page_id = $4 or translation_of_id = $4) and page_id <> $1
 order by shown_on desc, page_id desc limit 20)
union all
(select 'related', page_id, category_id, slug, title, lead, photo, shown_on, language from portal_publicarticle
 where tags && $5 and page_id <> $1
 order by shown_on desc, page_id desc limit $6)
union all
(select 'directive', directive_id, 0, '', '', '', null, null, ''
 from portal_articlelink join portal_publicdirective using (directive_id) where page_id = $1)
"""
AROUND = "execute portal_around (%(page)s, %(category)s, %(shown_on)s, %(original)s, %(tags)s, %(most)s)"

# An article at its address, with all that its page shows of it (its text without marks is for others).
ARTICLE = """
select page_id, category_id, unit_id, slug, title, lead, body_html, byline, source, photo, tags, with_comments, pinned,
       language, translation_of_id, shown_on, changed_at
from portal_publicarticle where category_id = %s and slug = %s
"""
