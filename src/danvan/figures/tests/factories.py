"""Short ways to file figures in tests."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID, uuid4

from danvan.figures import services
from danvan.figures.models import Filing
from danvan.figures.services import NewValue

NA = "K"
MONTH = "2026-09"


def new_value(item: str, amount: object) -> NewValue:
    """``"dvk_registered.economy"`` and 3, "K" (not applicable) or None (empty)."""
    code, _dot, part = item.partition(".")
    if amount == NA:
        return NewValue(code, part or None, not_applicable=True)
    return NewValue(code, part or None, None if amount is None else Decimal(str(amount)))


def file(country, unit: str, values: Mapping[str, object], *, token: UUID | None = None, **more) -> Filing:
    """File ``values`` of ``unit`` for ``MONTH`` along the communes' Party line, unless told otherwise."""
    line = more.pop("line", "commune-party")
    period = more.pop("period", MONTH)
    by = more.pop("by", None) or country.actor("provincial_specialist", "A")
    rows = [new_value(item, amount) for item, amount in values.items()]
    return services.file_values(country[unit], line, period, rows, by=by, token=token or uuid4(), **more)
