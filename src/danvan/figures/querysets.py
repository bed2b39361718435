"""Which figures a person may read: those of the units in the reach of their grants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from danvan.access.querysets import PermittedQuerySet

from .access import VIEW

if TYPE_CHECKING:
    from .models import Line


class FigureQuerySet(PermittedQuerySet):
    """Rows that belong to one unit, a body or an area."""

    view_action = VIEW
    unit_path = "unit"


class ValueQuerySet(FigureQuerySet):
    """Filed values."""

    def newest(self, line: Line) -> Self:
        """The value that counts now for every unit, period and item of ``line``: that of the highest revision.

        Filter by unit, period and item only; a filter by anything else would bring older revisions back.
        """
        item = ("unit_id", "period", "indicator_id", "part_id")
        return self.filter(filing__line=line).order_by(*item, "-filing__revision").distinct(*item)
