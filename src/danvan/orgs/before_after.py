"""The places of a province (or the nation) on the day before a change and on the day itself, for the two maps.

Old communes have no measured place in our data: they stand at the middle of their heirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse

from danvan.web.tile_map import middle

from .kinds import COMMUNE_LEVEL, PROVINCE_LEVEL, Kind, ShareKind
from .models import Change, Description, Lineage, Unit
from .queries import Name, names_of


@dataclass(frozen=True)
class Spot:
    """One place on a map; ``above`` is the unit in which it lies, ``latitude`` and ``longitude`` may be unknown."""

    unit_id: int
    public_id: str
    name: str
    short_name: str
    sort: str
    kind: Kind
    above: int
    latitude: float | None
    longitude: float | None

    @property
    def url(self) -> str:
        return reverse("orgs:unit", args=[self.public_id])


@dataclass(frozen=True)
class Passing:
    """What of a place goes over to another; ``whole`` or a part."""

    source: int
    heir: int
    whole: bool
    weight: float


@dataclass(frozen=True)
class Sides:
    """The two maps: the places the day before ``day`` and on it, and what passes between; ``above`` names the old
    units in which the places of before lie."""

    day: date
    days: list[date]
    before: list[Spot]
    after: list[Spot]
    passing: list[Passing]
    above: dict[int, Name] = field(default_factory=dict)

    @cached_property
    def names(self) -> dict[int, str]:
        """The name of each place, of before or of the day."""
        return {spot.unit_id: spot.name for spot in [*self.before, *self.after]}

    @cached_property
    def sources_by_heir(self) -> dict[int, list[Passing]]:
        """What comes to each place."""
        found: dict[int, list[Passing]] = {}
        for one in self.passing:
            found.setdefault(one.heir, []).append(one)
        return found

    @cached_property
    def heirs_by_source(self) -> dict[int, list[Passing]]:
        """What goes from each place."""
        found: dict[int, list[Passing]] = {}
        for one in self.passing:
            found.setdefault(one.source, []).append(one)
        return found


def level_below(kind: Kind) -> frozenset[Kind]:
    """The kinds whose places the map of a unit of this kind shows; none for other units."""
    if kind == Kind.NATION:
        return PROVINCE_LEVEL
    return COMMUNE_LEVEL if kind in PROVINCE_LEVEL else frozenset()


def sides(unit: Unit, kind: Kind, asked: date | None = None) -> Sides | None:
    """The maps around one day: ``asked`` if something changed then, else the day on which most did. None when nothing
    changed that we know of. Six queries at most, however many places."""
    level = level_below(kind)
    days = _days(unit, level) if level else []
    if not days:
        return None
    day = asked if asked in days else max(days, key=lambda one: (days[one], one))
    old, new = _roots(unit, day)
    before = _spots(old, level, day - timedelta(days=1))
    after = _spots(new, level, day)
    passing = _passing(day, [spot.unit_id for spot in before], [spot.unit_id for spot in after])
    if not passing:
        return None
    if unit.life.upper == day:
        kept = {one.heir for one in passing} | {spot.unit_id for spot in before}
        after = [spot for spot in after if spot.unit_id in kept]
    after = _placed(after, {})
    before = _placed(before, _means(passing, after))
    above = names_of({spot.above for spot in before}, day - timedelta(days=1))
    return Sides(day, sorted(days), before, after, passing, above)


def _applied() -> Q:
    return Q(change__state=Change.State.APPLIED)


def _days(unit: Unit, level: Collection[Kind]) -> dict[date, int]:
    """Days on which places of the unit changed, with how many strands; the unit's own last day when it has ended."""
    placed = Description.objects.filter(
        unit=OuterRef("heir"), kind__in=level, valid__contains=OuterRef("change__effective_on")
    )
    strands = Lineage.objects.filter(
        _applied(), Exists(placed), heir__above_rows__above=unit,
        heir__above_rows__valid__contains=F("change__effective_on"),
    )  # fmt: skip
    found = dict(strands.values_list("change__effective_on").annotate(n=Count("id")).order_by())
    if unit.life.upper is not None:
        found[unit.life.upper] = found.get(unit.life.upper, 0) + 1
    return found


def _roots(unit: Unit, day: date) -> tuple[set[int], set[int]]:
    """The units whose places stand on the two maps: the unit itself while it lives, else those before or after it."""
    strands = Lineage.objects.filter(_applied(), change__effective_on=day)
    provinces = Description.objects.filter(kind__in=PROVINCE_LEVEL)
    old = strands.filter(Exists(provinces.filter(unit=OuterRef("source"))), heir=unit)
    new = strands.filter(Exists(provinces.filter(unit=OuterRef("heir"))), source=unit)
    before = set(old.values_list("source", flat=True))
    after = set(new.values_list("heir", flat=True)) if unit.life.upper == day else {unit.pk}
    return before | (set() if unit.life.lower == day else {unit.pk}), after


def _spots(roots: set[int], level: Collection[Kind], day: date) -> list[Spot]:
    rows = Description.objects.filter(
        valid__contains=day,
        kind__in=level,
        unit__above_rows__above__in=roots,
        unit__above_rows__valid__contains=day,
        unit__above_rows__depth__gt=0,
    )
    wanted = (
        *("unit", "unit__public_id", "name", "short_name", "name_sort", "kind"),
        *("unit__above_rows__above", "unit__latitude", "unit__longitude"),
    )
    return [
        Spot(pk, str(public), name, short, sort, Kind(kind), above, _degrees(north), _degrees(east))
        for pk, public, name, short, sort, kind, above, north, east in rows.order_by("name_sort", "unit").values_list(
            *wanted
        )
    ]


def _degrees(value) -> float | None:
    return None if value is None else float(value)


def _passing(day: date, before: list[int], after: list[int]) -> list[Passing]:
    strands = Lineage.objects.filter(_applied(), change__effective_on=day, source__in=before, heir__in=after)
    found = []
    for source, heir, kind, share in strands.order_by("id").values_list("source", "heir", "share_kind", "share"):
        weight = 0.5 if share is None else float(share)
        found.append(Passing(source, heir, kind != ShareKind.NONE and share == 1, weight))
    return found


def _means(passing: Iterable[Passing], after: Iterable[Spot]) -> dict[int, tuple[float, float]]:
    """The middle of the heirs of each source."""
    known = {spot.unit_id: spot for spot in after}
    parts: dict[int, list[tuple[float, float, float]]] = {}
    for one in passing:
        heir = known.get(one.heir)
        if heir is not None and heir.latitude is not None and heir.longitude is not None:
            parts.setdefault(one.source, []).append((heir.latitude, heir.longitude, one.weight))
    means = {source: middle(points) for source, points in parts.items()}
    return {source: place for source, place in means.items() if place is not None}


def _placed(spots: list[Spot], means: dict[int, tuple[float, float]]) -> list[Spot]:
    """Every spot with degrees: its own, else its heirs', else the middle of all that are known."""
    placed = [
        replace(spot, latitude=means[spot.unit_id][0], longitude=means[spot.unit_id][1])
        if spot.latitude is None and spot.unit_id in means
        else spot
        for spot in spots
    ]
    known = [(s.latitude, s.longitude, 1.0) for s in placed if s.latitude is not None and s.longitude is not None]
    north, east = middle(known) or (16.0, 107.0)
    return [
        replace(spot, latitude=north, longitude=east) if spot.latitude is None or spot.longitude is None else spot
        for spot in placed
    ]
