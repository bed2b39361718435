"""What a unit was given to carry out, and every step it reported. A mandate is one cell of the matrix."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMModelMixin, transition

from danvan.core import clock
from danvan.core.fields import StateField
from danvan.directives.changing import HELD
from danvan.directives.querysets import SOON_DAYS, DisseminationQuerySet, MandateQuerySet
from danvan.directives.states import MANDATE_MOVES, STEPS, MandateState, next_step, reached
from danvan.files.models import StoredFile
from danvan.orgs.changes import Effect, on
from danvan.orgs.models import Unit

from .directive import Directive


def due_rule(name: str) -> models.CheckConstraint:
    """A term in working days keeps its start, and what it comes to."""
    return models.CheckConstraint(
        condition=Q(due_days__isnull=True) | Q(due_start__isnull=False, due_on__isnull=False), name=name
    )


class Sending(models.Model):
    """One act that sends a directive to units. ``token`` makes it happen once, however often it is asked."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.UUIDField(unique=True)
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="sendings")
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    sent = models.PositiveIntegerField()
    skipped = models.PositiveIntegerField()
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.directive_id}: {self.sent}"


@pghistory.track()
class Mandate(FSMModelMixin, models.Model):
    """A directive in the hands of one unit. ``due_on`` is the last day in time (None: no term was set)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="mandates")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="mandates")
    sending = models.ForeignKey(Sending, on_delete=models.PROTECT, related_name="mandates")
    state = StateField(_("state"), default=MandateState.SENT, choices=MandateState.choices, protected=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_start = models.DateField(null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(_("working days"), null=True, blank=True)
    note = models.TextField(pgettext_lazy("mandate", "note"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    # After a change of units: the mandate of the heir that goes on with this one's work.
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="merged")

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "unit"],
                name="mandate_once",
                condition=~Q(state=MandateState.WITHDRAWN) & Q(merged_into=None),
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="mandate_not_merged_into_itself"),
            due_rule("mandate_due_rule"),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="mandate_of_unit"),
            models.Index(fields=["due_on"], name="mandate_due", condition=~Q(state__in=["done", "withdrawn"])),
        ]
        triggers = [
            pgtrigger.FSM(name="moves", field="state", transitions=[(str(a), str(b)) for a, b in MANDATE_MOVES])
        ]

    def __str__(self) -> str:
        return f"{self.directive_id} @ {self.unit_id}: {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("directives:mandate", args=[self.public_id])

    @property
    def called(self) -> str:
        """What people call it, in the dry run of a change of units."""
        return f"{self.directive.short}: {self.directive.title}"

    @transition("state", MandateState.SENT, MandateState.RECEIVED)
    def receive(self) -> None:
        """The unit has it in hand."""

    @transition("state", MandateState.RECEIVED, MandateState.DISSEMINATED)
    def disseminate(self) -> None:
        """The unit studied it with its people (quán triệt)."""

    @transition("state", MandateState.DISSEMINATED, MandateState.PLANNED)
    def plan(self) -> None:
        """The unit has its own plan."""

    @transition("state", MandateState.PLANNED, MandateState.IN_PROGRESS)
    def begin(self) -> None:
        """The unit carries it out."""

    @transition("state", MandateState.IN_PROGRESS, MandateState.DONE)
    def finish(self) -> None:
        """The unit says what came of it."""

    @transition("state", MandateState.SENT, MandateState.WITHDRAWN)
    def withdraw(self) -> None:
        """The sender takes it back before anybody had it in hand."""

    @property
    def next_step(self) -> MandateState | None:
        """The step the unit reports next."""
        return next_step(self.state)

    @property
    def is_open(self) -> bool:
        """Whether its unit still has something to do for it."""
        return self.next_step is not None and self.merged_into_id is None

    @property
    def may_mend_study(self) -> bool:
        """Whether its reports of study may still be mended, and another one added: until all is done."""
        return self.merged_into_id is None and reached(STEPS[1]) <= reached(self.state) < len(STEPS)

    def is_late(self, today: date) -> bool:
        """Open, and its last day in time lies before ``today``."""
        return self.is_open and self.due_on is not None and self.due_on < today

    def look(self, today: date) -> str:
        """The one word for drawings: done, late, soon, running or wait (not received)."""
        if self.state == MandateState.DONE:
            return "done"
        if self.merged_into_id is not None:
            return "none"
        if self.is_late(today):
            return "late"
        if self.due_on is not None and self.due_on <= today + timedelta(days=SOON_DAYS):
            return "soon"
        return "wait" if self.state == MandateState.SENT else "running"

    def cells(self, today: date) -> list[str]:
        """A word for each of ``STEPS``: what is behind is done, the next one says how urgent it is."""
        behind = reached(self.state)
        ahead = len(STEPS) - behind
        if not ahead:
            return ["done"] * behind
        urgent = self.look(today)
        return ["done"] * behind + [urgent] + ["none"] * (ahead - 1)


class Step(models.Model):
    """A mandate came to ``state`` on a day. Never changed and never removed."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=20, choices=MandateState.choices)
    on = models.DateField()
    at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["mandate", "state"], name="step_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.mandate_id}: {self.state} {self.on}"


class StudyForm(models.TextChoices):
    """In which form people studied a directive."""

    CONFERENCE = "conference", _("conference")
    DOCUMENT = "document", _("in writing")
    CELL = "cell", _("meetings of the Party cells")
    ONLINE = "online", _("online")
    LOUDSPEAKER = "loudspeaker", _("loudspeakers")
    OTHER = "other", _("another form")


# In these forms people sit together, so somebody has counted them.
COUNTED_FORMS = frozenset({StudyForm.CONFERENCE, StudyForm.CELL, StudyForm.ONLINE})


@pghistory.track()
class Dissemination(models.Model):
    """One occasion on which a unit studied the directive with its people. A mended report is a new row."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="disseminations")
    held_on = models.DateField(_("date"))
    form = models.CharField(_("form of study"), max_length=12, choices=StudyForm.choices)
    attendance = models.PositiveIntegerField(_("people present"), null=True, blank=True)
    note = models.TextField(pgettext_lazy("mandate", "note"), blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    objects = DisseminationQuerySet.as_manager()

    class Meta:
        ordering = ["held_on", "id"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.held_on}"


@pghistory.track()
class Plan(models.Model):
    """The unit's own paper that makes the directive concrete, and its localised target in words."""

    mandate = models.OneToOneField(Mandate, on_delete=models.PROTECT, related_name="own_plan")
    title = models.TextField(_("title of the plan"))
    symbol = models.CharField(_("number and symbol"), max_length=200, blank=True)
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    local_target = models.TextField(_("what the unit sets itself"), blank=True)

    def __str__(self) -> str:
        return self.symbol or self.title


on(
    Mandate,
    "unit",
    Effect.FOLLOWS,
    handler=HELD,
    what=_("open mandates of directives"),
    why="open work goes to the heir; what is done stays with who did it",
)
