"""Words and marks of the moderators' queue."""

from __future__ import annotations

from django import template

from danvan.portal.models import Comment
from danvan.portal.models.comments import Suspicion
from danvan.portal.voice.looks import LOOKS

register = template.Library()


@register.filter
def look(comment: Comment) -> str:
    """The mark of a comment's state."""
    return LOOKS[comment.state]


@register.filter
def suspicions(comment: Comment) -> str:
    """What speaks against a comment, in words."""
    return "; ".join(str(Suspicion(code).label) for code in comment.suspicions)
