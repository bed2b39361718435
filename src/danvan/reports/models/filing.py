"""What happened to a submission: filings, remarks, longer time, reminders. Rows are added, not changed."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.figures.models import Filing
from danvan.orgs.changes import Effect, on
from danvan.orgs.models import Unit

from .forms import Item
from .narrative import Prompt
from .rounds import Submission


class Filed(models.Model):
    """One revision of a submission and the figures that it wrote. ``token`` makes filing happen once."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="filed")
    revision = models.PositiveIntegerField()
    filing = models.OneToOneField(Filing, on_delete=models.PROTECT, related_name="+")
    token = models.UUIDField(unique=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()

    class Meta:
        ordering = ["submission", "revision"]
        constraints = [models.UniqueConstraint(fields=["submission", "revision"], name="filed_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.submission_id} r{self.revision}"


class Remark(models.Model):
    """Why a revision was returned, on one cell, one question, one section (``group``, its heading) or the whole.

    ``resolved``: a newer revision answered it.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="remarks")
    revision = models.PositiveIntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, null=True, related_name="+")
    group = models.CharField(max_length=120, blank=True)
    text = models.CharField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    resolved = models.BooleanField(default=False)

    class Meta:
        ordering = ["submission", "revision", "item__order", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
            models.CheckConstraint(
                condition=Q(item=None, prompt=None) | Q(item=None, group="") | Q(prompt=None, group=""),
                name="remark_on_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_general(self) -> bool:
        """Whether it is about the whole report."""
        return self.item_id is None and self.prompt_id is None and not self.group


class Extension(models.Model):
    """A recorded exception: this unit may file until ``until`` (that day included), for a stated reason."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["submission", "at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="extension_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.until}"


class Reminder(models.Model):
    """A unit was told on a day that reports are missing; at most once a day, however many are."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    submissions = models.ManyToManyField(Submission, related_name="reminders")

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.day}"


on(Reminder, "unit", Effect.STAYS, what=_("reminders"), why="it records what was said to the unit on that day")
