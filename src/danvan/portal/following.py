"""Wagtail says what editors did; the public copy follows in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from danvan.search.services import remove

from .indexing import ARTICLE
from .models import ArticlePage, CategoryPage, FrontPage, PublicArticle
from .page_cache import forget


def connect() -> None:
    """Listen to Wagtail. Deleting a page removes its public copy through the foreign key, and the copy its search."""
    post_delete.connect(_gone, sender=PublicArticle, dispatch_uid="portal-gone")
    for signal, follow in (
        (page_published, _published),
        (page_unpublished, _unpublished),
        (post_page_move, _moved),
        (page_slug_changed, _moved),
    ):
        signal.connect(follow, dispatch_uid=f"portal-{follow.__name__}-{id(signal)}")
    for model in (PublicArticle, CategoryPage, FrontPage):
        for signal in (post_save, post_delete):
            signal.connect(_changed, sender=model, dispatch_uid=f"portal-changed-{model.__name__}-{id(signal)}")


def _changed(**_rest: Any) -> None:
    """Pages kept for visitors are made anew."""
    forget()


def _published(instance: Any, **_rest: Any) -> None:
    from .services import show

    if isinstance(instance, ArticlePage):
        show(instance)


def _gone(instance: PublicArticle, **_rest: Any) -> None:
    remove(ARTICLE, instance.pk)


def _unpublished(instance: Any, **_rest: Any) -> None:
    from .services import take_down

    take_down(instance.pk)


def _moved(instance: Any, **_rest: Any) -> None:
    """An article's address holds its category and slug; those of a category follow by the foreign key."""
    from .services import show

    page = instance.specific
    if isinstance(page, ArticlePage) and page.live:
        show(page)
    elif isinstance(page, CategoryPage):
        for article in ArticlePage.objects.descendant_of(page).live():
            show(article)
