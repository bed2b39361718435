"""A merger of communes for the tests of handlers: units are opened and closed, then each handler is asked in turn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from danvan.orgs.changes import Coming, Declaration, Part, Plan, Recorder, Situation, Touched, declarations, take_back
from danvan.orgs.kinds import ChangeKind, Kind, ShareKind
from danvan.orgs.models import Change, Description, Unit
from danvan.orgs.services import Opening, close, open_units
from danvan.orgs.states import ChangeState

DAY = date(2026, 12, 1)
BODIES = {"DU": Kind.PARTY_COMMITTEE, "MTTQ": Kind.FRONT}


def plan_of(sources: Iterable[str] = ("A1", "A2"), heir: str = "A9", *, day: date = DAY) -> Plan:
    """Communes of province A and their bodies become the commune ``heir`` with bodies of its own."""
    sources = list(sources)
    opens = [Coming(heir, Kind.COMMUNE, "Xã Hợp Nhất", "Hợp Nhất", "A")]
    opens += [Coming(f"{heir}.{body}", kind, f"{body} xã Hợp Nhất", body, heir) for body, kind in BODIES.items()]
    pairs = [(source, heir) for source in sources]
    pairs += [(f"{source}.{body}", f"{heir}.{body}") for source in sources for body in BODIES]
    return Plan(
        ChangeKind.MERGE,
        day,
        "Nghị quyết số 1/NQ-UBTVQH",
        opens=tuple(opens),
        closes=tuple(source for source, _heir in pairs),
        parts=tuple(Part(source, to) for source, to in pairs),
    )


def split_plan(choices: dict[str, str] | None = None, *, kind: str = ShareKind.POPULATION) -> Plan:
    """The commune A1 and its bodies become A8 and A9."""
    shares = (None, None) if kind == ShareKind.NONE else (Decimal("0.6"), Decimal("0.4"))
    opens, parts = [], []
    for heir, share in zip(("A8", "A9"), shares, strict=True):
        opens.append(Coming(heir, Kind.COMMUNE, f"Xã {heir}", heir, "A"))
        parts.append(Part("A1", heir, kind, share))
        for body, body_kind in BODIES.items():
            opens.append(Coming(f"{heir}.{body}", body_kind, f"{body} xã {heir}", body, heir))
            parts.append(Part(f"A1.{body}", f"{heir}.{body}", kind, share))
    closes = ("A1", *(f"A1.{body}" for body in BODIES))
    paper = "Nghị quyết số 2/NQ-UBTVQH"
    return Plan(
        ChangeKind.SPLIT, DAY, paper, opens=tuple(opens), closes=closes, parts=tuple(parts), choices=choices or {}
    )


def before(plan: Plan) -> Situation:
    """The situation as the dry run sees it: nothing is written yet."""
    return _situation(plan, None)


def carried_out(plan: Plan, *relations: str) -> Situation:
    """Open and close the units, then let the handlers of ``relations`` (all without) do their work."""
    day = plan.effective_on
    open_units(Opening(c.code, c.kind, c.name, c.short_name, c.parent, day) for c in plan.opens)
    for code in sorted(plan.closes, key=lambda code: "." not in code):
        close(Unit.objects.get(code=code), on=day)
    change = Change.objects.create(
        kind=plan.kind,
        effective_on=day,
        decided_by=plan.decided_by,
        state=ChangeState.APPLIED,
        intent=plan.to_json(),
    )
    situation, recorder = _situation(plan, change), Recorder(change)
    for declared in asked(*relations):
        declared.handler.apply(declared, situation, recorder)
    recorder.close()
    return situation


def told(plan: Plan, relation: str) -> list[Touched]:
    """What the dry run says of one relation."""
    return [line for declared in asked(relation) for line in declared.handler.preview(declared, before(plan))]


def asked(*relations: str) -> list[Declaration]:
    """Some declarations, or all."""
    return [one for one in declarations() if not relations or one.relation in relations]


def undone(situation: Situation) -> int:
    """Take back what the handlers wrote."""
    return take_back(situation.change)


def _situation(plan: Plan, change: Change | None) -> Situation:
    codes = plan.codes | ({coming.code for coming in plan.opens} if change else set())
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes | {"A"})}
    parents = {code: code.rpartition(".")[0] or "A" for code in plan.closes}
    named = Description.objects.filter(unit__in=units.values()).order_by("valid")
    names = {row.unit.code: row.name for row in named.select_related("unit")}
    names |= {coming.code: coming.name for coming in plan.opens}
    return Situation(plan, units, parents, names, change)
