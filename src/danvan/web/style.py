"""The page /style/: every component in every state, drawn from invented data, in the language in force."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.web import samples

FIELDS = [("economy", _("Economy")), ("culture", _("Culture and society")), ("defence", _("Defence and security"))]


class SampleForm(forms.Form):
    """A field of each kind, some of them wrong."""

    name = forms.CharField(label=_("Name of the model"), help_text=_("Say what is done and where."))
    households = forms.IntegerField(
        label=_("Households taking part"), widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    field = forms.ChoiceField(label=pgettext_lazy("of work", "Field"), choices=FIELDS, required=False)
    code = forms.CharField(label=_("Report code"), disabled=True, initial="BC-11-2026", required=False)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    kind = forms.ChoiceField(
        label=_("Who registers"),
        choices=[("collective", _("A collective")), ("individual", _("An individual"))],
        widget=forms.RadioSelect,
        initial="collective",
    )
    again = forms.BooleanField(label=_("Goes on from last year"), required=False, initial=True)


class SampleFilters(forms.Form):
    """The filters of a register list."""

    q = forms.CharField(label=_("Words or number"), required=False)
    field = forms.ChoiceField(
        label=pgettext_lazy("of work", "Field"), choices=[("", _("All"))] + FIELDS, required=False
    )
    until = forms.DateField(
        label=_("Due until"), required=False, widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"})
    )


def _forms() -> dict[str, forms.Form]:
    wrong = {
        "name": "Tổ tự quản đường biên",
        "households": "mười hai",
        "field": "culture",
        "kind": "collective",
        "again": "on",
    }
    return {"form": SampleForm(wrong), "filter_form": SampleFilters(auto_id="filter_%s")}


@login_not_required
def style_page(request: HttpRequest) -> HttpResponse:
    """Show every component; ``?q=`` with a JSON accept header answers as the command palette's server would."""
    if "palette" in request.GET:
        return JsonResponse(samples.palette(request.GET.get("q", "")))
    context = samples.everything() | _forms()
    context["page"] = Paginator(range(166), 25).get_page(request.GET.get("page", 3))
    context["palette_url"] = f"{request.path}?palette=1"
    context["search_url"] = request.path
    context["notices_url"] = request.path
    return render(request, "web/style/page.html", context)
