"""Where a figure comes from when units have changed: its homes, the relatives of a unit, and the days of change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from danvan.access.actor import Actor
from danvan.core.periods import Period
from danvan.figures.models import Filing, Line
from danvan.figures.modes import Mode
from danvan.orgs.kinds import COMMUNE_LEVEL, PROVINCE_LEVEL, Kind
from danvan.orgs.models import Carry, Change, Lineage, Reach, Unit
from danvan.orgs.queries import names_of

from .lookups import seen_by
from .reading import Scope
from .sources import Contribution, bodies_of, homes_of

# The latest days of change that a page offers; the field takes any other.
MOST_DAYS = 6


@dataclass(frozen=True)
class Origin:
    """A home that a restated figure comes from. ``share`` None: it is not known how much of it goes here."""

    unit_id: int
    name: str
    kind: Kind
    share: Decimal | None
    told: bool


@dataclass(frozen=True)
class Provenance:
    """Of what a figure is made, read by the units of a day.

    ``alive``: whether the unit asked about existed on that day; ``relatives`` are, when it did not, its predecessors
    (``ahead`` of its life) or else its heirs. ``origins`` is empty when no change touches the figure. ``seen`` are
    those of all these units whose figures the person may see.
    """

    alive: bool
    ahead: bool = False
    relatives: tuple[Unit, ...] = ()
    origins: tuple[Origin, ...] = ()
    seen: frozenset[int] = frozenset()

    @property
    def missing(self) -> tuple[Origin, ...]:
        """The homes that told nothing."""
        return tuple(one for one in self.origins if not one.told)

    @property
    def told(self) -> int:
        """How many homes told something."""
        return len(self.origins) - len(self.missing)

    @property
    def estimated(self) -> int:
        """How many homes go here in part, by a share."""
        return sum(one.told and one.share is not None and one.share != 1 for one in self.origins)

    @property
    def withheld(self) -> int:
        """How many homes go here in part and nobody knows how much of them."""
        return sum(one.told and one.share is None for one in self.origins)


def provenance(scope: Scope, actor: Actor, found: Iterable[Contribution] | None = None) -> Provenance:
    """Where the figures of a page come from. A home told something when a body of it filed for the period.

    With ``found`` (the cells behind one figure) it told something when one of those cells holds an answer.
    """
    if scope.day not in scope.unit.life:
        ahead, relatives = _relatives(scope.unit, scope.day)
        return Provenance(False, ahead, relatives, seen=seen_by(actor, [one.pk for one in relatives]))
    homes = homes_of(scope.unit.pk, scope.line, scope.period, scope.mode)
    if homes is None:
        return Provenance(True)
    told = (
        _told(list(homes), scope.line, scope.period) if found is None else {one.home_id for one in found if one.is_told}
    )
    kinds = names_of(homes, scope.period.last_day)
    origins = tuple(
        Origin(home.unit_id, home.name, kinds[home.unit_id].kind, home.share, home.unit_id in told)
        for home in homes.values()
    )
    return Provenance(True, origins=origins, seen=seen_by(actor, list(homes)))


def forebears(unit_id: int, line: Line, period: Period, mode: Mode) -> dict[str, bool]:
    """The homes that a figure is carried from, by name, and whether each filed anything; none: it is as it was."""
    homes = homes_of(unit_id, line, period, mode)
    told = _told(list(homes), line, period) if homes else set()
    return {home.name: home.unit_id in told for home in (homes or {}).values()}


def _told(homes: list[int], line: Line, period: Period) -> set[int]:
    top = {body_id: top_id for body_id, *_more, top_id in bodies_of(homes, line, period)}
    filed = Filing.objects.filter(unit__in=top, line=line, period=period.code)
    return {top[unit_id] for unit_id in filed.order_by().values_list("unit_id", flat=True).distinct()}


def _relatives(unit: Unit, day: date) -> tuple[bool, tuple[Unit, ...]]:
    """The units of ``day`` to which the figures of a unit that did not live then belong, by name."""
    ahead = unit.life.lower is not None and day < unit.life.lower
    if ahead:
        rows = Carry.objects.filter(heir=unit, valid__contains=day, seen__contains=unit.life.lower)
        ids = rows.values("source")
    else:
        rows = Carry.objects.filter(
            source=unit, valid__contains=unit.life.upper - timedelta(days=1), seen__contains=day
        )
        ids = rows.values("heir")
    found = Unit.objects.filter(pk__in=ids).exclude(pk=unit.pk).named(day).order_by("name_sort")
    own = Unit.objects.named(day).get(pk=unit.pk).kind
    return ahead, tuple(one for one in found if not ahead or _level(one.kind) == _level(own))


def _level(kind: str) -> frozenset[str] | str:
    """Units of one level succeed each other; a district that a province took up is no forebear of it."""
    return next((level for level in (PROVINCE_LEVEL, COMMUNE_LEVEL) if kind in level), kind)


def days_of_change(unit: Unit) -> list[date]:
    """The days on which applied changes took effect for the unit and what stands or stood under it, latest first."""
    inside = Reach.objects.filter(above=unit.pk).values("below")
    strands = Lineage.objects.filter(Q(source__in=inside) | Q(heir__in=inside), change__state=Change.State.APPLIED)
    days = strands.order_by("-change__effective_on").values_list("change__effective_on", flat=True).distinct()
    return list(days)
