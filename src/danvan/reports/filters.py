"""Filters of the lists, kept in the address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import django_filters
from django import forms
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.access.actor import Actor
from danvan.core.text import fold
from danvan.orgs.models import Reach, Unit

from .access import VIEW
from .forms import UnitField, areas_for
from .models import Form, Round, Submission
from .models.forms import PERIOD_TYPES
from .states import HANDED_IN, RoundState

SHOW = [
    ("missing", _("Missing")),
    ("overdue", _("Overdue")),
    ("late", _("Late")),
    ("handed_in", _("Handed in")),
    ("to_check", _("Waiting for the unit's head")),
    ("filed", _("Waiting for a decision")),
    ("returned", _("Returned")),
    ("accepted", _("Accepted")),
    ("released", _("Released by the change of units")),
]


class RoundFilter(django_filters.FilterSet):
    """Rounds by words, period type and state."""

    q = django_filters.CharFilter(label=pgettext_lazy("filter", "Words"), method="by_words")
    period_type = django_filters.ChoiceFilter(
        label=_("Period"), field_name="form_version__form__period_type", choices=PERIOD_TYPES, empty_label=_("All")
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=RoundState.choices, empty_label=_("All"))

    class Meta:
        model = Round
        fields: list[str] = []

    def by_words(self, rows: QuerySet, _name: str, words: str) -> QuerySet:
        for word in fold(words).split():
            rows = rows.filter(search__contains=word)
        return rows


class UnitFilter(django_filters.FilterSet):
    """The units of one round (rows carry ``with_lateness`` and ``with_place``)."""

    q = django_filters.CharFilter(label=_("Unit"), method="by_words")
    show = django_filters.ChoiceFilter(label=_("Show"), choices=SHOW, method="by_standing", empty_label=_("All"))
    group = django_filters.ChoiceFilter(label=_("Group"), field_name="group_name", empty_label=_("All"))

    class Meta:
        model = Submission
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        names = self.queryset.order_by("group_name").values_list("group_name", flat=True).distinct()
        groups = [name for name in names if name]
        if groups:
            self.filters["group"].extra["choices"] = [(name, name) for name in groups]
        else:
            del self.filters["group"]

    def by_words(self, rows: QuerySet, _name: str, words: str) -> QuerySet:
        for word in fold(words).split():
            rows = rows.filter(unit__descriptions__name_fold__contains=word)
        return rows.distinct()

    def by_standing(self, rows: QuerySet, _name: str, standing: str) -> QuerySet:
        if standing == "missing":
            return rows.missing()
        if standing == "released":
            return rows.filter(released_by__isnull=False)
        if standing == "handed_in":
            return rows.filter(state__in=HANDED_IN)
        if standing == "late":
            return rows.filter(is_late=True)
        if standing == "overdue":
            return rows.missing().filter(is_late=True)
        if standing in {"to_check", "filed"}:
            return rows.to_check() if standing == "to_check" else rows.to_decide()
        return rows.owed().filter(state=standing)


class AttendanceFilter(forms.Form):
    """Which form, and of which area; a form is always chosen, the one asked last unless told."""

    form = forms.ModelChoiceField(Form.objects.none(), label=_("Form"), empty_label=None, to_field_name="public_id")
    area = UnitField(
        Unit.objects.none(), label=_("Area"), required=False, empty_label=_("All"), to_field_name="public_id"
    )

    def __init__(self, asked: Mapping[str, str], *, rows: QuerySet, actor: Actor) -> None:
        known = Form.objects.filter(pk__in=rows.order_by().values("round__form_version__form"))
        known = known.annotate(last=Max("versions__rounds__window_end")).order_by("-last", "name_vi", "pk")
        usual = next((str(form.public_id) for form in known), "")
        super().__init__({"form": usual} | {name: asked[name] for name in ("form", "area") if asked.get(name)})
        self.fields["form"].queryset = known
        self.fields["area"].queryset = areas_for(actor, VIEW)

    def chosen(self, rows: QuerySet) -> QuerySet:
        """The rows of the form and area; none for a form or an area that the person cannot choose."""
        if not self.is_valid():
            return rows.none()
        rows = rows.filter(round__form_version__form=self.cleaned_data["form"])
        if area := self.cleaned_data["area"]:
            rows = rows.filter(unit__in=Reach.objects.filter(above=area).values("below"))
        return rows

    def words(self) -> str:
        """The filter in words, for the head of an export."""
        if not self.is_valid():
            return ""
        area = self.cleaned_data["area"]
        said = [(self.fields["form"].label, self.cleaned_data["form"].name_vi), (self.fields["area"].label, area)]
        return "; ".join(f"{label}: {getattr(value, 'name', value)}" for label, value in said if value)


class TimelinessFilter(forms.Form):
    """Which reports are judged: of a form, of rounds whose window ended in a year."""

    form = forms.ModelChoiceField(Form.objects.none(), label=_("Form"), required=False, empty_label=_("All"))
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args, rows: QuerySet, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        versions = rows.order_by().values("round__form_version__form")
        self.fields["form"].queryset = Form.objects.filter(pk__in=versions)
        years = sorted({day.year for day in rows.order_by().dates("round__window_end", "year")}, reverse=True)
        self.fields["year"].choices = [("", _("All")), *((year, year) for year in years)]

    def chosen(self, rows: QuerySet) -> QuerySet:
        """The rows that the filter leaves; an unlawful filter leaves all."""
        if not self.is_valid():
            return rows
        if self.cleaned_data["form"]:
            rows = rows.filter(round__form_version__form=self.cleaned_data["form"])
        if year := self.cleaned_data["year"]:
            rows = rows.filter(round__window_end__range=(date(year, 1, 1), date(year, 12, 31)))
        return rows

    def words(self) -> str:
        """The filter in words, for the head of an export."""
        if not self.is_valid():
            return ""
        said = [(self.fields[name].label, value) for name, value in self.cleaned_data.items() if value]
        return "; ".join(f"{label}: {value}" for label, value in said)
