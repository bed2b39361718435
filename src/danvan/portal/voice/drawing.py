"""A comment as HTML. A page of threads shows up to 120 of them, and rendering a template for each was half its cost."""

from __future__ import annotations

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from danvan.portal.models import Comment
from danvan.web.templatetags.danvan import icon

from .threads import Spoken

COMMENT = """<article class="comment{kind}" id="ph-{id}">
  <p class="comment__head"><b class="comment__name">{name}</b>{mark} \
<time class="comment__time" datetime="{instant}">{moment}</time></p>
  <p class="comment__text">{text}</p>
  {acts}
</article>"""
MARK = ' <span class="comment__mark">{}{}</span>'
ACTS = '<p class="comment__acts"><a href="{}?tra-loi={}#viet" rel="nofollow" aria-label="{}">{}</a></p>'


def drawn(comment: Comment | Spoken, address: str, is_open: bool) -> SafeString:
    """One comment as visitors read it, with the way to answer it when the article takes comments.

    ``address`` is the article's page of comments. Everything that somebody wrote is escaped.
    """
    name, at = comment.called, timezone.localtime(comment.at)
    acts = ""
    if is_open:
        answer = _("Answer %(name)s") % {"name": name}
        acts = format_html(ACTS, address, comment.public_id, answer, pgettext("comment", "Answer"))
    return format_html(
        COMMENT,
        kind=" comment--official" if comment.official else "",
        id=comment.public_id,
        name=name,
        mark=format_html(MARK, icon("check"), _("Answer of the body")) if comment.official else "",
        instant=at.isoformat(),
        moment=f"{at:%H:%M %d/%m/%Y}",
        text=comment.text,
        acts=acts,
    )
