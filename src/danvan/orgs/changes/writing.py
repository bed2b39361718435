"""A plan written into the tables of units: rows cut, made and altered through the recorder, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model

from danvan.orgs.models import Change, Description, Lineage, Placement, Unit

from .plan import Coming, Plan
from .recorder import Recorder


def write(plan: Plan, change: Change, units: dict[str, Unit], recorder: Recorder) -> dict[str, Unit]:
    """Carry the plan out on the tables of units. ``units`` are those that exist, locked; returns them with the new
    ones. The closure is not rebuilt here."""
    units = dict(units)
    for coming in _parents_first(plan.opens):
        units[coming.code] = _open(coming, plan, units, recorder)
    for placing in plan.places:
        fresh = Placement(unit=units[placing.unit], parent=units[placing.parent])
        _turn(fresh, plan, recorder, parent=units[placing.parent])
    for naming in plan.names:
        words = {"kind": naming.kind, "name": naming.name, "short_name": naming.short_name}
        fresh = Description(unit=units[naming.unit], decided_by=plan.decided_by, **words).fill_keys()
        keys = {"name_fold": fresh.name_fold, "name_sort": fresh.name_sort, "decided_by": fresh.decided_by}
        _turn(fresh, plan, recorder, **words, **keys)
    for code in plan.closes:
        _close(units[code], plan, recorder)
    for part in plan.parts:
        strand = Lineage(source=units[part.source], heir=units[part.heir], share_kind=part.share_kind)
        strand.change, strand.share = change, part.share
        recorder.make(strand)
    return units


def _parents_first(opens: tuple[Coming, ...]) -> Iterator[Coming]:
    left = {one.code: one for one in opens}
    while left:
        ready = [one for one in left.values() if one.parent not in left]
        if not ready:
            raise ValueError(f"these units stand under each other: {sorted(left)}")
        for one in ready:
            yield left.pop(one.code)


def _open(coming: Coming, plan: Plan, units: dict[str, Unit], recorder: Recorder) -> Unit:
    life = DateRange(plan.effective_on, None)
    unit = recorder.make(Unit(code=coming.code, life=life))
    words = {"kind": coming.kind, "name": coming.name, "short_name": coming.short_name}
    recorder.make(Description(unit=unit, valid=life, decided_by=plan.decided_by, **words).fill_keys())
    recorder.make(Placement(unit=unit, parent=units[coming.parent], valid=life))
    return unit


def _turn(fresh: Model, plan: Plan, recorder: Recorder, **values: object) -> None:
    """From the day on another row of the same unit holds, as long as the old one was to."""
    day = plan.effective_on
    old = type(fresh).objects.select_for_update().get(unit=fresh.unit, valid__contains=day)
    if old.valid.lower == day:
        recorder.alter(old, **values)
        return
    end = old.valid.upper
    recorder.alter(old, valid=DateRange(old.valid.lower, day))
    fresh.valid = DateRange(day, end)
    recorder.make(fresh)


def _close(unit: Unit, plan: Plan, recorder: Recorder) -> None:
    """End names, places and life; what another change of the same day began is taken away."""
    day = plan.effective_on
    for model in (Description, Placement):
        for row in model.objects.select_for_update().filter(unit=unit, valid__overlap=DateRange(day, None)):
            if row.valid.lower == day:
                recorder.remove(row)
            else:
                recorder.alter(row, valid=DateRange(row.valid.lower, day))
    recorder.alter(unit, life=DateRange(unit.life.lower, day))
