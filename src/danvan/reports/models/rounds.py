"""Rounds and what each unit owes in them."""

from __future__ import annotations

import uuid
from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin, transition

from danvan.core.fields import StateField
from danvan.core.periods import MAX_CODE_LENGTH, Period
from danvan.orgs.changes import Effect, on
from danvan.orgs.models import Change, Unit
from danvan.reports.changing import OWED, ROUNDS
from danvan.reports.querysets import RoundQuerySet, SubmissionQuerySet
from danvan.reports.states import HANDED_IN, MOVES, ONE_STEP, ROUND_MOVES, TWO_STEPS, TYPING, RoundState, State

from .forms import FormVersion


def _moves(moves: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(str(source.value), str(target.value)) for source, target in moves]


@pghistory.track()
class Round(FSMModelMixin, models.Model):
    """One form asked of one area for one period. ``window_start`` to ``window_end`` are the days that count.

    ``steps`` of approval are the form's on the day of opening: a later change of the form changes no open round.
    ``locks``: after the due day only a unit that was given longer may still file; else it may, and is late.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="rounds")
    period = models.CharField(max_length=MAX_CODE_LENGTH, db_collation="C")
    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="report_rounds")
    window_start = models.DateField()
    window_end = models.DateField()
    due_on = models.DateField()
    state = StateField(max_length=6, choices=RoundState.choices, default=RoundState.OPEN, protected=True)
    label = models.CharField(max_length=200, blank=True)
    estimate = models.BooleanField(default=False)
    steps = models.PositiveSmallIntegerField(default=ONE_STEP)
    locks = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    search = models.CharField(max_length=500, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-window_end", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["form_version", "period", "area", "estimate"], name="round_once"),
            models.CheckConstraint(condition=Q(window_start__lte=F("window_end")), name="round_window_in_order"),
            # Decree 09/2019/NĐ-CP, Article 8.5: the data are closed before the report is due.
            models.CheckConstraint(condition=Q(due_on__gt=F("window_end")), name="round_due_after_window"),
            models.CheckConstraint(condition=Q(steps__in=[ONE_STEP, TWO_STEPS]), name="round_steps"),
        ]
        triggers = [pgtrigger.FSM(name="round_moves", field="state", transitions=_moves(ROUND_MOVES))]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:round", args=[self.public_id])

    @property
    def form(self):
        """The form of the edition asked."""
        return self.form_version.form

    @property
    def when(self) -> Period:
        """The period as an object."""
        return Period.parse(self.period)

    @property
    def period_name(self) -> str:
        """The period in the language of the page."""
        english = (get_language() or "vi").startswith("en")
        return self.when.label_en() if english else self.when.label_vi()

    @property
    def title(self) -> str:
        """The form's name and the period, or the label that it was given."""
        return self.label or f"{self.form.name_vi}, {self.period_name}"

    def is_shut(self, today: date) -> bool:
        """Whether it takes reports only from units that were given longer: closed, or locked since the due day."""
        return self.state == RoundState.CLOSED or (self.locks and today > self.due_on)

    @transition(field=state, source=RoundState.OPEN, target=RoundState.CLOSED)
    def close(self) -> None:
        """Take nothing more."""


_NO_STEP_LEFT_OUT = """
    IF EXISTS (SELECT 1 FROM reports_round WHERE id = NEW.round_id AND steps = 2) THEN
        RAISE EXCEPTION 'a report of a round of two steps is accepted only after the first step';
    END IF;
    RETURN NEW;
"""


@pghistory.track()
class Submission(FSMModelMixin, models.Model):
    """What one unit owes in one round. ``version`` counts its moves, ``revision`` its filings.

    Nobody approves what they filed, and in a round of two steps nobody takes both.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="submissions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="report_submissions")
    state = StateField(max_length=8, choices=State.choices, default=State.WAITING, protected=True)
    revision = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    filed_at = models.DateTimeField(null=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # The change of units after which this unit owes the report no more; its heir does.
    released_by = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["round", "unit"]
        indexes = [models.Index(fields=["unit", "state"], name="submission_owed")]
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="submission_once"),
            models.CheckConstraint(condition=~Q(accepted_by=F("filed_by")), name="submission_not_accepted_by_filer"),
            models.CheckConstraint(condition=~Q(checked_by=F("filed_by")), name="submission_not_checked_by_filer"),
            models.CheckConstraint(condition=~Q(accepted_by=F("checked_by")), name="submission_steps_by_two"),
            models.CheckConstraint(
                condition=~Q(state=State.CHECKED) | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="submission_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HANDED_IN) | Q(revision__gte=1, filed_at__isnull=False, filed_by__isnull=False),
                name="submission_filed_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="submission_moves", field="state", transitions=_moves(MOVES)),
            pgtrigger.Trigger(
                name="submission_steps",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state=State.ACCEPTED.value, new__checked_by__isnull=True),
                func=_NO_STEP_LEFT_OUT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} @ {self.round_id}"

    def get_absolute_url(self) -> str:
        return reverse("reports:submission", args=[self.public_id])

    @property
    def called(self) -> str:
        """What people call it, in the dry run of a change of units."""
        return self.round.title

    @property
    def is_typing(self) -> bool:
        """Whether its cells may be typed in."""
        return self.state in TYPING and not self.is_released

    @property
    def is_released(self) -> bool:
        """Whether a change of units took it off this unit."""
        return self.released_by_id is not None

    @property
    def is_handed_in(self) -> bool:
        """Whether it lies with those above."""
        return self.state in HANDED_IN

    @property
    def waits_for_check(self) -> bool:
        """Whether the head of its unit is to approve it next."""
        return self.state == State.FILED and self.round.steps == TWO_STEPS

    @property
    def waits_for_decision(self) -> bool:
        """Whether those who asked for it are to accept it next."""
        return self.state == State.CHECKED or (self.state == State.FILED and self.round.steps == ONE_STEP)

    def days_left(self, today: date) -> int:
        """Calendar days to the due day (needs ``with_due``); below zero when late."""
        return (self.due - today).days

    @transition(field=state, source=State.WAITING, target=State.DRAFTING)
    def begin(self) -> None:
        """The first cell was typed."""

    @transition(field=state, source=[State.DRAFTING, State.RETURNED], target=State.FILED)
    def hand_in(self) -> None:
        """Its figures were filed."""

    @transition(field=state, source=[State.FILED, State.CHECKED, State.ACCEPTED], target=State.RETURNED)
    def give_back(self) -> None:
        """Something in it must be mended."""

    @transition(field=state, source=State.FILED, target=State.CHECKED)
    def check_off(self) -> None:
        """The head of its unit stands by it."""

    @transition(field=state, source=[State.FILED, State.CHECKED], target=State.ACCEPTED)
    def take(self) -> None:
        """It is right."""


on(
    Round,
    "area",
    Effect.STAYS,
    handler=ROUNDS,
    what=_("open rounds of reports"),
    why="it says who was asked; the heir sees what stood under the area and runs the round to its end",
)
on(
    Submission,
    "unit",
    Effect.SUCCEEDS,
    handler=OWED,
    what=_("reports owed in open rounds"),
    why="a report belongs to the body that lives on the period's last day: what comes after is the heir's to give",
)
