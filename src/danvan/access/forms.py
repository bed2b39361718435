"""What an account administrator types."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.forms import LoginForm
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from danvan.core.text import clean_line
from danvan.orgs.models import Unit

from .access import MANAGE_ACCOUNTS
from .actor import Actor
from .roles import roles

SHOWN_WHEN_UNSURE = 6


class SignInForm(LoginForm):
    """allauth's form without the hints that repeat its labels; the way to a new password stands under the button."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocapitalize": "none"}


class LineField(forms.CharField):
    """One line of text, with blanks and look-alike signs put in order."""

    def clean(self, value: object) -> str:
        return clean_line(super().clean(value))


class UnitField(LineField):
    """A unit within the actor's reach, by its code or by words of its name; several matches are listed to choose."""

    actor: Actor

    def clean(self, value: object) -> Unit:
        """The one unit that is meant. Raises ValidationError when there is none or more than one."""
        words = super().clean(value)
        day = self.actor.day
        reach = self.actor.reach(MANAGE_ACCOUNTS)
        within = Unit.objects.filter(pk__in=reach).alive(day).named(day) if reach is not None else Unit.objects.none()
        exact = within.filter(code__iexact=words).first()
        found = [exact] if exact else list(within.search(words).order_by("name_sort")[: SHOWN_WHEN_UNSURE + 1])
        same = [unit for unit in found if unit.name.casefold() == words.casefold()]
        if len(same) == 1:
            return same[0]
        if not found:
            raise forms.ValidationError(_("No unit within your reach has this name."), code="unknown")
        if len(found) > 1:
            names = "; ".join(f"{unit.name} ({unit.code})" for unit in found[:SHOWN_WHEN_UNSURE])
            raise forms.ValidationError(_("Several units match, write the code: %(names)s"), "many", {"names": names})
        return found[0]


def _day(label: str, **options: object) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"}), **options)


class NewAccountForm(forms.Form):
    """A person, a user name, and the post that says where they work."""

    full_name = LineField(label=_("Full name"), max_length=120)
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9._-]+\Z", _("Use small letters without marks, figures, . _ -"))],
        help_text=_("Small letters without marks, figures, full stops; for example hong.minh"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    unit = UnitField(label=_("Unit"), help_text=_("The name or the code of a unit within your reach"))
    title = LineField(label=_("Title of the post"), max_length=120)
    since = _day(_("From day"))

    def __init__(self, *args: object, actor: Actor, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].actor = actor
        self.fields["since"].initial = actor.day


class GrantForm(forms.Form):
    """A role on a unit, from a day, until a last day or without end."""

    role = forms.ChoiceField(label=_("Role"), choices=lambda: [(r.code, r.label) for r in roles().values()])
    unit = UnitField(label=_("On unit"), help_text=_("The right holds for this unit and all units under it"))
    since = _day(_("From day"))
    last_day = _day(_("Last day"), required=False, help_text=_("Leave empty for a right without end"))

    def __init__(self, *args: object, actor: Actor, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].actor = actor
        self.fields["since"].initial = actor.day

    def days(self) -> dict[str, object]:
        """The days as services take them: the end is the day after the last."""
        last = self.cleaned_data["last_day"]
        return {"since": self.cleaned_data["since"], "until": last + timedelta(days=1) if last else None}


class WithdrawalForm(forms.Form):
    """Which right of the person is withdrawn."""

    role = forms.CharField(max_length=40)
    unit = forms.UUIDField()
