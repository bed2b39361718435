"""What a public article is about, for its page."""

from __future__ import annotations

from typing import Any

from django import template

from danvan.portal.models import PublicArticle
from danvan.portal.opened_queries import directives_of

register = template.Library()


@register.inclusion_tag("portal/about_work.html")
def portal_work(article: PublicArticle) -> dict[str, Any]:
    """The public documents that the article is about."""
    return {"opened": directives_of(article.pk)}
