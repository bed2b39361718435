"""What the database knows of the units of a plan: read once, asked by every check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from danvan.orgs.models import Change, Description, Lineage, Placement

from .plan import Coming, Plan
from .tree import Tree


@dataclass(frozen=True)
class Child:
    """Who stands under an ending unit on or after its end, and from when on."""

    code: str
    parent: str
    since: date | None


class Facts:
    """The units of a plan as they are, and what the plan makes of their parents."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.day = plan.effective_on
        self.coming: dict[str, Coming] = {one.code: one for one in plan.opens}
        self.children = [
            Child(code, parent, valid.lower)
            for code, parent, valid in Placement.objects.filter(
                parent__code__in=plan.closes, valid__overlap=DateRange(self.day, None)
            ).values_list("unit__code", "parent__code", "valid")
        ]
        self.tree = Tree.of(plan.codes | {child.code for child in self.children}, self.day)

    def name(self, code: str) -> str:
        """What to call a unit, also one that is to be opened."""
        if code in self.coming:
            return self.coming[code].name or code
        return self.tree[code].name if code in self.tree else code

    def kind(self, code: str) -> str:
        """What a unit is before the change, or is to be when it is opened."""
        if code in self.coming:
            return self.coming[code].kind
        return self.tree[code].kind if code in self.tree else ""

    def life(self, code: str) -> DateRange:
        """The days of a unit once the plan is carried out."""
        life = self.life_before(code)
        return DateRange(life.lower, self.day) if code in self.plan.closes else life

    def life_before(self, code: str) -> DateRange:
        """The days of a unit as it is; those of a new one begin with the change."""
        return DateRange(self.day, None) if code in self.coming else self.tree[code].life

    @cached_property
    def _later_rows(self) -> dict[tuple[str, str], date]:
        """(table, code) to the first day after the change on which a name or a place of the unit begins."""
        units = [node.unit for node in self.tree.nodes.values()]
        found: dict[tuple[str, str], date] = {}
        for model in (Description, Placement):
            rows = model.objects.filter(unit__in=units, valid__startswith__gt=self.day).order_by("-valid")
            for code, valid in rows.values_list("unit__code", "valid"):
                found[model._meta.model_name, code] = valid.lower
        return found

    def later_name(self, code: str) -> date | None:
        """The first day after the change from which the unit is called otherwise."""
        return self._later_rows.get(("description", code))

    def later_place(self, code: str) -> date | None:
        """The first day after the change from which the unit stands elsewhere."""
        return self._later_rows.get(("placement", code))

    @cached_property
    def _that_day(self) -> list[Lineage]:
        units = [node.unit for node in self.tree.nodes.values()]
        strands = Lineage.objects.filter(change__state=Change.State.APPLIED, change__effective_on=self.day)
        strands = strands.filter(Q(source__in=units) | Q(heir__in=units))
        return list(strands.select_related("change", "source", "heir").order_by("pk"))

    def given_that_day(self, code: str) -> list[Lineage]:
        """Strands by which other changes of the same day take something of the unit."""
        return [strand for strand in self._that_day if strand.source.code == code]

    def received_that_day(self, code: str) -> list[Lineage]:
        """Strands by which other changes of the same day give something to the unit."""
        return [strand for strand in self._that_day if strand.heir.code == code]

    @cached_property
    def _later_changes(self) -> dict[str, Change]:
        applied = Change.objects.filter(state=Change.State.APPLIED, effective_on__gt=self.day).order_by("-effective_on")
        found: dict[str, Change] = {}
        units = [node.unit for node in self.tree.nodes.values()]
        strands = Lineage.objects.filter(Q(source__in=units) | Q(heir__in=units), change__in=applied)
        for strand in strands.select_related("change", "source", "heir").order_by("-change__effective_on"):
            found |= {strand.source.code: strand.change, strand.heir.code: strand.change}
        for change in applied.exclude(intent={}):
            found |= dict.fromkeys(change.plan.touched, change)
        return found

    def later_change(self, code: str) -> Change | None:
        """An applied change after this one that touches the unit."""
        return self._later_changes.get(code)

    @cached_property
    def _rows_above(self) -> dict[str, list[tuple[str, DateRange]]]:
        """Places from the day on, of the units of the plan and of all above them."""
        found: dict[str, list[tuple[str, DateRange]]] = {}
        wanted = set(self.tree.nodes)
        while wanted:
            rows = Placement.objects.filter(unit__code__in=wanted, valid__overlap=DateRange(self.day, None))
            grouped = defaultdict(list)
            for code, parent, valid in rows.values_list("unit__code", "parent__code", "valid"):
                grouped[code].append((parent, valid))
            found |= {code: grouped[code] for code in wanted}
            wanted = {parent for some in grouped.values() for parent, _ in some} - found.keys()
        return found

    @cached_property
    def _new_parents(self) -> dict[str, str]:
        parents = {one.code: one.parent for one in self.plan.opens}
        return parents | {placing.unit: placing.parent for placing in self.plan.places}

    @property
    def days_above(self) -> list[date]:
        """The day of the change and later days on which a place of these units, or above them, begins."""
        rows = (valid for some in self._rows_above.values() for _, valid in some)
        return sorted({self.day} | {valid.lower for valid in rows if valid.lower and valid.lower > self.day})

    def above(self, code: str, day: date) -> Iterable[str]:
        """The units above one, once the plan is carried out, the nearest first; ends where it would repeat itself."""
        seen: list[str] = []
        parent = self._parent(code, day)
        while parent is not None and parent not in seen:
            seen.append(parent)
            parent = self._parent(parent, day)
        return seen

    def _parent(self, code: str, day: date) -> str | None:
        if code in self._new_parents:
            return self._new_parents[code]
        rows = self._rows_above.get(code, [])
        return next((parent for parent, valid in rows if day in valid), None)

    def root(self, code: str) -> str:
        """The topmost unit above (the nation)."""
        return [code, *self.above(code, self.day)][-1]
