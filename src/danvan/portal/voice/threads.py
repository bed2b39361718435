"""Reads of comments: a page of threads costs the same few statements for ten comments and for ten thousand."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db import connection
from django.utils.functional import cached_property

from danvan.portal.models import Comment, CommentPause, PublicArticle
from danvan.portal.models.comments import called
from danvan.portal.prepared import told

from . import sql

THREADS_ON_A_PAGE = 20
REPLIES_SHOWN = 5
REPLIES_ON_A_PAGE = 100
LAST = 10**9  # beyond every page
SHOWN = ("public_id", "root_id", "parent_id", "depth", "path", "name", "text", "official", "at")


class Spoken(NamedTuple):
    """A comment as visitors read it: what a page shows of ``Comment``, under the same names."""

    public_id: uuid.UUID
    depth: int
    name: str
    text: str
    official: bool
    at: datetime

    @property
    def called(self) -> str:
        """What its writer is called on the page."""
        return called(self.name)


@dataclass
class Thread:
    """A comment with the first of its replies; ``hidden`` more stand on the thread's own page."""

    first: Spoken
    replies: list[Spoken] = field(default_factory=list)
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
    """Page ``number`` of what is shown under ``article``, the newest thread first: one statement.

    What is no number is the first page, and what is beyond the pages the last, as with any ``Paginator``.
    """
    asked = {
        "article": article.page_id,
        "number": _number(number),
        "size": THREADS_ON_A_PAGE,
        "replies": REPLIES_SHOWN,
    }
    with connection.cursor() as cursor:
        if "comments" not in told():
            cursor.execute(sql.PREPARE_COMMENTS)
            told().add("comments")
        cursor.execute(sql.COMMENTS, asked)
        rows = cursor.fetchall()
    total, all_threads, shown, pause = rows[0][:4]
    threads: dict[int, Thread] = {}
    # In the order of their paths, so that each thread's first comment comes before its replies.
    for key, answers, *said in (row[4:] for row in rows if row[4] is not None):
        if key not in threads:
            threads[key] = Thread(Spoken(*said))
        else:
            threads[key].replies.append(Spoken(*said))
            threads[key].total = answers
    newest_first = list(reversed(threads.values()))
    page = Page(newest_first, shown, _Counted(newest_first, THREADS_ON_A_PAGE, all_threads))
    is_open = pause is None and article.with_comments
    return Voices(page, newest_first, total, is_open, pause or "")


def _number(asked: str | int | None) -> int:
    """The number of a page; below one stands for the last, as beyond it."""
    try:
        number = int(asked)
    except (TypeError, ValueError):
        return 1
    return min(number, LAST) if number >= 1 else LAST


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


def sent(article: PublicArticle, public_id: uuid.UUID) -> str:
    """The state of a comment that was sent about ``article`` ("" when there is none): a word, never its text."""
    found = Comment.objects.filter(article=article.page_id, public_id=public_id, official=False)
    return found.values_list("state", flat=True).first() or ""
