"""The two honest ways to read a figure of the past: as it was, and as it is on a given day.

As it was, each period is read by the units of its own last day. As it is, figures are carried along the lineage of
changes to the units of one day: the old province's months stand in the row of the province it went into.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

from danvan.core.periods import MAX_YEAR, MIN_YEAR, Period

WAS, NOW = "was", "now"


class BadMode(ValueError):
    """The text names neither mode."""

    def __init__(self, text: str) -> None:
        super().__init__(f"Not a way to read figures: {text!r}")
        self.text = text


@dataclass(frozen=True)
class Mode:
    """How figures are read. ``as_of`` empty: as it was; a day: carried to the units of that day."""

    as_of: date | None = None

    @property
    def code(self) -> str:
        """The value of the address's parameter ``units``: ``was`` or the ISO day."""
        return self.as_of.isoformat() if self.as_of else WAS

    @property
    def is_restating(self) -> bool:
        """Whether figures are carried to the units of a day."""
        return self.as_of is not None

    @classmethod
    def parse(cls, text: str | None, today: date) -> Self:
        """Read ``units`` of an address: nothing or ``was``, ``now`` (the units of ``today``), or an ISO day.

        Raises BadMode for anything else.
        """
        if not text or text == WAS:
            return cls()
        if text == NOW:
            return cls(today)
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise BadMode(text) from error
        if text != day.isoformat() or not MIN_YEAR <= day.year <= MAX_YEAR:
            raise BadMode(text)
        return cls(day)

    def carries(self, period: Period) -> bool:
        """Whether this period's figures are carried; one that ends after the day is shown as it was."""
        return self.as_of is not None and period.last_day <= self.as_of


AS_IT_WAS = Mode()
