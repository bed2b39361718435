"""Filters of the moderators' queue; they live in the address."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.portal.models import Comment
from danvan.portal.states import CommentState


class CommentFilter(django_filters.FilterSet):
    """Words, state, article. Without a state: those that wait."""

    EVERY = "all"
    STATES = [*CommentState.choices, (EVERY, _("all"))]
    q = django_filters.CharFilter(label=pgettext_lazy("comment", "Words"), method="by_words")
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, method="by_state", empty_label=None)
    article = django_filters.ChoiceFilter(label=pgettext_lazy("portal", "Article"), choices=list, empty_label=_("all"))
    suspect = django_filters.ChoiceFilter(
        label=_("Suspect"), choices=[("yes", _("only suspect")), ("no", _("without suspect"))], method="by_suspicion",
        empty_label=_("all"),
    )  # fmt: skip

    class Meta:
        model = Comment
        fields = ["q", "state", "article", "suspect"]

    def __init__(self, data=None, *args, **kwargs) -> None:
        asked = data.copy() if data is not None else {}
        asked.setdefault("state", CommentState.WAITING)
        super().__init__(asked, *args, **kwargs)
        recent = self.queryset.exclude(article=None).order_by("-pk").values_list("article_id", "about")[:2000]
        self.form.fields["article"].choices = [("", _("all")), *list(dict(recent).items())[:50]]

    def by_words(self, rows, _name, value):
        """Words without marks, in any order."""
        return rows.search(value)

    def by_state(self, rows, _name, value):
        """One state, or all of them."""
        return rows if value == self.EVERY else rows.filter(state=value)

    def by_suspicion(self, rows, _name, value):
        """Only comments that something speaks against, or only the others."""
        return rows.exclude(suspicions=[]) if value == "yes" else rows.filter(suspicions=[])
