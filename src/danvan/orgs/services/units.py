"""Verbs on units: open, rename, place anew, close, and rebuild the closure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from danvan.core.errors import Refused
from danvan.orgs import carrying
from danvan.orgs.models import Description, Placement, Reach, Unit
from danvan.orgs.planner import hash_joins
from danvan.orgs.sql import BUILD_REACH


@dataclass(frozen=True)
class Opening:
    """What is needed to open a unit: ``since`` is its first day (None: before all our data), ``until`` the day after
    its last (None: open)."""

    code: str
    kind: str
    name: str
    short_name: str
    parent: str | None
    since: date | None
    until: date | None = None
    decided_by: str = ""
    latitude: str | None = None
    longitude: str | None = None

    @property
    def life(self) -> DateRange:
        return DateRange(self.since, self.until)


@transaction.atomic
def open_units(openings: Iterable[Opening], *, derive: bool = True) -> dict[str, Unit]:
    """Open many units at once, parents first or already there. Returns them by code.

    ``derive`` False leaves the closure as it was: only for a loader that does more and then calls ``rebuild_reach``.
    Raises Refused when a parent is unknown or does not live as long as its child.
    """
    openings = list(openings)
    units = Unit.objects.bulk_create(
        Unit(code=o.code, life=o.life, latitude=o.latitude or None, longitude=o.longitude or None) for o in openings
    )
    made = {unit.code: unit for unit in units}
    wanted = {o.parent for o in openings if o.parent} - made.keys()
    known = made | {unit.code: unit for unit in Unit.objects.filter(code__in=wanted)}
    for o in openings:
        _require_parent(o, known)
    Description.objects.bulk_create(
        Description(
            unit=made[o.code],
            kind=o.kind,
            name=o.name,
            short_name=o.short_name,
            valid=o.life,
            decided_by=o.decided_by,
        ).fill_keys()
        for o in openings
    )
    Placement.objects.bulk_create(
        Placement(unit=made[o.code], parent=known[o.parent], valid=o.life) for o in openings if o.parent
    )
    if derive:
        rebuild_reach()
    return made


def _require_parent(opening: Opening, known: dict[str, Unit]) -> None:
    if opening.parent is None:
        return
    parent = known.get(opening.parent)
    if parent is None:
        raise Refused(
            _("The parent unit “%(code)s” does not exist.") % {"code": opening.parent},
            code="no-parent",
            field="parent",
        )
    starts_early = parent.life.lower is not None and (opening.since is None or opening.since < parent.life.lower)
    ends_late = parent.life.upper is not None and (opening.until is None or opening.until > parent.life.upper)
    if starts_early or ends_late:
        raise Refused(
            _("The parent unit “%(code)s” does not live on all these days.") % {"code": opening.parent},
            code="parent-lives-shorter",
            field="parent",
        )


@transaction.atomic
def describe_anew(unit: Unit, description: Description, *, since: date) -> Description:
    """Give a unit another name or kind from ``since`` on; the old description ends the day before.

    ``description`` carries kind, name, short_name and decided_by; its unit and days are set here.
    """
    old = unit.descriptions.select_for_update().get(valid__contains=since)
    if old.valid.lower is not None and old.valid.lower >= since:
        raise Refused(_("The unit already has another name from this day on."), code="same-day", field="since")
    end = old.valid.upper
    old.valid = DateRange(old.valid.lower, since)
    old.save(update_fields=["valid"])
    description.unit, description.valid = unit, DateRange(since, end)
    description.fill_keys().save()
    if unit.life.upper is not None and old.kind != description.kind:
        # Whether an ended unit was an area or a body decides who goes on with it.
        rebuild_carry()
    return description


@transaction.atomic
def place_anew(unit: Unit, parent: Unit, *, since: date) -> Placement:
    """Put a unit under another parent from ``since`` on. Refuses a circle and a parent that lives shorter."""
    old = unit.placements.select_for_update().get(valid__contains=since)
    if Reach.objects.filter(above=unit, below=parent, valid__contains=since).exists():
        raise Refused(_("A unit cannot stand under itself."), code="circle", field="parent")
    end = old.valid.upper
    outlived = parent.life.upper is not None and (end is None or end > parent.life.upper)
    if outlived or since not in parent.life:
        raise Refused(
            _("The parent unit “%(code)s” does not live on all these days.") % {"code": parent.code},
            code="parent-lives-shorter",
            field="parent",
        )
    if old.valid.lower == since:
        old.parent = parent
        old.save(update_fields=["parent"])
        placed = old
    else:
        old.valid = DateRange(old.valid.lower, since)
        old.save(update_fields=["valid"])
        placed = Placement.objects.create(unit=unit, parent=parent, valid=DateRange(since, end))
    rebuild_reach()
    return placed


@transaction.atomic
def close(unit: Unit, *, on: date) -> Unit:
    """End a unit: its last day is the day before ``on``. Nothing is deleted.

    Refuses while another unit still stands under it on or after that day.
    """
    if unit.children.filter(valid__overlap=DateRange(on, None)).exists():
        raise Refused(_("Other units still stand under this one."), code="has-children")
    if on not in unit.life or on == unit.life.lower:
        raise Refused(_("The unit does not live on this day."), code="not-alive", field="on")
    rows = [*unit.descriptions.all(), *unit.placements.all(), *unit.memberships.all()]
    if any(row.valid.lower is not None and row.valid.lower >= on for row in rows):
        raise Refused(_("A name or a place of this unit begins later than this day."), code="begins-later", field="on")
    for row in rows:
        if row.valid.upper is None or row.valid.upper > on:
            row.valid = DateRange(row.valid.lower, on)
            row.save(update_fields=["valid"])
    unit.life = DateRange(unit.life.lower, on)
    unit.save(update_fields=["life"])
    rebuild_reach()
    return unit


@transaction.atomic
def rebuild_reach() -> int:
    """Build the closure of placements afresh, and the composed lineage with it; returns the rows of the closure.

    The only writer of ``Reach``. To be called after every change of places, lives or applied changes.
    """
    with connection.cursor() as cursor:
        cursor.execute("delete from orgs_reach")
        with hash_joins(cursor):
            cursor.execute(BUILD_REACH)
            count = cursor.rowcount
    rebuild_carry()
    return count


def tell_the_planner() -> None:
    """Count the rows after many were loaded, or the next minute's reads are planned for the few that were there."""
    with connection.cursor() as cursor:
        cursor.execute("analyze orgs_unit, orgs_description, orgs_placement, orgs_reach, orgs_lineage, orgs_carry")


@transaction.atomic
def rebuild_carry() -> int:
    """Compose the lineage of all applied changes afresh; returns the number of rows of ``Carry``."""
    return carrying.write()
