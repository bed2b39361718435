"""How an article becomes what visitors see: the finished text, and the page around it."""

from __future__ import annotations

from typing import Any

import nh3
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags

from danvan.core import clock
from danvan.core.text import clean_text

from .models import ArticlePage, CategoryPage, PublicArticle

# The only marks that a finished text may hold; whatever an editor or an import brought besides is dropped.
TAGS = {
    "p", "h2", "h3", "ul", "ol", "li", "b", "strong", "i", "em", "a", "blockquote", "cite", "figure", "figcaption",
    "img", "video", "source", "br", "table", "thead", "tbody", "tr", "th", "td", "div", "span", "section",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
    "video": {"controls", "preload", "poster", "width", "height"},
    "source": {"src", "type"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "*": {"class", "id"},
}


def finished(page: ArticlePage) -> dict[str, Any]:
    """The fields of the public copy of ``page``, except when it was changed."""
    category = page.get_parent().specific
    if not isinstance(category, CategoryPage):
        raise ImproperlyConfigured(f"article {page.pk} stands in no category")
    body = nh3.clean(page.body.render_as_block(), tags=TAGS, attributes=ATTRIBUTES, link_rel="noopener")
    return {
        "category": category,
        "unit": page.unit,
        "slug": page.slug,
        "title": page.title,
        "lead": page.lead,
        "body_html": body,
        "text": clean_text(strip_tags(body)),
        "byline": page.byline,
        "source": page.source,
        "photo": None,
        "tags": sorted(tag.name for tag in page.tags.all()),
        "with_comments": page.with_comments,
        "shown_on": page.shown_on,
    }


def preview(request: HttpRequest, page: ArticlePage) -> HttpResponse:
    """The public page as it would be, from a draft that need not be saved."""
    return article_page(request, PublicArticle(page=page, changed_at=clock.now(), **finished(page)))


def article_page(request: HttpRequest, article: PublicArticle) -> HttpResponse:
    """The page of one article."""
    return render(request, "portal/article.html", {"article": article})
