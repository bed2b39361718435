"""The register of changes: what was done to units, and the drafts of those who may change them."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from danvan.orgs.access import CHANGE_UNITS
from danvan.orgs.kinds import ChangeKind
from danvan.orgs.models import Change
from danvan.orgs.querysets import ChangeQuerySet
from danvan.orgs.states import ChangeState
from danvan.orgs.wizard.showing import change_lines
from danvan.web.views import SIGNED_IN, RegisterView


class ChangeFilter(filters.FilterSet):
    """By kind, state, year and words of the document or of a unit's name."""

    q = filters.CharFilter(label=gettext_lazy("Unit or document"), method="by_words", max_length=120)
    kind = filters.ChoiceFilter(
        label=gettext_lazy("Kind of change"), choices=ChangeKind.choices, empty_label=gettext_lazy("Every kind")
    )
    state = filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=ChangeState.choices, empty_label=gettext_lazy("All")
    )
    year = filters.NumberFilter(label=gettext_lazy("Year"), field_name="effective_on", lookup_expr="year")

    class Meta:
        model = Change
        fields: tuple[str, ...] = ()

    def by_words(self, rows: ChangeQuerySet, _name: str, words: str) -> ChangeQuerySet:
        """A document, or any name that a unit of the change has or had."""
        return rows.search(words)


class Changes(RegisterView):
    """All changes that the person may see, the last first."""

    action = SIGNED_IN
    template_name = "orgs/changes/list.html"
    filterset_class = ChangeFilter

    def rows(self) -> ChangeQuerySet:
        return Change.objects.visible_to(self.actor).order_by("-effective_on", "-pk")

    def render(self, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        more = {"lines": change_lines(context["page"]), "may_change": self.actor.may(CHANGE_UNITS)}
        return super().render(context | more, status=status)
