"""Forms beside the design page: a dated rule of due days, a new indicator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.figures.models import Indicator, Line
from danvan.orgs.models import Unit

from .access import DESIGN
from .forms import DayField, UnitField
from .models.forms import PERIOD_TYPES
from .services import DuePlan
from .services.indicators import NewIndicator


class DueRuleForm(forms.Form):
    """By when a level files, from a day on."""

    owner = UnitField(Unit.objects.none(), label=_("For the forms of"), empty_label=None)
    level = forms.ChoiceField(label=_("Level that files"), choices=Line.Level.choices, initial="commune")
    period_type = forms.ChoiceField(
        label=_("Period"), choices=[("", _("every type but campaigns")), *PERIOD_TYPES], required=False
    )
    working_days = forms.IntegerField(
        label=_("Working days to file after the data window"), min_value=1, max_value=60, required=False
    )
    month_day = forms.IntegerField(
        label=_("Or: day of the period's last month"), min_value=1, max_value=31, required=False
    )
    start = DayField(label=_("For periods that end on or after"))
    article = forms.CharField(
        label=_("Document that says so"), max_length=300, help_text=_("For example: Quyết định 12/2026/QĐ-UBND, Điều 5")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Unit.objects.alive(actor.day).filter(pk__in=actor.roots(DESIGN))
        self.fields["owner"].queryset = rows.named(actor.day).order_by("name_sort")

    def plan(self) -> DuePlan:
        """The rule as the service takes it."""
        data = self.cleaned_data
        names = ("level", "start", "article", "period_type", "working_days", "month_day")
        return DuePlan(**{name: data[name] for name in names})


# While the name is typed, the indicators much like it are looked up.
LOOK_UP = {
    "hx-get": "", "hx-trigger": "input changed delay:400ms", "hx-target": "#alike", "hx-select": "#alike",
    "hx-swap": "outerHTML",
}  # fmt: skip


class IndicatorForm(forms.Form):
    """A new indicator."""

    name_vi = forms.CharField(label=_("What is counted"), max_length=200, widget=forms.TextInput(attrs=LOOK_UP))
    measure_vi = forms.CharField(label=_("Measured in"), max_length=40)
    name_en = forms.CharField(label=_("The same in English"), max_length=200, required=False)
    measure_en = forms.CharField(label=_("Measured in, in English"), max_length=40, required=False)
    kind = forms.ChoiceField(
        label=_("What kind of figure"), choices=[one for one in Indicator.Kind.choices if one[0] != "ratio"]
    )
    decimals = forms.IntegerField(label=_("Decimals"), min_value=0, max_value=4, initial=0)
    why_not = forms.CharField(
        label=_("Why units cannot be added up"),
        max_length=300,
        required=False,
        help_text=_("Left empty: the figures of all units are added up."),
    )
    breakdown = forms.CharField(label=_("Its parts are by"), max_length=100, required=False)
    parts = forms.CharField(
        label=_("Parts that add up to it, one on each line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sure = forms.BooleanField(label=_("None of the indicators named above is this figure"), required=False)

    def wanted(self) -> NewIndicator:
        """The indicator as the service takes it."""
        data = dict(self.cleaned_data)
        return NewIndicator(**data | {"parts": tuple(data["parts"].splitlines())})
