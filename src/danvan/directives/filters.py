"""Filters of the register and of the tasks; they live in the address."""

from __future__ import annotations

import django_filters
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import Directive, Issuer, Mandate, Task
from .models.directive import document_kinds, kind_name
from .states import MandateState, TaskState


class DirectiveFilter(django_filters.FilterSet):
    """Words, type, issuer, year, state."""

    STATES = [
        ("in_force", _("in force")),
        ("ended", _("no longer in force")),
        ("unsent", _("not sent to anybody")),
        ("running", _("being carried out")),
        ("late", _("with overdue units")),
        ("done", _("done everywhere")),
    ]
    q = django_filters.CharFilter(label=_("Words or symbol"), method="by_words")
    kind = django_filters.ChoiceFilter(label=_("Type"), choices=list, empty_label=_("all"))
    issuer = django_filters.ChoiceFilter(label=_("Issuer"), choices=list, empty_label=_("all"))
    year = django_filters.ChoiceFilter(label=_("Year"), choices=list, empty_label=_("all"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, method="by_state", empty_label=_("all"))

    class Meta:
        model = Directive
        fields = ["q", "kind", "issuer", "year", "state"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        seen = self.queryset.order_by()
        kinds = set(seen.values_list("kind", flat=True).distinct())
        self.form.fields["kind"].choices = [("", _("all"))] + [
            (key, kind_name(key)) for key, _name in document_kinds() if key in kinds
        ]
        issuers = Issuer.objects.filter(directives__in=seen.values("pk")).distinct().order_by("name_fold")
        self.form.fields["issuer"].choices = [("", _("all")), *((row.pk, row.name) for row in issuers)]
        years = seen.exclude(year=None).values_list("year", flat=True).distinct()
        self.form.fields["year"].choices = [("", _("all")), *((year, year) for year in sorted(years, reverse=True))]

    def by_words(self, rows, _name, value):
        """Words without marks, or a symbol typed loosely."""
        return rows.search(value)

    def by_state(self, rows, _name, value):
        """In force by its own days; far by the mandates the person may see."""
        if value in ("in_force", "ended"):
            return rows.filter(in_force=value == "in_force")
        actor = self.request.actor
        sent = Mandate.objects.visible_to(actor).standing().filter(directive=OuterRef("pk"))
        if value == "unsent":
            return rows.exclude(Exists(sent))
        if value == "late":
            return rows.filter(Exists(sent.late(actor.day)))
        unfinished = Exists(sent.exclude(state=MandateState.DONE))
        return rows.filter(Exists(sent) & (unfinished if value == "running" else ~unfinished))


class TaskFilter(django_filters.FilterSet):
    """Words, state, lateness."""

    q = django_filters.CharFilter(label=_("Words in the task"), field_name="title", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("State"), choices=TaskState.choices, empty_label=_("all"))
    late = django_filters.ChoiceFilter(
        label=pgettext_lazy("directive", "Due"),
        choices=[("late", _("overdue only"))],
        method="only_late",
        empty_label=_("all"),
    )

    class Meta:
        model = Task
        fields = ["q", "state", "late"]

    def only_late(self, rows, _name, _value):
        """Those whose last day has gone by."""
        return rows.late(self.request.actor.day)
