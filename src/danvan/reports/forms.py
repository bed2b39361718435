"""Forms of the pages: opening a round, giving time, designing a report form."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.core import clock
from danvan.core.periods import BadPeriod, Period, PeriodType
from danvan.figures.models import Line
from danvan.orgs.kinds import PROVINCE_LEVEL, Kind
from danvan.orgs.models import Unit

from .access import DESIGN, OPEN
from .models import Form
from .models.forms import PERIOD_TYPES, STEPS
from .presenting import name_of
from .queries.due import rule_for
from .services import Design, DesignPrompt
from .services.rounds import Plan
from .sketch import Sketch
from .states import ONE_STEP

DAY = "%d/%m/%Y"
PERIODS_BACK = 15


class DayField(forms.DateField):
    """A day as dd/mm/yyyy."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format=DAY, attrs={"placeholder": "dd/mm/yyyy", "inputmode": "numeric"})
        super().__init__(input_formats=[DAY, "%d-%m-%Y", "%Y-%m-%d"], widget=widget, **kwargs)


class UnitField(forms.ModelChoiceField):
    """Units by their names of today."""

    def label_from_instance(self, unit: Unit) -> str:
        return unit.name


def recent_periods(kind: PeriodType, today: date) -> list[Period]:
    """Periods that one may want to open now: the next one and those before it, newest first."""
    current = Period.containing(today, kind) or Period(kind, today.year)
    period = current.next()
    found = []
    while period and len(found) < PERIODS_BACK:
        found.append(period)
        period = period.previous()
    return found


def areas_for(actor: Actor, action: str) -> Any:
    """Areas that may be asked: the units of the grants, and the provinces below them."""
    rows = Unit.objects.alive(actor.day).areas(actor.day).filter(pk__in=actor.reach(action) or [])
    provinces = Unit.objects.of_kind(Kind.NATION, *PROVINCE_LEVEL, on=actor.day).values("pk")
    rows = rows.filter(pk__in=provinces) | rows.filter(pk__in=actor.roots(action))
    return rows.named(actor.day).order_by("name_sort")


def usual_due(form: Form) -> str:
    """When a round of this form is due if nothing else is said, and who says so."""
    if form.due_after is not None:
        return _("Left empty: %(n)d working days after the data window.") % {"n": form.due_after}
    rule = rule_for(form, clock.today())
    if rule is None:
        return _("No dated rule says when this level files: give the day.")
    return _("Left empty: %(when)s (%(article)s).") % {"when": rule.in_words, "article": rule.article}


class OpenRoundForm(forms.Form):
    """A round: period, area; and where it differs from the usual, its window, due day or name."""

    period = forms.ChoiceField(label=_("Period"))
    campaign = forms.SlugField(label=_("Name of the campaign"), help_text=_("Lower-case letters and hyphens."))
    area = UnitField(Unit.objects.none(), label=_("Area"), empty_label=None)
    window_start = DayField(label=_("Data from"), required=False)
    window_end = DayField(label=_("Data until"), required=False)
    due_on = DayField(label=_("Due day"), required=False)
    label = forms.CharField(label=_("Name of the round"), required=False, max_length=200)
    estimate = forms.BooleanField(label=_("Estimated figures, before the end of the period"), required=False)
    locks = forms.BooleanField(
        label=_("Take nothing after the due day"),
        required=False,
        help_text=_("Only units that were given more time may file then. Otherwise late reports are taken and marked."),
    )

    def __init__(self, *args: Any, report_form: Form, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas_for(actor, OPEN)
        self.fields["due_on"].help_text = usual_due(report_form)
        if report_form.period_type == PeriodType.CAMPAIGN:
            del self.fields["period"]
            self.fields["window_start"].required = self.fields["window_end"].required = True
            return
        del self.fields["campaign"]
        self.fields["window_start"].help_text = _("Left empty: the window of Decree 09/2019, Article 12.")
        periods = recent_periods(PeriodType(report_form.period_type), clock.today())
        self.fields["period"].choices = [(period.code, name_of(period)) for period in periods]

    def clean_period(self) -> Period:
        return Period.parse(self.cleaned_data["period"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        start, end = data.get("window_start"), data.get("window_end")
        if bool(start) != bool(end):
            self.add_error("window_end", _("Give both the first and the last day, or neither."))
        elif start and end and start > end:
            self.add_error("window_end", _("The last day comes before the first."))
        elif "campaign" in self.fields and start and end and data.get("campaign"):
            try:
                data["period"] = Period.campaign(data["campaign"], start, end)
            except BadPeriod as wrong:
                self.add_error("campaign", str(wrong.message))
        return data

    def plan(self) -> Plan:
        """How the round differs from the usual."""
        data = self.cleaned_data
        window = (data["window_start"], data["window_end"]) if data["window_start"] else None
        return Plan(window, data["due_on"], data["label"], data["estimate"], data["locks"])


class ExtendForm(forms.Form):
    """More time for one unit."""

    until = DayField(label=_("Until, this day included"))
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class DesignForm(forms.Form):
    """The facts of a report form; its sections, lines and rules are the sketch below it."""

    code = forms.CharField(label=_("Code"), max_length=40)
    name_vi = forms.CharField(label=_("Name"), max_length=200)
    owner = UnitField(Unit.objects.none(), label=_("Belongs to"), empty_label=None)
    line = forms.ModelChoiceField(Line.objects.all(), label=_("Who files"), empty_label=None)
    period_type = forms.ChoiceField(label=_("Period"), choices=PERIOD_TYPES)
    due_after = forms.IntegerField(
        label=_("Working days to file after the data window"),
        min_value=1,
        max_value=60,
        initial=5,
        required=False,
        help_text=_("Left empty: by the dated rule of the level that files."),
    )
    remind_before = forms.IntegerField(
        label=_("Reminder, working days before the due day"), min_value=0, max_value=30, initial=3
    )
    steps = forms.TypedChoiceField(
        label=_("Steps of approval"), coerce=int, choices=STEPS, required=False, empty_value=ONE_STEP
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Unit.objects.alive(actor.day).filter(pk__in=actor.roots(DESIGN))
        self.fields["owner"].queryset = rows.named(actor.day).order_by("name_sort")
        self.fields["line"].label_from_instance = lambda line: line.name

    @property
    def period(self) -> str:
        """The type of period that the page shows as chosen."""
        said = self["period_type"].value()
        return said if said in dict(PERIOD_TYPES) else PERIOD_TYPES[0][0]

    def chosen(self, name: str) -> Any:
        """What a field of choices holds now, also on a page with mistakes; its first choice before anything is said."""
        field, said = self.fields[name], self[name].value()
        if isinstance(said, (Unit, Line)):
            return said
        rows = field.queryset
        found = rows.filter(pk=said).first() if str(said or "").isdecimal() else None
        return found or rows.first()


def design_of(form: DesignForm, sketch: Sketch, prompts: Iterable[DesignPrompt] = ()) -> Design:
    """What the page says, as a design. Refused: what ``Sketch.design_rules`` refuses."""
    data = form.cleaned_data
    return Design(
        data["code"], data["name_vi"], data["line"], data["period_type"],
        tuple(sketch.design_lines()), tuple(sketch.design_rules()), data["due_after"], data["remind_before"],
        tuple(prompts), data["steps"],
    )  # fmt: skip
