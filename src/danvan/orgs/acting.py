"""What this app must know of the person who acts. People stand above units, so only the shape is named here."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.db.models import QuerySet

from .models import Unit


class Acting(Protocol):
    """A person with dated rights, see ``access.actor.Actor``."""

    user_id: int
    name: str
    day: date

    def may(self, action: str) -> bool:
        """Whether some grant has the action, on whatever unit."""

    def reach(self, action: str) -> QuerySet | None:
        """Ids of all units on which the action is granted; None when it is granted nowhere."""

    def covers(self, action: str, unit: Unit | int) -> bool:
        """Whether the action is granted on this unit."""

    def require_on(self, action: str, unit: Unit | int) -> None:
        """Refuse unless the action is granted on ``unit``."""
