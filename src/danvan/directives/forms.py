"""Forms. They read what was typed; what a document or a step may be is decided by the services."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.core.errors import Refused
from danvan.core.numbers import parse_amount
from danvan.core.periods import Period
from danvan.figures.models import Indicator
from danvan.figures.queries import period_name
from danvan.orgs.kinds import Kind
from danvan.orgs.models import Unit

from .models.directive import Certainty, RelationKind, document_kinds, kind_name
from .models.mandate import StudyForm
from .reading import Entry

ACCEPT = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg,.txt"


def day_field(label, *, required: bool = False, help_text="") -> forms.DateField:
    """A date typed as papers write it."""
    widget = forms.DateInput(
        format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off"}
    )
    return forms.DateField(
        label=label,
        required=required,
        widget=widget,
        help_text=help_text,
        error_messages={"invalid": _("Write the date as dd/mm/yyyy, for example 05/02/2026.")},
    )


def text_field(label, rows: int = 3, *, required: bool = False, help_text="") -> forms.CharField:
    """A text of several lines."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=area, help_text=help_text, max_length=8000)


def whole_field(label, *, required: bool = False, help_text="") -> forms.IntegerField:
    """A whole number; the service says what it may be."""
    return forms.IntegerField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Write a whole number.")},
    )


class PlacedForm(forms.Form):
    """A form that shows a refusal at the field it belongs to."""

    def place(self, reason: Refused) -> None:
        """Put the refusal at its field, or at the head of the form."""
        self.add_error(reason.field if reason.field in self.fields else None, str(reason.message))


class OnceForm(PlacedForm):
    """A form that acts once: the token travels with it."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class DirectiveForm(OnceForm):
    """An entry of the register."""

    raw_symbol = forms.CharField(
        label=_("Number and symbol"),
        required=False,
        max_length=200,
        help_text=_("As written: 62-KL/TW; 15/QĐ-BNV; 30/2020/NĐ-CP. Leave it empty when it is not known."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Type"), required=False, help_text=_("Read from the symbol; choose it when the symbol is not known.")
    )
    number = whole_field(_("Number"), help_text=_("Only when the symbol is not known."))
    issuer = forms.CharField(
        label=_("Issuer"), required=False, max_length=200, help_text=_("For example: Ban Thường vụ Tỉnh ủy.")
    )
    issued_on = day_field(_("Date of issue"))
    year = whole_field(_("Year"), help_text=_("Only when the day is not known."))
    certainty = forms.ChoiceField(
        label=_("Certainty of the date"), choices=Certainty.choices, required=False, initial=Certainty.REPORTED
    )
    title = text_field(_("Excerpt"), required=True, help_text=_("What the document says it is about."))
    term = forms.CharField(
        label=pgettext_lazy("directive", "Term"), required=False, max_length=120, help_text=_("For example: 2026–2030.")
    )
    valid_from = day_field(_("In force from"))
    valid_until = day_field(_("Last day in force"), help_text=_("Empty: until another document ends it."))
    source = forms.CharField(label=_("Source"), required=False, max_length=300)
    source_note = text_field(_("What the source says"))
    confirmed = forms.BooleanField(label=_("I have looked: it is another document"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, asked: tuple[str, ...] = (), **kwargs) -> None:
        """``asked``: the types a symbol may mean, offered side by side instead of the whole list."""
        super().__init__(*args, **kwargs)
        if asked:
            self.fields["kind"].widget = forms.RadioSelect()
            self.fields["kind"].choices = [(key, kind_name(key)) for key in asked]
        else:
            named = [(key, kind_name(key)) for key, _name in document_kinds()]
            self.fields["kind"].choices = [("", _("read from the symbol")), *named]

    def entry(self, file) -> Entry:
        """What the clerk wrote, with the stored file."""
        data = self.cleaned_data
        names = (
            "title", "raw_symbol", "kind", "number", "issuer", "issued_on", "year", "term", "valid_from",
            "valid_until", "source", "source_note",
        )  # fmt: skip
        fields = {name: data[name] for name in names}
        return Entry(**fields, certainty=data["certainty"] or Certainty.UNKNOWN, file=file)


class AliasForm(PlacedForm):
    """Another name of a document."""

    text = forms.CharField(label=_("Also called"), max_length=200)


class RelationForm(PlacedForm):
    """How a document hangs together with another, from either side."""

    side = forms.ChoiceField(
        label=_("Which way"),
        choices=[("out", _("this document …")), ("back", _("the other document …"))],
    )
    kind = forms.ChoiceField(label=_("Relation"), choices=RelationKind.choices)
    other = forms.CharField(
        label=_("The other document"),
        max_length=200,
        help_text=_("Its symbol or a few words, such as 62kltw. It must be in the register."),
    )


class ChoosingForm(PlacedForm):
    """Which units to add to the list."""

    WHERE = [
        ("communes", _("all communes, wards and special zones")),
        ("group", _("those of one group")),
        ("province", _("at the level of the province")),
        ("name", _("by name")),
    ]
    KINDS = [
        (kind.value, kind.label)
        for kind in (
            Kind.PARTY_COMMITTEE, Kind.FRONT, Kind.PEOPLES_COMMITTEE, Kind.PEOPLES_COUNCIL, Kind.ORGANISATION,
            Kind.COMMISSION, Kind.ARMED_FORCE, Kind.AGENCY,
        )
    ]  # fmt: skip
    where = forms.ChoiceField(label=_("Where"), choices=WHERE, required=False)
    kind = forms.ChoiceField(label=pgettext_lazy("unit", "Kind of unit"), choices=KINDS, required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    q = forms.CharField(label=_("Name"), required=False, max_length=100)

    def __init__(self, *args, groups: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", "—"), *groups]


class TermForm(OnceForm):
    """By when: a day, or a number of working days, or no term."""

    due_on = day_field(pgettext_lazy("task", "Last day"))
    working_days = whole_field(_("or working days"), help_text=_("Counted from tomorrow, without days off."))


class SendForm(TermForm):
    """The rest of a sending."""

    note = text_field(_("Note to the units"), rows=2)


class TaskForm(TermForm):
    """What is to be done."""

    title = forms.CharField(label=pgettext_lazy("directive", "Task"), max_length=300)
    detail = text_field(_("What to do"))


class AnswerForm(PlacedForm):
    """A step of a mandate: the version that was shown travels with it."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NoteForm(AnswerForm):
    """A step with a few words, if any."""

    note = text_field(_("Note"), rows=2)


class ResultForm(AnswerForm):
    """The last step: what came of it."""

    note = text_field(_("What came of it"), required=True)


class StudyReportForm(AnswerForm):
    """An occasion of thorough study."""

    held_on = day_field(_("Date held"), required=True)
    form = forms.ChoiceField(label=_("Form of study"), choices=StudyForm.choices)
    attendance = whole_field(_("People present"))
    note = text_field(_("Note"), rows=2)


class PlanForm(AnswerForm):
    """The unit's own plan."""

    title = forms.CharField(label=_("Title of the plan"), max_length=500)
    symbol = forms.CharField(label=_("Number and symbol"), max_length=200, required=False)
    issued_on = day_field(_("Date of issue"))
    local_target = text_field(_("What the unit sets itself"), rows=2)


class TargetForm(PlacedForm):
    """What a unit is to reach. ``shown`` is the stored amount that the page showed, as text; empty for none."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    unit = forms.ChoiceField(label=_("Unit"))
    period = forms.ChoiceField(label=_("Period"))
    amount = forms.CharField(
        label=_("Target"),
        max_length=40,
        help_text=_("For example 2.400 or 94,5: a full stop between thousands, a comma before decimals."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    shown = forms.DecimalField(widget=forms.HiddenInput, required=False, localize=False)

    def __init__(self, *args, indicators: list[Indicator], units: list[Unit], periods: list[Period], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = {one.code: one for one in indicators}
        self.units = {str(one.public_id): one for one in units}
        self.periods = {one.code: one for one in periods}
        self.fields["indicator"].choices = [
            ("", "—"),
            *((code, f"{one.name} ({one.measure})") for code, one in self.indicators.items()),
        ]
        self.fields["unit"].choices = [(key, one.name) for key, one in self.units.items()]
        self.fields["period"].choices = [(code, period_name(one)) for code, one in self.periods.items()]

    def clean(self) -> dict[str, object]:
        """Codes become what they stand for, and the amount is read with the indicator's own decimals."""
        data = super().clean()
        for name, known in (("indicator", self.indicators), ("unit", self.units), ("period", self.periods)):
            if name in data:
                data[name] = known[data[name]]
        if "indicator" in data and "amount" in data:
            read = parse_amount(data["amount"], data["indicator"].decimals)
            if read.state == "value":
                data["amount"] = read.amount
            else:
                self.add_error("amount", str(read.message) if read.message else _("Write the target as a number."))
        return data


class TaskResultForm(AnswerForm):
    """What came of a task."""

    result = text_field(_("What came of it"), required=True)


class RemarkForm(AnswerForm):
    """Why a task comes back."""

    remark = text_field(_("Why it comes back"), required=True)
