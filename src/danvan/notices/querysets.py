"""Which notices: a person's own, the unread ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from danvan.access.actor import Actor


class NoticeQuerySet(models.QuerySet):
    """Notices belong to one person; no role shows those of another."""

    def visible_to(self, actor: Actor) -> Self:
        """The actor's own notices."""
        return self.filter(user=actor.user_id)

    def permitted(self, actor: Actor, action: str) -> Self:
        """The actor's own notices, whatever the action."""
        return self.visible_to(actor)

    def unread(self) -> Self:
        """Those not marked read."""
        return self.filter(read_at=None)
