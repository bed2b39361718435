"""What readers answer to an article, and what holds a flood of it back."""

from __future__ import annotations

import uuid
from datetime import datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin, transition

from danvan.core import clock
from danvan.core.fields import StateField
from danvan.portal.querysets import CommentQuerySet
from danvan.portal.states import COMMENT_MOVES, CommentState

from .pages import ArticlePage

MOST_CHARACTERS = 2000
MOST_OF_A_NAME = 60
DEEPEST = 3  # a comment, a reply, a reply to the reply


class Suspicion(models.TextChoices):
    """Why the queue shows a comment after the others."""

    LINKS = "links", _("many links")
    REPEATED = "repeated", _("the same text was sent before")
    MANY = "many", _("many from one place in a short time")


class Reason(models.TextChoices):
    """Why a comment is refused or withdrawn."""

    OFF_TOPIC = "off_topic", _("not about the article")
    RUDE = "rude", _("insults somebody")
    ADVERTISING = "advertising", _("advertising")
    PERSONAL = "personal", _("tells personal data of somebody")
    REPEATED = "repeated", _("was sent before")
    UNLAWFUL = "unlawful", _("breaks the law")


def called(name: str) -> str:
    """What somebody is called on the page who gave this ``name``, or none."""
    return name or gettext("A reader")


@pghistory.track()
class Comment(FSMModelMixin, models.Model):
    """A reader's words about an article, or the body's official reply to them.

    Who wrote it is what they called themselves, nothing else: no account, no address of a computer, no e-mail.
    ``root`` is the comment that the thread began with (empty for that one), ``path`` puts a thread in the order in
    which it is read. The comment outlives its article: when a page is taken down it is not shown, when a page is
    deleted it stays in the moderators' register under the title that the article had (``about``).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    receipt = models.CharField(max_length=43, unique=True, editable=False, db_collation="C")
    article = models.ForeignKey(ArticlePage, on_delete=models.SET_NULL, null=True, related_name="comments")
    about = models.CharField(max_length=255)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="thread")
    depth = models.PositiveSmallIntegerField(default=1)
    path = models.CharField(max_length=60, db_collation="C")
    name = models.CharField(_("your name"), max_length=MOST_OF_A_NAME, blank=True)
    text = models.TextField(pgettext_lazy("comment", "text"))
    text_fold = models.TextField()
    official = models.BooleanField(default=False)
    suspicions = ArrayField(models.CharField(max_length=10, choices=Suspicion.choices), default=list)
    state = StateField(_("state"), default=CommentState.WAITING, choices=CommentState.choices, protected=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices, blank=True)
    at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(depth__gte=1, depth__lte=DEEPEST), name="comment_depth"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "published"], reason="")
                | Q(state__in=["refused", "withdrawn"]) & ~Q(reason=""),
                name="comment_refused_with_reason",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
        ]
        indexes = [
            models.Index(fields=["article", "-path"], name="comment_threads", condition=Q(state="published", depth=1)),
            models.Index(fields=["root", "path"], name="comment_replies", condition=Q(state="published", depth__gt=1)),
            models.Index(fields=["state", "at"], name="comment_queue"),
            models.Index(fields=["at"], name="comment_at"),
            models.Index(fields=["decision"], name="comment_decision", condition=Q(decision__isnull=False)),
        ]
        triggers = [
            pgtrigger.FSM(name="moves", field="state", transitions=[(str(a), str(b)) for a, b in COMMENT_MOVES])
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        """Where the moderator reads it."""
        return reverse("portal:moderated", args=[self.public_id])

    @property
    def called(self) -> str:
        """What its writer is called on the page."""
        return called(self.name)

    @staticmethod
    def place(public_id: uuid.UUID, at: datetime) -> str:
        """One step of ``path``: in the order of time, and no two alike."""
        return f"{int(at.timestamp() * 1_000_000):014x}{public_id.hex[:6]}"

    @transition("state", CommentState.WAITING, CommentState.PUBLISHED)
    def publish(self) -> None:
        """A moderator lets everybody read it."""

    @transition("state", CommentState.WAITING, CommentState.REFUSED)
    def refuse(self) -> None:
        """A moderator keeps it from the page, and says why."""

    @transition("state", CommentState.PUBLISHED, CommentState.WITHDRAWN)
    def withdraw(self) -> None:
        """A moderator takes it from the page, and says why."""

    @transition("state", [CommentState.PUBLISHED, CommentState.REFUSED], CommentState.WAITING)
    def reopen(self) -> None:
        """The decision is taken back: it waits again."""

    @transition("state", CommentState.WITHDRAWN, CommentState.PUBLISHED)
    def restore(self) -> None:
        """It is shown again."""


class CommentPause(models.Model):
    """A time in which the whole portal takes no comments. Open while ``ended_at`` is empty; at most one is."""

    began_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(_("what readers are told"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(ended_at__isnull=True), name="one_comment_pause_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d} {self.why}"


class Allowance(models.Model):
    """What is left of a sender's or of the whole portal's allowance of comments: a bucket that fills with time.

    ``key`` is a hash that nobody can turn back after midnight; rows are dropped after a day.
    """

    key = models.CharField(max_length=60, primary_key=True, db_collation="C")
    left = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="allowance_at")]

    def __str__(self) -> str:
        return f"{self.key[:12]}: {self.left:.1f}"
