"""Bring the country into the tables: the areas of the package's data files, and the bodies of a province.

Both loaders may run again: what is there (by its code) is left as it is. Days before our data are an open beginning:
a unit that was there before has ``life`` without a first day, and so have its names and places; the invariants of
``checks`` hold for it. A province merged in 2025 is a new unit even where name and code stay; the old one of that
code is then ``old-<code>``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify

from danvan.core.text import fold

from . import bodies
from .kinds import ChangeKind, Kind
from .models import Change, Description, Group, GroupMember, Lineage, Unit
from .provenance import history_of_many
from .services import Opening, describe_anew, open_units, rebuild_reach, tell_the_planner

DATA = Path(__file__).parent / "data"
NATION = "VN"
TWO_LEVELS = date(2025, 7, 1)
DISTRICTS = "districts_thanh_hoa.csv"
DISTRICT_PROVINCE = "38"
DISTRICT_FAMILY = "old-district"
MOUNTAIN = "38-mien-nui"


@dataclass(frozen=True)
class Loaded:
    """What a loader did; all zero when everything was there."""

    units: int = 0
    names: int = 0
    changes: int = 0
    groups: int = 0

    def __str__(self) -> str:
        return f"{self.units} units, {self.names} later names, {self.changes} changes, {self.groups} groups"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one data file."""
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def first_day(text: str) -> date | None:
    """A first day; None for an open beginning."""
    return date.fromisoformat(text) if text else None


def day_after(text: str) -> date | None:
    """The day after a last day; None for an open end."""
    return date.fromisoformat(text) + timedelta(days=1) if text else None


@transaction.atomic
def load_areas() -> Loaded:
    """Load the nation, the 34 provinces, the 52 that ended in 2025, the 3,321 communes, wards and special zones,
    their names in time, the mergers of Resolution 202/2025/QH15 and the groups of Thanh Hóa."""
    openings = [Opening(NATION, Kind.NATION, "Việt Nam", "Việt Nam", None, None), *_areas(), *_ended_provinces()]
    there = set(Unit.objects.values_list("code", flat=True))
    with history_of_many("areas of 2025"):
        made = open_units((opening for opening in openings if opening.code not in there), derive=False)
        loaded = Loaded(len(made), _later_names(made), _mergers(made), _groups())
    if loaded != Loaded():
        rebuild_reach()
        tell_the_planner()
    return loaded


def _names() -> dict[str, list[dict[str, str]]]:
    named: dict[str, list[dict[str, str]]] = {}
    for row in rows("descriptions.csv"):
        named.setdefault(row["code"], []).append(row)
    return named


def _areas() -> list[Opening]:
    """Provinces and then communes; where dated names exist, the first of them opens the unit."""
    named = _names()
    openings = []
    for row in rows("areas.csv"):
        words = named.get(row["code"], [row])[0]
        openings.append(
            Opening(
                row["code"],
                words["kind"],
                words["name"],
                words["short_name"],
                row["parent"] or NATION,
                first_day(row["valid_from"]),
                decided_by=words.get("decided_by", ""),
                latitude=row["latitude"],
                longitude=row["longitude"],
            )
        )
    return sorted(openings, key=lambda opening: opening.parent != NATION)


def _old_code(row: dict[str, str], today: set[str]) -> str:
    return f"old-{row['old_code']}" if row["old_code"] in today else row["old_code"]


def _ended_provinces() -> list[Opening]:
    today = {row["code"] for row in rows("areas.csv")}
    return [
        Opening(
            _old_code(row, today),
            row["old_kind"],
            row["old_name"],
            row["old_name"].removeprefix("Tỉnh ").removeprefix("Thành phố "),
            NATION,
            first_day(row["valid_from"]),
            day_after(row["valid_to"]),
        )
        for row in rows("provinces_2025.csv")
        if row["unchanged"] == "false"
    ]


def _later_names(made: dict[str, Unit]) -> int:
    count = 0
    for code, named in _names().items():
        for row in named[1:] if code in made else []:
            words = {key: row[key] for key in ("kind", "name", "short_name", "decided_by")}
            describe_anew(made[code], Description(**words), since=first_day(row["valid_from"]))
            count += 1
    return count


def _mergers(made: dict[str, Unit]) -> int:
    """One change for each merged province, with a strand from each of its sources."""
    today = {row["code"] for row in rows("areas.csv")}
    merged: dict[str, list[dict[str, str]]] = {}
    for row in rows("provinces_2025.csv"):
        if row["unchanged"] == "false" and row["heir_code"] in made:
            merged.setdefault(row["heir_code"], []).append(row)
    changes = Change.objects.bulk_create(
        Change(
            kind=ChangeKind.MERGE,
            effective_on=day_after(sources[0]["valid_to"]),
            decided_by=sources[0]["decided_by"],
            state=Change.State.APPLIED,
        )
        for sources in merged.values()
    )
    Lineage.objects.bulk_create(
        Lineage(change=change, source=made[_old_code(row, today)], heir=made[heir])
        for change, (heir, sources) in zip(changes, merged.items(), strict=True)
        for row in sources
    )
    return len(changes)


def _groups() -> int:
    """The former districts of Thanh Hóa, side by side, and the eleven mountain districts as one group."""
    province = Unit.objects.get(code=DISTRICT_PROVINCE)
    districts = rows(DISTRICTS)
    wanted = {
        f"{DISTRICT_PROVINCE}-{slugify(fold(row['district_name']))}": (row["district_name"], DISTRICT_FAMILY)
        for row in districts
    } | {MOUNTAIN: ("11 huyện miền núi", "")}
    there = set(Group.objects.filter(code__in=wanted).values_list("code", flat=True))
    made = Group.objects.bulk_create(
        Group(code=code, name=name, of=province, family=family)
        for code, (name, family) in wanted.items()
        if code not in there
    )
    by_name = {group.name: group for group in made}
    communes = Unit.objects.in_bulk([row["commune_code"] for row in districts], field_name="code")
    pairs = [(row["district_name"], row) for row in districts]
    pairs += [("11 huyện miền núi", row) for row in districts if row["mountain"] == "true"]
    GroupMember.objects.bulk_create(
        GroupMember(
            group=by_name[name],
            unit=communes[row["commune_code"]],
            valid=DateRange(TWO_LEVELS, communes[row["commune_code"]].life.upper),
        )
        for name, row in pairs
        if name in by_name
    )
    return len(made)


@transaction.atomic
def load_bodies(province_code: str) -> Loaded:
    """Load the bodies of one province (today's or one that ended in 2025) and of its communes.

    A province: the Party committee and its commission of propaganda and mobilisation (since 03-02-2025) with the two
    commissions before it, the Front, the five organisations (under the Front since 01-07-2025), People's Committee
    and Council. A commune: Party committee and Front. Raises Unit.DoesNotExist for an unknown code.
    """
    province = Unit.objects.get(code=province_code)
    return Loaded(*bodies.load(province))
