"""Which reviews: by permission, by state, by words."""

from __future__ import annotations

from datetime import date
from typing import Self

from danvan.access.querysets import PermittedQuerySet
from danvan.core.text import fold

from .access import TEMPLATES, VIEW
from .states import State


class ReviewQuerySet(PermittedQuerySet):
    """Reviews belong to the body that issues them."""

    view_action = VIEW

    def search(self, words: str) -> Self:
        """All words in what the review is called; marks are not needed."""
        found = self
        for word in fold(words).split():
            found = found.filter(subject_fold__contains=word)
        return found

    def drafting(self) -> Self:
        """Those being written."""
        return self.filter(state=State.DRAFTING)

    def submitted(self) -> Self:
        """Those that wait for somebody to issue them."""
        return self.filter(state=State.SUBMITTED)

    def for_lists(self) -> Self:
        """With all that one line of a list needs."""
        return self.select_related("author", "unit").named()

    def named(self) -> Self:
        """Carry ``unit_name`` and ``area_name`` of the last day of the period."""
        return self.annotate(unit_name=_name_of("unit"), area_name=_name_of("area"))


def _name_of(path: str):
    from django.db import models
    from django.db.models import F, OuterRef, Q

    from danvan.orgs.models import Description

    rows = (
        Description.objects.filter(unit=OuterRef(path))
        .annotate(then=Q(valid__contains=OuterRef("named_on")))
        .order_by(F("then").desc(), F("valid").desc())
    )
    return models.Subquery(rows.values("name")[:1])


class OwnedQuerySet(PermittedQuerySet):
    """Blocks, figures, snapshots and issues go with their review."""

    view_action = VIEW
    unit_path = "review__unit"


class SnapshotQuerySet(PermittedQuerySet):
    """Frozen answers go with the review of their figure."""

    view_action = VIEW
    unit_path = "ref__review__unit"


class TemplateQuerySet(PermittedQuerySet):
    """Templates are kept by those who administer the body's units."""

    view_action = TEMPLATES

    def in_use(self) -> Self:
        """Those that may be chosen."""
        return self.filter(retired_at=None)

    def offered_to(self, unit_id: int, day: date) -> Self:
        """Those in use of a body and of all above it."""
        from danvan.orgs.models import Reach

        above = Reach.objects.filter(below=unit_id, valid__contains=day).values("above")
        return self.in_use().filter(unit__in=above)
