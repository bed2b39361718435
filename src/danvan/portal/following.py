"""Wagtail says what editors did; the public copy follows in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from danvan.directives.models import Directive
from danvan.search.services import remove

from .indexing import ARTICLE
from .models import ArticlePage, CategoryPage, FrontPage, PublicArticle
from .page_cache import forget

# Wagtail's own letters about the workflow: the house sends no e-mail, it has an inbox.
LETTERS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def connect() -> None:
    """Listen to Wagtail. Deleting a page removes its public copy through the foreign key, and the copy its search."""
    post_save.connect(_entry_saved, sender=Directive, dispatch_uid="portal-directive")
    post_delete.connect(_gone, sender=PublicArticle, dispatch_uid="portal-gone")
    for signal, follow in (
        (page_published, _published),
        (page_unpublished, _unpublished),
        (post_page_move, _moved),
        (page_slug_changed, _moved),
        (task_submitted, _submitted),
        (workflow_rejected, _rejected),
        (workflow_approved, _approved),
    ):
        signal.connect(follow, dispatch_uid=f"portal-{follow.__name__}-{id(signal)}")
    for signal, sender, uid in LETTERS:
        signal.disconnect(sender=sender, dispatch_uid=uid)
    for model in (PublicArticle, CategoryPage, FrontPage):
        for signal in (post_save, post_delete):
            signal.connect(_changed, sender=model, dispatch_uid=f"portal-changed-{model.__name__}-{id(signal)}")


def _changed(**_rest: Any) -> None:
    """Pages kept for visitors are made anew."""
    forget()


def _published(instance: Any, **_rest: Any) -> None:
    """Wagtail says "published" of what is only scheduled, too."""
    from .services import show, take_down

    if isinstance(instance, ArticlePage):
        show(instance) if instance.live else take_down(instance.pk)


def _entry_saved(instance: Directive, **_rest: Any) -> None:
    """Directives are on a floor below and do not know that they are public."""
    from .services.opening import follow_entry

    follow_entry(instance)


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


def _submitted(instance: TaskState, **_rest: Any) -> None:
    from .services.telling import tell_approvers

    tell_approvers(instance)


def _rejected(instance: WorkflowState, **_rest: Any) -> None:
    from .services.telling import tell_author

    tell_author(instance, "rejected")


def _approved(instance: WorkflowState, **_rest: Any) -> None:
    from .services.telling import tell_author

    tell_author(instance, "approved")
