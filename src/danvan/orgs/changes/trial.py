"""The dry run: everything a plan would do, without doing it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from danvan.orgs.models import Change, Placement, Unit

from .check import check
from .handlers import Effect, Problem, Touched
from .plan import Plan
from .registry import declarations
from .situation import Situation
from .tree import Node, Tree

# Rows of these effects are written, so it matters which they are; of the others only how many.
WRITTEN = frozenset({Effect.FOLLOWS, Effect.SUCCEEDS, Effect.CLOSES})


@dataclass(frozen=True)
class DryRun:
    """What would happen. ``digest`` stands for all of it, the rows themselves included: a change is applied only if
    its digest is still the one that was shown."""

    problems: tuple[Problem, ...]
    touched: tuple[Touched, ...]
    situation: Situation
    digest: str

    @property
    def undecided(self) -> tuple[Touched, ...]:
        """What a person must still decide."""
        return tuple(one for one in self.touched if one.undecided)


def dry_run(subject: Plan | Change) -> DryRun:
    """Ask the checks and every handler what a plan, or that of a draft, would do. Writes nothing."""
    plan, change = (subject.plan, subject) if isinstance(subject, Change) else (subject, None)
    problems = check(plan)
    situation = situation_of(plan, change)
    touched: list[Touched] = []
    rows: list[Any] = []
    for declared in declarations():
        handler = declared.handler
        problems += handler.problems(declared, situation)
        touched += handler.preview(declared, situation)
        if declared.effect in WRITTEN:
            rows.append([declared.relation, sorted(handler.rows(declared, situation).values_list("pk", flat=True))])
    digest = _digest(situation, problems, touched, rows)
    return DryRun(tuple(problems), tuple(touched), situation, digest)


def situation_of(plan: Plan, change: Change | None = None) -> Situation:
    """The units of a plan as they are now. Once it is applied those it opened are there too, and who stood above an
    ended unit is asked of its last day."""
    applied = change is not None and change.steps.exists()
    wanted = plan.codes | {one.code for one in plan.opens} if applied else plan.codes
    tree = Tree.of(wanted, plan.effective_on - timedelta(days=1) if applied else plan.effective_on)
    parents = {code: above for code in plan.closes if (above := _goes_up(code, plan, tree)) is not None}
    # Who stands above need not be named by the plan, and yet takes over from what is dissolved.
    nodes = Tree.of(set(parents.values()) - tree.nodes.keys(), tree.day).nodes | tree.nodes
    names = {code: node.name for code, node in nodes.items()} | {one.code: one.name for one in plan.opens}
    return Situation(plan, {code: node.unit for code, node in nodes.items()}, parents, names, change)


def _goes_up(code: str, plan: Plan, tree: Tree) -> str | None:
    """Who stands above an ending unit and lives on; for a body the like body of the area there, if it has one."""
    if code not in tree:
        return None
    node, parent = tree[code], tree[code].parent
    while parent in plan.closes and parent in tree:
        parent = tree[parent].parent
    if parent is None or node.is_area or parent == node.parent:
        return parent
    alike = _bodies_like(node, parent, plan)
    return alike[0] if len(alike) == 1 else parent


def _bodies_like(node: Node, parent: str, plan: Plan) -> list[str]:
    """The bodies of the same kind directly under ``parent`` that live on."""
    day = plan.effective_on
    there = Placement.objects.filter(parent__code=parent, valid__contains=day).exclude(unit__code__in=plan.closes)
    alike = Unit.objects.filter(pk__in=there.values("unit")).of_kind(node.kind, on=day)
    return list(alike.order_by("code").values_list("code", flat=True))


def _digest(situation: Situation, problems: list[Problem], touched: list[Touched], rows: list[Any]) -> str:
    """The same for the same findings, in whatever order the database told them."""
    told = {
        "plan": situation.plan.to_json(),
        "problems": sorted((str(one.code), str(one.field)) for one in problems),
        "touched": sorted(
            [str(t.relation), str(t.effect), str(t.source), t.count, sorted(map(str, t.possible)), str(t.receiver)]
            for t in touched
        ),
        "rows": rows,
        "lives": {code: str(unit.life) for code, unit in situation.units.items()},
        "parents": dict(situation.parents),
        "names": dict(situation.names),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
