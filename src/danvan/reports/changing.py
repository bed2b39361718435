"""What a change of units does to reports: what is owed for periods after it passes to the heirs, the rest stays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.core.periods import Period
from danvan.orgs.changes import Counted, Declaration, Effect, Follow, Handler, Recorder, Situation, Touched
from danvan.orgs.models import Description

from .states import HANDED_IN, RoundState

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from danvan.figures.models import Line

    from .models import Submission


class Owed(Handler):
    """Reports not handed in of open rounds.

    For a period that ends before the day the report stays with the body that ends: it lived on the period's last day,
    and its heir sees the report and may file it for it. For a later period that body owes nothing more: its report is
    released, what was typed stays readable, and the heir owes one in the same round, unless it does so already.
    """

    def rows(self, declared: Declaration, situation: Situation) -> QuerySet:
        missing = super().rows(declared, situation).filter(released_by=None, round__state=RoundState.OPEN)
        return missing.exclude(state__in=HANDED_IN).select_related("round__form_version__form__line")

    def preview(self, declared: Declaration, situation: Situation) -> list[Touched]:
        rows = list(self.rows(declared, situation))
        before = [row for row in rows if not _after(row, situation)]
        passing = [row for row in rows if _after(row, situation)]
        along = [row for row in passing if self._reports(declared, situation, row)]
        nowhere = [row for row in passing if row not in along]
        return [
            *self.tell(
                declared, situation, before, effect=Effect.STAYS,
                note=_("the period ends before the change: the receiver may file it for the unit that ends"),
            ),
            *self.tell(
                declared, situation, along,
                note=_("the period ends after the change: the unit that ends is released, the receiver owes it"),
            ),
            *self.tell(
                declared, situation, nowhere, effect=Effect.CLOSES,
                note=_("the receiver does not report along this line: nobody owes it any more"),
            ),
        ]  # fmt: skip

    def apply(self, declared: Declaration, situation: Situation, recorder: Recorder) -> None:
        rows = self.rows(declared, situation).order_by("pk").select_for_update(of=["self"])
        for row in rows:
            if not _after(row, situation):
                continue
            heir = self.receiver(declared, situation, row)
            recorder.alter(row, released_by=situation.change)
            if heir and self._reports(declared, situation, row) and not self._owes(declared, situation, row, heir):
                recorder.make(declared.model(round=row.round, unit=situation.units[heir]))

    def _owes(self, declared: Declaration, situation: Situation, row: Submission, heir: str) -> bool:
        """Whether the heir owes this form for this period already, in this round or in that of another area."""
        form = row.round.form_version.form_id
        asked = declared.model.objects.owed().filter(unit=situation.units[heir], round__period=row.round.period)
        return (
            asked.filter(round__form_version__form=form).exists()
            or declared.model.objects.filter(round=row.round, unit=situation.units[heir]).exists()
        )

    def _reports(self, declared: Declaration, situation: Situation, row: Submission) -> bool:
        """Whether somebody who may take it is a body of the form's line (while nobody was chosen: any of them)."""
        code = self.source(declared, situation, row)
        chosen = situation.receiver(code, declared.relation)
        return _is_of(row.round.form.line, [chosen] if chosen else situation.receivers(code), situation)


def _after(row: Submission, situation: Situation) -> bool:
    return Period.parse(row.round.period).last_day >= situation.day


def _is_of(line: Line, heirs: Iterable[str], situation: Situation) -> bool:
    """Whether one of these is, from the day on, a body of the kind that reports along the line."""
    plan, codes = situation.plan, set(heirs)
    kinds = {coming.code: coming.kind for coming in plan.opens} | {naming.unit: naming.kind for naming in plan.names}
    there = [situation.units[code].pk for code in codes if code in situation.units and code not in kinds]
    described = Description.objects.filter(unit__in=there, valid__contains=situation.day, kind=line.body_kind)
    return any(kinds.get(code) == line.body_kind for code in codes) or described.exists()


OWED = Owed()
ROUNDS = Counted(
    Q(state=RoundState.OPEN),
    note=_("it names who was asked; the receiver runs the open ones to their end under that name"),
)
FORMS = Follow(
    Q(),
    once=("code",),
    twin=_("the receiver has a form with this code already: this one stays, and the receiver has the use of it"),
)
