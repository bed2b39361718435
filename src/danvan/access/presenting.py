"""Posts, rights and what they allow, as lines of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from .actor import Actor
from .models import Grant, Post
from .roles import action_label, roles


@dataclass(frozen=True)
class Line:
    """A post or a right: what, where, its first and its last day (None: without end)."""

    what: str
    unit: str
    first: date | None
    last: date | None
    over: bool = False
    role: str = ""
    unit_id: UUID | None = None


@dataclass(frozen=True)
class Right:
    """A right in force and the actions that its role allows, in words."""

    label: str
    unit: str
    last: date | None
    actions: tuple[str, ...]


def _last(until: date | None) -> date | None:
    return until - timedelta(days=1) if until else None


def post_lines(posts: Iterable[Post]) -> list[Line]:
    """Posts with the unit names they carry."""
    return [Line(post.title, post.unit_name, post.valid.lower, _last(post.valid.upper)) for post in posts]


def grant_lines(grants: Iterable[Grant], day: date) -> list[Line]:
    """Rights with unit names; ``over`` when the last day lies before ``day``."""
    return [
        Line(
            what=grant.label,
            unit=grant.unit_name,
            first=grant.valid.lower,
            last=_last(grant.valid.upper),
            over=grant.valid.upper is not None and grant.valid.upper <= day,
            role=grant.role,
            unit_id=grant.unit.public_id,
        )
        for grant in grants
    ]


def rights(actor: Actor) -> list[Right]:
    """What the acting person may do today, right by right."""
    return [
        Right(
            label=held.label,
            unit=held.unit_name,
            last=_last(held.until),
            actions=tuple(sorted(action_label(action) for action in roles()[held.role].actions)),
        )
        for held in actor.grants
    ]
