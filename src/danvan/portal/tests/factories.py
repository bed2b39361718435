"""Articles for tests, made as an editor makes them."""

from __future__ import annotations

from typing import Any

from danvan.portal.models import ArticlePage, CategoryPage


def category(slug: str = "tin-hoat-dong") -> CategoryPage:
    """One of the categories that the frame of the site stands with."""
    return CategoryPage.objects.get(slug=slug)


def draft(title: str = "Bài minh họa", *, text: str = "<p>Nội dung minh họa.</p>", **fields: Any) -> ArticlePage:
    """An article that nobody has published."""
    under = fields.pop("under", None) or category()
    tags = fields.pop("tags", ())
    values = {"lead": "Lời dẫn minh họa.", "body": [("text", text)], "live": False, **fields}
    page = under.add_child(instance=ArticlePage(title=title, **values))
    if tags:
        page.tags.add(*tags)
        page.save()
    return page


def published(title: str = "Bài minh họa", **fields: Any) -> ArticlePage:
    """An article that visitors see."""
    page = draft(title, **fields)
    page.save_revision().publish()
    page.refresh_from_db()
    return page
