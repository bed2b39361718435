"""The book of acts: one line for every deed that matters, never changed and never removed."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from danvan.core import clock
from danvan.orgs.changes import Effect, on
from danvan.orgs.models import Unit

from .verbs import sentence


class Act(models.Model):
    """Somebody did something to a record. ``facts`` holds ids, counts and reasons, never personal data."""

    verb = models.CharField(max_length=60)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="acts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["content_type", "object_id", "-id"], name="act_subject")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} #{self.object_id}"

    @property
    def in_words(self) -> str:
        """The act as a sentence."""
        return sentence(self.verb, self.facts)


on(Act, "unit", Effect.STAYS, what=_("acts in the book"), why="who did it, where, on that day")
