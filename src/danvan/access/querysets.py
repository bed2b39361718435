"""The one permission rule, as a queryset that every domain table inherits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from .actor import Actor


class PermittedQuerySet(models.QuerySet):
    """Rows that an actor may act on. ``unit_path`` leads from the row to the unit that owns it."""

    unit_path: ClassVar[str] = "unit"
    view_action: ClassVar[str]

    def permitted(self, actor: Actor, action: str) -> Self:
        """Rows on which ``action`` is granted; nothing when it is granted nowhere."""
        reach = actor.reach(action)
        if reach is None:
            return self.none()
        return self.filter(self.within(reach, action))

    def visible_to(self, actor: Actor) -> Self:
        """Rows that the actor may see."""
        return self.permitted(actor, self.view_action)

    def within(self, reach: QuerySet, action: str) -> Q:
        """The rule itself; a table with more than one owner overrides it. ``reach`` holds ids of units."""
        return Q(**{f"{self.unit_path}__in": reach})


class DatedQuerySet(models.QuerySet):
    """Rows with ``valid`` days and a unit."""

    def in_force(self, day: date) -> Self:
        """Rows valid on ``day``."""
        return self.filter(valid__contains=day)

    def with_unit_names(self, day: date) -> Self:
        """Carry the unit's name of that day (or its last) as ``unit_name``."""
        from danvan.orgs.models import Description

        names = (
            Description.objects.filter(unit=models.OuterRef("unit"))
            .annotate(now=Q(valid__contains=day))
            .order_by(models.F("now").desc(), models.F("valid").desc())
        )
        return self.annotate(unit_name=models.Subquery(names.values("name")[:1]))
