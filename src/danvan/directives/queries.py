"""Reads that span tables: who is how far, what a person has to do, what a search finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from danvan.access.actor import Actor
from danvan.core.text import loose, sort_key
from danvan.orgs.kinds import COMMUNE_LEVEL
from danvan.orgs.models import GroupMember, Placement, Reach, Unit
from danvan.web.drawing import MatrixRow

from . import access
from .models import Directive, Mandate, Task
from .models.directive import INVERSE, RelationKind
from .querysets import name_of
from .states import STEPS, MandateState, reached
from .work import search, work_items

FAMILY = "old-district"

__all__ = ["search", "work_items"]  # besides the reads below: what the overview asks every domain for


def groups_of(unit_ids: Iterable[int], day: date) -> dict[int, str]:
    """The name of the old district that each unit, or the area it stands in, belongs to on ``day``."""
    members = GroupMember.objects.filter(group__family=FAMILY, valid__contains=day)
    names = dict(members.values_list("unit", "group__name"))
    rows = Reach.objects.filter(below__in=list(unit_ids), above__in=names, valid__contains=day)
    return {below: names[above] for below, above in rows.order_by("-depth").values_list("below", "above")}


@dataclass
class Place:
    """One old district (or whatever group) and the mandates in it, with the words for its squares."""

    name: str
    mandates: list[Mandate] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """How many units stand at each word."""
        return Counter(self.looks)

    @property
    def running(self) -> int:
        """Units under way or not yet begun, neither done, late nor due soon."""
        return self.counts["running"] + self.counts["wait"]


def mandates_of(directive: Directive, actor: Actor) -> list[Mandate]:
    """The standing mandates of a directive that the actor may see, with names and studies, sorted by name."""
    rows = directive.mandates.visible_to(actor).standing().with_units(actor.day).with_studies()
    return sorted(rows, key=lambda mandate: mandate.unit_sort or "")


def by_place(mandates: Sequence[Mandate], day: date) -> list[Place]:
    """Mandates by old district, both in the Vietnamese order; units outside any group come last."""
    groups = groups_of([mandate.unit_id for mandate in mandates], day)
    places: dict[str, Place] = {}
    for mandate in mandates:
        name = groups.get(mandate.unit_id, "")
        place = places.setdefault(name, Place(name or _("Other units")))
        place.mandates.append(mandate)
        place.looks.append(mandate.look(day))
    return [places[name] for name in sorted(places, key=lambda name: (not name, sort_key(name)))]


@dataclass(frozen=True)
class Progress:
    """The finding about one directive: how many units, how many done, late, and where most are late."""

    total: int
    done: int
    late: int
    soon: int
    not_received: int
    not_disseminated: int
    running: int = 0
    worst: str = ""

    @classmethod
    def of(cls, mandates: Sequence[Mandate], day: date, places: Sequence[Place] = ()) -> Progress:
        """Count what was loaded."""
        looks = Counter(mandate.look(day) for mandate in mandates)
        states = Counter(mandate.state for mandate in mandates)
        worst = max(places, key=lambda place: place.counts["late"], default=None)
        if worst and sum(place.counts["late"] == worst.counts["late"] for place in places) > 1:
            worst = None
        return cls(
            total=len(mandates),
            done=looks["done"],
            late=looks["late"],
            soon=looks["soon"],
            not_received=states[MandateState.SENT],
            not_disseminated=states[MandateState.SENT] + states[MandateState.RECEIVED],
            running=looks["running"] + looks["wait"],
            worst=worst.name if worst and worst.counts["late"] and len(places) > 1 else "",
        )


def counts_for(directive_ids: Iterable[int], actor: Actor) -> dict[int, dict[str, int]]:
    """Total, done and late visible mandates of each directive of a page: one query."""
    rows = (
        Mandate.objects.visible_to(actor)
        .standing()
        .filter(directive__in=list(directive_ids))
        .order_by()
        .values("directive")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(state=MandateState.DONE)),
            late=Count("pk", filter=~Q(state=MandateState.DONE) & Q(due_on__lt=actor.day)),
        )
    )
    return {row.pop("directive"): row for row in rows}


def step_sums(mandates: Sequence[Mandate], today: date) -> list[dict[str, object]]:
    """For each step: how many units have it behind them, and how many are late because of it."""
    sums = []
    for place, step in enumerate(STEPS):
        done = sum(reached(mandate.state) > place for mandate in mandates)
        late = sum(mandate.next_step == step and mandate.is_late(today) for mandate in mandates)
        sums.append(
            {
                "name": step.label,
                "step": step.value,
                "parts": [("done", done), ("late", late)],
                "total": len(mandates),
                "done": done,
                "late": late,
            }
        )
    return sums


def short_names(mandates: Sequence[Mandate], day: date) -> dict[int, str]:
    """What to call each unit where there is little room: its area when no other unit of the list stands in it."""
    units = {mandate.unit_id: mandate.unit_short or mandate.unit_name for mandate in mandates}
    rows = (
        Placement.objects.filter(unit__in=units, valid__contains=day)
        .annotate(area=name_of("parent", day, "short_name"), kind=name_of("parent", day, "kind"))
        .filter(kind__in=COMMUNE_LEVEL)
    )
    areas = dict(rows.values_list("unit", "area"))
    taken = Counter(areas.values())
    return {unit: areas[unit] if taken[areas.get(unit)] == 1 else name for unit, name in units.items()}


def matrix_rows(places: Sequence[Place], today: date, names: dict[int, str]) -> list[MatrixRow]:
    """Units by steps, for the drawing."""
    return [
        MatrixRow(names[mandate.unit_id], place.name, mandate.cells(today), mandate.get_absolute_url())
        for place in places
        for mandate in place.mandates
    ]


@dataclass(frozen=True)
class UnitLine:
    """One unit of the matrix across directives: its mandate for each column, or None."""

    unit: Unit
    name: str
    short: str
    group: str
    sort: str
    mandates: tuple[Mandate | None, ...]

    def looks(self, today: date) -> list[str]:
        """A word for each column."""
        return [mandate.look(today) if mandate else "not_applicable" for mandate in self.mandates]


def running_directives(actor: Actor, limit: int) -> list[Directive]:
    """The visible directives that units are carrying out, the last sent first."""
    standing = Mandate.objects.visible_to(actor).standing().filter(directive=OuterRef("pk"))
    rows = Directive.objects.visible_to(actor).filter(Exists(standing)).for_lists(actor.day)
    return list(rows.annotate(last=Coalesce(_last_sent(), 0)).order_by("-last", "-pk")[:limit])


def _last_sent() -> Subquery:
    sent = Mandate.objects.filter(directive=OuterRef("pk")).order_by().values("directive")
    return Subquery(sent.annotate(last=Max("sending"))[:1].values("last"))


def unit_lines(directives: Sequence[Directive], actor: Actor) -> list[UnitLine]:
    """Units × directives: every visible standing mandate of these directives, sorted by group and name."""
    rows = list(Mandate.objects.visible_to(actor).standing().filter(directive__in=directives).with_units(actor.day))
    places = {directive.pk: place for place, directive in enumerate(directives)}
    found: dict[int, list[Mandate | None]] = {}
    for mandate in rows:
        line = found.setdefault(mandate.unit_id, [None] * len(directives))
        line[places[mandate.directive_id]] = mandate
    groups = groups_of(found, actor.day)
    names = short_names(rows, actor.day)
    lines = []
    for unit_id, mandates in found.items():
        known = next(mandate for mandate in mandates if mandate)
        lines.append(
            UnitLine(
                known.unit,
                known.unit_name,
                names[unit_id],
                groups.get(unit_id, ""),
                known.unit_sort or "",
                tuple(mandates),
            )
        )
    return sorted(lines, key=lambda line: (not line.group, sort_key(line.group), line.sort))


def only_for_export(lines: Sequence[UnitLine], actor: Actor) -> list[UnitLine]:
    """The lines with only the mandates that the actor may take away; a line without any is left out."""
    known = [mandate.pk for line in lines for mandate in line.mandates if mandate]
    allowed = set(Mandate.objects.permitted(actor, access.EXPORT).filter(pk__in=known).values_list("pk", flat=True))
    kept = [
        replace(line, mandates=tuple(m if m and m.pk in allowed else None for m in line.mandates)) for line in lines
    ]
    return [line for line in kept if any(line.mandates)]


@dataclass(frozen=True)
class LateLine:
    """One unit or one directive and what is late there; ``first`` is the earliest last day among it."""

    name: str
    url: str
    mandates: int
    tasks: int
    first: date


def late_by_unit(actor: Actor, action: str = access.VIEW) -> list[LateLine]:
    """Units with late mandates or tasks, the most first: across all on which the actor has ``action``."""
    today = actor.day
    mandates = Mandate.objects.permitted(actor, action).late(today).with_units(today)
    tasks = Task.objects.permitted(actor, action).late(today).for_lists(today)
    found = [(row.unit_id, row.unit_name, row.unit.get_absolute_url(), row.due_on, True) for row in mandates]
    found += [(row.lead_id, row.lead_name, row.lead.get_absolute_url(), row.due_on, False) for row in tasks]
    return _late_lines(found)


def late_by_directive(actor: Actor, action: str = access.VIEW) -> list[LateLine]:
    """Directives with late mandates or tasks on which the actor has ``action``, the most first."""
    today = actor.day
    mandates = Mandate.objects.permitted(actor, action).late(today).select_related("directive")
    tasks = Task.objects.permitted(actor, action).late(today).select_related("origin")
    found = [(row.directive, row.due_on, True) for row in mandates] + [(row.origin, row.due_on, False) for row in tasks]
    return _late_lines(
        [
            (one.pk, f"{one.short}: {one.title}", one.get_absolute_url(), due, is_mandate)
            for one, due, is_mandate in found
        ]
    )


def _late_lines(found: Iterable[tuple[int, str, str, date, bool]]) -> list[LateLine]:
    lines: dict[int, list] = {}
    for key, name, url, due, is_mandate in found:
        line = lines.setdefault(key, [name, url, 0, 0, due])
        line[2 if is_mandate else 3] += 1
        line[4] = min(line[4], due)
    made = [LateLine(*line) for line in lines.values()]
    return sorted(made, key=lambda line: (-(line.mandates + line.tasks), line.first, sort_key(line.name)))


@dataclass(frozen=True)
class Tie:
    """A related document, said from this side: "is implemented by"."""

    relation_id: UUID
    words: str
    other: Directive


def ties_of(directive: Directive, actor: Actor) -> list[Tie]:
    """Relations both ways, only with documents the actor may see."""
    seen = Directive.objects.visible_to(actor)
    out = directive.relations.filter(target__in=seen).select_related("target__issuer")
    back = directive.inverse_relations.filter(source__in=seen).select_related("source__issuer")
    ties = [Tie(row.public_id, str(RelationKind(row.kind).label), row.target) for row in out]
    ties += [Tie(row.public_id, str(INVERSE[RelationKind(row.kind)]), row.source) for row in back]
    return sorted(ties, key=lambda tie: (tie.words, tie.other.year or 0, tie.other.pk))


def unit_ids_of(directive: Directive) -> list[int]:
    """The units by which a directive is seen: its keeper and those it was sent to."""
    return [directive.keeper_id, *directive.mandates.standing().values_list("unit", flat=True)]


def answered_by(directive: Directive, actor: Actor) -> QuerySet[Mandate]:
    """The mandates of a directive for which the actor answers."""
    return directive.mandates.permitted(actor, access.ANSWER).standing().with_units(actor.day)


def keeper_for(actor: Actor) -> Unit:
    """In whose register the actor writes: their own body, or the highest unit over which they may register."""
    if actor.unit_id is not None and actor.covers(access.REGISTER, actor.unit_id):
        return Unit.objects.get(pk=actor.unit_id)
    return Unit.objects.filter(pk__in=actor.roots(access.REGISTER)).order_by("pk")[:1].get()


def look_up(words: str, actor: Actor) -> list[Directive]:
    """The visible directives that the words name, the exact symbol before all."""
    found = list(Directive.objects.visible_to(actor).search(words).select_related("issuer")[:6])
    exact = [one for one in found if loose(one.symbol) == loose(words)]
    return exact or found
