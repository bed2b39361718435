"""Beside the design page: two editions compared, the dated rules of due days, a new indicator."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.core.errors import Refused
from danvan.figures.models import Indicator
from danvan.figures.queries import indicators
from danvan.reports import services
from danvan.reports.access import DESIGN
from danvan.reports.forms_design import DueRuleForm, IndicatorForm
from danvan.reports.models import DueRule, Form, FormVersion
from danvan.reports.queries.editions import compare_editions
from danvan.reports.queries.known import similar
from danvan.web.views import ActorView


class Editions(ActorView):
    """The editions of a form, and what differs between two of them (the last two, unless the address says which)."""

    action = DESIGN
    template_name = "reports/editions.html"

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        form = self.find(Form.objects.permitted(self.actor, DESIGN), public_id=public_id)
        rows = form.versions.annotate(lines=Count("items", distinct=True), used=Count("rounds", distinct=True))
        versions = list(rows.order_by("number"))
        by_number = {str(version.number): version for version in versions}
        new = by_number.get(request.GET.get("b", ""), versions[-1])
        old = by_number.get(request.GET.get("a", "")) or before(versions, new)
        context: dict[str, Any] = {"report_form": form, "versions": versions, "old": old, "new": new}
        context["difference"] = compare_editions(old, new) if old != new else None
        context["crumbs"] = [
            (_("Report forms"), reverse("reports:forms")),
            (form.name_vi, form.get_absolute_url()),
            (_("Editions"), None),
        ]
        return self.render(context)


def before(versions: list[FormVersion], new: FormVersion) -> FormVersion:
    """The edition before this one; itself when it is the first."""
    return versions[max(versions.index(new) - 1, 0)]


class DueRules(ActorView):
    """The rules of due days, and a new one for the person's own units."""

    action = DESIGN
    template_name = "reports/due_rules.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(DueRuleForm(actor=self.actor))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DueRuleForm(request.POST, actor=self.actor)
        if form.is_valid():
            try:
                services.set_due_rule(form.plan(), owner=form.cleaned_data["owner"], by=self.actor)
            except Refused as reason:
                form.add_error(reason.field if reason.field in form.fields else None, str(reason.message))
            else:
                messages.success(request, _("The rule counts from its first day on."))
                return redirect("reports:due_rules")
        return self.show(form, status=422)

    def show(self, form: DueRuleForm, *, status: int = 200) -> HttpResponse:
        rows = DueRule.objects.visible_to(self.actor).with_owner_names(self.actor.day)
        crumbs = [(_("Report forms"), reverse("reports:forms")), (_("Rules of due days"), None)]
        return self.render({"rows": rows, "form": form, "crumbs": crumbs}, status=status)


class NewIndicator(ActorView):
    """A new indicator; first those that are much like it are shown, so that nothing is asked under two names."""

    action = DESIGN
    template_name = "reports/indicator_new.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        name = request.GET.get("name_vi", "")
        form = IndicatorForm(initial={"name_vi": name})
        return self.show(form, like(name))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = IndicatorForm(request.POST)
        alike = like(request.POST.get("name_vi", ""))
        if form.is_valid():
            try:
                made = services.make_indicator(form.wanted(), by=self.actor)
            except Refused as reason:
                form.add_error(reason.field if reason.field in form.fields else None, str(reason.message))
            else:
                messages.success(
                    request, _("Made: %(name)s. It is found on the design page now.") % {"name": made.name}
                )
                return redirect("reports:forms")
        return self.show(form, alike, status=422)

    def show(self, form: IndicatorForm, alike: list[Indicator], *, status: int = 200) -> HttpResponse:
        crumbs = [(_("Report forms"), reverse("reports:forms")), (_("New indicator"), None)]
        return self.render({"form": form, "alike": alike, "crumbs": crumbs}, status=status)


def like(name: str) -> list[Indicator]:
    """The indicators much like a name."""
    return similar(name, indicators()) if name.strip() else []
