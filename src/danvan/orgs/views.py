"""The register of units and the page of one unit's life. Everybody signed in may look up units."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from danvan.web.views import SIGNED_IN, ActorView, RegisterView

from . import before_after, presenting, presenting_kin, presenting_maps, queries
from .access import CHANGE_UNITS
from .filters import UnitFilter
from .kinship import kinship
from .querysets import UnitQuerySet


class Units(RegisterView):
    """Without words and filters: the tree of today, level by level. With them: a list that knows old names."""

    action = SIGNED_IN
    template_name = "orgs/units.html"
    filterset_class = UnitFilter

    def rows(self) -> UnitQuerySet:
        return queries.register(self.actor.day)

    def render(self, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """Add the tree, or the lines of the page that is shown."""
        day, words = self.actor.day, self.request.GET.get("q", "")
        asked = any(self.request.GET.get(name) for name in ("q", "kind", "state", "page"))
        if asked:
            context["lines"] = queries.lines(context["page"], words, day)
        else:
            context["nodes"] = presenting.nodes(queries.tree(day, self.actor.unit_id))
        return super().render(context | {"asked": asked, "words": words, "day": day}, status=status)

    def context(self, filterset: UnitFilter) -> dict[str, Any]:
        return {"counts": queries.counts_by_kind(self.actor.day)}


class UnitLife(ActorView):
    """Names, places, changes, children and bodies of one unit."""

    action = SIGNED_IN
    template_name = "orgs/unit.html"

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        unit = get_object_or_404(queries.register(self.actor.day), public_id=public_id)
        life = queries.life(unit, self.actor.day)
        picture = presenting_kin.picture(kinship(unit, self.actor.day), self.actor.day)
        sides = before_after.sides(unit, life.name.kind, _day(request.GET.get("day", "")))
        context = {
            "may_change": not life.closed and self.actor.covers(CHANGE_UNITS, unit),
            "life": life,
            "events": presenting.events(life, self.actor.day),
            "picture": picture,
            "map_url": presenting_maps.on_the_map(life),
            "before_after": presenting_maps.maps(sides, request.GET.get("unit", "")) if sides else None,
        }
        return self.render(context)


def _day(text: str) -> date | None:
    """A day of the address; None when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
