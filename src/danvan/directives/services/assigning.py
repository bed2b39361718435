"""Give a task of a directive to units in one act, cut it into parts, answer for it, hand it back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_fsm import can_proceed

from danvan.access.actor import Actor
from danvan.audit.services import record, record_many
from danvan.audit.verbs import verb
from danvan.core.errors import Refused, Stale
from danvan.core.text import clean_line, clean_text
from danvan.directives import access
from danvan.directives.models import Directive, Mandate, Task, TaskUnit
from danvan.directives.states import TASK_CLOSED, TaskState
from danvan.orgs.models import Unit

from .due import due_by

ASSIGNED = verb("directives.assigned", _("gave the task “%(task)s” to %(units)s units"))
TASK_GIVEN = verb("directives.task_given", _("gave the task"))
PART_ADDED = verb("directives.part_added", _("added a part of the task: %(part)s"))
TASK_BEGUN = verb("directives.task_begun", _("began the task"))
TASK_FINISHED = verb("directives.task_finished", _("reported the task done"))
TASK_WITHDRAWN = verb("directives.task_withdrawn", _("withdrew the task"))
TASK_RETURNED = verb("directives.task_returned", _("returned the task: %(remark)s"))


@dataclass(frozen=True)
class Assignment:
    """What is to be done, and by when: a last day, or working days from the day it is given, or no term."""

    title: str
    detail: str = ""
    due_on: date | None = None
    working_days: int | None = None

    def fields(self, start: date) -> dict[str, object]:
        """The stored fields of a task given on ``start``."""
        title = clean_line(self.title)
        if not title:
            raise Refused(_("Write what is to be done."), code="no-title", field="title")
        due = due_by(start, due_on=self.due_on, working_days=self.working_days)
        return {"title": title[:300], "detail": clean_text(self.detail), "given_on": start, **due}


def giver_of(directive: Directive, by: Actor) -> Unit:
    """For whom the actor gives tasks of this directive: its keeper, or the receiving unit the actor is over."""
    if by.covers(access.ASSIGN, directive.keeper_id):
        return directive.keeper
    mandates = Mandate.objects.standing().filter(directive=directive, unit__in=by.reach(access.ASSIGN))
    mandate = mandates.select_related("unit").order_by("pk").first()
    if mandate is None:
        raise Refused(_("Your role does not allow this here."), code="not-allowed")
    return mandate.unit


@transaction.atomic
def assign(
    directive: Directive,
    assignment: Assignment,
    units: Iterable[Unit],
    *,
    by: Actor,
    token: uuid.UUID,
    helpers: Iterable[Unit] = (),
) -> Task:
    """Give one task to N units: a whole, led by the giver, and one part for each unit. Returns the whole.

    The same ``token`` again gives the same task. ``helpers`` cooperate on every part. Raises Refused when no unit is
    chosen, or one is out of reach or closed.
    """
    directive = Directive.objects.select_for_update(of=["self"]).select_related("keeper").get(pk=directive.pk)
    by.require(access.ASSIGN, directive)
    before = Task.objects.filter(token=token).first()
    if before is not None:
        return before
    giver = giver_of(directive, by)
    wanted = {unit.pk: unit for unit in units}
    beside = {unit.pk: unit for unit in helpers if unit.pk not in wanted}
    if not wanted:
        raise Refused(_("Choose at least one unit."), code="nobody", field="units")
    _require_reachable(wanted | beside, by)
    fields = assignment.fields(by.day)
    whole = Task.objects.create(origin=directive, giver=giver, lead=giver, token=token, **fields)
    parts = Task.objects.bulk_create(
        Task(origin=directive, parent=whole, giver=giver, lead_id=pk, **fields) for pk in sorted(wanted)
    )
    TaskUnit.objects.bulk_create(TaskUnit(task=part, unit_id=pk) for part in parts for pk in sorted(beside))
    record(ASSIGNED, directive, by=by, task=whole.title, units=len(parts))
    record_many(TASK_GIVEN, [whole, *parts], by=by)
    return whole


def _require_reachable(units: dict[int, Unit], by: Actor, action: str = access.ASSIGN) -> None:
    reach = by.reach(action)
    found = Unit.objects.filter(pk__in=units).filter(pk__in=reach).count() if reach is not None else 0
    if found != len(units):
        raise Refused(_("Some of these units are not yours to give tasks to."), code="out-of-reach", field="units")
    closed = sum(by.day not in unit.life for unit in units.values())
    if closed:
        message = ngettext("%(n)d of these units has closed.", "%(n)d of these units have closed.", closed)
        raise Refused(message % {"n": closed}, code="closed", field="units")


@transaction.atomic
def add_part(
    whole: Task, assignment: Assignment, lead: Unit, *, by: Actor, token: uuid.UUID, helpers: Iterable[Unit] = ()
) -> Task:
    """The lead unit cuts off a part for itself or a unit under it. A part is due no later than its whole."""
    whole = Task.objects.select_for_update(of=["self"]).select_related("origin", "lead").get(pk=whole.pk)
    by.require(access.ANSWER, whole)
    before = Task.objects.filter(token=token).first()
    if before is not None:
        return before
    if whole.state in TASK_CLOSED:
        raise Refused(_("The task is done or withdrawn; it takes no more parts."), code="done")
    fields = assignment.fields(by.day)
    if whole.due_on and (fields["due_on"] is None or fields["due_on"] > whole.due_on):
        message = _("A part is due no later than the whole, on %(day)s.") % {"day": f"{whole.due_on:%d/%m/%Y}"}
        raise Refused(message, code="after-whole", field="due_on")
    _require_reachable({unit.pk: unit for unit in (lead, *helpers)}, by, access.ANSWER)
    part = Task.objects.create(origin=whole.origin, parent=whole, giver=whole.lead, lead=lead, token=token, **fields)
    _join_helpers(part, helpers)
    record(PART_ADDED, whole, by=by, part=part.title)
    record(TASK_GIVEN, part, by=by)
    return part


@transaction.atomic
def add_under_mandate(
    mandate: Mandate, assignment: Assignment, lead: Unit, *, by: Actor, token: uuid.UUID, helpers: Iterable[Unit] = ()
) -> Task:
    """A receiving unit gives itself, or a unit under it, a task of its own under the directive it received."""
    mandate = Mandate.objects.select_for_update(of=["self"]).select_related("directive", "unit").get(pk=mandate.pk)
    by.require(access.ANSWER, mandate)
    before = Task.objects.filter(token=token).first()
    if before is not None:
        return before
    fields = assignment.fields(by.day)
    _require_reachable({unit.pk: unit for unit in (lead, *helpers)}, by, access.ANSWER)
    task = Task.objects.create(origin=mandate.directive, giver=mandate.unit, lead=lead, token=token, **fields)
    _join_helpers(task, helpers)
    record(PART_ADDED, mandate, by=by, part=task.title)
    record(TASK_GIVEN, task, by=by)
    return task


def _join_helpers(task: Task, helpers: Iterable[Unit]) -> None:
    TaskUnit.objects.bulk_create(TaskUnit(task=task, unit=unit) for unit in helpers if unit.pk != task.lead_id)


def _take(task: Task, move: str, action: str, by: Actor, version: int) -> Task:
    task = Task.objects.select_for_update().get(pk=task.pk)
    by.require(action, task)
    if task.version != version:
        message = _("Somebody else has recorded “%(state)s” since this page was shown to you.")
        raise Stale(message % {"state": task.get_state_display()})
    if not can_proceed(getattr(task, move)):
        message = _("This step cannot be recorded while the state is “%(state)s”.")
        raise Refused(message % {"state": task.get_state_display()}, code="not-now")
    task.version += 1
    return task


@transaction.atomic
def begin_task(task: Task, *, by: Actor, version: int) -> Task:
    """The lead unit works on it."""
    task = _take(task, "begin", access.ANSWER, by, version)
    task.begin()
    task.save(update_fields=["state", "version"])
    record(TASK_BEGUN, task, by=by)
    return task


@transaction.atomic
def finish_task(task: Task, result: str, *, by: Actor, version: int) -> Task:
    """The lead unit says what came of it; a whole is done only when all its parts are."""
    task = _take(task, "finish", access.ANSWER, by, version)
    waiting = task.children.exclude(state__in=TASK_CLOSED).count()
    if waiting:
        message = ngettext("%(n)d part is not done yet.", "%(n)d parts are not done yet.", waiting) % {"n": waiting}
        raise Refused(message, code="parts-open")
    task.result = clean_text(result)
    if not task.result:
        raise Refused(_("Write in a few words what came of it."), code="no-result", field="result")
    task.finish()
    task.save(update_fields=["state", "version", "result"])
    record(TASK_FINISHED, task, by=by)
    return task


@transaction.atomic
def return_task(task: Task, remark: str, *, by: Actor, version: int) -> Task:
    """The giver wants it done again and says why; a whole that was done comes back with its part."""
    task = _take(task, "give_back", access.ASSIGN, by, version)
    task.remark = clean_text(remark)
    if not task.remark:
        raise Refused(_("Write why it comes back."), code="no-remark", field="remark")
    task.give_back()
    task.save(update_fields=["state", "version", "remark"])
    record(TASK_RETURNED, task, by=by, remark=task.remark[:200])
    _reopen_whole(task, by)
    return task


def _reopen_whole(part: Task, by: Actor) -> None:
    """A whole is never done while a part is not."""
    while part.parent_id is not None:
        part = Task.objects.select_for_update().get(pk=part.parent_id)
        if part.state != TaskState.DONE:
            return
        part.give_back()
        part.version += 1
        part.remark = str(_("A part of it came back."))
        part.save(update_fields=["state", "version", "remark"])
        record(TASK_RETURNED, part, by=by, remark=part.remark)


@transaction.atomic
def withdraw_task(task: Task, *, by: Actor, version: int) -> Task:
    """The giver takes back what was given by mistake, with all its parts, while nobody began any of them.

    Raises Refused with code ``begun`` when a part is begun or done.
    """
    task = _take(task, "withdraw", access.ASSIGN, by, version)
    parts = _parts_below(task)
    begun = sum(part.state not in (TaskState.OPEN, TaskState.WITHDRAWN) for part in parts)
    if begun:
        message = ngettext(
            "It cannot be withdrawn: %(n)d part has been begun.",
            "It cannot be withdrawn: %(n)d parts have been begun.",
            begun,
        )
        raise Refused(message % {"n": begun}, code="begun")
    for part in parts:
        if part.state == TaskState.OPEN:
            part.withdraw()
            part.version += 1
            part.save(update_fields=["state", "version"])
            record(TASK_WITHDRAWN, part, by=by)
    task.withdraw()
    task.save(update_fields=["state", "version"])
    record(TASK_WITHDRAWN, task, by=by)
    return task


def _parts_below(task: Task) -> list[Task]:
    """All parts of the task and their parts, locked, level by level."""
    found, level = [], [task.pk]
    while level:
        parts = list(Task.objects.select_for_update().filter(parent__in=level).order_by("pk"))
        found += parts
        level = [part.pk for part in parts]
    return found
