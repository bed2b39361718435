"""Which units a directive or a task goes to: asked by level, by group, by kind, by name, within the actor's reach."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from danvan.access.actor import Actor
from danvan.orgs.kinds import COMMUNE_LEVEL, PROVINCE_LEVEL
from danvan.orgs.models import Group, Placement, Unit

from .models import Directive, Mandate
from .querysets import name_of

MOST_BY_NAME = 60


@dataclass(frozen=True)
class Chosen:
    """One line of the list: the unit, the group of its area, and since when it has the directive (None: not yet)."""

    unit: Unit
    group: str
    since: date | None


def groups_for(actor: Actor, action: str) -> list[tuple[str, str]]:
    """Groups of areas the actor reaches: code and name."""
    reach = actor.reach(action)
    if reach is None:
        return []
    rows = Group.objects.filter(Q(of__in=reach) | Q(members__unit__in=reach)).distinct().order_by("family", "name")
    return list(rows.values_list("code", "name"))


def found_units(actor: Actor, action: str, wish: dict[str, str]) -> list[Unit]:
    """Units that the wish (``where``, ``kind``, ``group``, ``q``) asks for, alive today and in reach."""
    reach, today = actor.reach(action), actor.day
    if reach is None:
        return []
    units = Unit.objects.filter(pk__in=reach).alive(today)
    where, kind = wish.get("where") or "name", wish.get("kind") or ""
    if where == "name":
        words = wish.get("q") or ""
        return _sorted(units.search(words), today)[:MOST_BY_NAME] if words.strip() else []
    units = units.of_kind(kind, on=today)
    levels = PROVINCE_LEVEL if where == "province" else COMMUNE_LEVEL
    areas = Unit.objects.of_kind(*levels, on=today)
    if where == "group":
        areas = areas.filter(memberships__group__code=wish.get("group") or "", memberships__valid__contains=today)
    placed = Placement.objects.filter(unit=OuterRef("pk"), valid__contains=today, parent__in=areas.values("pk"))
    return _sorted(units.filter(Exists(placed)), today)


def picked_units(actor: Actor, action: str, public_ids: Iterable[str]) -> list[Unit]:
    """The units with these public ids that are in reach; what is not an id is left out."""
    ids = set()
    for text in public_ids:
        try:
            ids.add(uuid.UUID(text))
        except ValueError:
            continue
    reach = actor.reach(action)
    if reach is None or not ids:
        return []
    return _sorted(Unit.objects.filter(pk__in=reach, public_id__in=ids), actor.day)


def _sorted(units, today: date) -> list[Unit]:
    return sorted(units.named(today), key=lambda unit: unit.name_sort or "")


def chosen_lines(directive: Directive, units: list[Unit], groups: dict[int, str]) -> list[Chosen]:
    """The list with what each unit already has."""
    mandates = Mandate.objects.standing().filter(directive=directive, unit__in=units)
    since = dict(mandates.values_list("unit", "sending__on"))
    return [Chosen(unit, groups.get(unit.pk, ""), since.get(unit.pk)) for unit in units]


def units_to_help(actor: Actor, action: str) -> list[tuple[str, str]]:
    """Units under the actor, for choosing the lead of a part: public id and name, by the Vietnamese alphabet."""
    reach = actor.reach(action)
    if reach is None:
        return []
    units = (
        Unit.objects.filter(pk__in=reach)
        .alive(actor.day)
        .annotate(name=name_of("pk", actor.day), name_sort=name_of("pk", actor.day, "name_sort"))
    )
    return [(str(unit.public_id), unit.name) for unit in sorted(units, key=lambda unit: unit.name_sort or "")]
