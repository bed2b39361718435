"""For tests of changes: somebody who may change everything, the way from a plan to a change, and a dump of all rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.contrib.auth import get_user_model

from danvan.core.errors import Refused
from danvan.orgs import services
from danvan.orgs.changes import Coming, Plan
from danvan.orgs.kinds import Kind
from danvan.orgs.models import Change, Step, Unit

DAY = date(2026, 3, 1)
DOCUMENT = "Nghị quyết 1/NQ-UBTVQH (số liệu minh họa)"
SAID = {"on": DAY, "decided_by": DOCUMENT}


@dataclass(frozen=True)
class Everywhere:
    """A person with the right to change every unit."""

    user_id: int
    day: date = date(2026, 11, 20)
    name: str = "Nguyễn Văn Quản"
    unit_id: int | None = None

    def may(self, action: str) -> bool:
        return True

    def covers(self, action: str, unit: Unit | int) -> bool:
        return True

    def require_on(self, action: str, unit: Unit | int) -> None:
        """Never refuses."""


def everywhere() -> Everywhere:
    user, _new = get_user_model().objects.get_or_create(
        username="quan.ly", defaults={"full_name": "Nguyễn Văn Quản", "is_active": False}
    )
    return Everywhere(user.pk)


def commune(code: str, name: str, parent: str = "A", kind: str = Kind.COMMUNE) -> Coming:
    return Coming(code, kind, f"{Kind(kind).label.capitalize() if kind == Kind.WARD else 'Xã'} {name}", name, parent)


def carry_out(plan: Plan, by: Everywhere | None = None) -> Change:
    """Draft, look at the dry run, apply."""
    by = by or everywhere()
    change = services.draft(plan, by=by)
    return services.apply_change(change, by=by, digest=services.dry_run(change).digest)


def codes_of(plan: Plan) -> list[str]:
    """The codes of all problems of a plan."""
    return [one.code for one in services.dry_run(plan).problems]


def refusal(plan: Plan) -> str | None:
    """The code with which applying is refused; None when it is done."""
    try:
        carry_out(plan)
    except Refused as refused:
        return refused.code
    return None


def under(code: str, day: date) -> set[str]:
    """The codes directly under a unit on a day."""
    return set(Unit.objects.below(Unit.objects.get(code=code).pk, day, depth=1).values_list("code", flat=True))


def everything() -> dict[str, list[tuple]]:
    """Every row of every table but the book of changes itself and the history that only grows."""
    book = {Change, Step}
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    dump = {}
    for model in models:
        if model in book or hasattr(model, "pgh_tracked_model") or model._meta.label in GROWING:
            continue
        columns = [
            f.attname for f in model._meta.concrete_fields if not (f.primary_key and model._meta.label in REBUILT)
        ]
        dump[model._meta.label] = sorted(model._base_manager.values_list(*columns), key=repr)
    return dump


# Acts, jobs and notices tell what happened; that stays. So does the word on which units restated totals are made for.
# Derived tables are built afresh, with new row numbers.
GROWING = {"audit.Act", "pghistory.Context", "notices.Notice", "notices.Message", "figures.Structure"}
REBUILT = {"orgs.Reach", "orgs.Carry", "figures.Touched"}
