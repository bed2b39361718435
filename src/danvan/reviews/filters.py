"""Filters of the register of reviews."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from .models import Review
from .outlines import all_outlines
from .states import State


class ReviewFilter(django_filters.FilterSet):
    """By words, state and kind of paper."""

    q = django_filters.CharFilter(label=_("Words of the subject"), method="by_words")
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices, empty_label=_("Every state"))
    outline = django_filters.ChoiceFilter(
        label=_("Outline"),
        choices=lambda: [(code, one.name) for code, one in all_outlines().items()],
        empty_label=_("Every outline"),
    )

    class Meta:
        model = Review
        fields = ["q", "state", "outline"]

    def by_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Marks are not needed."""
        return rows.search(value)
