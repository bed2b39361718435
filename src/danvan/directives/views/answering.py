"""A unit's own mandate: one obvious next button, and the page that a cell of the matrix opens."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.audit.queries import history
from danvan.core.errors import Refused, Stale
from danvan.directives import access, services
from danvan.directives.forms import AnswerForm, NoteForm, PlanForm, ResultForm, StudyReportForm
from danvan.directives.models import Mandate, Target, Task
from danvan.directives.services import Held, Planned
from danvan.directives.states import MandateState
from danvan.directives.timeline import as_entries, steps_of
from danvan.directives.uploads import mark_of, taken
from danvan.directives.words import BUTTONS
from danvan.files.views import serve
from danvan.web.undo import tell
from danvan.web.views import ActorView

FORMS: dict[str, type[AnswerForm]] = {
    MandateState.RECEIVED: NoteForm,
    MandateState.DISSEMINATED: StudyReportForm,
    MandateState.PLANNED: PlanForm,
    MandateState.IN_PROGRESS: NoteForm,
    MandateState.DONE: ResultForm,
}


def step_form(mandate: Mandate, data: Any = None, step: str | None = None) -> dict[str, Any] | None:
    """The form of the step a unit reports next (or of ``step``), with its button; None when all is done."""
    wanted = step or mandate.next_step
    if wanted is None:
        return None
    form = FORMS[wanted](data, initial={"version": mandate.version}, prefix=None)
    return {
        "form": form,
        "step": str(wanted),
        "button": BUTTONS[MandateState(wanted)],
        "url": reverse("directives:answer", args=[mandate.public_id]),
        "takes_file": wanted == MandateState.PLANNED,
    }


def studies_of(mandate: Mandate) -> dict[str, Any]:
    """The reports of thorough study that stand, those that were mended, and the sum of the head-counts that stand."""
    rows = list(mandate.disseminations.select_related("replaced_by"))
    standing = [row for row in rows if not hasattr(row, "replaced_by")]
    counted = [row.attendance for row in standing if row.attendance is not None]
    return {
        "standing": standing,
        "mended": [row for row in rows if hasattr(row, "replaced_by")],
        "people": sum(counted) if counted else None,
    }


class MandatePage(ActorView):
    """How far one unit is with one directive."""

    action = access.VIEW
    template_name = "directives/mandate.html"

    def mandate(self, public_id, action: str | None = None) -> Mandate:
        seen = Mandate.objects.visible_to(self.actor).shown().with_units(self.actor.day)
        return self.find(seen.select_related("directive__issuer", "sending"), action, public_id=public_id)

    def get(self, request: HttpRequest, public_id) -> HttpResponse:
        return self.show(self.mandate(public_id))

    def show(self, mandate: Mandate, box: dict[str, Any] | None = None, *, status: int = 200, **more) -> HttpResponse:
        answers = self.actor.covers(access.ANSWER, mandate.unit_id)
        tasks = Task.objects.visible_to(self.actor).filter(origin=mandate.directive, lead=mandate.unit_id)
        given = Task.objects.visible_to(self.actor).filter(origin=mandate.directive, giver=mandate.unit_id)
        targets = Target.objects.visible_to(self.actor).filter(unit=mandate.unit_id, basis=mandate.directive_id)
        crumbs = [
            (_("Directives"), reverse("directives:list")),
            (mandate.directive.short, mandate.directive.get_absolute_url()),
            (mandate.unit_short or mandate.unit_name, None),
        ]
        context = {
            "crumbs": crumbs,
            "mandate": mandate,
            "directive": mandate.directive,
            "look": mandate.look(self.actor.day),
            "late": mandate.is_late(self.actor.day),
            "box": box or (step_form(mandate) if answers and mandate.is_open else None),
            "answers": answers and mandate.merged_into_id is None,
            "goes_on": self._near(mandate).filter(merged=mandate).first(),
            "merged": self._near(mandate).filter(merged_into=mandate).order_by("unit_sort", "pk"),
            "studies": studies_of(mandate),
            "mends_study": answers and mandate.may_mend_study,
            "plan": getattr(mandate, "own_plan", None),
            "targets": targets.select_related("indicator"),
            "steps": steps_of(mandate),
            "tasks": (tasks | given).distinct().for_lists(self.actor.day),
            "history": as_entries(history(mandate, limit=40)),
            "why": self.actor.why(access.VIEW, [mandate.unit_id, mandate.directive.keeper_id]),
        }
        return self.render(context | more, status=status)

    def _near(self, mandate: Mandate) -> QuerySet:
        """Mandates of the same directive: after a change of units several may have become one."""
        return Mandate.objects.visible_to(self.actor).filter(directive=mandate.directive).with_units(self.actor.day)


class Answer(MandatePage):
    """Record the next step; a refusal is shown at its place, with all that was typed."""

    action = access.ANSWER

    def get(self, request: HttpRequest, public_id) -> HttpResponse:
        return redirect(self.mandate(public_id))

    def post(self, request: HttpRequest, public_id) -> HttpResponse:
        mandate = self.mandate(public_id)
        step = request.POST.get("step", "")
        if step not in FORMS:
            raise Http404
        box = step_form(mandate, request.POST, step)
        form, status, more = box["form"], 422, {}
        try:
            if form.is_valid():
                self._carry_out(request, mandate, step, form)
                tell(request, _("Recorded: %(state)s.") % {"state": MandateState(step).label})
                return redirect(mandate)
        except Refused as reason:
            if reason.field == "file":
                more["file_error"] = reason.message
            else:
                form.place(reason)
            status = 409 if isinstance(reason, Stale) or reason.code == "not-now" else 422
        if getattr(self, "kept", None):
            more |= {"received": self.kept, "kept_mark": mark_of(self.kept)}
        if status == 409:
            form.data = form.data.copy()
            form.data["version"] = str(mandate.version)
            more["moved"] = mandate.get_state_display()
        return self.show(mandate, box, status=status, **more)

    def _carry_out(self, request: HttpRequest, mandate: Mandate, step: str, form: AnswerForm) -> None:
        data, common = form.cleaned_data, {"by": self.actor, "version": form.cleaned_data["version"]}
        if step == MandateState.RECEIVED:
            services.receive(mandate, note=data["note"], **common)
        elif step == MandateState.DISSEMINATED:
            held = Held(data["held_on"], data["form"], data["attendance"], data["note"])
            services.disseminate(mandate, held, **common)
        elif step == MandateState.PLANNED:
            self.kept = taken(request, self.actor)
            planned = Planned(data["title"], data["symbol"], data["issued_on"], data["local_target"], self.kept)
            services.plan(mandate, planned, **common)
        elif step == MandateState.IN_PROGRESS:
            services.begin(mandate, note=data["note"], **common)
        else:
            services.finish(mandate, note=data["note"], **common)


class PlanFile(MandatePage):
    """The unit's plan as a file, for whoever sees the mandate."""

    def get(self, request: HttpRequest, public_id) -> HttpResponse:
        plan = getattr(self.mandate(public_id), "own_plan", None)
        if plan is None or plan.file is None:
            raise Http404
        return serve(request, plan.file)
