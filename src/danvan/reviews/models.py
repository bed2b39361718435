"""Tables of reviews. What was issued is never changed again, and the database says so itself."""

from __future__ import annotations

import uuid

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
from danvan.core.periods import MAX_CODE_LENGTH, Period
from danvan.core.text import fold
from danvan.directives.models import Directive
from danvan.documents.profiles import PARTY, STATE, profile_on
from danvan.figures.models import DIGITS, PLACES, Line
from danvan.files.models import StoredFile
from danvan.orgs.changes import Effect, on
from danvan.orgs.models import Unit

from .changing import DRAFTS, TEMPLATES
from .querysets import OwnedQuerySet, ReviewQuerySet, SnapshotQuerySet, TemplateQuerySet
from .states import MARKS, MOVES, State


class Family(models.TextChoices):
    """Whose rules of layout the paper follows."""

    PARTY_PAPER = PARTY, _("Party document")
    STATE_PAPER = STATE, _("State or Front document")


def _only_while_drafting(name: str) -> pgtrigger.Trigger:
    """Text and questions move only while the review is being written."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("owner", "bigint")],
        func="""
            owner := CASE WHEN TG_OP = 'DELETE' THEN OLD.review_id ELSE NEW.review_id END;
            IF EXISTS (SELECT 1 FROM reviews_review WHERE id = owner AND state <> 'drafting') THEN
                RAISE EXCEPTION 'the review % is no longer being written', owner;
            END IF;
            IF TG_OP = 'UPDATE' AND OLD.review_id <> NEW.review_id THEN
                RAISE EXCEPTION 'a text does not move to another review';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def _never_changed() -> pgtrigger.Protect:
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


@pghistory.track()
class ReviewTemplate(models.Model):
    """A Word template of a body for its review reports. It is never deleted: what was printed with it names it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("body"))
    name = models.CharField(_("name of the template"), max_length=120)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(retired_at=None), name="template_name_once_in_use"
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Review(FSMModelMixin, models.Model):
    """One report on a period, or on a directive in a period, by the body that issues it.

    ``version`` counts every change of the text and of the state. ``named_on`` is the day whose names of units the
    paper uses. ``units_as_of`` is the day to whose units all figures are carried; without it they are as they were.
    ``token`` makes the drafting happen once.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField(_("subject of the report"), max_length=300)
    subject_fold = models.CharField(max_length=1000, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("issuing body"))
    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reviewed_in", verbose_name=_("area"))
    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews", verbose_name=_("directive")
    )
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", verbose_name=_("line of reporting"))
    period = models.CharField(_("period"), max_length=MAX_CODE_LENGTH, db_collation="C")
    named_on = models.DateField(editable=False)
    units_as_of = models.DateField(_("Figures by the units of the day"), null=True, blank=True)
    outline = models.CharField(_("outline"), max_length=40)
    family = models.CharField(_("layout"), max_length=8, choices=Family.choices)
    state = StateField(_("state"), default=State.DRAFTING, choices=State.choices, protected=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews_written")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, editable=False)
    sent_back_for = models.CharField(_("reason for sending it back"), max_length=500, blank=True)
    superior = models.CharField(_("superior body"), max_length=200, blank=True)
    issuer = models.CharField(_("issuing body as printed"), max_length=200)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    dated_on = models.DateField(_("date of issue"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=100, blank=True)
    signer_prefix = models.CharField(_("authority to sign"), max_length=120, blank=True)
    signer_title = models.CharField(_("title of the signer"), max_length=120, blank=True)
    signer_name = models.CharField(_("name of the signer"), max_length=120, blank=True)
    recipients = models.TextField(_("recipients"), blank=True)
    template = models.ForeignKey(
        ReviewTemplate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("own template"),
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="review_issued_has_number",
                condition=~Q(state="issued") | Q(number__gte=1, dated_on__isnull=False) & ~Q(symbol=""),
            ),
            models.CheckConstraint(
                name="review_submitted_by_somebody",
                condition=Q(state="drafting") | Q(submitted_by__isnull=False, submitted_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="review_of_unit")]
        triggers = [
            pgtrigger.FSM(name="moves", field="state", transitions=[(str(a), str(b)) for a, b in MOVES]),
            pgtrigger.Protect(
                name="issued_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="issued"),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def save(self, **options) -> None:
        """Keep the search column beside the subject."""
        self.subject_fold = fold(self.subject)
        super().save(**options)

    def get_absolute_url(self) -> str:
        return reverse("reviews:review", args=[self.public_id])

    @transition("state", State.DRAFTING, State.SUBMITTED)
    def to_submitted(self) -> None:
        """The author hands it to whoever issues it."""

    @transition("state", State.SUBMITTED, State.DRAFTING)
    def to_drafting(self) -> None:
        """It goes back to the author with a reason."""

    @transition("state", State.SUBMITTED, State.ISSUED)
    def to_issued(self) -> None:
        """It has a number, a day and a signer, and stands."""

    @property
    def when(self) -> Period:
        """The period as an object."""
        return Period.parse(self.period)

    @property
    def is_open(self) -> bool:
        """Whether its text may be changed."""
        return self.state == State.DRAFTING

    @property
    def is_issued(self) -> bool:
        """Whether it stands for good."""
        return self.state == State.ISSUED

    @property
    def number_text(self) -> str:
        """Number and symbol as the layout writes them; empty before issue."""
        if not self.number or not self.dated_on:
            return ""
        return profile_on(self.family, self.dated_on).symbol(self.number, self.symbol)

    @property
    def day_text(self) -> str:
        """The day of issue as the layout writes it; empty before issue."""
        return profile_on(self.family, self.dated_on).day(self.dated_on) if self.dated_on else ""

    @property
    def mark(self) -> str:
        """The mark of its state for drawings."""
        return MARKS[State(self.state)]


class BlockKind(models.TextChoices):
    """What a block is. The first five are written as text, the others are made from the data."""

    HEADING = "heading", pgettext_lazy("block", "Heading")
    PARAGRAPH = "paragraph", pgettext_lazy("block", "Paragraph")
    LIST = "list", pgettext_lazy("block", "List: one item a line")
    TABLE = "table", pgettext_lazy("block", "Table: one row a line, cells divided by |")
    ANNEX = "annex", pgettext_lazy("block", "Beginning of an annex")
    LEADING = "leading", pgettext_lazy("block", "Units that lead")
    LAGGING = "lagging", pgettext_lazy("block", "Units that lag behind")
    COMMUNES = "communes", pgettext_lazy("block", "Table by unit")
    CHART = "chart", pgettext_lazy("block", "Chart")


WRITTEN = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.TABLE, BlockKind.ANNEX})


@pghistory.track()
class Block(models.Model):
    """One piece of the paper, in its order. In ``text``, ``{{so:s1}}`` is the place of a figure.

    A block made from the data names in ``text`` its caption and in ``ref`` the figure that holds its rows.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="blocks")
    order = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=BlockKind.choices)
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    text = models.TextField(_("text"), blank=True)
    ref = models.ForeignKey("FigureRef", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "order"], name="block_order_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(name="block_level", condition=Q(level__lte=3)),
            models.CheckConstraint(
                name="block_of_data_has_ref",
                condition=Q(kind__in=["leading", "lagging", "communes", "chart"], ref__isnull=False)
                | ~Q(kind__in=["leading", "lagging", "communes", "chart"]) & Q(ref__isnull=True),
            ),
        ]
        triggers = [_only_while_drafting("block_while_drafting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.order}"

    @property
    def is_written(self) -> bool:
        """Whether its text is the author's."""
        return self.kind in WRITTEN


class FigureRef(models.Model):
    """A question that a place in the text asks: which figure, of which unit and period, along which line."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="refs")
    key = models.CharField(max_length=7)
    question = models.JSONField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["review", "key"], name="figure_key_once")]
        triggers = [_only_while_drafting("ref_while_drafting")]

    def __str__(self) -> str:
        return f"{self.review_id}:{self.key}"


class Snapshot(models.Model):
    """What a question was answered when the review was issued. Append-only; ``digest`` is over all the rest."""

    ref = models.OneToOneField(FigureRef, on_delete=models.PROTECT, related_name="snapshot")
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    text = models.CharField(max_length=200)
    label = models.CharField(max_length=400)
    measure = models.CharField(max_length=40, blank=True)
    formula = models.TextField(blank=True)
    parts = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    reported = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    estimated = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(default=clock.now, editable=False)
    digest = models.CharField(max_length=64)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["ref"]
        triggers = [_never_changed()]

    def __str__(self) -> str:
        return f"{self.ref_id}: {self.text}"


class Issue(models.Model):
    """The paper as it went out. Append-only; ``text`` holds all blocks with the numbers filled in."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="issued")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    profile = models.CharField(max_length=40)
    text = models.JSONField()
    text_digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField(default=clock.now, editable=False)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = [F("issued_at").desc()]
        triggers = [_never_changed()]

    def __str__(self) -> str:
        return f"{self.review_id} {self.digest[:12]}"


on(
    Review,
    "unit",
    Effect.FOLLOWS,
    handler=DRAFTS,
    what=_("review reports being written"),
    why="an open draft goes to the heir; an issued paper stays with who issued it",
)
on(
    Review,
    "area",
    Effect.STAYS,
    what=_("review reports about the area"),
    why="the report speaks of the area as it was in its period",
)
on(
    ReviewTemplate,
    "unit",
    Effect.FOLLOWS,
    handler=TEMPLATES,
    what=_("Word templates of review reports"),
    why="the heir writes on in the same look; what was printed stays as it is",
)
