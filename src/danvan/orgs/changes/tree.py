"""The units of one day, read once: what builders and checks ask instead of the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.orgs.kinds import AREAS, COMMUNE_LEVEL, PROVINCE_LEVEL, Kind
from danvan.orgs.models import Placement, Reach, Unit

LEVELS = (
    frozenset({Kind.NATION}),
    PROVINCE_LEVEL,
    frozenset({Kind.DISTRICT}),
    COMMUNE_LEVEL,
    frozenset({Kind.VILLAGE}),
)


def level(kind: str) -> int | None:
    """How high an area stands: 0 the nation … 4 the village. None: a body."""
    return next((number for number, kinds in enumerate(LEVELS) if kind in kinds), None)


@dataclass(frozen=True)
class Node:
    """A unit as it is on the day (or was last): ``parent`` is a code, None when it has no place that day."""

    unit: Unit
    code: str
    kind: str
    name: str
    short_name: str
    parent: str | None

    @property
    def life(self) -> DateRange:
        """The days on which the unit lives."""
        return self.unit.life

    @property
    def is_area(self) -> bool:
        """Whether it is a branch of the tree; bodies hang on areas."""
        return self.kind in AREAS


class Tree:
    """Some units of ``day`` by code, as they are before the change."""

    def __init__(self, day: date, nodes: Iterable[Node]) -> None:
        self.day = day
        self.nodes = {node.code: node for node in nodes}
        self._below: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            if node.parent:
                self._below.setdefault(node.parent, []).append(node)

    def __contains__(self, code: str) -> bool:
        return code in self.nodes

    def __getitem__(self, code: str) -> Node:
        return self.nodes[code]

    @classmethod
    def of(cls, codes: Iterable[str], day: date, *, below: bool = False) -> Tree:
        """The named units that exist; with ``below`` also all that stands under them on ``day``. Two queries."""
        named = Unit.objects.filter(code__in=set(codes))
        if below:
            own = list(named.values_list("pk", flat=True))
            under = Reach.objects.filter(above__in=own, valid__contains=day).values_list("below", flat=True)
            named = Unit.objects.filter(pk__in={*own, *under})
        units = list(named.named(day).order_by("code"))
        places = Placement.objects.filter(unit__in=units, valid__contains=day)
        parents = dict(places.values_list("unit_id", "parent__code"))
        return cls(
            day,
            (Node(unit, unit.code, unit.kind, unit.name, unit.short_name, parents.get(unit.pk)) for unit in units),
        )

    def children(self, code: str) -> list[Node]:
        """What stands directly under a unit, by code."""
        return self._below.get(code, [])

    def bodies(self, code: str) -> Iterator[Node]:
        """The bodies that hang on a unit, and those that hang on them: each after the one above it."""
        for child in self.children(code):
            if not child.is_area:
                yield child
                yield from self.bodies(child.code)
