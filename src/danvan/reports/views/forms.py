"""Report forms: the list, and the page on which a specialist makes one without code (row 40)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from danvan.core import clock
from danvan.core.errors import Refused
from danvan.reports import services, sketch
from danvan.reports.access import DESIGN, OPEN
from danvan.reports.forms import DesignForm, design_of
from danvan.reports.models import Form
from danvan.reports.presenting_design import preview_lines, shown_rules, shown_sections
from danvan.reports.queries.due import rule_for, windows_of
from danvan.reports.queries.known import area_of_owner, known_figures
from danvan.reports.questions import asked_before, prompts_of, question_rows
from danvan.reports.sketch import Sketch
from danvan.reports.sketching import act
from danvan.reports.states import Operator, Severity, Theme
from danvan.web.views import ActorView

PLACES = {"lines": "lines", "rules": "rules", "prompts": "prompts"}


class Forms(ActorView):
    """All forms that the person may design."""

    action = DESIGN
    template_name = "reports/forms.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Form.objects.visible_to(self.actor).select_related("line")
        rows = rows.annotate(edition=Max("versions__number"), rounds=Count("versions__rounds", distinct=True))
        return self.render({"rows": rows.order_by("name_vi", "pk"), "may_open": self.actor.may(OPEN)})


class NewForm(ActorView):
    """A new form. Every button sends the whole page; only "save" stores anything."""

    action = DESIGN
    template_name = "reports/form.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(DesignForm(actor=self.actor, initial=self.initial()), self.sketch(), self.questions())

    def post(self, request: HttpRequest) -> HttpResponse:
        data, said = request.POST, request.POST.get("act", "save")
        now = sketch.read(data, self.indicators)
        if said == "preview":
            return self.preview(data, now)
        if said != "save":
            # Nothing is judged while it is being made: the facts stay as typed.
            form = DesignForm(actor=self.actor, initial=self.initial() | data.dict())
            return self.show(form, act(now, said, self.indicators), data.dict(), words=data.get("find", ""))
        form = DesignForm(data, actor=self.actor)
        if form.is_valid():
            try:
                design = design_of(form, now, prompts_of(data.dict()))
                version = services.design_form(
                    design, owner=form.cleaned_data["owner"], by=self.actor, form=self.report_form, seen=self.seen()
                )
            except Refused as reason:
                now = misplaced(form, now, reason)
            else:
                messages.success(request, _("Edition %(n)d is ready to be asked.") % {"n": version.number})
                return redirect("reports:forms")
        return self.show(form, now, data.dict(), status=422)

    @cached_property
    def indicators(self) -> dict[str, Any]:
        """All that can be asked, by number."""
        return sketch.askable()

    @cached_property
    def report_form(self) -> Form | None:
        """The form being changed; None for a new one."""
        return None

    def seen(self) -> int | None:
        """The edition that the page began from."""
        said = self.request.POST.get("edition", "")
        return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else None

    def initial(self) -> dict[str, Any]:
        """What the fields begin with."""
        return {}

    def sketch(self) -> Sketch:
        """The lines and rules so far."""
        return Sketch()

    def questions(self) -> dict[str, str]:
        """The questions so far."""
        return {}

    def show(
        self, form: DesignForm, now: Sketch, data: dict[str, str], *, words: str = "", status: int = 200
    ) -> HttpResponse:
        """The page, with what was typed."""
        found = sketch.found(words, self.indicators.values())
        owner, line = form.chosen("owner"), form.chosen("line")
        asked = {one.indicator.pk: one.indicator for one in now.lines} | {one.pk: one for one in found}
        known = known_figures(
            list(asked.values()), self.actor, area=area_of_owner(owner, self.actor), line=line, form=self.report_form
        )
        used = {one.indicator.pk for one in now.lines}
        context = {
            "form": form,
            "sections": shown_sections(now, known),
            "rules": shown_rules(now),
            "choices": [(key, name) for key, (name, _codes) in now.keys().items()],
            "errors": now.errors,
            "words": words,
            "found": [{"indicator": one, "known": known[one.pk], "used": one.pk in used} for one in found],
            "crumbs": [(_("Report forms"), reverse("reports:forms")), (_("Form"), None)],
            "report_form": self.report_form,
            "edition": self.edition(),
            "due_rule": self.due_rule(form, owner, line),
            "windows": windows_of(form.period, clock.today()),
            "questions": question_rows(data),
            "themes": Theme.choices,
            "operators": Operator.choices,
            "severities": Severity.choices,
        }
        return self.render(context, status=status)

    def edition(self) -> int | None:
        """The newest edition, from which the page begins; one that turned out too old is shown the newest."""
        newest = self.report_form and self.report_form.versions.last()
        return newest.number if newest else None

    def due_rule(self, form: DesignForm, owner: Any, line: Any) -> Any:
        """The dated rule that gives the due day when no number of days is written."""
        if owner is None or line is None:
            return None
        return rule_for(Form(owner=owner, line=line, period_type=form.period), clock.today())

    def preview(self, data: QueryDict, now: Sketch) -> HttpResponse:
        """The form as those who file it will see it, with nothing stored."""
        questions = sorted((row for row in question_rows(data.dict()) if row.text.strip()), key=lambda row: row.place)
        context = {"name": data.get("name_vi", ""), "lines": preview_lines(now), "questions": questions}
        return render(self.request, "reports/form_preview.html", context)


def misplaced(form: DesignForm, now: Sketch, reason: Refused) -> Sketch:
    """A refusal put at its place: a field, a section of the page or one rule; else at the head."""
    place = reason.field or ""
    if place in form.fields:
        form.add_error(place, str(reason.message))
    elif place in PLACES or place.startswith("rule-"):
        return replace(now, errors={place: str(reason.message)})
    else:
        form.add_error(None, str(reason.message))
    return now


class EditForm(NewForm):
    """The next edition of a form; rounds already opened keep theirs."""

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        return super().get(request)

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        return super().post(request)

    @cached_property
    def report_form(self) -> Form:
        rows = Form.objects.permitted(self.actor, self.action).select_related("line", "owner")
        return self.find(rows, public_id=self.kwargs["public_id"])

    def initial(self) -> dict[str, Any]:
        form = self.report_form
        names = ("code", "name_vi", "owner", "line", "period_type", "due_after", "remind_before", "steps")
        return {name: getattr(form, name) for name in names}

    def sketch(self) -> Sketch:
        return sketch.of_version(self.report_form.versions.last(), self.indicators)

    def questions(self) -> dict[str, str]:
        return asked_before(self.report_form.versions.last())
