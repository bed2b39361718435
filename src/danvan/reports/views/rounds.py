"""Rounds of a province, and opening one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.core import clock
from danvan.core.errors import Refused
from danvan.reports import services
from danvan.reports.access import DESIGN, FILE, FILL, OPEN, VIEW
from danvan.reports.filters import RoundFilter
from danvan.reports.forms import OpenRoundForm
from danvan.reports.models import Form, Round
from danvan.reports.presenting import finding
from danvan.web.views import ActorView, RegisterView


class Rounds(RegisterView):
    """Every round of the person's areas with how complete it is. Who only files is led to what they owe."""

    action = VIEW
    template_name = "reports/rounds.html"
    filterset_class = RoundFilter

    def get(self, request: HttpRequest) -> HttpResponse:
        files = self.actor.may(FILL) or self.actor.may(FILE)
        if files and not Round.objects.visible_to(self.actor).exists():
            return redirect("reports:owed")
        return super().get(request)

    def rows(self) -> QuerySet:
        rows = Round.objects.visible_to(self.actor).with_counts(clock.today())
        return rows.select_related("form_version__form__line").order_by("-window_end", "-pk")

    def context(self, filterset: Any) -> dict[str, Any]:
        return {"may_open": self.actor.may(OPEN), "may_design": self.actor.may(DESIGN)}

    def render(self, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        for row in context["page"].object_list:
            row.finding = finding({"handed_in": row.handed_in, "all": row.total, "overdue": row.overdue})
            pending = row.total - row.handed_in - row.overdue
            row.parts = [("done", row.handed_in), ("late", row.overdue), ("none", pending)]
        overdue = sum(row.overdue for row in context["page"].object_list)
        return super().render(context | {"overdue": overdue}, status=status)


class OpenRound(ActorView):
    """Asks a form of an area for a period; first the form, then the rest with usual answers filled in."""

    action = OPEN
    template_name = "reports/round_new.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.GET.get("form", ""))
        if form is None:
            return self.render({"choices": Form.objects.permitted(self.actor, OPEN).select_related("line")})
        return self._show(form, OpenRoundForm(report_form=form, actor=self.actor))

    def post(self, request: HttpRequest) -> HttpResponse:
        report_form = self._form(request.GET.get("form", ""))
        if report_form is None:
            return redirect("reports:round_new")
        form = OpenRoundForm(request.POST, report_form=report_form, actor=self.actor)
        if form.is_valid():
            try:
                round_ = services.open_round(
                    report_form.versions.last(), form.cleaned_data["period"], form.cleaned_data["area"],
                    by=self.actor, plan=form.plan(),
                )  # fmt: skip
            except Refused as reason:
                form.add_error(reason.field if reason.field in form.fields else None, str(reason.message))
            else:
                return redirect(round_)
        return self._show(report_form, form, status=422)

    def _form(self, public_id: str) -> Form | None:
        found = Form.objects.permitted(self.actor, OPEN).select_related("line")
        return next((form for form in found if str(form.public_id) == public_id), None)

    def _show(self, report_form: Form, form: OpenRoundForm, *, status: int = 200) -> HttpResponse:
        crumbs = [(_("Periodic reports"), reverse("reports:rounds")), (_("Open a round"), None)]
        return self.render({"report_form": report_form, "form": form, "crumbs": crumbs}, status=status)
