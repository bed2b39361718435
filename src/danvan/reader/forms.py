"""What a clerk brings to be read."""

from __future__ import annotations

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import Document

TAKEN = ".txt,.htm,.html,.docx,.pdf,.xlsx,.eml"
WAITING = [("waiting", _("With facts that wait")), ("done", _("All decided"))]


class TakeForm(forms.Form):
    """A file or a pasted text."""

    file = forms.FileField(label=_("File"), required=False, widget=forms.FileInput(attrs={"accept": TAKEN}))
    text = forms.CharField(
        label=_("or paste the text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 12})
    )


class DocumentFilter(django_filters.FilterSet):
    """Documents by words and by whether something waits."""

    q = django_filters.CharFilter(label=pgettext_lazy("filter", "Words"), method="by_words")
    state = django_filters.ChoiceFilter(label=_("State"), choices=WAITING, method="by_state", empty_label=_("All"))

    class Meta:
        model = Document
        fields: list[str] = []

    def by_words(self, queryset, name, value):
        """Words of the headline or the file name."""
        return queryset.search(value)

    def by_state(self, queryset, name, value):
        """Those with facts that wait, or those with none."""
        return queryset.filter(waiting__gt=0) if value == "waiting" else queryset.filter(waiting=0)
