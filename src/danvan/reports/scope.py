"""Whose words are put together: an area, a period, a line."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.access.actor import Actor
from danvan.core.periods import Period
from danvan.figures.models import Line
from danvan.orgs.models import Unit

from .access import VIEW
from .forms import UnitField, areas_for, name_of


class ScopeForm(forms.Form):
    """What the address says; what it leaves out is the first of each choice."""

    area = UnitField(Unit.objects.none(), label=_("Area"), empty_label=None, to_field_name="public_id")
    period = forms.ChoiceField(label=_("Period"))
    line = forms.ModelChoiceField(Line.objects.none(), label=_("Who files"), empty_label=None, to_field_name="code")
    q = forms.CharField(label=pgettext_lazy("filter", "Words"), required=False, max_length=200)

    def __init__(self, asked: dict[str, str], *, actor: Actor, periods: list[Period], lines: list[str]) -> None:
        areas = areas_for(actor, VIEW)
        usual = {
            "area": str(areas[0].public_id) if areas else "",
            "period": periods[0].code if periods else "",
            "line": lines[0] if lines else "",
        }
        super().__init__(usual | asked)
        self.fields["area"].queryset = areas
        self.fields["period"].choices = [(period.code, name_of(period)) for period in periods]
        self.fields["line"].queryset = Line.objects.filter(code__in=lines)
        self.fields["line"].label_from_instance = lambda line: line.name
