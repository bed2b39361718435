"""A plan beside the units as they are: what the handlers are asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from .plan import Plan

if TYPE_CHECKING:
    from danvan.orgs.models import Change, Unit


@dataclass(frozen=True)
class Situation:
    """``units`` holds the units of the plan by code: those it opens are there only once it is being applied.

    ``parents`` gives for each closing unit the code of who stands above and lives on (for a body of a dissolved area
    the like body of the area above, if there is one); ``names`` what every unit of the plan is called (those to be
    opened too).
    """

    plan: Plan
    units: Mapping[str, Unit]
    parents: Mapping[str, str]
    names: Mapping[str, str]
    change: Change | None = None

    @property
    def day(self) -> date:
        """The day from which the change holds."""
        return self.plan.effective_on

    @property
    def closing(self) -> list[Unit]:
        """The units that end."""
        return [self.units[code] for code in self.plan.closes if code in self.units]

    @property
    def touched(self) -> list[Unit]:
        """The units whose figures or places are not the same from the day on: ended, given from, moved, received."""
        plan = self.plan
        codes = {*plan.closes, *(coming.code for coming in plan.opens), *(placing.unit for placing in plan.places)}
        for part in plan.parts:
            codes |= {part.source, part.heir}
        return [self.units[code] for code in sorted(codes) if code in self.units]

    def code_of(self, pk: int) -> str:
        """The code of a unit of the plan."""
        return self._codes[pk]

    @cached_property
    def _codes(self) -> dict[int, str]:
        return {unit.pk: code for code, unit in self.units.items()}

    def receivers(self, source: str) -> list[str]:
        """Who may take the open things of a unit that ends: its heirs; of a dissolved unit whoever takes those of the
        unit above it, which is that unit itself unless it ends too."""
        heirs = [part.heir for part in self.plan.heirs_of(source)]
        if heirs:
            return list(dict.fromkeys(heirs))
        above = self.parents.get(source)
        if above in self.plan.closes:
            return self.receivers(above)
        return [above] if above else []

    def receiver(self, source: str, relation: str) -> str | None:
        """Who takes them: the only one there is, or the one that a person chose; None while that is open."""
        possible = self.receivers(source)
        if len(possible) == 1:
            return possible[0]
        chosen = self.plan.choices.get(f"{relation}|{source}")
        return chosen if chosen in possible else None
