"""Reads of comments: a page of threads costs the same few statements for ten comments and for ten thousand."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.functional import cached_property

from danvan.portal.models import Comment, CommentPause, PublicArticle
from danvan.portal.states import CommentState

THREADS_ON_A_PAGE = 20
REPLIES_SHOWN = 5
REPLIES_ON_A_PAGE = 100
SHOWN = ("public_id", "root_id", "parent_id", "depth", "path", "name", "text", "official", "at")


@dataclass
class Thread:
    """A comment with the first of its replies; ``hidden`` more stand on the thread's own page."""

    first: Comment
    replies: list[Comment] = field(default_factory=list)
    total: int = 0

    @property
    def hidden(self) -> int:
        """How many replies are not among ``replies``."""
        return self.total - len(self.replies)


@dataclass(frozen=True)
class Voices:
    """What the readers of an article say: a page of threads, how many comments in all, whether new ones are taken."""

    page: Page
    threads: list[Thread]
    total: int
    is_open: bool
    closed_because: str


class _Counted(Paginator):
    """A paginator that was told its count."""

    def __init__(self, rows, per_page: int, total: int) -> None:
        super().__init__(rows, per_page)
        self._total = total

    @cached_property
    def count(self) -> int:
        return self._total


def voices(article: PublicArticle, number: str | int | None = 1) -> Voices:
    """Page ``number`` of what is shown under ``article``, the newest thread first: four statements."""
    shown = Comment.objects.filter(article=article.page_id).shown()
    counts = shown.aggregate(total=Count("pk"), threads=Count("pk", filter=Q(depth=1)))
    # Nothing stands above a first comment, so its own state is all there is to ask.
    first = {"article": article.page_id, "depth": 1, "state": CommentState.PUBLISHED}
    firsts = Comment.objects.filter(**first).order_by("-path").only(*SHOWN)
    page = _Counted(firsts, THREADS_ON_A_PAGE, counts["threads"]).get_page(number)
    is_open, why = openness(article)
    return Voices(page, _with_replies(list(page)), counts["total"], is_open, why)


def thread(article: PublicArticle, public_id: uuid.UUID) -> Comment | None:
    """The shown comment of ``article`` with this public id that a thread begins with."""
    shown = Comment.objects.filter(article=article.page_id, depth=1).shown()
    return shown.filter(public_id=public_id).first()


def replies(first: Comment, number: str | int | None = 1) -> Page:
    """Page ``number`` of the replies in a thread, in the order in which they are read."""
    rows = Comment.objects.filter(root=first, depth__gt=1).shown().order_by("path").only(*SHOWN)
    return Paginator(rows, REPLIES_ON_A_PAGE).get_page(number)


def answerable(article: PublicArticle, public_id: uuid.UUID) -> Comment | None:
    """The shown comment of ``article`` that a visitor answers."""
    return Comment.objects.filter(article=article.page_id).shown().filter(public_id=public_id).first()


def openness(article: PublicArticle) -> tuple[bool, str]:
    """Whether ``article`` takes comments now, and what readers are told when the whole portal takes none."""
    pause = pause_now()
    if pause:
        return False, pause.why
    return article.with_comments, ""


def pause_now() -> CommentPause | None:
    """The pause in which the whole portal takes no comments, if there is one."""
    return CommentPause.objects.filter(ended_at=None).first()


def _with_replies(firsts: list[Comment]) -> list[Thread]:
    found = {first.pk: Thread(first) for first in firsts}
    rows = (
        Comment.objects.filter(root__in=list(found), depth__gt=1)
        .shown()
        .annotate(
            place=Window(RowNumber(), partition_by=F("root"), order_by="path"),
            total=Window(Count("pk"), partition_by=F("root")),
        )
        .filter(place__lte=REPLIES_SHOWN)
        .order_by("root", "path")
        .only(*SHOWN)
    )
    for reply in rows if found else ():
        found[reply.root_id].replies.append(reply)
        found[reply.root_id].total = reply.total
    return list(found.values())


def sent(article: PublicArticle, public_id: uuid.UUID) -> str:
    """The state of a comment that was sent about ``article`` ("" when there is none): a word, never its text."""
    found = Comment.objects.filter(article=article.page_id, public_id=public_id, official=False)
    return found.values_list("state", flat=True).first() or ""
