"""What this app must know of the person who acts. People stand above units, so only the shape is named here."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from .models import Unit


class Acting(Protocol):
    """A person with dated rights, see ``access.actor.Actor``."""

    user_id: int
    name: str
    day: date

    def may(self, action: str) -> bool:
        """Whether some grant has the action, on whatever unit."""

    def covers(self, action: str, unit: Unit | int) -> bool:
        """Whether the action is granted on this unit."""

    def require_on(self, action: str, unit: Unit | int) -> None:
        """Refuse unless the action is granted on ``unit``."""
