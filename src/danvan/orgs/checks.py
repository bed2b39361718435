"""Is the tree whole? Each function names what is wrong; an empty list means nothing is."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from . import carrying
from .kinds import AREAS, COMMUNE_LEVEL, ChangeKind, Kind, ShareKind
from .models import Change, Description, Lineage, Placement, Unit
from .planner import hash_joins
from .sql import REACH_DIFFERENCES

REFORM = date(2025, 7, 1)


def disagreements() -> list[str]:
    """Every broken invariant of units in time, in words (spine 1 and 2)."""
    places = [*_undescribed_days(), *_unplaced_units(), *_orphaned_days(), *_wrong_reach()]
    lineage = [*_wrong_shares(), *_without_heir(), *_without_source()]
    return [*places, *lineage, *carrying.disagreements()]


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


def _wrong_shares() -> list[str]:
    """Of a source all is apportioned on one day, or nothing is; one that lives on may keep the rest."""
    strands = Lineage.objects.filter(change__state=Change.State.APPLIED).values("source__code", "source__life")
    sums = strands.annotate(
        day=F("change__effective_on"),
        strands=Count("pk"),
        unknown=Count("pk", filter=Q(share_kind=ShareKind.NONE)),
        told=Sum("share"),
    ).order_by("source__code", "day")
    problems = []
    for row in sums:
        where = f"{row['source__code']}: on {row['day']}"
        if 0 < row["unknown"] < row["strands"]:
            problems.append(f"{where} some shares are known and others are not")
        elif row["told"] is not None:
            closed = row["source__life"].upper == row["day"]
            if row["told"] > 1 or (closed and row["told"] != 1):
                problems.append(f"{where} its shares sum to {row['told'].normalize()}")
    return problems


def _applied(end: str) -> Exists:
    """Whether a strand in force of the reform's day has the unit at its ``end``."""
    of_the_day = Lineage.objects.filter(change__state=Change.State.APPLIED, change__effective_on=REFORM)
    return Exists(of_the_day.filter(**{end: OuterRef("pk")}))


def _without_heir() -> list[str]:
    """An area that the reform of 1 July 2025 ended goes on in some other."""
    areas = Description.objects.filter(kind__in=AREAS, valid__endswith=REFORM).values("unit")
    lost = Unit.objects.filter(~_applied("source"), life__endswith=REFORM, pk__in=areas).order_by("code")
    return [
        f"{code}: it ended on 2025-07-01 and nobody goes on with it" for code in lost.values_list("code", flat=True)
    ]


def _without_source() -> list[str]:
    """Where the old districts are loaded, each commune that began with the reform came from some other."""
    dissolved = Lineage.objects.filter(
        change__kind=ChangeKind.DISSOLVE,
        change__state=Change.State.APPLIED,
        change__effective_on=REFORM,
        source__descriptions__kind=Kind.DISTRICT,
    )
    begun = Description.objects.filter(kind__in=COMMUNE_LEVEL, valid__startswith=REFORM).values("unit")
    placed = Placement.objects.filter(parent__in=dissolved.values("heir"), valid__startswith=REFORM).values("unit")
    units = Unit.objects.filter(~_applied("heir"), life__startswith=REFORM, pk__in=begun).filter(pk__in=placed)
    codes = units.order_by("code").values_list("code", flat=True)
    return [f"{code}: it began on 2025-07-01 and came from nobody" for code in codes]
