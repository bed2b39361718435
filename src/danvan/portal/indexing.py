"""Articles in the one search: what is indexed of each."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from danvan.search import services as search
from danvan.search.providers import Entry, Provider, register

from .models import PublicArticle

ARTICLE = "article"


def entry_of(article: PublicArticle) -> Entry:
    """What is found of an article; its category must have been loaded with it."""
    return Entry(
        title=article.title,
        text="\n".join(part for part in (article.lead, article.text, " · ".join(article.tags)) if part),
        url=article.get_absolute_url(),
        shown_on=timezone.localdate(article.shown_on),
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


def connect() -> None:
    """Tell the search that articles can be found."""
    register(Provider(ARTICLE, _("Articles"), entries))
