"""What a change of units does to mandates, tasks and the register. What is done stays with who did it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.orgs.changes import Declaration, Follow, Recorder, Situation, Touched

from .states import TASK_CLOSED, MandateState, reached

if TYPE_CHECKING:
    from danvan.orgs.models import Unit

    from .models import Mandate, Task, TaskUnit

OPEN_TASK = ~Q(state__in=TASK_CLOSED)
OPEN_MANDATE = ~Q(state__in=[MandateState.WITHDRAWN, MandateState.DONE]) & Q(merged_into=None)


class LeadTasks(Follow):
    """The heir leads the open tasks; where it was named beside the lead, it is no longer."""

    def move(self, declared: Declaration, row: Task, unit: Unit, recorder: Recorder) -> None:
        super().move(declared, row, unit, recorder)
        for beside in row.helpers.filter(unit=unit):
            recorder.remove(beside)


class Helpers(Follow):
    """The heir stands beside the lead once: the stronger of two roles remains, and none when it leads itself."""

    def move(self, declared: Declaration, row: TaskUnit, unit: Unit, recorder: Recorder) -> None:
        there = row.task.helpers.exclude(pk=row.pk).filter(unit=unit).first()
        if row.task.lead_id == unit.pk:
            recorder.remove(row)
        elif there is None:
            super().move(declared, row, unit, recorder)
        else:
            recorder.remove(row)
            if row.role != there.role:
                recorder.alter(there, role=type(row).Role.COOPERATING)


class Mandates(Follow):
    """Open mandates go to the heir. Of several mandates of one directive there, one goes on: the least advanced open
    one, because the enlarged unit has not done what a part of it has not. The others keep their steps and their state
    and name the one that goes on."""

    def preview(self, declared: Declaration, situation: Situation) -> list[Touched]:
        merged, alone = [], []
        for (receiver, _directive), group in self._groups(declared, situation, self._open(declared, situation)).items():
            (alone if receiver is None or len(group) == 1 else merged).extend(group)
        ending = {unit.pk for unit in situation.closing}
        meet = _("several mandates of one directive meet at the receiver: the least advanced goes on there")
        return [
            *self.tell(declared, situation, alone),
            *self.tell(declared, situation, [row for row in merged if row.unit_id in ending], note=meet),
        ]

    def apply(self, declared: Declaration, situation: Situation, recorder: Recorder) -> None:
        rows = self._open(declared, situation, lock=True)
        for (receiver, _directive), group in self._groups(declared, situation, rows).items():
            if receiver is not None:
                self._join(group, situation.units[receiver], recorder)

    def _open(self, declared: Declaration, situation: Situation, *, lock: bool = False) -> list[Mandate]:
        rows = self.rows(declared, situation).select_related("directive")
        return list(rows.select_for_update(of=["self"]) if lock else rows)

    def _groups(
        self, declared: Declaration, situation: Situation, rows: Iterable[Mandate]
    ) -> dict[tuple[str | None, int], list[Mandate]]:
        """Open mandates by receiver and directive, each group with what stands at the receiver already."""
        groups: dict[tuple[str | None, int], list[Mandate]] = defaultdict(list)
        for row in rows:
            groups[self.receiver(declared, situation, row), row.directive_id].append(row)
        for (code, directive), group in groups.items():
            unit = situation.units.get(code) if code else None
            if unit is not None:
                group.extend(declared.model.objects.standing().filter(unit=unit, directive=directive))
        return groups

    def _join(self, group: list[Mandate], unit: Unit, recorder: Recorder) -> None:
        standing = [row for row in group if row.state != MandateState.DONE]
        goes_on = min(standing, key=lambda row: (reached(row.state), row.due_on is None, row.due_on, row.pk))
        # First those that end: the database allows one standing mandate of a directive at a unit.
        for row in group:
            if row is not goes_on:
                recorder.alter(row, merged_into=goes_on)
        if goes_on.unit_id != unit.pk:
            recorder.alter(goes_on, unit=unit)


REGISTER = Follow(
    Q(),
    once=("issuer", "kind", "number", "symbol", "issued_on", "year"),
    twin=_("the receiver keeps the same document already: this copy stays, and the receiver has the use of it"),
)
GIVEN, LED, BESIDE = Follow(OPEN_TASK), LeadTasks(OPEN_TASK), Helpers(~Q(task__state__in=TASK_CLOSED))
HELD = Mandates(OPEN_MANDATE)
