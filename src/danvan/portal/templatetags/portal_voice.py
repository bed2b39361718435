"""The readers' voice on the public pages: ``{% portal_comments article %}`` and ``{% portal_counters [article] %}``."""

from __future__ import annotations

from typing import Any

from django import template

from danvan.portal.models import Comment, PublicArticle
from danvan.portal.voice.counters import counters
from danvan.portal.voice.forms import CommentForm
from danvan.portal.voice.threads import voices

register = template.Library()


@register.inclusion_tag("portal/voice/comments.html")
def portal_comments(article: PublicArticle) -> dict[str, Any]:
    """The newest comments on ``article``, their number, and the form; the same for every visitor.

    The page may be cached: what it holds of a visitor is nothing, and its form may be sent by many.
    """
    found = voices(article)
    form = CommentForm(article) if found.is_open else None
    return {"article": article, "voices": found, "form": form, "address": comments_address(article)}


@register.inclusion_tag("portal/voice/counters.html")
def portal_counters(article: PublicArticle | None = None) -> dict[str, Any]:
    """Who is here now and how often was looked; with ``article``, how often at it."""
    return {"article": article, "counters": counters(article.page_id if article else None)}


@register.inclusion_tag("portal/voice/comment.html")
def portal_comment(comment: Comment, address: str, is_open: bool) -> dict[str, Any]:
    """One comment as visitors read it, with the way to answer it."""
    return {"comment": comment, "address": address, "is_open": is_open}


def comments_address(article: PublicArticle) -> str:
    """The address of an article's own page of comments."""
    return article.get_absolute_url() + "phan-hoi/"
