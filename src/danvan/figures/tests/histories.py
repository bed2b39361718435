"""Random countries whose units merge, split and end, written as plain rows; and the same in plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from danvan.core.periods import Period
from danvan.orgs import services as orgs
from danvan.orgs.kinds import ChangeKind, Kind, ShareKind
from danvan.orgs.models import Change, Lineage, Unit
from danvan.orgs.services import Opening

SINCE = date(2010, 1, 1)
DAYS = (date(2025, 3, 1), date(2025, 7, 1))
PERIODS = ("2024-12", "2025-05", "2025-08")
NATION = "N"


def change(
    effective_on: date, strands: Iterable[tuple[str, str, Decimal | None]], kind: str = ChangeKind.MERGE
) -> Change:
    """An applied change with its strands (source, heir, share: 1, less, or None for "not apportionable")."""
    made = Change.objects.create(
        kind=kind, effective_on=effective_on, decided_by="Nghị quyết minh họa", state=Change.State.APPLIED
    )
    units = {unit.code: unit for unit in Unit.objects.all()}
    for source, heir, share in strands:
        by = ShareKind.NONE if share is None else ShareKind.WHOLE if share == 1 else ShareKind.POPULATION
        Lineage.objects.create(change=made, source=units[source], heir=units[heir], share_kind=by, share=share)
    orgs.rebuild_reach()
    return made


def end(codes: Iterable[str], on: date) -> None:
    """Close units and everything that stands under them, the lowest first."""
    for code in codes:
        unit = Unit.objects.get(code=code)
        below = Unit.objects.below(unit.pk, on)
        deepest = sorted(below, key=lambda one: -one.above_rows.filter(valid__contains=on).count())
        for one in deepest:
            orgs.close(Unit.objects.get(pk=one.pk), on=on)


def commune(code: str, parent: str, since: date | None = SINCE, *, body: bool = True) -> list[Opening]:
    """A commune, with its Party committee unless told otherwise."""
    rows = [Opening(code, Kind.COMMUNE, f"Xã {code}", code, parent, since)]
    if body:
        rows.append(Opening(f"{code}.DU", Kind.PARTY_COMMITTEE, f"Đảng ủy {code}", code, code, since))
    return rows


def province(code: str, since: date | None = SINCE) -> Opening:
    return Opening(code, Kind.PROVINCE, f"Tỉnh {code}", code, NATION, since)


@dataclass
class World:
    """The country in plain Python: where each area stood from which day on, its life, and what became of it."""

    places: dict[str, list[tuple[date, str]]] = field(default_factory=lambda: defaultdict(list))
    lives: dict[str, list] = field(default_factory=dict)
    events: dict[tuple[str, date], dict[str, Fraction | None]] = field(default_factory=dict)
    bodies: set[str] = field(default_factory=set)
    filed: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)

    def open(self, code: str, parent: str, since: date, *, body: bool = True) -> None:
        self.places[code].append((since, parent))
        self.lives[code] = [since, None]
        if body:
            self.bodies.add(code)

    def alive(self, day: date) -> list[str]:
        return [code for code, (since, until) in self.lives.items() if since <= day and (until is None or day < until)]

    def parent(self, code: str, day: date) -> str:
        return [parent for since, parent in self.places[code] if since <= day][-1]

    def communes(self, day: date) -> list[str]:
        return [code for code in self.alive(day) if code.startswith("c")]

    def path(self, code: str, day: date) -> list[str]:
        """An area and those above it."""
        found = [code]
        while found[-1] in self.places:
            found.append(self.parent(found[-1], day))
        return found

    def carried(self, source: str, period: date, day: date) -> dict[str, Fraction | None]:
        """To whom a figure of ``source`` goes, seen on ``day``."""
        at: dict[str, Fraction | None] = {source: Fraction(1)}
        for today in DAYS:
            if not period < today <= day:
                continue
            after: dict[str, Fraction | None] = {}
            for unit, held in at.items():
                home = unit
                while (home, today) not in self.events and home in self.lives and self.lives[home][1] == today:
                    home = self.parent(home, today - timedelta(days=1))
                for heir, share in self.events.get((home, today), {home: Fraction(1)}).items():
                    known = after.get(heir, 0) is not None and share is not None and held is not None
                    after[heir] = after.get(heir, 0) + share * held if known else None
            at = dict.fromkeys(after, Fraction(1)) if len(after) == 1 else after
        return at

    def restated(self, period: str, day: date) -> dict[str, dict[str, Fraction | None]]:
        """Of each area of ``day``: the homes its figure comes from, with their weights (None: not known)."""
        last = Period.parse(period).last_day
        found: dict[str, dict[str, Fraction | None]] = {code: {} for code in [*self.alive(day), NATION]}
        for home in self.communes(last):
            heirs = self.carried(home, last, day)
            for area in found:
                inside = [share for heir, share in heirs.items() if area in self.path(heir, day)]
                if len(inside) == len(heirs):
                    found[area][home] = Fraction(1)
                elif inside:
                    found[area][home] = None if None in inside else sum(inside)
        return found
