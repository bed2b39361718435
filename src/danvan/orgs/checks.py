"""Is the tree whole? Each function names what is wrong; an empty list means nothing is."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import F

from . import carrying
from .kinds import Kind
from .models import Description, Placement, Unit
from .planner import hash_joins
from .sql import REACH_DIFFERENCES


def disagreements() -> list[str]:
    """Every broken invariant of units in time, in words (spine 1 and 2)."""
    return [*_undescribed_days(), *_unplaced_units(), *_orphaned_days(), *_wrong_reach(), *carrying.disagreements()]


def _undescribed_days() -> list[str]:
    """Life and descriptions must cover the same days; descriptions may not leave a gap."""
    problems = []
    rows = Description.objects.order_by("unit_id", "valid").values_list("unit_id", "valid")
    spans: dict[int, list] = {}
    for unit, valid in rows:
        spans.setdefault(unit, []).append(valid)
    for unit in Unit.objects.all():
        own = spans.get(unit.pk, [])
        gaps = any(a.upper != b.lower for a, b in zip(own, own[1:], strict=False))
        if not own or gaps or own[0].lower != unit.life.lower or own[-1].upper != unit.life.upper:
            problems.append(f"{unit.code}: its names do not cover its life")
    return problems


def _unplaced_units() -> list[str]:
    """Every unit but the nation has a parent on each day of its life."""
    problems = []
    spans: dict[int, list] = {}
    for unit, valid in Placement.objects.order_by("unit_id", "valid").values_list("unit_id", "valid"):
        spans.setdefault(unit, []).append(valid)
    roots = set(Description.objects.filter(kind=Kind.NATION).values_list("unit_id", flat=True))
    for unit in Unit.objects.exclude(pk__in=roots):
        own = spans.get(unit.pk, [])
        gaps = any(a.upper != b.lower for a, b in zip(own, own[1:], strict=False))
        if not own or gaps or own[0].lower != unit.life.lower or own[-1].upper != unit.life.upper:
            problems.append(f"{unit.code}: it has no parent on some day of its life")
    return problems


def _orphaned_days() -> list[str]:
    """A parent lives as long as its child stands under it."""
    rows = Placement.objects.exclude(parent__life__contains=F("valid")).select_related("unit", "parent")
    return [f"{row.unit.code}: its parent {row.parent.code} does not live as long" for row in rows]


def _wrong_reach() -> list[str]:
    with transaction.atomic(), connection.cursor() as cursor, hash_joins(cursor):
        cursor.execute(REACH_DIFFERENCES)
        rows = cursor.fetchall()
    return [f"reach {what}: {above} > {below} at {depth}" for what, above, below, depth, *_ in rows]
