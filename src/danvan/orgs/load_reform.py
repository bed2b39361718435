"""Bring the reform of 1 July 2025 into the tables: old districts and communes, and what became of them.

What the source says is whole is carried whole. Where it divides a commune it says no share, and none is guessed: such
strands are "not apportionable". A commune of today that is one whole old commune and nothing else is the same unit;
its life, names and places are extended back. All other heirs are new units with a change for each. The districts were
closed without a heir of their level; what they had goes on in the province of today, except for five island districts
that each became one special zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from danvan.core.text import fold

from .kinds import COMMUNE_LEVEL, PROVINCE_LEVEL, ChangeKind, Kind, ShareKind
from .load import NATION, TWO_LEVELS, Loaded, load_areas
from .models import Change, Description, Lineage, Placement, Unit
from .provenance import history_of_many
from .queries import counts_by_kind
from .reform import DISTRICTS_CLOSED, Reform
from .services import Opening, open_units, rebuild_reach, tell_the_planner

# What is said of a strand (``remark`` in lineage_2025.csv) beside the change of its heir.
REMARKS = {
    "doubtful": "nguồn chưa chắc chắn",
    "corrected": "nguồn còn ghi thêm một nơi ở xa, chỉ do trùng tên, đã bỏ",
}
BEFORE = DateRange(None, TWO_LEVELS)
NOTE = "Theo bảng đối chiếu của vietnamadminunits 1.0.4; chưa đối chiếu với nghị quyết"
DISTRICT_NOTE = "Kết thúc hoạt động cấp huyện; phần của cấp huyện do cấp tỉnh tiếp nhận"

# A change with its strands: source, heir, whole or part.
Act = tuple[Change, list[tuple[str, str, bool]]]


@transaction.atomic
def load_reform(province: str | None = None) -> Loaded:
    """Load what was before 1 July 2025 in the whole country, or in what became one of today's provinces.

    Loads the areas of today first when there are none. May run again: what is there is left as it is.
    """
    if not Unit.objects.filter(code=NATION).exists():
        load_areas()
    reform = Reform(province)
    there = set(Unit.objects.values_list("code", flat=True))
    with history_of_many("reform of 2025"):
        made = open_units((opening for opening in _openings(reform) if opening.code not in there), derive=False)
        names = _extend_back(reform)
        changes = _record(reform)
    loaded = Loaded(len(made), names, changes)
    if loaded != Loaded():
        rebuild_reach()
        tell_the_planner()
    return loaded


def _openings(reform: Reform) -> Iterator[Opening]:
    """Districts, then the communes that ended."""
    for code, row in reform.districts.items():
        yield _opening(code, row | {"kind": Kind.DISTRICT}, reform.province_code(row["province"]))
    for code, row in reform.communes.items():
        if code not in reform.unchanged:
            yield _opening(reform.unit_code(code), row, row["district"])


def _opening(code: str, row: dict[str, str], parent: str) -> Opening:
    return Opening(
        code,
        row["kind"],
        row["name"],
        row["short_name"],
        parent,
        None,
        TWO_LEVELS,
        latitude=row["latitude"],
        longitude=row["longitude"],
    )


def _extend_back(reform: Reform) -> int:
    """Let the communes that went on live from before our data, under their district; returns the earlier names."""
    wanted = Unit.objects.filter(code__in=reform.unchanged.values(), life__startswith=TWO_LEVELS)
    units = {unit.code: unit for unit in wanted}
    pairs = [(units[heir], reform.communes[old]) for old, heir in reform.unchanged.items() if heir in units]
    for unit in units.values():
        unit.life = DateRange(None, unit.life.upper)
    Unit.objects.bulk_update(units.values(), ["life"])
    districts = Unit.objects.in_bulk({row["district"] for _unit, row in pairs}, field_name="code")
    Placement.objects.bulk_create(
        Placement(unit=unit, parent=districts[row["district"]], valid=BEFORE) for unit, row in pairs
    )
    return _earlier_names(reform, pairs)


def _earlier_names(reform: Reform, pairs: list[tuple[Unit, dict[str, str]]]) -> int:
    """The first name reaches back where it is the same but for spelling; else the old name stands before it."""
    first = Description.objects.filter(unit__in=[unit for unit, _row in pairs], valid__startswith=TWO_LEVELS)
    named = {row.unit_id: row for row in first}
    earlier = []
    for unit, row in pairs:
        now = named[unit.pk]
        if now.kind == row["kind"] and fold(now.name) == fold(row["name"]):
            now.valid = DateRange(None, now.valid.upper)
        else:
            words = {key: row[key] for key in ("kind", "name", "short_name")}
            earlier.append(Description(unit=unit, valid=BEFORE, **words).fill_keys())
            now.decided_by = reform.act_on(unit.code)
    Description.objects.bulk_update(named.values(), ["valid", "decided_by"])
    Description.objects.bulk_create(earlier)
    return len(earlier)


def _record(reform: Reform) -> int:
    """The changes that are not there yet, with their strands; returns the number of changes."""
    known = set(
        Lineage.objects.filter(change__effective_on=TWO_LEVELS).values_list("source__code", "heir__code").distinct()
    )
    acts = [
        (change, fresh)
        for change, strands in [*_communes(reform), *_districts(reform)]
        if (fresh := [strand for strand in strands if strand[:2] not in known])
    ]
    changes = Change.objects.bulk_create(change for change, _strands in acts)
    codes = {code for _change, strands in acts for strand in strands for code in strand[:2]}
    units = dict(Unit.objects.filter(code__in=codes).values_list("code", "pk"))
    Lineage.objects.bulk_create(
        Lineage(
            change=change,
            source_id=units[source],
            heir_id=units[heir],
            share_kind=ShareKind.WHOLE if whole else ShareKind.NONE,
            share=1 if whole else None,
        )
        for change, (_change, strands) in zip(changes, acts, strict=True)
        for source, heir, whole in strands
    )
    return len(changes)


def _change(kind: ChangeKind, decided_by: str, note: str) -> Change:
    return Change(kind=kind, effective_on=TWO_LEVELS, decided_by=decided_by, note=note, state=Change.State.APPLIED)


def _communes(reform: Reform) -> Iterator[Act]:
    """One change for each new commune: a split where it is only a part of one old commune, else a merger."""
    for heir, rows in reform.sources.items():
        if rows[0]["old_code"] in reform.unchanged:
            continue
        strands = [(reform.unit_code(row["old_code"]), heir, row["extent"] == "whole") for row in rows]
        split = len(strands) == 1 and not strands[0][2]
        yield (
            _change(ChangeKind.SPLIT if split else ChangeKind.MERGE, reform.act_on(heir), _note(reform, rows)),
            strands,
        )


def _note(reform: Reform, strands: list[dict[str, str]]) -> str:
    """Where the strands come from, and which of them are in doubt or were set right."""
    told = [NOTE]
    for remark, words in REMARKS.items():
        names = [reform.communes[row["old_code"]]["name"] for row in strands if row["remark"] == remark]
        if names:
            told.append(f"{', '.join(names)}: {words}")
    return "; ".join(told)


def _districts(reform: Reform) -> Iterator[Act]:
    """One change for the districts of each old province."""
    for old, row in reform.provinces.items():
        own = [code for code, district in reform.districts.items() if district["province"] == old]
        strands = [(code, row["heir_code"], True) for code in own if code not in reform.islands]
        yield _change(ChangeKind.DISSOLVE, DISTRICTS_CLOSED, DISTRICT_NOTE), strands


def outdated() -> int:
    """How many strands of an earlier load the files no longer hold, or now hold as whole. They are left as they are."""
    wanted = {strand[:2]: strand[2] for _change, strands in _communes(Reform()) for strand in strands}
    there = Lineage.objects.filter(change__note__startswith=NOTE)
    return sum(
        not wanted.get((source, heir), False) if kind == ShareKind.WHOLE else wanted.get((source, heir), True)
        for source, heir, kind in there.values_list("source__code", "heir__code", "share_kind")
    )


def numbers() -> list[str]:
    """How many areas of each level live on the last day before the reform and on its first, in words."""
    lines = []
    for day in (TWO_LEVELS - timedelta(days=1), TWO_LEVELS):
        found = dict(counts_by_kind(day))
        levels = {"provinces": PROVINCE_LEVEL, "districts": {Kind.DISTRICT}, "communes": COMMUNE_LEVEL}
        told = [f"{sum(found.get(kind, 0) for kind in kinds):,} {name}" for name, kinds in levels.items()]
        lines.append(f"On {day}: {', '.join(told)}")
    return lines
