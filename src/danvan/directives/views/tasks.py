"""Tasks: the list, one task with its parts, and what may be done with it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from danvan.audit.queries import history
from danvan.core.errors import Refused, Stale
from danvan.directives import access, services
from danvan.directives.choosing import picked_units, units_to_help
from danvan.directives.filters import TaskFilter
from danvan.directives.forms import AnswerForm, RemarkForm, TaskForm, TaskResultForm
from danvan.directives.models import Mandate, Task
from danvan.directives.services import Assignment
from danvan.directives.states import TASK_CLOSED, TaskState
from danvan.directives.timeline import as_entries
from danvan.directives.words import TASK_BUTTONS
from danvan.web.undo import tell
from danvan.web.views import ActorView, RegisterView

GIVE_BACK = gettext_lazy("Return it to be done again")


class TaskList(RegisterView):
    """Every task the person may see; wholes before their parts."""

    action = access.VIEW
    template_name = "directives/tasks.html"
    filterset_class = TaskFilter

    def rows(self):
        return Task.objects.visible_to(self.actor).for_lists(self.actor.day)

    def render(self, context, *, status: int = 200) -> HttpResponse:
        for task in context["page"]:
            task.shown = task.look(self.actor.day)
        late = Task.objects.visible_to(self.actor).late(self.actor.day).count()
        return super().render(context | {"late": late}, status=status)


class TaskPage(ActorView):
    """One task: what, for whom, by when, its parts and how many of them are done."""

    action = access.VIEW
    template_name = "directives/task.html"

    def task(self, public_id, action: str | None = None) -> Task:
        seen = Task.objects.visible_to(self.actor).for_lists(self.actor.day).select_related("parent")
        return self.find(seen, action, public_id=public_id)

    def get(self, request: HttpRequest, public_id) -> HttpResponse:
        return self.show(self.task(public_id))

    def show(self, task: Task, *, status: int = 200, **more: Any) -> HttpResponse:
        parts = list(task.children.visible_to(self.actor).for_lists(self.actor.day))
        for part in parts:
            part.shown = part.look(self.actor.day)
        answers = self.actor.covers(access.ANSWER, task.lead_id)
        gives = self.actor.covers(access.ASSIGN, task.giver_id)
        crumbs = [
            (pgettext("directive", "Tasks"), reverse("directives:tasks")),
            (task.origin.short, task.origin.get_absolute_url()),
            (task.title[:60], None),
        ]
        context = {
            "crumbs": crumbs,
            "task": task,
            "look": task.look(self.actor.day),
            "parts": sorted(parts, key=lambda part: part.lead_sort or ""),
            "helpers": self._helpers(task),
            "step": self._step(task, answers, gives),
            "withdraw": AnswerForm(initial={"version": task.version})
            if gives and task.state == TaskState.OPEN
            else None,
            "answers": answers and task.state not in TASK_CLOSED,
            "whole": task.parent if task.parent and self._sees(task.parent) else None,
            "history": as_entries(history(task, limit=40)),
            "why": self.actor.why(access.VIEW, [task.lead_id, task.giver_id]),
        }
        return self.render(context | more, status=status)

    def _sees(self, task: Task) -> bool:
        return Task.objects.visible_to(self.actor).filter(pk=task.pk).exists()

    def _helpers(self, task: Task) -> list[str]:
        return [helper.unit_name for helper in task.named_helpers(self.actor.day)]

    def _step(self, task: Task, answers: bool, gives: bool) -> dict[str, Any] | None:
        """The one form that this person fills in next, or None."""
        initial = {"version": task.version}
        if answers and task.state in (TaskState.OPEN, TaskState.RETURNED):
            return {"step": "begin", "form": AnswerForm(initial=initial), "button": TASK_BUTTONS[TaskState(task.state)]}
        if answers and task.state == TaskState.IN_PROGRESS:
            button = TASK_BUTTONS[TaskState.IN_PROGRESS]
            return {"step": "finish", "form": TaskResultForm(initial=initial), "button": button}
        if gives and task.state == TaskState.DONE:
            return {"step": "return", "form": RemarkForm(initial=initial), "button": GIVE_BACK}
        return None


class TaskStep(TaskPage):
    """Begin, finish, return or withdraw a task."""

    FORMS = {"begin": AnswerForm, "finish": TaskResultForm, "return": RemarkForm, "withdraw": AnswerForm}

    def post(self, request: HttpRequest, public_id) -> HttpResponse:
        task, step = self.task(public_id), request.POST.get("step", "")
        if step not in self.FORMS:
            raise Http404
        form, status = self.FORMS[step](request.POST), 422
        try:
            if form.is_valid():
                self._carry_out(task, step, form.cleaned_data)
                tell(request, _("Recorded."))
                return redirect(task)
        except Refused as reason:
            form.place(reason)
            status = 409 if isinstance(reason, Stale) or reason.code in ("not-now", "not-allowed", "begun") else 422
        if status == 409:
            form.data = form.data.copy()
            form.data["version"] = str(task.version)
        if step == "withdraw":
            return self.show(task, status=status, withdraw=form)
        button = GIVE_BACK if step == "return" else TASK_BUTTONS.get(TaskState(task.state), "")
        return self.show(task, status=status, step={"step": step, "form": form, "button": button})

    def _carry_out(self, task: Task, step: str, data: dict[str, Any]) -> None:
        if step == "begin":
            services.begin_task(task, by=self.actor, version=data["version"])
        elif step == "finish":
            services.finish_task(task, data["result"], by=self.actor, version=data["version"])
        elif step == "withdraw":
            services.withdraw_task(task, by=self.actor, version=data["version"])
        else:
            services.return_task(task, data["remark"], by=self.actor, version=data["version"])


class AddPart(TaskPage):
    """The lead unit gives a part of the task to itself or to a unit under it."""

    action = access.ANSWER
    template_name = "directives/part.html"

    def get(self, request: HttpRequest, public_id) -> HttpResponse:
        return self.ask(self.owner(public_id), TaskForm(initial={"token": uuid.uuid4()}))

    def owner(self, public_id) -> Task:
        return self.task(public_id)

    def ask(self, owner, form: TaskForm, *, status: int = 200) -> HttpResponse:
        lead = self.request.POST.get("lead", "")
        choices = units_to_help(self.actor, access.ANSWER)
        return self.render({"owner": owner, "form": form, "choices": choices, "lead": lead}, status=status)

    def make(self, owner, assignment: Assignment, lead, token) -> Task:
        return services.add_part(owner, assignment, lead, by=self.actor, token=token)

    def post(self, request: HttpRequest, public_id) -> HttpResponse:
        owner, form = self.owner(public_id), TaskForm(request.POST)
        leads = picked_units(self.actor, self.action, [request.POST.get("lead", "")])
        if form.is_valid():
            data = form.cleaned_data
            assignment = Assignment(data["title"], data["detail"], data["due_on"], data["working_days"])
            try:
                if not leads:
                    raise Refused(_("Choose who leads it."), code="no-lead")
                return redirect(self.make(owner, assignment, leads[0], data["token"]))
            except Refused as reason:
                form.place(reason)
        return self.ask(owner, form, status=422)


class AddOwnTask(AddPart):
    """A receiving unit's own task under the directive."""

    def owner(self, public_id) -> Mandate:
        seen = Mandate.objects.visible_to(self.actor).standing().select_related("directive")
        return self.find(seen, public_id=public_id)

    def make(self, owner, assignment: Assignment, lead, token) -> Task:
        return services.add_under_mandate(owner, assignment, lead, by=self.actor, token=token)
