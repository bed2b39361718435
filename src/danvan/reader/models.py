"""Documents that were read, and what they say: proposed by the engine, decided by a person."""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin, transition

from danvan.core import clock
from danvan.core.fields import StateField
from danvan.core.text import fold
from danvan.files.models import StoredFile
from danvan.orgs.changes import Effect, on
from danvan.orgs.models import Unit

from .kinds import Kind
from .querysets import DocumentQuerySet, FactQuerySet
from .states import DECIDED, MOVES, State


@pghistory.track()
class Document(models.Model):
    """A page or document as it was read, kept by the body whose clerk brought it.

    ``text`` is the source text in which the spans of all facts count; ``parts`` says what each stretch of it is
    ([part, start, end]); ``body`` is the article or document once. ``notes`` are the engine's codes of what it could
    not read. ``address`` is where an old page stood. ``published`` is ISO 8601 as exact as the page says, or empty.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    keeper = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="read_documents", verbose_name=_("kept by"))
    name = models.CharField(_("file name"), max_length=255)
    digest = models.CharField(max_length=64, editable=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    address = models.CharField(_("address"), max_length=500, blank=True)
    kind = models.CharField(max_length=10, editable=False)
    encoding = models.CharField(max_length=20, editable=False)
    text = models.TextField(editable=False)
    parts = models.JSONField(default=list, editable=False)
    body = models.TextField(editable=False)
    title = models.CharField(_("headline"), max_length=500, blank=True)
    title_fold = models.CharField(max_length=1000, editable=False)
    published = models.CharField(max_length=40, blank=True, editable=False)
    checks = models.JSONField(default=list, editable=False)
    notes = models.JSONField(default=list, editable=False)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    read_at = models.DateTimeField(default=clock.now, editable=False)
    engine = models.CharField(max_length=20, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-read_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["keeper", "digest"], name="document_read_once")]

    def __str__(self) -> str:
        return self.title or self.name

    def save(self, *args, **kwargs) -> None:
        """Keep the search key beside headline and file name."""
        self.title_fold = fold(f"{self.title} {self.name}")[:1000]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("reader:document", args=[self.public_id])


@pghistory.track()
class Fact(FSMModelMixin, models.Model):
    """One thing that a document says. ``proposed`` is what the engine said, ``values`` what counts now.

    ``spans`` are places in the document's text, the first that of ``text``; ``rule`` and ``confidence`` are the
    engine's. ``key`` is the same for the same document named in several texts. ``unit`` is which unit a body or place
    is, where exactly one fits.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.TextField()
    spans = models.JSONField()
    start = models.PositiveIntegerField()
    proposed = models.JSONField()
    values = models.JSONField()
    key = models.CharField(max_length=200, blank=True)
    rule = models.CharField(max_length=60)
    confidence = models.FloatField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = StateField(max_length=10, choices=State.choices, default=State.PROPOSED, protected=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["document", "start", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(confidence__gte=0, confidence__lte=1), name="fact_confidence"),
            models.CheckConstraint(
                condition=Q(state=State.PROPOSED, decided_by__isnull=True)
                | Q(state__in=DECIDED, decided_by__isnull=False),
                name="fact_decided_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "state"], name="fact_kind_state"),
            models.Index(fields=["key", "document"], name="fact_key", condition=Q(kind="citation")),
        ]
        triggers = [pgtrigger.FSM(name="moves", field="state", transitions=[(str(a), str(b)) for a, b in MOVES])]

    def __str__(self) -> str:
        return self.text

    @transition("state", State.PROPOSED, State.CONFIRMED)
    def confirm(self) -> None:
        """It is as the engine says."""

    @transition("state", State.PROPOSED, State.CORRECTED)
    def correct(self) -> None:
        """It is otherwise; the values hold what a person wrote."""

    @transition("state", State.PROPOSED, State.REFUSED)
    def refuse(self) -> None:
        """The text does not say this."""

    @transition("state", DECIDED, State.PROPOSED)
    def reopen(self) -> None:
        """The decision is taken back."""


on(
    Document,
    "keeper",
    Effect.STAYS,
    what=_("documents that were read"),
    why=_("a document stays with the body that read it"),
)
on(
    Fact,
    "unit",
    Effect.STAYS,
    what=_("units named in documents that were read"),
    why=_("a text names the unit of its day"),
)
