"""Tell people through the house's own inbox: who is to act on an article, and its author what became of it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.models import TaskState, WorkflowState

from danvan.access.models import Grant, User
from danvan.access.roles import roles_with
from danvan.core import clock
from danvan.notices.queries import recipients
from danvan.notices.services import tell
from danvan.portal.access import EDIT, PUBLISH
from danvan.portal.door import GROUPS
from danvan.portal.models import ArticlePage

LANGUAGE = "vi"  # notices are kept in the language of the house


def tell_approvers(state: TaskState) -> int:
    """An article waits for a group: tell whoever may act for the body that publishes it. Gives how many were told."""
    page = _article(state.workflow_state)
    if page is None:
        return 0
    people: set[int] = set()
    for group in state.task.specific.groups.all():
        people |= _called(GROUPS[group.name], page)
    people.discard(state.workflow_state.requested_by_id)
    with override(LANGUAGE):
        text = gettext("The article “%(title)s” waits for your approval.") % {"title": page.title}
    return tell(people, text, _address(page), key=f"portal-approve-{state.pk}")


def tell_author(workflow: WorkflowState, outcome: str) -> int:
    """Tell the author and whoever sent the article that it went back (with the reason) or through."""
    page = _article(workflow)
    if page is None:
        return 0
    people = {page.owner_id, workflow.requested_by_id} - {None}
    with override(LANGUAGE):
        if outcome == "rejected":
            facts = {"title": page.title, "reason": workflow.current_task_state.comment}
            text = gettext("The article “%(title)s” came back to you: %(reason)s") % facts
        elif page.live:
            text = gettext("The article “%(title)s” has been approved and published.") % {"title": page.title}
        else:
            text = gettext("The article “%(title)s” has been approved and will appear at its time.") % {
                "title": page.title
            }
    return tell(people, text, _address(page), key=f"portal-{outcome}-{workflow.pk}-{workflow.current_task_state_id}")


def _called(action: str, page: ArticlePage) -> set[int]:
    """Who is called for a step. Publishers may edit, too; they are called to it only where there is no editor."""
    holders = set(_holders(action, page).values_list("pk", flat=True))
    if action == EDIT:
        holders = holders - set(_holders(PUBLISH, page).values_list("pk", flat=True)) or holders
    return holders


def _article(workflow: WorkflowState) -> ArticlePage | None:
    page = workflow.content_object
    page = page and page.specific
    return page if isinstance(page, ArticlePage) else None


def _holders(action: str, page: ArticlePage) -> QuerySet[User]:
    """Whoever may act for the article's body; where nobody stands above it, everybody with the role."""
    day = clock.today()
    if page.unit_id and (near := recipients([page.unit_id], action, day)).exists():
        return near
    grants = Grant.objects.in_force(day).filter(role__in=roles_with(action))
    return User.objects.filter(is_active=True, pk__in=grants.values("user"))


def _address(page: ArticlePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
