"""Forms of reviews. What they offer is what the person may choose."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.access.actor import Actor
from danvan.core import clock
from danvan.documents.charts import Form
from danvan.figures.queries import indicators, lines

from . import choices
from .charting import PERIODS, UNITS, ChartPlan
from .models import Block, BlockKind, Family, Review
from .outlines import all_outlines
from .services import Head, NewReview, Paper

BY_UNITS_OF = _(
    "Left empty, every figure stands by the units of its own time. With a day, all figures of the paper are"
    " carried to the units of that day, and the paper says so."
)


def day_input() -> forms.DateInput:
    """A field for a day as Vietnamese papers write it."""
    return forms.DateInput(
        format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off"}
    )


class NewReviewForm(forms.Form):
    """What is to be drafted."""

    outline = forms.ChoiceField(label=_("Outline"))
    unit = forms.ChoiceField(label=_("Issuing body"))
    area = forms.ChoiceField(label=_("Area the report speaks of"))
    period = forms.ChoiceField(label=_("Period"))
    line = forms.ChoiceField(label=_("Figures as reported by"))
    directive = forms.ChoiceField(
        label=_("Directive"), required=False, help_text=_("Needed for an interim or a final review.")
    )
    family = forms.ChoiceField(
        label=pgettext_lazy("review", "Layout"),
        required=False,
        choices=[("", _("As the issuing body writes")), *Family.choices],
        help_text=_("Party bodies follow the Party's guidance, all others the State's decree."),
    )
    units_as_of = forms.DateField(
        label=_("Figures by the units of the day"), required=False, widget=day_input(), help_text=BY_UNITS_OF
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, actor: Actor, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self._units = {str(unit.public_id): unit for unit in choices.bodies(actor)}
        self._areas = {str(unit.public_id): unit for unit in choices.areas(actor)}
        self._directives = {str(one.public_id): one for one in choices.directives(actor)}
        self._lines = {line.code: line for line in lines()}
        self._periods = {period.code: period for period in choices.periods(actor)}
        self.fields["outline"].choices = [(code, one.name) for code, one in all_outlines().items()]
        self.fields["unit"].choices = [(key, unit.name) for key, unit in self._units.items()]
        self.fields["area"].choices = self._area_choices()
        self.fields["line"].choices = [(code, line.name) for code, line in self._lines.items()]
        self.fields["period"].choices = [(code, choices.period_name(one)) for code, one in self._periods.items()]
        self.fields["directive"].choices = [
            ("", _("None: a report on the period")),
            *((key, f"{one.short}: {one.title}"[:120]) for key, one in self._directives.items()),
        ]

    def _area_choices(self) -> list[tuple[str, str]]:
        """Large areas first, because reports mostly speak of them."""
        small = {str(kind) for kind in choices.SMALL}
        rows = sorted(self._areas.items(), key=lambda row: row[1].kind in small)
        return [(key, unit.name) for key, unit in rows]

    def wanted(self) -> NewReview:
        """What to draft; only of a valid form."""
        data = self.cleaned_data
        return NewReview(
            unit=self._units[data["unit"]],
            area=self._areas[data["area"]],
            period=self._periods[data["period"]],
            line=self._lines[data["line"]],
            outline=data["outline"],
            family=data["family"],
            directive=self._directives.get(data["directive"]),
            units_as_of=data["units_as_of"],
            token=data["token"],
        )


class BlockForm(forms.Form):
    """The words of one block, and a search for a figure to put into them."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    level = forms.TypedChoiceField(
        label=_("Level"), coerce=int, required=False, empty_value=1,
        choices=[(0, _("Part")), (1, "I"), (2, "1"), (3, "a")],
    )  # fmt: skip
    text = forms.CharField(
        label=_("Text of the block"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "true", "lang": "vi"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    q = forms.CharField(
        label=_("Figure, unit and period"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "lang": "vi"}),
    )
    at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, review: Review, block: Block | None, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        offered = [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.TABLE]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in offered]
        if block is not None:
            del self.fields["kind"]
        if block is not None and block.kind != BlockKind.HEADING:
            del self.fields["level"]
        self.initial.setdefault("kind", BlockKind.PARAGRAPH)
        self.initial.setdefault("level", 1)

    def typed(self, name: str) -> str:
        """What stands in a field, typed or shown first."""
        return str(self.data.get(name, "") if self.is_bound else self.initial.get(name, "") or "")


class ChartForm(forms.Form):
    """What a chart shows: which figures, by unit or over periods, and how they are drawn."""

    caption = forms.CharField(label=_("What the chart shows"), max_length=300)
    indicator = forms.ChoiceField(label=_("Indicator"))
    second = forms.ChoiceField(
        label=_("Second figure"), required=False, help_text=_("Beside the first one, in the same unit of measure.")
    )
    over = forms.ChoiceField(
        label=_("Along the axis"), choices=[(UNITS, _("Units of the area, the highest first")), (PERIODS, _("Periods"))]
    )
    form = forms.ChoiceField(
        label=_("Kind of chart"),
        choices=[
            (Form.BAR, _("Bars")),
            (Form.LINE, pgettext_lazy("chart", "Line")),
            (Form.STACKED, _("Bars stacked from the parts")),
        ],
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self._known = {one.code: one for one in indicators()}
        offered = [(code, f"{one.name} ({one.measure})") for code, one in self._known.items()]
        self.fields["indicator"].choices = offered
        self.fields["second"].choices = [("", _("One figure alone")), *offered]

    def clean(self) -> dict[str, Any]:
        """A stack needs parts; a line over units would join what does not follow one another; two measures need two."""
        data = super().clean()
        one, second = (self._known.get(data.get(name, "")) for name in ("indicator", "second"))
        if one and data.get("form") == Form.STACKED and (second or not one.parts.all()):
            self.add_error("form", _("Only one figure that has parts can be stacked."))
        if data.get("form") == Form.LINE and data.get("over") == UNITS:
            self.add_error("form", _("A line runs over periods; units stand as bars."))
        if one and second and (second == one or second.measure_vi != one.measure_vi):
            self.add_error("second", _("Choose another figure of the same unit of measure."))
        return data

    def plan(self) -> ChartPlan:
        """What the service takes; only of a valid form."""
        data = self.cleaned_data
        first, second = data["indicator"], data["second"]
        names = (first, second) if second else (first,)
        if data["form"] == Form.STACKED:
            names = tuple(f"{first}.{part.code}" for part in self._known[first].parts.all())
        return ChartPlan(data["caption"], data["form"], data["over"], names)


class HeadForm(forms.ModelForm):
    """The words around the text."""

    class Meta:
        model = Review
        fields = ["subject", "superior", "issuer", "place", "recipients", "units_as_of", "template"]
        widgets = {
            "recipients": forms.Textarea(attrs={"rows": 4}),
            "units_as_of": day_input(),
        }
        help_texts = {"units_as_of": BY_UNITS_OF}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["template"].queryset = choices.templates(self.instance)
        self.fields["template"].empty_label = _("None: the layout of the rules")
        if not self.fields["template"].queryset.exists():
            del self.fields["template"]

    def head(self) -> Head:
        """The words as the service takes them."""
        return Head(**{name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data})


class TemplateForm(forms.Form):
    """A Word template, and whose it is."""

    unit = forms.ChoiceField(label=_("Body"))
    name = forms.CharField(label=_("Name of the template"), max_length=120)
    file = forms.FileField(
        label=_("Word file (.docx)"),
        help_text=_("At most 2 MB. It is filled in with a sample at once, and what is wrong is said with its place."),
    )

    def __init__(self, actor: Actor, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = {str(unit.public_id): unit for unit in choices.template_bodies(actor)}
        self.fields["unit"].choices = [(key, unit.name) for key, unit in self.units.items()]


class IssueForm(forms.ModelForm):
    """Number, day, names and signer."""

    shown = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Review
        fields = [
            "number", "symbol", "dated_on", "place", "superior", "issuer", "signer_prefix", "signer_title",
            "signer_name", "recipients",
        ]  # fmt: skip
        widgets = {
            "recipients": forms.Textarea(attrs={"rows": 4}),
            "dated_on": day_input(),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("number", "dated_on", "symbol", "place", "signer_name"):
            self.fields[name].required = True
        self.initial["dated_on"] = self.initial.get("dated_on") or clock.today()

    def paper(self) -> Paper:
        """What the service takes; only of a valid form."""
        return Paper(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class ReasonForm(forms.Form):
    """Why a review goes back."""

    reason = forms.CharField(label=_("What must be mended"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput)
