"""Report forms: the list, and the page on which a specialist makes one without code (row 40)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.core.errors import Refused
from danvan.reports import services
from danvan.reports.access import DESIGN, OPEN
from danvan.reports.forms import LIMITS, Choice, DesignForm, choices, chosen_before, design_of, limits
from danvan.reports.models import Form
from danvan.reports.questions import asked_before, prompts_of, question_rows
from danvan.reports.states import Theme
from danvan.web.views import ActorView


class Forms(ActorView):
    """All forms that the person may design."""

    action = DESIGN
    template_name = "reports/forms.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Form.objects.visible_to(self.actor).select_related("line")
        rows = rows.annotate(edition=Max("versions__number"), rounds=Count("versions__rounds", distinct=True))
        return self.render({"rows": rows.order_by("name_vi", "pk"), "may_open": self.actor.may(OPEN)})


class NewForm(ActorView):
    """A new form."""

    action = DESIGN
    template_name = "reports/form.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = DesignForm(actor=self.actor, initial=self.initial())
        before = self.before()
        return self.show(form, choices(before), before)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DesignForm(request.POST, actor=self.actor)
        data = request.POST.dict()
        rows = choices(data)
        if form.is_valid():
            try:
                design = design_of(form, rows, limits(data, rows), prompts_of(data))
                version = services.design_form(
                    design, owner=form.cleaned_data["owner"], by=self.actor, form=self.report_form()
                )
            except Refused as reason:
                form.add_error(reason.field if reason.field in form.fields else None, str(reason.message))
            else:
                messages.success(request, _("Edition %(n)d is ready to be asked.") % {"n": version.number})
                return redirect("reports:forms")
        return self.show(form, rows, data, status=422)

    def report_form(self) -> Form | None:
        """The form being changed; None for a new one."""
        return None

    def initial(self) -> dict[str, Any]:
        """What the fields begin with."""
        return {}

    def before(self) -> dict[str, str]:
        """The lines chosen so far."""
        return {}

    def show(self, form: DesignForm, rows: list[Choice], data: dict[str, str], *, status: int = 200) -> HttpResponse:
        """The page, with what was typed."""
        pairs = [
            {"n": n, "less": data.get(f"less-{n}", ""), "more": data.get(f"more-{n}", "")} for n in range(1, LIMITS + 1)
        ]
        crumbs = [(_("Report forms"), reverse("reports:forms")), (_("Form"), None)]
        context = {"form": form, "rows": rows, "pairs": pairs, "crumbs": crumbs, "report_form": self.report_form()}
        context |= {"questions": question_rows(data), "themes": Theme.choices}
        return self.render(context, status=status)


class EditForm(NewForm):
    """The next edition of a form; rounds already opened keep theirs."""

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        return super().get(request)

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        return super().post(request)

    def report_form(self) -> Form:
        return self.find(Form.objects.permitted(self.actor, self.action), public_id=self.kwargs["public_id"])

    def initial(self) -> dict[str, Any]:
        form = self.report_form()
        names = ("code", "name_vi", "owner", "line", "period_type", "due_after", "remind_before", "steps")
        return {name: getattr(form, name) for name in names}

    def before(self) -> dict[str, str]:
        version = self.report_form().versions.last()
        return chosen_before(version) | asked_before(version)
