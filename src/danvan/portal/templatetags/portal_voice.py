"""The readers' voice on the public pages: ``{% portal_comments … %}``, ``{% portal_counters … %}`` and their parts."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from danvan.core import clock
from danvan.portal.models import PublicArticle
from danvan.portal.page_cache import remembered
from danvan.portal.voice.counters import counters
from danvan.portal.voice.drawing import drawn
from danvan.portal.voice.forms import CommentForm
from danvan.portal.voice.stamps import stamp
from danvan.portal.voice.threads import voices

register = template.Library()
register.simple_tag(drawn, name="portal_comment")


@register.inclusion_tag("portal/voice/comments.html")
def portal_comments(article: PublicArticle, address: str) -> dict[str, Any]:
    """The newest comments on ``article``, which stands at ``address``, their number, and an empty form.

    It is the same for every visitor: the page may be kept, and its form may be sent by many.
    """
    found = voices(article)
    return {
        "article": article,
        "voices": found,
        "stamp": stamp(article.page_id, clock.now()) if found.is_open else "",
        "address": f"{address}phan-hoi/",
    }


@register.simple_tag
def portal_counters(article: PublicArticle | None = None) -> SafeString:
    """Who is here now and how often was looked; with ``article``, how often at it. Drawn once for a set of numbers."""
    found, language = counters(article.page_id if article else None), get_language()
    if language not in found.drawn:
        context = {"article": article, "counters": found}
        found.drawn[language] = render_to_string("portal/voice/counters.html", context)
    return found.drawn[language]


@register.simple_tag
def empty_fields(article: PublicArticle) -> SafeString:
    """The fields of a form that nobody has filled in; the stamp, which is the form's own, is not among them."""

    def render() -> SafeString:
        return render_to_string("portal/voice/fields.html", {"form": CommentForm(article)})

    return remembered(("empty fields", get_language()), render)
