"""What of the portal may be read by whom. What stands in the public copy is public by being there."""

from __future__ import annotations

from django.db import models
from wagtail.documents.models import DocumentQuerySet

from danvan.access.actor import Actor

from .access import WRITE


class PublicArticleQuerySet(models.QuerySet):
    """Articles that are published."""

    def visible_to(self, actor: Actor | None) -> PublicArticleQuerySet:
        """All of them, to everybody, strangers (None) too: a row stands here only while its article is published."""
        return self

    def newest(self) -> PublicArticleQuerySet:
        """The newest first, in a total order."""
        return self.order_by("-shown_on", "-page")

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


class ImportedPageQuerySet(models.QuerySet):
    """Pages that were brought in."""

    def twins_of(self, sketch: list[int]) -> ImportedPageQuerySet:
        """Those that share a hash with ``sketch``; how many they share is counted by who asks."""
        return self.filter(sketch__overlap=sketch) if sketch else self.none()
