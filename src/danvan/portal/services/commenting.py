"""A reader comments. What is sent waits for a moderator; who sent it is known to nobody."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from danvan.core import clock
from danvan.core.errors import Refused
from danvan.core.text import fold
from danvan.portal.models import Allowance, Comment, PublicArticle
from danvan.portal.models.comments import DEEPEST, Suspicion
from danvan.portal.voice.limits import FEW_LEFT, Held, Rule, admit, take
from danvan.portal.voice.threads import openness

LINK = re.compile(
    r"https?://|\bwww\.|\b[\w-]{2,40}\.(?:com|net|org|info|xyz|top|vip|club|shop|site|online|bet|win)\b", re.I
)
MANY_LINKS = 2
LONG_ENOUGH_TO_BE_THE_SAME = 40  # "Rất hay!" may be said by many
A_DAY = timedelta(days=1)

CLOSED = _("This article takes no comments now.")
TOO_MANY = _("Too many comments are coming in just now. Your words are still here; please send them again in a minute.")
SENT_BEFORE = _("These words were sent about this article before; they need not be sent twice.")
NOT_THERE = _("The comment that you answer is no longer shown. You may send your words as a comment of their own.")


@dataclass(frozen=True)
class Said:
    """What a reader wrote: clean text, a clean name or "", the comment it answers, and the receipt of its form."""

    text: str
    receipt: str
    name: str = ""
    answers: Comment | None = None


class Buckets:
    """Allowances in the database; a bucket is locked until the comment is stored."""

    def knows(self, keys: list[str]) -> bool:
        """Whether one of these was used in the last day."""
        return Allowance.objects.filter(key__in=keys).exists()

    def spend(self, key: str, rule: Rule, now: datetime) -> float | None:
        """Take one; what is left, or None when there was none."""
        Allowance.objects.bulk_create([Allowance(key=key, left=rule.burst, at=now)], ignore_conflicts=True)
        row = Allowance.objects.select_for_update().get(key=key)
        held = take(Held(row.left, row.at), rule, now)
        if held is None:
            return None
        Allowance.objects.filter(key=key).update(left=held.left, at=held.at)
        return held.left


def send(article: PublicArticle, said: Said, *, sender: str, worked: bool = False) -> Comment:
    """Store a comment, to wait for a decision; sending the same form again gives back the same comment.

    ``sender`` is the hash of the day that the limits count by; it is not kept with the comment. Raises Refused:
    "closed", "too-many", "sent-before", "not-there".
    """
    try:
        with transaction.atomic():
            return _send(article, said, sender, worked)
    except IntegrityError:
        # Two at the same instant with the same receipt: the first was stored.
        return Comment.objects.get(receipt=said.receipt)


def _send(article: PublicArticle, said: Said, sender: str, worked: bool) -> Comment:
    known = Comment.objects.filter(receipt=said.receipt).first()
    if known:
        return known
    if not openness(article)[0]:
        raise Refused(CLOSED, code="closed")
    if said.answers and not Comment.objects.shown().filter(pk=said.answers.pk, article=article.page_id).exists():
        raise Refused(NOT_THERE, code="not-there")
    now = clock.now()
    text_fold = fold(said.text)
    alike = Comment.objects.filter(at__gt=now - A_DAY, text_fold=text_fold, official=False)
    if len(text_fold) >= LONG_ENOUGH_TO_BE_THE_SAME and alike.filter(article=article.page_id).exists():
        raise Refused(SENT_BEFORE, code="sent-before", field="text")
    left = admit(Buckets(), sender, now, worked=worked)
    if left is None:
        raise Refused(TOO_MANY, code="too-many")
    comment = placed(article.page_id, article.title, said, now)
    comment.suspicions = _suspicions(said.text, alike.exists(), left)
    comment.save()
    return comment


def placed(article: int, about: str, said: Said, now: datetime) -> Comment:
    """A comment at its place among the others, not yet stored. A reply to the deepest stands beside it.

    ``article`` is the number of the article's page, ``about`` its title.
    """
    above = said.answers
    if above is not None and above.depth >= DEEPEST:
        above = above.parent
    public_id = uuid.uuid4()
    step = Comment.place(public_id, now)
    return Comment(
        public_id=public_id,
        receipt=said.receipt,
        article_id=article,
        about=about,
        parent=above,
        root=(above.root or above) if above else None,
        depth=above.depth + 1 if above else 1,
        path=above.path + step if above else step,
        name=said.name,
        text=said.text,
        text_fold=fold(said.text),
        at=now,
    )


def drop_allowances() -> int:
    """Forget allowances of more than a day ago; returns how many."""
    return Allowance.objects.filter(at__lt=clock.now() - A_DAY).delete()[0]


def _suspicions(text: str, is_repeated: bool, left: float) -> list[str]:
    found = []
    if len(LINK.findall(text)) >= MANY_LINKS:
        found.append(Suspicion.LINKS)
    if is_repeated:
        found.append(Suspicion.REPEATED)
    if left < FEW_LEFT:
        found.append(Suspicion.MANY)
    return found
