"""What a report says in words: questions of a form's edition, answers being written, answers as they were filed."""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from danvan.files.models import StoredFile
from danvan.reports.querysets import OfSubmissionQuerySet
from danvan.reports.states import Theme

from .forms import FormVersion, Item
from .rounds import Submission

LONGEST = 20000  # characters; what a prompt allows is less


class Prompt(models.Model):
    """One question answered in words. ``hint_vi`` is a text to begin from, ``longest`` counts characters.

    ``code`` is the same in all editions of a form; ``group`` is the heading that the question stands under.
    """

    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="prompts")
    order = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    group = models.CharField(max_length=120, blank=True)
    text_vi = models.CharField(max_length=300)
    hint_vi = models.TextField(blank=True)
    theme = models.CharField(max_length=14, choices=Theme.choices)
    required = models.BooleanField(default=True)
    longest = models.PositiveIntegerField(default=4000)

    class Meta:
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="prompt_order_once"),
            models.UniqueConstraint(fields=["version", "code"], name="prompt_code_once"),
            models.CheckConstraint(condition=Q(longest__gte=1, longest__lte=LONGEST), name="prompt_longest"),
            models.CheckConstraint(condition=~Q(text_vi=""), name="prompt_asks_something"),
        ]

    def __str__(self) -> str:
        return self.code


@pghistory.track()
class DraftText(models.Model):
    """An answer as it is being written, right or wrong. ``nothing``: there was nothing to tell ("Không phát sinh")."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="texts")
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    nothing = models.BooleanField(default=False)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["submission", "prompt"]
        constraints = [models.UniqueConstraint(fields=["submission", "prompt"], name="text_once")]

    def __str__(self) -> str:
        return self.text[:60]


class Told(models.Model):
    """An answer as it was filed with one revision: its words, or that there was nothing to tell. Append-only."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="told")
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="told")
    revision = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    nothing = models.BooleanField(default=False)

    objects = OfSubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["submission", "revision", "prompt__order"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "revision", "prompt"], name="told_once"),
            models.CheckConstraint(
                condition=(Q(nothing=True) & Q(text="")) | (Q(nothing=False) & ~Q(text="")), name="told_something"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.submission_id} r{self.revision}: {self.text[:60]}"


class Evidence(models.Model):
    """A file that goes with a report, or with one of its lines or questions.

    It belongs to the filed revisions from ``since`` to ``until`` (None: the newest and those to come); what was taken
    out of a later revision stays with the earlier ones.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="evidence")
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, null=True, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(max_length=300, blank=True)
    since = models.PositiveIntegerField()
    until = models.PositiveIntegerField(null=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = OfSubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["submission", "added_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(prompt=None) | Q(item=None), name="evidence_of_one_thing"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="evidence_in_order"),
        ]

    def __str__(self) -> str:
        return self.caption or self.file.name

    def stands_in(self, revision: int) -> bool:
        """Whether it belongs to the revision of this number."""
        return self.since <= revision and (self.until is None or revision <= self.until)
