"""Statements of the public pages that are asked so often that building them anew each time costs more than asking."""

from .prepared import Prepared

# What leads on from an article, in one statement: the next and the one before in its category, the same article in
# other languages, the newest articles that share a topic, and the numbers of the public directives that it is about.
AROUND = Prepared(
    "portal_around",
    """
(select 'newer', page_id, category_id, slug, title, lead, photo, shown_on, language from portal_publicarticle
 where category_id = %(category)s and (shown_on, page_id) > (%(shown_on)s, %(page)s)
 order by shown_on, page_id limit 1)
union all
(select 'older', page_id, category_id, slug, title, lead, photo, shown_on, language from portal_publicarticle
 where category_id = %(category)s and (shown_on, page_id) < (%(shown_on)s, %(page)s)
 order by shown_on desc, page_id desc limit 1)
union all
(select 'sister', page_id, category_id, slug, title, lead, photo, shown_on, language from portal_publicarticle
 where (page_id = %(original)s or translation_of_id = %(original)s) and page_id <> %(page)s
 order by shown_on desc, page_id desc limit 20)
union all
(select 'related', page_id, category_id, slug, title, lead, photo, shown_on, language from portal_publicarticle
 where tags && %(tags)s and page_id <> %(page)s
 order by shown_on desc, page_id desc limit %(most)s)
union all
(select 'directive', directive_id, 0, '', '', '', null, null, ''
 from portal_articlelink join portal_publicdirective using (directive_id) where page_id = %(page)s)
""",
    (
        ("page", "bigint"),
        ("category", "bigint"),
        ("shown_on", "timestamptz"),
        ("original", "bigint"),
        ("tags", "varchar[]"),
        ("most", "bigint"),
    ),
)

# An article at its address, with all that its page shows of it (its text without marks is for others).
ARTICLE = """
select page_id, category_id, unit_id, slug, title, lead, body_html, byline, source, photo, tags, with_comments, pinned,
       language, translation_of_id, shown_on, changed_at
from portal_publicarticle where category_id = %s and slug = %s
"""
