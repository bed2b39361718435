"""The one permission rule, as a queryset that every domain table inherits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from danvan.core.text import fold

from .access import MANAGE_ACCOUNTS

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


class DatedQuerySet(PermittedQuerySet):
    """Posts and grants: rows with ``valid`` days and a unit, managed by the unit's account administrator."""

    view_action = MANAGE_ACCOUNTS

    def in_force(self, day: date) -> Self:
        """Rows valid on ``day``."""
        return self.filter(valid__contains=day)

    def not_over(self, day: date) -> Self:
        """Rows in force on ``day`` or later."""
        return self.filter(Q(valid__endswith__gt=day) | Q(valid__upper_inf=True))

    def with_unit_names(self, day: date) -> Self:
        """Carry the unit's name of that day (or its last) as ``unit_name``."""
        from danvan.orgs.models import Description

        names = (
            Description.objects.filter(unit=models.OuterRef("unit"))
            .annotate(now=Q(valid__contains=day))
            .order_by(models.F("now").desc(), models.F("valid").desc())
        )
        return self.annotate(unit_name=models.Subquery(names.values("name")[:1]))


class UserQuerySet(PermittedQuerySet):
    """Accounts, which no single unit owns."""

    view_action = MANAGE_ACCOUNTS

    def permitted(self, actor: Actor, action: str) -> Self:
        """People with a post or a grant within reach, and with no power outside it.

        The second half keeps the administrator of a commune from closing the account of somebody who also works
        for the province.
        """
        reach = actor.reach(action)
        if reach is None:
            return self.none()
        posts = self._own("posts")
        grants = self._own("grants")
        elsewhere = grants.not_over(actor.day).exclude(unit__in=reach)
        known = Exists(posts.filter(unit__in=reach)) | Exists(grants.filter(unit__in=reach))
        return self.filter(known & ~Exists(elsewhere))

    def search(self, words: str) -> Self:
        """People whose name or user name holds these words; marks and case do not matter."""
        found = self
        for word in fold(words).split():
            found = found.filter(name_fold__contains=word)
        return found

    def _own(self, relation: str) -> DatedQuerySet:
        return self.model._meta.get_field(relation).related_model.objects.filter(user=OuterRef("pk"))
