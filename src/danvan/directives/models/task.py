"""Tasks that a directive gives, cut into parts from the province down to the village."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMModelMixin, transition

from danvan.core.fields import StateField
from danvan.core.periods import MAX_CODE_LENGTH
from danvan.directives.changing import BESIDE, GIVEN, LED
from danvan.directives.querysets import SOON_DAYS, TargetQuerySet, TaskQuerySet, name_of
from danvan.directives.states import TASK_CLOSED, TASK_MOVES, TaskState
from danvan.figures.models import DIGITS, PLACES, Indicator
from danvan.orgs.changes import Counted, Effect, on
from danvan.orgs.models import Unit

from .directive import Directive
from .mandate import due_rule


@pghistory.track()
class Task(FSMModelMixin, models.Model):
    """Something to do: ``lead`` answers for it to ``giver``. Parts name their whole in ``parent``."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    origin = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="tasks")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    title = models.CharField(pgettext_lazy("directive", "task"), max_length=300)
    detail = models.TextField(_("what to do"), blank=True)
    giver = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="given_tasks")
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="led_tasks")
    state = StateField(_("state"), default=TaskState.OPEN, choices=TaskState.choices, protected=True)
    given_on = models.DateField(_("given on"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_start = models.DateField(null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(_("working days"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    remark = models.TextField(_("remark"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "id"]
        constraints = [
            due_rule("task_due_rule"),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="task_not_its_own_part"),
            models.CheckConstraint(condition=~Q(state="done", result=""), name="task_done_has_result"),
        ]
        indexes = [models.Index(fields=["lead", "state"], name="task_of_unit")]
        triggers = [pgtrigger.FSM(name="moves", field="state", transitions=[(str(a), str(b)) for a, b in TASK_MOVES])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("directives:task", args=[self.public_id])

    @transition("state", [TaskState.OPEN, TaskState.RETURNED], TaskState.IN_PROGRESS)
    def begin(self) -> None:
        """The lead unit works on it."""

    @transition("state", TaskState.IN_PROGRESS, TaskState.DONE)
    def finish(self) -> None:
        """The lead unit says what came of it."""

    @transition("state", TaskState.DONE, TaskState.RETURNED)
    def give_back(self) -> None:
        """The giver wants it done again, and says why."""

    @transition("state", TaskState.OPEN, TaskState.WITHDRAWN)
    def withdraw(self) -> None:
        """The giver takes it back before anybody began it."""

    def named_helpers(self, day: date) -> models.QuerySet[TaskUnit]:
        """The units beside the lead, with their names of ``day`` as ``unit_name``."""
        return self.helpers.annotate(unit_name=name_of("unit", day)).order_by("role", "pk")

    def is_late(self, today: date) -> bool:
        """Not done or withdrawn, and its last day in time lies before ``today``."""
        return self.state not in TASK_CLOSED and self.due_on is not None and self.due_on < today

    def look(self, today: date) -> str:
        """The one word for drawings."""
        if self.state == TaskState.DONE:
            return "done"
        if self.state == TaskState.WITHDRAWN:
            return "none"
        if self.is_late(today):
            return "late"
        if self.state == TaskState.RETURNED:
            return "returned"
        if self.due_on is not None and self.due_on <= today + timedelta(days=SOON_DAYS):
            return "soon"
        return "running" if self.state == TaskState.IN_PROGRESS else "wait"


class TaskUnit(models.Model):
    """A unit beside the lead: it helps, or it is told."""

    class Role(models.TextChoices):
        COOPERATING = "cooperating", _("cooperating")
        INFORMED = "informed", _("for information")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="helpers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="helped_tasks")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.COOPERATING)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="task_unit_once")]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.unit_id} {self.role}"

    @property
    def called(self) -> str:
        """What people call it, in the dry run of a change of units."""
        return self.task.title


@pghistory.track()
class Target(models.Model):
    """What a unit is to reach of an indicator in a period, and by which directive."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="targets")
    period = models.CharField(max_length=MAX_CODE_LENGTH, db_collation="C")
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    basis = models.ForeignKey(Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="targets")

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "unit", "period"], name="target_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="target_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.unit_id} {self.period}: {self.amount}"

    @property
    def called(self) -> str:
        """What people call it, in the dry run of a change of units."""
        return f"{self.indicator}: {self.period}"


on(
    Task,
    "giver",
    Effect.FOLLOWS,
    handler=GIVEN,
    what=_("open tasks that the unit gave"),
    why="the heir looks after what was given and is still open",
)
on(
    Task,
    "lead",
    Effect.FOLLOWS,
    handler=LED,
    what=_("open tasks that the unit leads"),
    why="open work goes to the heir; what is done stays with who did it",
)
on(
    TaskUnit,
    "unit",
    Effect.FOLLOWS,
    handler=BESIDE,
    what=_("open tasks in which the unit helps or is informed"),
    why="the heir helps on where the work is still open",
)
on(
    Target,
    "unit",
    Effect.STAYS,
    handler=Counted(note=_("targets of the receiver are set anew by decision")),
    what=_("targets"),
    why="a target was set for the unit of that day; heirs get theirs by decision",
)
