"""The acting person on one day, small and frozen, with the grants loaded once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from danvan.core.errors import Refused
from danvan.orgs.models import Reach, Unit

from .roles import roles

if TYPE_CHECKING:
    from .models import User


@dataclass(frozen=True)
class Held:
    """One grant in force: the role, the unit it stands on, and until when (None: open)."""

    role: str
    unit_id: int
    unit_name: str
    until: date | None

    def allows(self, action: str) -> bool:
        """Whether this grant's role has the action."""
        role = roles().get(self.role)
        return role is not None and action in role.actions

    @property
    def label(self) -> str:
        """The role as people call it."""
        return str(roles()[self.role].label)


@dataclass(frozen=True)
class Actor:
    """A person with their grants of ``day``. ``title`` and ``unit_name`` come from the main post."""

    user_id: int
    name: str
    day: date
    title: str = ""
    unit_id: int | None = None
    unit_name: str = ""
    grants: tuple[Held, ...] = field(default=())

    @classmethod
    def of(cls, user: User, day: date) -> Actor:
        """Load the person's grants and main post of ``day``: two queries."""
        held = tuple(
            Held(grant.role, grant.unit_id, grant.unit_name, grant.valid.upper)
            for grant in user.grants.in_force(day).with_unit_names(day)
        )
        post = user.posts.in_force(day).with_unit_names(day).order_by("id").first()
        if post is None:
            return cls(user.pk, user.full_name, day, grants=held)
        return cls(user.pk, user.full_name, day, post.title, post.unit_id, post.unit_name, held)

    def may(self, action: str) -> bool:
        """Whether some grant has the action, on whatever unit."""
        return any(held.allows(action) for held in self.grants)

    def roots(self, action: str) -> list[int]:
        """The units on which the action is granted."""
        return sorted({held.unit_id for held in self.grants if held.allows(action)})

    def reach(self, action: str) -> QuerySet | None:
        """Ids of all units under the granted ones, as a subquery; None when nothing is granted.

        A closed unit stays in the reach of those it stood under on its last day, and comes into the reach of its heirs
        and of those above them on the day they take over (``Reach.sight``).
        """
        roots = self.roots(action)
        if not roots:
            return None
        return Reach.objects.filter(sight__contains=self.day, above__in=roots).values("below")

    def covers(self, action: str, unit: Unit | int) -> bool:
        """Whether the action is granted on this unit."""
        reach = self.reach(action)
        unit_id = unit.pk if isinstance(unit, Unit) else unit
        return reach is not None and reach.filter(below=unit_id).exists()

    def require(self, action: str, obj: Model) -> None:
        """Refuse unless the one rule gives this object for this action.

        An object that the actor may not even see answers like one that does not exist (Http404); one that they see
        but may not act on raises Refused.
        """
        manager = type(obj)._default_manager
        if manager.permitted(self, action).filter(pk=obj.pk).exists():
            return
        if not manager.visible_to(self).filter(pk=obj.pk).exists():
            raise Http404
        raise Refused(_("Your role does not allow this here."), code="not-allowed")

    def require_on(self, action: str, unit: Unit | int) -> None:
        """Refuse unless the action is granted on ``unit``; a unit out of reach answers like a missing one."""
        if not self.covers(action, unit):
            if self.may(action):
                raise Http404
            raise Refused(_("Your role does not allow this here."), code="not-allowed")

    def why(self, action: str, unit_ids: list[int]) -> list[Held]:
        """The grants by which the actor may do ``action`` on any of these units: "why can I see this"."""
        rows = Reach.objects.filter(sight__contains=self.day, below__in=unit_ids)
        above = set(rows.values_list("above", flat=True))
        return [held for held in self.grants if held.allows(action) and held.unit_id in above]
