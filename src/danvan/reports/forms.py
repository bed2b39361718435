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
from danvan.figures.models import Indicator, Line
from danvan.orgs.kinds import PROVINCE_LEVEL, Kind
from danvan.orgs.models import Unit

from .access import DESIGN, OPEN
from .models import Form, FormVersion
from .models.forms import PERIOD_TYPES, STEPS
from .presenting import name_of
from .services import Design, DesignLine, DesignPrompt, DesignRule
from .services.rounds import Plan
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
        self.fields["due_on"].help_text = _("Left empty: %(n)d working days after the data window.") % {
            "n": report_form.due_after
        }
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
    """The facts of a report form; its lines are chosen in the table below it."""

    code = forms.CharField(label=_("Code"), max_length=40)
    name_vi = forms.CharField(label=_("Name"), max_length=200)
    owner = UnitField(Unit.objects.none(), label=_("Belongs to"), empty_label=None)
    line = forms.ModelChoiceField(Line.objects.all(), label=_("Who files"), empty_label=None)
    period_type = forms.ChoiceField(label=_("Period"), choices=PERIOD_TYPES)
    due_after = forms.IntegerField(
        label=_("Working days to file after the data window"), min_value=1, max_value=60, initial=5
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


class Choice:
    """One indicator in the table of the design page: whether it is asked, under which heading, in which order."""

    def __init__(self, indicator: Indicator, number: int, data: dict[str, str]) -> None:
        self.indicator = indicator
        self.parts = list(indicator.parts.all())
        key = indicator.pk
        self.use = data.get(f"use-{key}") == "on"
        self.with_parts = data.get(f"parts-{key}") == "on"
        self.optional = data.get(f"optional-{key}") == "on"
        self.group = data.get(f"group-{key}", "")
        self.order = data.get(f"order-{key}", "") or str(number)

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands: the number that was typed, then the order of the register."""
        text = self.order
        return (int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 99999, self.indicator.order)

    def lines(self) -> Iterable[DesignLine]:
        """The indicator's line, and one for each of its parts."""
        yield DesignLine(self.indicator.code, None, self.group, not self.optional)
        for part in self.parts if self.with_parts else []:
            yield DesignLine(self.indicator.code, part.code, self.group, not self.optional)


def choices(data: dict[str, str]) -> list[Choice]:
    """Every indicator that can be asked (ratios are worked out), with what was chosen for it."""
    asked = Indicator.objects.exclude(kind=Indicator.Kind.RATIO).prefetch_related("parts")
    return [Choice(indicator, number * 10, data) for number, indicator in enumerate(asked, start=1)]


def chosen_before(version: FormVersion) -> dict[str, str]:
    """The lines of an edition as the fields of the design page."""
    data: dict[str, str] = {}
    for number, item in enumerate(version.items.all(), start=1):
        if item.part_id:
            data[f"parts-{item.indicator_id}"] = "on"
            continue
        data |= {
            f"use-{item.indicator_id}": "on",
            f"order-{item.indicator_id}": str(number * 10),
            f"group-{item.indicator_id}": item.group,
            f"optional-{item.indicator_id}": "" if item.required else "on",
        }
    limits = version.rules.filter(kind="not_more_than", parts__part=None).select_related("whole")
    for number, rule in enumerate(limits.prefetch_related("parts"), start=1):
        part = rule.parts.all()[0]
        data |= {f"less-{number}": str(part.indicator_id), f"more-{number}": str(rule.whole.indicator_id)}
    return data


LIMITS = 4


def limits(data: dict[str, str], rows: list[Choice]) -> list[DesignRule]:
    """The pairs "this indicator is not more than that one" of the design page, both of them in the form."""
    codes = {str(row.indicator.pk): row.indicator.code for row in rows if row.use}
    pairs = [(codes.get(data.get(f"less-{n}", "")), codes.get(data.get(f"more-{n}", ""))) for n in range(1, LIMITS + 1)]
    return [DesignRule((more, None), ((less, None),)) for less, more in pairs if less and more and less != more]


def design_of(
    form: DesignForm, rows: list[Choice], rules: list[DesignRule], prompts: Iterable[DesignPrompt] = ()
) -> Design:
    """What the page says, as a design."""
    chosen = sorted((row for row in rows if row.use), key=lambda row: row.place)
    data = form.cleaned_data
    return Design(
        data["code"], data["name_vi"], data["line"], data["period_type"],
        tuple(line for row in chosen for line in row.lines()), tuple(rules), data["due_after"], data["remind_before"],
        tuple(prompts), data["steps"],
    )  # fmt: skip
