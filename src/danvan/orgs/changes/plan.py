"""What a change of units is to do, as plain data: written by the wizard, stored in the draft, checked, then applied.

One shape for all kinds. Units are named by their codes, because those that the change opens do not exist yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any, Self

from danvan.orgs.kinds import ChangeKind, ShareKind


@dataclass(frozen=True)
class Coming:
    """A unit that the change opens on its day, under ``parent`` (a code)."""

    code: str
    kind: str
    name: str
    short_name: str
    parent: str


@dataclass(frozen=True)
class Part:
    """What of ``source`` goes on in ``heir``. ``share`` is null exactly when its kind is "none"."""

    source: str
    heir: str
    share_kind: str = ShareKind.WHOLE
    share: Decimal | None = Decimal(1)


@dataclass(frozen=True)
class Placing:
    """A unit that lives on and stands under another parent from the day on."""

    unit: str
    parent: str


@dataclass(frozen=True)
class Naming:
    """What a unit that lives on is called and is from the day on."""

    unit: str
    kind: str
    name: str
    short_name: str


@dataclass(frozen=True)
class Plan:
    """A change of units before it happens. Effective on day D: those in ``closes`` have their last day on D - 1.

    ``choices`` are decisions of a person: ``relation|source code`` to the code of the unit that takes the source's open
    things of that relation, where several could.
    """

    kind: str
    effective_on: date
    decided_by: str
    note: str = ""
    opens: tuple[Coming, ...] = ()
    closes: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    places: tuple[Placing, ...] = ()
    names: tuple[Naming, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def codes(self) -> set[str]:
        """Every unit that the plan names and that exists before the change."""
        named = {*self.closes, *(part.source for part in self.parts), *(part.heir for part in self.parts)}
        named |= {coming.parent for coming in self.opens} | {naming.unit for naming in self.names}
        for placing in self.places:
            named |= {placing.unit, placing.parent}
        return named - {coming.code for coming in self.opens}

    @property
    def touched(self) -> set[str]:
        """The units whose life, place, name or figures the change alters, those it opens among them."""
        codes = {*self.closes, *(coming.code for coming in self.opens)}
        codes |= {placing.unit for placing in self.places} | {naming.unit for naming in self.names}
        for part in self.parts:
            codes |= {part.source, part.heir}
        return codes

    def heirs_of(self, code: str) -> list[Part]:
        """The strands that leave ``code``, the greatest share first."""
        strands = [part for part in self.parts if part.source == code]
        return sorted(strands, key=lambda part: (-(part.share or 0), part.heir))

    def to_json(self) -> dict[str, Any]:
        """The plan as plain JSON: days and shares as text."""
        data = asdict(self)
        data["effective_on"] = self.effective_on.isoformat()
        for part in data["parts"]:
            part["share"] = None if part["share"] is None else format(part["share"], "f")
        return data | {"choices": dict(self.choices)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read ``to_json`` back."""
        known = {one.name: data[one.name] for one in fields(cls) if one.name in data}
        known["effective_on"] = date.fromisoformat(data["effective_on"])
        known["opens"] = tuple(Coming(**row) for row in data.get("opens", ()))
        known["closes"] = tuple(data.get("closes", ()))
        known["parts"] = tuple(
            Part(**row | {"share": None if row["share"] is None else Decimal(row["share"])})
            for row in data.get("parts", ())
        )
        known["places"] = tuple(Placing(**row) for row in data.get("places", ()))
        known["names"] = tuple(Naming(**row) for row in data.get("names", ()))
        return cls(**known)

    @property
    def label(self) -> str:
        """The kind of change in the language of the page."""
        return str(ChangeKind(self.kind).label)
