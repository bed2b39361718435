"""Targets of a directive: what is set, how far it is, and the form to set or change one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.core.errors import Refused, Stale
from danvan.core.numbers import format_amount
from danvan.directives import access, services
from danvan.directives.forms import TargetForm
from danvan.directives.goals import goals_of, periods_for_targets, target_of, units_for_targets
from danvan.directives.models import Directive
from danvan.directives.services import Shown
from danvan.figures import queries as figures
from danvan.web.undo import tell
from danvan.web.views import ActorView


class Targets(ActorView):
    """Set or change a target; the address may name the one to change."""

    action = access.ASSIGN
    template_name = "directives/targets.html"

    def directive(self, public_id) -> Directive:
        return self.find(Directive.objects.visible_to(self.actor).select_related("keeper"), public_id=public_id)

    def form(self, one: Directive, period: str, data: Any = None, **kwargs: Any) -> TargetForm:
        return TargetForm(
            data,
            indicators=figures.indicators(),
            units=units_for_targets(one, self.actor),
            periods=periods_for_targets(self.actor, period),
            **kwargs,
        )

    def get(self, request: HttpRequest, public_id) -> HttpResponse:
        one = self.directive(public_id)
        asked = {name: request.GET.get(name, "") for name in ("indicator", "unit", "period")}
        form = self.form(one, asked["period"])
        form.initial = {name: value for name, value in asked.items() if value}
        known = [getattr(form, table).get(asked[name]) for name, table in self.TABLES]
        target = target_of(*known) if all(known) else None
        if target:
            form.initial |= {"amount": format_amount(target.amount), "shown": target.amount}
        return self.show(one, form)

    TABLES = (("indicator", "indicators"), ("unit", "units"), ("period", "periods"))

    def post(self, request: HttpRequest, public_id) -> HttpResponse:
        one = self.directive(public_id)
        form, status = self.form(one, request.POST.get("period", ""), request.POST), 422
        if form.is_valid():
            data = form.cleaned_data
            key = (data["indicator"], data["unit"], data["period"])
            try:
                shown = Shown(data["shown"])
                services.set_target(*key, data["amount"], by=self.actor, basis=one, shown=shown)
                tell(request, _("The target was set."))
                return redirect(f"{one.get_absolute_url()}#targets")
            except Refused as reason:
                form.place(reason)
                if isinstance(reason, Stale):
                    stored = target_of(*key)
                    form.data = form.data.copy()
                    form.data["shown"] = str(stored.amount) if stored else ""
                    status = 409
        return self.show(one, form, status=status)

    def show(self, one: Directive, form: TargetForm, *, status: int = 200) -> HttpResponse:
        crumbs = [
            (_("Directives"), reverse("directives:list")),
            (one.short, one.get_absolute_url()),
            (_("Targets"), None),
        ]
        context = {
            "crumbs": crumbs,
            "directive": one,
            "form": form,
            "goals": goals_of(one, self.actor),
            "sets_targets": True,
        }
        return self.render(context, status=status)
