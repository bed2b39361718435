"""What a change of units does to reports: what is owed for periods after it passes to the heirs, the rest stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.core.periods import Period
from danvan.orgs.changes import Counted, Declaration, Effect, Follow, Handler, Recorder, Situation, Touched
from danvan.orgs.kinds import AREAS
from danvan.orgs.models import Description, Placement

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
        reporters = Reporters(situation)
        along = [row for row in passing if self._reports(declared, situation, row, reporters)]
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
        rows, reporters = self.rows(declared, situation).select_for_update(of=["self"]), Reporters(situation)
        for row in rows:
            if not _after(row, situation):
                continue
            heir = self.receiver(declared, situation, row)
            recorder.alter(row, released_by=situation.change)
            if heir and reporters.has(row.round.form.line, heir) and not self._owes(declared, situation, row, heir):
                recorder.make(declared.model(round=row.round, unit=situation.units[heir]))

    def _owes(self, declared: Declaration, situation: Situation, row: Submission, heir: str) -> bool:
        """Whether the heir owes this form for this period already, in this round or in that of another area."""
        form = row.round.form_version.form_id
        asked = declared.model.objects.owed().filter(unit=situation.units[heir], round__period=row.round.period)
        return (
            asked.filter(round__form_version__form=form).exists()
            or declared.model.objects.filter(round=row.round, unit=situation.units[heir]).exists()
        )

    def _reports(self, declared: Declaration, situation: Situation, row: Submission, reporters: Reporters) -> bool:
        """Whether who takes it reports along the form's line (while nobody was chosen: whether one of them does)."""
        chosen = self.receiver(declared, situation, row)
        possible = [chosen] if chosen else situation.receivers(self.source(declared, situation, row))
        return any(reporters.has(row.round.form.line, code) for code in possible)


def _after(row: Submission, situation: Situation) -> bool:
    return Period.parse(row.round.period).last_day >= situation.day


class Reporters:
    """Which units report along a line from the day of a change on, as its plan leaves them."""

    def __init__(self, situation: Situation) -> None:
        plan = situation.plan
        self.day = situation.day
        self._kinds = {one.code: one.kind for one in plan.opens} | {one.unit: one.kind for one in plan.names}
        self._parents = {one.code: one.parent for one in plan.opens} | {one.unit: one.parent for one in plan.places}
        self._known: dict[tuple[int, str], bool] = {}

    def has(self, line: Line, code: str) -> bool:
        """Whether the unit is a body of the line's kind in an area of its level, as ``figures`` counts them."""
        key = (line.pk, code)
        if key not in self._known:
            self._known[key] = self._kind(code) == line.body_kind and self._is_at_home(line, code)
        return self._known[key]

    def _is_at_home(self, line: Line, code: str) -> bool:
        above = self._parent(code)
        while above is not None:
            kind = self._kind(above)
            if kind in AREAS or kind == line.body_kind:
                return kind in line.area_kinds
            above = self._parent(above)
        return False

    def _kind(self, code: str) -> str | None:
        if code not in self._kinds:
            described = Description.objects.filter(unit__code=code, valid__contains=self.day)
            self._kinds[code] = described.values_list("kind", flat=True).first()
        return self._kinds[code]

    def _parent(self, code: str) -> str | None:
        if code not in self._parents:
            placed = Placement.objects.filter(unit__code=code, valid__contains=self.day)
            self._parents[code] = placed.values_list("parent__code", flat=True).first()
        return self._parents[code]


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
