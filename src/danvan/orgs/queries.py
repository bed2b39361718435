"""Reads about units in time: the search, the tree of a day, the life of one unit."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext as _

from danvan.core.text import fold
from danvan.core.work import Hit

from .kinds import AREAS, BODIES, COMMUNE_LEVEL, PROVINCE_LEVEL, Kind
from .models import Change, Description, Group, Lineage, Placement, Reach, Unit
from .querysets import UnitQuerySet


@dataclass(frozen=True)
class Name:
    """What a unit is called and is on a day (or was last): enough to show and to link it."""

    unit_id: int
    name: str
    short_name: str
    kind: Kind
    url: str
    sort: str


def names_of(ids: Iterable[int], day: date) -> dict[int, Name]:
    """Names of many units on ``day``, or the last they had: one query."""
    units = Unit.objects.filter(pk__in=set(ids)).named(day)
    return {
        unit.pk: Name(unit.pk, unit.name, unit.short_name, Kind(unit.kind), unit.get_absolute_url(), unit.name_sort)
        for unit in units
    }


def register(day: date) -> UnitQuerySet:
    """All units with name, kind and parent of ``day`` (or their last), by the Vietnamese alphabet, for a list.

    Units are no secret: everybody signed in may look them up.
    """
    parents = (
        Placement.objects.filter(unit=OuterRef("pk"))
        .annotate(now=Q(valid__contains=day))
        .order_by(F("now").desc(), F("valid").desc())
    )
    heirs = Lineage.objects.select_related("change")
    return (
        Unit.objects.named(day)
        .annotate(parent_id=Subquery(parents.values("parent")[:1]))
        .prefetch_related("descriptions", Prefetch("heirs", heirs))
        .order_by("name_sort", "code")
    )


@dataclass(frozen=True)
class Line:
    """One unit in a list. ``former`` is the old name that the words found; ``closed`` its last day; ``heirs`` who
    goes on with it."""

    unit: Name
    code: str
    parent: Name | None
    former: str
    closed: date | None
    heirs: list[Name]
    public_id: uuid.UUID


def lines(units: Iterable[Unit], words: str, day: date) -> list[Line]:
    """Rows of ``register`` made ready to show: one query more, however many rows."""
    units = list(units)
    heirs = {unit.pk: [strand.heir_id for strand in unit.heirs.all()] for unit in units}
    wanted = {unit.parent_id for unit in units} | {heir for some in heirs.values() for heir in some}
    known = names_of((wanted - {None}) | {unit.pk for unit in units}, day)
    return [
        Line(
            known[unit.pk],
            unit.code,
            known.get(unit.parent_id),
            _former(unit, words),
            last_day(unit) if unit.closed_before(day) else None,
            [known[heir] for heir in dict.fromkeys(heirs[unit.pk])],
            unit.public_id,
        )
        for unit in units
    ]


def last_day(unit: Unit) -> date | None:
    """The last day of a unit's life; None while it is open."""
    return unit.life.upper - timedelta(days=1) if unit.life.upper else None


def _former(unit: Unit, words: str) -> str:
    """The old name by which the words find the unit, when its name of the day does not; else its names before."""
    sought = fold(words).split()
    old = [row for row in unit.descriptions.all() if row.name != unit.name]
    if not old:
        return ""
    if sought and not all(word in fold(f"{unit.name} {unit.short_name}") for word in sought):
        old = [row for row in old if all(word in row.name_fold for word in sought)] or old
    return old[-1].name


def search(words: str, day: date, limit: int) -> list[Hit]:
    """Units that have or had a name with these words (marks not needed), or that code; the living first."""
    if not fold(words):
        return []
    ordered = ranked(register(day), words, day)
    return [
        Hit(line.unit.kind.label, line.unit.name, detail(line), line.unit.url)
        for line in lines(ordered[:limit], words, day)
    ]


def ranked(rows: UnitQuerySet, words: str, day: date) -> UnitQuerySet:
    """The rows that have or had a name with these words, or that code: the name itself first, then the words side by
    side, then the living before the ended, areas before bodies, the alphabet."""
    phrase = fold(words)
    names = Description.objects.filter(unit=OuterRef("pk"))
    found = (rows.search(words) | rows.filter(code__iexact=words.strip())).annotate(
        alive=Q(life__contains=day),
        area=Q(kind__in=AREAS),
        whole=Exists(names.filter(name_fold__endswith=f" {phrase} {phrase}")),
        beside=Exists(names.filter(name_fold__iregex=rf"\m{re.escape(phrase)}\M")),
    )
    order = ("whole", "beside", "alive", "area")
    return found.order_by(*(F(key).desc() for key in order), "name_sort", "code")


def detail(line: Line) -> str:
    """What stands beside a found unit: its parent, its old name, its end and who goes on."""
    parts = [line.parent.name] if line.parent else []
    if line.former:
        parts.append(_("formerly %(name)s") % {"name": line.former})
    if line.closed:
        parts.append(_("ended on %(day)s") % {"day": f"{line.closed:%d/%m/%Y}"})
    # A district is not "now" its province: the province only took over what it had.
    now = [heir for heir in line.heirs if not (line.unit.kind == Kind.DISTRICT and heir.kind in PROVINCE_LEVEL)]
    if now:
        parts.append(_("now %(names)s") % {"names": ", ".join(heir.name for heir in now)})
    return " · ".join(parts)


@dataclass(frozen=True)
class Branch:
    """A province of the tree with the number of its communes, and those themselves where the branch is open."""

    unit: Name
    communes: int
    open: list[Name] = field(default_factory=list)


def tree(day: date, unfold: int | None) -> list[Branch]:
    """The provinces of ``day`` by the alphabet; the one above (or equal to) the unit ``unfold`` shows its communes."""
    provinces = Unit.objects.alive(day).of_kind(*PROVINCE_LEVEL, on=day)
    ids = list(provinces.values_list("pk", flat=True))
    children = Placement.objects.filter(parent__in=ids, valid__contains=day)
    communes = Description.objects.filter(kind__in=COMMUNE_LEVEL, valid__contains=day).values("unit")
    children = children.filter(unit__in=communes)
    counts = dict(children.values_list("parent").annotate(n=Count("unit")))
    home = set(
        Reach.objects.filter(below=unfold, above__in=ids, valid__contains=day).values_list("above", flat=True)
        if unfold
        else []
    )
    inside: dict[int, list[int]] = {}
    for parent, unit in children.filter(parent__in=home).values_list("parent", "unit"):
        inside.setdefault(parent, []).append(unit)
    known = names_of([*ids, *(unit for some in inside.values() for unit in some)], day)
    return [
        Branch(known[pk], counts.get(pk, 0), by_name(known[unit] for unit in inside.get(pk, [])))
        for pk in (name.unit_id for name in by_name(known[pk] for pk in ids))
    ]


def by_name(names: Iterable[Name]) -> list[Name]:
    """In the order of the Vietnamese alphabet."""
    return sorted(names, key=lambda name: name.sort)


def counts_by_kind(day: date) -> list[tuple[Kind, int]]:
    """How many units of each kind live on ``day``, in the order of ``Kind``."""
    rows = Description.objects.filter(valid__contains=day).values_list("kind").annotate(n=Count("id"))
    found = dict(rows.order_by())
    return [(kind, found[kind]) for kind in Kind if kind in found]


@dataclass(frozen=True)
class Strand:
    """A change seen from one unit: what it came from, or what goes on with it."""

    change: Change
    units: list[Name]


@dataclass(frozen=True)
class Life:
    """All that the page of a unit shows. Children and bodies are those of ``day``, or of its last day when closed."""

    unit: Unit
    name: Name
    day: date
    closed: date | None
    descriptions: list[Description]
    placements: list[tuple[Placement, Name]]
    came_from: list[Strand]
    goes_on_in: list[Strand]
    areas: list[tuple[Kind, list[Name]]]
    bodies: list[Name]
    groups: list[tuple[Group, int]]
    member_of: list[Group]
    path: list[Name]

    @property
    def heirs(self) -> list[Name]:
        """The units that go on with this one, each once."""
        return list({name.unit_id: name for strand in self.goes_on_in for name in strand.units}.values())


def life(unit: Unit, today: date) -> Life:
    """The life of one unit, in a number of queries that does not grow with its children."""
    closed = last_day(unit) if unit.closed_before(today) else None
    day = closed or today
    placements = list(unit.placements.order_by("valid"))
    below = list(Placement.objects.filter(parent=unit, valid__contains=day).values_list("unit", flat=True))
    came = _strands(unit.sources, "source_id")
    gone = _strands(unit.heirs, "heir_id")
    above = dict(Reach.objects.filter(below=unit, valid__contains=day, depth__gt=0).values_list("depth", "above"))
    linked = {row.parent_id for row in placements} | set(above.values()) | set(below) | {unit.pk}
    for ids in (*came.values(), *gone.values()):
        linked |= set(ids)
    known = names_of(linked, day)
    children = by_name(known[pk] for pk in below)
    groups = Group.objects.filter(of=unit).annotate(n=Count("members", filter=Q(members__valid__contains=day)))
    return Life(
        unit=unit,
        name=known[unit.pk],
        day=day,
        closed=closed,
        descriptions=list(unit.descriptions.order_by("valid")),
        placements=[(row, known[row.parent_id]) for row in placements],
        came_from=[Strand(change, by_name(known[pk] for pk in ids)) for change, ids in came.items()],
        goes_on_in=[Strand(change, by_name(known[pk] for pk in ids)) for change, ids in gone.items()],
        areas=_by_kind(name for name in children if name.kind in AREAS),
        bodies=[name for name in children if name.kind in BODIES],
        groups=[(group, group.n) for group in groups.order_by("family", "name")],
        member_of=list(Group.objects.filter(members__unit=unit, members__valid__contains=day).order_by("name")),
        path=[known[above[depth]] for depth in sorted(above, reverse=True)],
    )


def _strands(strands, end: str) -> dict[Change, list[int]]:
    """Changes in force with the ids at their other end."""
    found: dict[Change, list[int]] = {}
    rows = strands.filter(change__state=Change.State.APPLIED).select_related("change")
    for strand in rows.order_by("change__effective_on", "id"):
        ids = found.setdefault(strand.change, [])
        if getattr(strand, end) not in ids:
            ids.append(getattr(strand, end))
    return found


def _by_kind(names: Iterable[Name]) -> list[tuple[Kind, list[Name]]]:
    grouped: dict[Kind, list[Name]] = {}
    for name in names:
        grouped.setdefault(name.kind, []).append(name)
    return [(kind, grouped[kind]) for kind in Kind if kind in grouped]
