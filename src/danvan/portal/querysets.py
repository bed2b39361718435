"""What of the portal may be read by whom. What stands in the public copy is public by being there."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Case, F, Q, When
from wagtail.documents.models import DocumentQuerySet

from danvan.access.actor import Actor
from danvan.access.querysets import PermittedQuerySet
from danvan.core.text import fold

from .access import MODERATE, WRITE
from .states import CommentState


class PublicArticleQuerySet(models.QuerySet):
    """Articles that are published."""

    def visible_to(self, actor: Actor | None) -> PublicArticleQuerySet:
        """All of them, to everybody, strangers (None) too: a row stands here only while its article is published."""
        return self

    def newest(self) -> PublicArticleQuerySet:
        """The newest first, in a total order."""
        return self.order_by("-shown_on", "-page")

    def oldest(self) -> PublicArticleQuerySet:
        """The oldest first: the other way round of ``newest``, through the same index."""
        return self.order_by("shown_on", "page")

    def pinned(self) -> PublicArticleQuerySet:
        """What the editors want first on the front page, the newest of it first."""
        return self.filter(pinned=True).newest()

    def tagged(self, *tags: str) -> PublicArticleQuerySet:
        """Articles with at least one of the tags."""
        return self.filter(tags__overlap=list(tags))

    def at(self, category: str, slug: str) -> PublicArticleQuerySet:
        """The article at an address."""
        return self.filter(category__slug=category, slug=slug).select_related("category")


class RenditionQuerySet(models.QuerySet):
    """Photos in their sizes."""

    def visible_to(self, actor: Actor | None) -> RenditionQuerySet:
        """What a public article shows, in the sizes of pages; to editors all. The originals are no rows here."""
        from .models.media import PUBLIC_SPECS

        if actor is not None and actor.may(WRITE):
            return self
        return self.filter(filter_spec__in=PUBLIC_SPECS, image__shown_in__isnull=False).distinct()


class AttachmentQuerySet(DocumentQuerySet):
    """Documents and videos."""

    def visible_to(self, actor: Actor | None) -> AttachmentQuerySet:
        """What a public article shows; to editors all."""
        if actor is not None and actor.may(WRITE):
            return self
        return self.filter(shown_in__isnull=False).distinct()


class CommentQuerySet(PermittedQuerySet):
    """Comments. Moderators see those on articles of their units, and those on articles that no unit signed."""

    view_action = MODERATE

    def within(self, reach: models.QuerySet, action: str) -> Q:
        """Whether the article's unit is in reach; an article of the portal itself (or deleted) has none."""
        return Q(article__unit__in=reach) | Q(article__unit__isnull=True)

    def shown(self) -> Self:
        """What visitors may read: published, and so is all that it answers."""
        published = CommentState.PUBLISHED
        above = Q(parent=None) | Q(parent__state=published, root__state=published)
        return self.filter(above, state=published)

    def search(self, words: str) -> Self:
        """Comments whose text holds these words; marks and case do not matter."""
        found = self
        for word in fold(words).split():
            found = found.filter(text_fold__contains=word)
        return found

    def in_turn(self) -> Self:
        """The moderators' order: waiting first, of these the suspect last, the longest wait first; then the newest."""
        waits = Case(When(state=CommentState.WAITING, then=0), default=1)
        suspect = Case(When(Q(state=CommentState.WAITING) & ~Q(suspicions=[]), then=1), default=0)
        wait_since = Case(When(state=CommentState.WAITING, then=F("at")))
        return self.order_by(waits, suspect, wait_since, "-at", "pk")


class ImportedPageQuerySet(models.QuerySet):
    """Pages that were brought in."""

    def twins_of(self, sketch: list[int]) -> ImportedPageQuerySet:
        """Those that share a hash with ``sketch``; how many they share is counted by who asks."""
        return self.filter(sketch__overlap=sketch) if sketch else self.none()
