"""What the portal says beside a directive or a review report in the work: "in the news", and what can be done."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.access.actor import Actor
from danvan.directives.access import PUBLISH
from danvan.directives.models import Directive
from danvan.reviews.models import Review
from danvan.web.beside import Beside, Line, add

from .access import WRITE
from .models import ArticleLink, PublicArticle, PublicDirective
from .opened_queries import articles_about


def _beside_directive(actor: Actor, one: Directive) -> Beside:
    opened = PublicDirective.objects.filter(directive=one).first()
    lines = [Line(each.title, each.get_absolute_url(), f"{each.shown_on:%d/%m/%Y}") for each in articles_about(one)]
    if opened is not None:
        lines.insert(0, Line(_("Everybody may read this document"), opened.get_absolute_url()))
    moves = []
    if actor.may(WRITE):
        url = reverse("search:write_about", args=[one.public_id])
        moves.append({"label": _("Write an article"), "url": url, "icon": "pen"})
    if actor.covers(PUBLISH, one.keeper_id):
        label = _("Take back from the public") if opened else _("Make public")
        moves.append({"label": label, "url": reverse("search:make_public", args=[one.public_id]), "icon": "people"})
    return Beside(_("On the portal"), tuple(lines), tuple(moves))


def _beside_review(actor: Actor, one: Review) -> Beside:
    linked = ArticleLink.objects.filter(Q(review=one)).values("page")
    rows = PublicArticle.objects.filter(page__in=linked).newest().select_related("category").defer("body_html", "text")
    lines = [Line(each.title, each.get_absolute_url(), f"{each.shown_on:%d/%m/%Y}") for each in rows[:20]]
    moves = []
    if actor.may(WRITE) and one.is_issued:
        url = reverse("search:write_about_review", args=[one.public_id])
        moves.append({"label": _("Write an article"), "url": url, "icon": "pen"})
    return Beside(_("On the portal"), tuple(lines), tuple(moves))


def connect() -> None:
    """Stand beside directives and review reports."""
    add("directives.Directive", _beside_directive)
    add("reviews.Review", _beside_review)
