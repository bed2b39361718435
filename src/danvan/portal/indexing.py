"""Articles in the one search: what is indexed of each."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from danvan.search import services as search
from danvan.search.providers import Entry, Provider, register

from .models import PublicArticle, PublicDirective

ARTICLE, DIRECTIVE = "article", "public_directive"


def entry_of(article: PublicArticle) -> Entry:
    """What is found of an article; its category must have been loaded with it."""
    return Entry(
        title=article.title,
        text="\n".join(part for part in (article.lead, article.text, " · ".join(article.tags)) if part),
        url=article.get_absolute_url(),
        shown_on=timezone.localtime(article.shown_on).date(),
        unit_id=article.unit_id,
        category=article.category.slug,
    )


def index(article: PublicArticle) -> None:
    """Write an article into the index as visitors see it now."""
    search.put(ARTICLE, article.pk, entry_of(article))


def entries() -> Iterator[tuple[int, Entry]]:
    """Every published article, by the row of its page."""
    shown = PublicArticle.objects.select_related("category").defer("body_html").order_by("pk")
    for article in shown.iterator(chunk_size=500):
        yield article.pk, entry_of(article)


def directive_entry_of(opened: PublicDirective) -> Entry:
    """What is found of a public directive: what stands on its public page, nothing of aliases, notes or progress."""
    one = opened.directive
    return Entry(
        title=f"{one.kind_name_vi} {one.symbol or one.number or ''}: {one.title}",
        text=one.issuer.name,
        url=opened.get_absolute_url(),
        shown_on=one.issued_on or timezone.localtime(opened.opened_at).date(),
        unit_id=one.keeper_id,
        category=one.kind,
    )


def index_directive(opened: PublicDirective) -> None:
    """Write a public directive into the index as everybody sees it now."""
    search.put(DIRECTIVE, opened.pk, directive_entry_of(opened))


def forget_directive(directive_id: int) -> None:
    """Nobody finds it in public any more."""
    search.remove(DIRECTIVE, directive_id)


def directive_entries() -> Iterator[tuple[int, Entry]]:
    """Every public directive."""
    for opened in PublicDirective.objects.in_order().iterator(chunk_size=500):
        yield opened.pk, directive_entry_of(opened)


def connect() -> None:
    """Tell the search that articles and public directives can be found."""
    register(Provider(ARTICLE, _("Articles"), entries))
    register(Provider(DIRECTIVE, _("Public documents"), directive_entries))
