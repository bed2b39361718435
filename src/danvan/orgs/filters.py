"""How the register of units is narrowed: by words, kind, and whether they live."""

from __future__ import annotations

from datetime import date

import django_filters as filters
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .kinds import Kind
from .models import Unit
from .queries import ranked
from .querysets import UnitQuerySet

LIVING, CLOSED = "alive", "closed"
STATES = ((LIVING, _("In being")), (CLOSED, pgettext_lazy("unit", "Ended")))


class UnitFilter(filters.FilterSet):
    """Words match old names too, so that a unit is found by what people still call it."""

    q = filters.CharFilter(label=_("Name or code"), method="by_words", max_length=120)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices, method="by_kind", empty_label=_("Every kind"))
    state = filters.ChoiceFilter(label=_("State"), choices=STATES, method="by_state", empty_label=_("All"))

    class Meta:
        model = Unit
        fields: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The day by which "in being" is judged: the acting person's."""
        return self.request.actor.day

    def by_words(self, rows: UnitQuerySet, _name: str, words: str) -> UnitQuerySet:
        """Any name it has or had, or its code; the nearest first."""
        return ranked(rows, words, self.day)

    def by_kind(self, rows: UnitQuerySet, _name: str, kind: str) -> UnitQuerySet:
        """What it is today, or was last."""
        return rows.filter(kind=kind)

    def by_state(self, rows: UnitQuerySet, _name: str, state: str) -> UnitQuerySet:
        """Living on the day, or ended before it."""
        if state == LIVING:
            return rows.alive(self.day)
        return rows.filter(life__fully_lt=DateRange(self.day, None))
