"""The composed lineage as rows: read strands and lives, compose them, write ``Carry`` and check it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from .kinds import AREAS, ShareKind
from .lineage import Days, Lineage, Segment, Strand
from .models import Carry, Change, Description, Placement, Unit
from .models import Lineage as LineageRow
from .sql import BUILD_IDENTITIES, COPY_CARRIES, IDENTITY_DIFFERENCES

Row = tuple[int, int, DateRange, DateRange, Decimal | None, str]


def write() -> int:
    """Compose all applied changes afresh into ``Carry``; returns the number of rows. Its only writer."""
    lineage, moving = read()
    with connection.cursor() as cursor:
        cursor.execute("delete from orgs_carry")
        cursor.execute(BUILD_IDENTITIES, {"moving": sorted(moving)})
        count = cursor.rowcount
        with cursor.copy(COPY_CARRIES) as copy:
            for row in _rows(lineage, moving):
                copy.write_row(row)
                count += 1
    return count


def disagreements() -> list[str]:
    """Where the stored carries differ from a fresh composition, and events whose shares do not make a whole."""
    lineage, moving = read()
    with connection.cursor() as cursor:
        cursor.execute(IDENTITY_DIFFERENCES, {"moving": sorted(moving)})
        wrong = [f"carry {what}: {source} > {heir}" for what, source, heir in cursor]
    fresh = set(_rows(lineage, moving))
    rows = Carry.objects.filter(source__in=moving)
    stored = set(rows.values_list("source", "heir", "valid", "seen", "share", "kind"))
    wrong += [f"carry missing: {row[0]} > {row[1]}" for row in sorted(fresh - stored, key=str)]
    wrong += [f"carry surplus: {row[0]} > {row[1]}" for row in sorted(stored - fresh, key=str)]
    if rows.count() != len(stored):
        wrong.append("carry surplus: the same row twice")
    wrong += [f"lineage: the shares of unit {source} on {day} make no whole" for source, day in lineage.problems()]
    return wrong


def read() -> tuple[Lineage, frozenset[int]]:
    """The lineage of all applied changes, and the units to which something happens."""
    rows = LineageRow.objects.filter(change__state=Change.State.APPLIED)
    strands = [
        Strand(source, heir, day, None if kind == ShareKind.NONE else share)
        for source, heir, day, kind, share in rows.values_list(
            "source", "heir", "change__effective_on", "share_kind", "share"
        )
    ]
    ended = dict(Unit.objects.filter(life__endswith__isnull=False).values_list("pk", "life"))
    sources = {strand.source for strand in strands}
    lives = ended | dict(Unit.objects.filter(pk__in=sources - ended.keys()).values_list("pk", "life"))
    told = {(strand.source, strand.day) for strand in strands}
    silent = {pk: life.upper - timedelta(days=1) for pk, life in ended.items() if (pk, life.upper) not in told}
    parents = _parents(silent)
    days: dict[int, Days] = {pk: (life.lower, life.upper) for pk, life in lives.items()}
    return Lineage(strands, days, parents), frozenset(sources | parents.keys())


def _parents(last_days: dict[int, object]) -> dict[int, int]:
    """The parents that areas ended without an heir had on their last day."""
    kinds = Description.objects.filter(unit__in=last_days, kind__in=AREAS).values_list("unit", "valid")
    areas = {unit for unit, valid in kinds if last_days[unit] in valid}
    places = Placement.objects.filter(unit__in=areas).values_list("unit", "parent", "valid")
    return {unit: parent for unit, parent, valid in places if last_days[unit] in valid}


def _rows(lineage: Lineage, moving: frozenset[int]) -> Iterator[Row]:
    for unit in sorted(moving):
        for segment in lineage.segments(unit):
            yield _row(unit, segment)


def _row(unit: int, segment: Segment) -> Row:
    return (unit, segment.heir, DateRange(*segment.valid), DateRange(*segment.seen), segment.share, segment.kind)
