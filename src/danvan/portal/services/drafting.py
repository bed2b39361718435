"""Write an article about a record of the work: a draft with what the record knows, and the link to it.

Nothing is public until the editors publish it.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.access.models import User
from danvan.core.errors import Refused
from danvan.directives import access as directives
from danvan.directives.models import Directive
from danvan.portal.access import WRITE
from danvan.portal.models import ArticleLink, ArticlePage, CategoryPage
from danvan.reviews import access as reviews
from danvan.reviews.models import Review

MOST_OF_A_TITLE, MOST_OF_A_LEAD, MOST_OF_A_SOURCE = 250, 600, 300


@transaction.atomic
def draft_about(directive: Directive, category: CategoryPage, *, by: Actor) -> ArticlePage:
    """A draft about a directive that the author sees: its title, a lead from its excerpt, and its facts.

    Raises Refused (``not-allowed``) for who does not write for the portal.
    """
    by.require(directives.VIEW, directive)
    day = f"{directive.issued_on:%d/%m/%Y}" if directive.issued_on else str(directive.year or "")
    facts = [
        ("Loại văn bản", directive.kind_name_vi),
        ("Số, ký hiệu", directive.symbol),
        ("Cơ quan ban hành", directive.issuer.name),
        ("Ngày ban hành", day),
        ("Trích yếu", directive.title),
    ]
    title = f"{directive.kind_name_vi} {directive.symbol or directive.number or ''}: {directive.title}"
    page = ArticlePage(title=title, lead=directive.title, body=_listed(facts), source=directive.short)
    return _drafted(page, ArticleLink(directive=directive), category, by)


@transaction.atomic
def draft_about_review(review: Review, category: CategoryPage, *, by: Actor) -> ArticlePage:
    """A draft about an issued report that the author sees. Its figures stay in the report: who writes chooses them.

    Raises Refused (``not-issued``) for one that is still being written, ``not-allowed`` as ``draft_about`` does.
    """
    by.require(reviews.VIEW, review)
    if not review.is_issued:
        raise Refused(_("Only an issued report can be written about."), code="not-issued")
    facts = [
        ("Báo cáo", review.number_text),
        ("Cơ quan ban hành", review.issuer),
        ("Ngày ban hành", f"{review.dated_on:%d/%m/%Y}"),
        ("Nội dung", review.subject),
    ]
    source = f"{review.issuer}, {review.number_text}"
    # The subject goes on from the word that stands above it on the paper.
    title = f"Báo cáo {review.subject}"
    page = ArticlePage(title=title, lead=title, body=_listed(facts), source=source)
    return _drafted(page, ArticleLink(review=review), category, by)


def _drafted(page: ArticlePage, link: ArticleLink, category: CategoryPage, by: Actor) -> ArticlePage:
    if not by.may(WRITE):
        raise Refused(_("Your role does not allow this here."), code="not-allowed")
    page.owner = User.objects.get(pk=by.user_id)
    page.live = False
    page.title = page.title[:MOST_OF_A_TITLE]
    page.lead = page.lead[:MOST_OF_A_LEAD]
    page.source = page.source[:MOST_OF_A_SOURCE]
    page.links = [link]
    category.add_child(instance=page)
    page.save_revision(user=page.owner)
    return page


def _listed(facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the record knows, as a list to write from."""
    lines = format_html_join("", "<li>{}: {}</li>", ((name, value) for name, value in facts if value))
    return [("text", str(format_html("<ul>{}</ul>", lines)))]
