"""The two changes that the rooms above try their handlers on: communes become one, and one becomes two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from danvan.orgs import services
from danvan.orgs.changes import Coming, Plan, Touched, builders
from danvan.orgs.kinds import Kind, ShareKind
from danvan.orgs.models import Change, Unit
from danvan.orgs.tests.changing import carry_out, everywhere

DAY = date(2026, 12, 1)
PAPER = "Nghị quyết 1/NQ-UBTVQH (số liệu minh họa)"


def merger(*sources: str, into: str | None = None, day: date = DAY) -> Plan:
    """Units become one on ``day``: the living unit ``into``, or the new commune A9 with bodies of its own."""
    heir = _unit(into) if into else Coming("A9", Kind.COMMUNE, "Xã Hợp Nhất", "Hợp Nhất", "A")
    return builders.merge([_unit(code) for code in sources or ("A1", "A2")], heir, on=day, decided_by=PAPER)


def split(kind: str = ShareKind.POPULATION) -> Plan:
    """The commune A1 with its bodies becomes A8 and A9; nobody has chosen yet who takes what is open."""
    heirs = [Coming(code, Kind.COMMUNE, f"Xã {code}", code, "A") for code in ("A8", "A9")]
    shares = [None, None] if kind == ShareKind.NONE else [Decimal("0.6"), Decimal("0.4")]
    return builders.split(_unit("A1"), heirs, shares, kind, on=DAY, decided_by=PAPER)


def decided(plan: Plan, heir: str = "A9") -> Plan:
    """Everything that a person must choose goes to ``heir`` and its bodies."""
    chosen = {
        f"{line.relation}|{line.source}": next(code for code in line.possible if code.startswith(heir))
        for line in services.dry_run(plan).undecided
    }
    return replace(plan, choices=chosen)


def told(plan: Plan, relation: str) -> list[Touched]:
    """What the dry run says of one relation."""
    return [line for line in services.dry_run(plan).touched if line.relation == relation]


def carried_out(plan: Plan) -> Change:
    """Draft, look at the dry run, apply."""
    return carry_out(plan)


def undone(change: Change) -> Change:
    """Taken back."""
    return services.undo_change(change, by=everywhere())


def _unit(code: str) -> Unit:
    return Unit.objects.get(code=code)
