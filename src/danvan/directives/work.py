"""A person's work with directives and tasks, and what a search finds, in the shapes of the overview."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from danvan.access.actor import Actor
from danvan.core.work import Bin, Hit, WorkItem, bin_by_due

from . import access
from .models import Directive, Mandate, Task
from .querysets import name_of
from .states import MandateState, TaskState
from .words import BUTTONS, TASK_BUTTONS

MOST_ITEMS = 200


def work_items(actor: Actor, today: date) -> list[WorkItem]:
    """What the actor answers for or cooperates on, and for a sender what has not been received."""
    return [*_mandates(actor, today), *_tasks(actor, today), *_helping(actor, today), *_waiting(actor, today)]


def _mandates(actor: Actor, today: date) -> list[WorkItem]:
    rows = Mandate.objects.permitted(actor, access.ANSWER).open().with_units(today).select_related("directive")
    return [
        WorkItem(
            bin_by_due(row.due_on, today),
            f"{row.directive.short}: {row.directive.title}",
            row.unit_name,
            row.get_state_display(),
            row.due_on,
            row.get_absolute_url(),
            BUTTONS[row.next_step],
        )
        for row in rows.order_by("due_on", "pk")[:MOST_ITEMS]
    ]


def _tasks(actor: Actor, today: date) -> list[WorkItem]:
    rows = Task.objects.permitted(actor, access.ANSWER).open().for_lists(today)
    return [
        WorkItem(
            Bin.RETURNED if row.state == TaskState.RETURNED else bin_by_due(row.due_on, today),
            row.title,
            row.lead_name,
            row.origin.short,
            row.due_on,
            row.get_absolute_url(),
            TASK_BUTTONS[TaskState(row.state)],
        )
        for row in rows.order_by("due_on", "pk")[:MOST_ITEMS]
    ]


def _helping(actor: Actor, today: date) -> list[WorkItem]:
    """Open tasks that another unit leads and a unit the actor answers for helps with."""
    rows = Task.objects.visible_to(actor).helped_by(actor.reach(access.ANSWER)).open().for_lists(today)
    return [
        WorkItem(
            bin_by_due(row.due_on, today),
            row.title,
            _("%(unit)s leads, we cooperate") % {"unit": row.lead_name},
            row.origin.short,
            row.due_on,
            row.get_absolute_url(),
            _("See the task"),
        )
        for row in rows.order_by("due_on", "pk")[:MOST_ITEMS]
    ]


def _waiting(actor: Actor, today: date) -> list[WorkItem]:
    """One line for each directive that units have not received, or are late with."""
    rows = (
        Directive.objects.permitted(actor, access.SEND)
        .annotate(
            unread=Count("mandates", filter=Q(mandates__state=MandateState.SENT, mandates__merged_into=None)),
            late=Count(
                "mandates",
                filter=Q(mandates__due_on__lt=today, mandates__merged_into=None)
                & ~Q(mandates__state__in=[MandateState.DONE, MandateState.WITHDRAWN]),
            ),
            keeper_name=name_of("keeper", today),
        )
        .filter(Q(unread__gt=0) | Q(late__gt=0))
        .order_by("-late", "-unread")[:MOST_ITEMS]
    )
    return [
        WorkItem(
            Bin.WAITING,
            f"{row.short}: {row.title}",
            row.keeper_name,
            _unread_and_late(row.unread, row.late),
            None,
            row.get_absolute_url(),
            _("See who is late") if row.late else _("See who has it"),
        )
        for row in rows
    ]


def _unread_and_late(unread: int, late: int) -> str:
    parts = []
    if unread:
        parts.append(
            ngettext("%(n)d unit has not received it", "%(n)d units have not received it", unread) % {"n": unread}
        )
    if late:
        parts.append(ngettext("%(n)d unit is late", "%(n)d units are late", late) % {"n": late})
    return ", ".join(parts)


def search(actor: Actor, words: str, limit: int) -> list[Hit]:
    """Directives, then tasks, that the actor may see and that hold the words."""
    found = Directive.objects.visible_to(actor).search(words).select_related("issuer")[:limit]
    hits = [Hit(row.kind_name, row.short, f"{row.issuer.name}: {row.title}", row.get_absolute_url()) for row in found]
    if len(hits) < limit and words.strip():
        tasks = Task.objects.visible_to(actor).filter(title__icontains=words.strip()).select_related("origin")
        hits += [
            Hit(pgettext("directive", "Task"), row.title, row.origin.short, row.get_absolute_url())
            for row in tasks[: limit - len(hits)]
        ]
    return hits
