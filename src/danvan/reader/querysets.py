"""Which documents and facts: by permission, by what still waits for a person."""

from __future__ import annotations

from typing import Self

from django.db.models import Count, Q

from danvan.access.querysets import PermittedQuerySet
from danvan.core.text import fold

from . import access
from .states import TRUE, State


class DocumentQuerySet(PermittedQuerySet):
    """Documents that were read: the people of the body that keeps them see and confirm."""

    unit_path = "keeper"
    view_action = access.VIEW

    def with_counts(self) -> Self:
        """Carry ``waiting`` (facts that nobody has decided) and ``true`` (confirmed or corrected)."""
        return self.annotate(
            waiting=Count("facts", filter=Q(facts__state=State.PROPOSED)),
            true=Count("facts", filter=Q(facts__state__in=TRUE)),
        )

    def search(self, words: str) -> Self:
        """Documents whose title or file name holds these words; marks and case do not matter."""
        found = self
        for word in fold(words).split():
            found = found.filter(title_fold__contains=word)
        return found


class FactQuerySet(PermittedQuerySet):
    """Facts, owned through their document."""

    unit_path = "document__keeper"
    view_action = access.VIEW

    def waiting(self) -> Self:
        """Those that nobody has decided."""
        return self.filter(state=State.PROPOSED)

    def true(self) -> Self:
        """Those that a person confirmed or corrected."""
        return self.filter(state__in=TRUE)
