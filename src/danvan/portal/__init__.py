"""The public portal: what a body tells the people, and what they answer.

Editors write in Wagtail under ``/bien-tap/``; nothing else in the house knows Wagtail. What is published is copied
into ``PublicArticle``, one row with the finished text, and that row is all that visitors, search, feeds and open data
read: a draft cannot leak through a side door, and a page costs a handful of queries.

Who may write, edit and publish are roles on a unit, as everywhere; Wagtail's groups follow them at the door
(``door.py``). The portal keeps no cookie of a visitor and no address of who comments.
"""
