"""Moderators decide on what readers wrote, one or many at once, and can take a decision back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from danvan.access.actor import Actor
from danvan.audit.services import record, record_many
from danvan.audit.verbs import verb
from danvan.core import clock
from danvan.core.errors import Refused
from danvan.portal.access import MODERATE
from danvan.portal.models import Comment, CommentPause
from danvan.portal.models.comments import Reason
from danvan.portal.page_cache import forget
from danvan.portal.states import CommentState
from danvan.portal.voice.stamps import receipt

from .commenting import Said, placed

PUBLISHED = verb("portal.comment_published", _("let the comment be shown"))
REFUSED = verb("portal.comment_refused", _("refused the comment: %(reason)s"))
WITHDRAWN = verb("portal.comment_withdrawn", _("withdrew the comment: %(reason)s"))
REOPENED = verb("portal.comment_reopened", _("took up the comment anew"))
TAKEN_BACK = verb("portal.comment_taken_back", _("took the decision on the comment back"))
ANSWERED = verb("portal.comment_answered", _("answered the comment for the body"))
PAUSED = verb("portal.comments_paused", _("stopped comments on the whole portal"))
RESUMED = verb("portal.comments_resumed", _("opened comments on the portal again"))

UNDO_WITHIN = timedelta(minutes=10)
# What each act is called in the record, and the move that it makes.
ACTS = {"publish": PUBLISHED, "refuse": REFUSED, "withdraw": WITHDRAWN, "reopen": REOPENED}
WITH_REASON = {"refuse", "withdraw"}


@dataclass(frozen=True)
class Decided:
    """What became of a decision: its number (for undo), how many moved, how many had moved before."""

    decision: uuid.UUID
    moved: int
    skipped: int


@transaction.atomic
def decide(comments: Sequence[Comment], act: str, *, by: Actor, reason: str = "") -> Decided:
    """Publish, refuse, withdraw or reopen ``comments``; those that somebody else has decided meanwhile are left.

    Refusing and withdrawing need a ``reason`` of ``Reason``. Raises Refused ("no-reason", "nothing-left") and, for a
    comment that the actor may not moderate, as ``Actor.require``.
    """
    if act in WITH_REASON and reason not in Reason.values:
        raise Refused(_("Choose a reason."), code="no-reason", field="reason")
    rows = Comment.objects.permitted(by, MODERATE).filter(pk__in=[one.pk for one in comments])
    if act != "withdraw":  # the body's own answers can be taken from the page, nothing else
        rows = rows.filter(official=False)
    locked = list(rows.select_for_update(of=["self"]).order_by("pk"))
    moving = [one for one in locked if can_proceed(getattr(one, act))]
    if not moving:
        raise Refused(_("Somebody else has decided on this meanwhile."), code="nothing-left")
    decision, now = uuid.uuid4(), clock.now()
    for one in moving:
        getattr(one, act)()
        one.reason = reason if act in WITH_REASON else ""
        one.decision, one.decided_at, one.decided_by_id = decision, now, by.user_id
        one.version += 1
    _save(moving)
    forget()
    facts = {"reason": str(Reason(reason).label)} if act in WITH_REASON else {}
    record_many(ACTS[act], moving, by=by, **facts)
    return Decided(decision, len(moving), len(comments) - len(moving))


@transaction.atomic
def take_back(decision: uuid.UUID, *, by: Actor) -> int:
    """Undo a decision of the last ten minutes; only who took it can. Returns how many comments went back."""
    rows = Comment.objects.permitted(by, MODERATE).filter(decision=decision, decided_by_id=by.user_id)
    locked = list(rows.filter(decided_at__gt=clock.now() - UNDO_WITHIN).select_for_update(of=["self"]).order_by("pk"))
    moving = [one for one in locked if one.state != CommentState.WAITING]
    if not moving:
        raise Refused(_("This can no longer be undone."), code="too-late")
    for one in moving:
        one.restore() if one.state == CommentState.WITHDRAWN else one.reopen()
        one.reason, one.decision, one.decided_at, one.decided_by_id = "", None, None, None
        one.version += 1
    _save(moving)
    forget()
    record_many(TAKEN_BACK, moving, by=by)
    return len(moving)


@transaction.atomic
def answer(comment: Comment, text: str, *, by: Actor, token: uuid.UUID) -> Comment:
    """The body answers a comment in public, under the name of the moderator's unit. Sending twice stores one.

    Answering a comment that waits publishes it as well. Raises Refused: "no-unit", "not-now".
    """
    known = Comment.objects.filter(receipt=receipt("official", str(token))).first()
    if known:
        return known
    near = Comment.objects.select_related("root", "parent", "article")
    above = near.select_for_update(of=["self"]).get(pk=comment.pk)
    by.require(MODERATE, above)
    if not by.unit_name:
        raise Refused(_("Your account has no post, so the answer would carry no body's name."), code="no-unit")
    if above.state == CommentState.WAITING:
        decide([above], "publish", by=by)
        above = near.get(pk=comment.pk)
    if above.state != CommentState.PUBLISHED or above.article is None:
        raise Refused(_("Only a comment that is shown can be answered."), code="not-now")
    said = Said(text, receipt("official", str(token)), by.unit_name, above)
    reply = placed(above.article.pk, above.about, said, clock.now())
    reply.official = True
    reply.decided_at, reply.decided_by_id = reply.at, by.user_id
    reply.publish()
    reply.save()
    forget()
    forget()
    record(ANSWERED, above, by=by)
    return reply


@transaction.atomic
def pause(why: str, *, by: Actor) -> CommentPause:
    """Take no comments on the whole portal from now on; ``why`` is told to the readers. Twice is like once."""
    _require_everywhere(by)
    row, made = CommentPause.objects.get_or_create(ended_at=None, defaults={"why": why, "began_at": clock.now()})
    if made:
        forget()
        record(PAUSED, row, by=by)
        forget()
    return row


@transaction.atomic
def resume(*, by: Actor) -> None:
    """Take comments again."""
    _require_everywhere(by)
    for row in CommentPause.objects.select_for_update().filter(ended_at=None):
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        forget()
        record(RESUMED, row, by=by)
    forget()


def _require_everywhere(by: Actor) -> None:
    if not by.may(MODERATE):
        raise Refused(_("Your role does not allow this here."), code="not-allowed")


def _save(comments: list[Comment]) -> None:
    forget()
    fields = ["state", "reason", "decision", "decided_at", "decided_by", "version"]
    Comment.objects.bulk_update(comments, fields)
