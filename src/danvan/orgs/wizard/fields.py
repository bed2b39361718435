"""Fields that the forms of all kinds of change share."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.core.numbers import format_amount, parse_amount
from danvan.core.text import clean_line
from danvan.orgs.kinds import AREAS, BODIES, Kind

DECIMALS = 6


class LineField(forms.CharField):
    """One line of text, with blanks and look-alike signs put in order."""

    def clean(self, value: object) -> str:
        return clean_line(super().clean(value))


class AmountField(forms.CharField):
    """A count of people or a percentage, above zero, as papers write it; ``None`` when it is left empty."""

    def __init__(self, **options: object) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "input--number", "data-share": ""}
        super().__init__(widget=forms.TextInput(attrs=attrs), required=False, max_length=40, **options)

    def clean(self, value: object) -> Decimal | None:
        read = parse_amount(super().clean(value), DECIMALS)
        if read.state == "empty":
            return None
        if read.amount is None:
            raise forms.ValidationError(read.message or _("Write a number."), code="number")
        if read.amount <= 0:
            raise forms.ValidationError(_("Write a number above zero."), code="zero")
        return read.amount

    def prepare_value(self, value: object) -> object:
        return format_amount(value) if isinstance(value, Decimal) else value


def day_field(label: str | Promise, help_text: str | Promise = "") -> forms.DateField:
    """A date typed as papers write it."""
    widget = forms.DateInput(
        format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off"}
    )
    wrong = _("Write the date as dd/mm/yyyy, for example 01/01/2027.")
    return forms.DateField(label=label, widget=widget, help_text=help_text, error_messages={"invalid": wrong})


def kinds_of_units() -> list[tuple[str, list[tuple[str, str | Promise]]]]:
    """The kinds that a unit can come to be, areas first. Districts and nations are not made any more."""
    gone = {Kind.NATION, Kind.DISTRICT}
    areas = [(kind.value, kind.label) for kind in Kind if kind in AREAS - gone]
    bodies = [(kind.value, kind.label) for kind in Kind if kind in BODIES]
    return [(_("Areas"), areas), (_("Bodies"), bodies)]


def kind_field(label: str | Promise = "") -> forms.ChoiceField:
    """What a unit is."""
    return forms.ChoiceField(label=label or _("Kind"), choices=kinds_of_units)


def name_field() -> LineField:
    """The full name of a unit."""
    return LineField(label=_("Full name of the unit"), max_length=200, help_text=_("For example: Xã Linh Sơn"))


def short_field() -> LineField:
    """The short name; proposed from the name when it is left empty."""
    return LineField(
        label=_("Short name"),
        max_length=100,
        required=False,
        help_text=_("Leave it empty: the name without the word for the kind"),
    )


def code_field() -> LineField:
    """The code of a unit to come."""
    plain = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z", _("Use letters without marks, figures and . _ -"))
    return LineField(
        label=pgettext_lazy("unit", "Code"),
        max_length=40,
        validators=[plain],
        help_text=_("The official code if there is one, otherwise keep the proposed one"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
