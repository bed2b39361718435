"""What the list of people may be asked."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from .models import User
from .roles import roles


def _role_choices() -> list[tuple[str, str]]:
    return [(role.code, role.label) for role in roles().values()]


class PeopleFilter(django_filters.FilterSet):
    """By words of the name, by role, and whether the account is open."""

    q = django_filters.CharFilter(label=_("Name or user name"), method="with_words")
    role = django_filters.ChoiceFilter(label=_("Role"), choices=_role_choices, method="with_role", empty_label=_("All"))
    state = django_filters.ChoiceFilter(
        label=_("Account"),
        choices=[("open", _("account in use")), ("closed", _("account closed"))],
        method="with_state",
        empty_label=_("All"),
    )

    class Meta:
        model = User
        fields: tuple[str, ...] = ()

    def with_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.search(value)

    def with_role(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        held = User._meta.get_field("grants").related_model.objects.filter(role=value).not_over(self.request.actor.day)
        return rows.filter(pk__in=held.values("user"))

    def with_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(is_active=value == "open")
