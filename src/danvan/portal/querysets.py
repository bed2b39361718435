"""What of the portal may be read by whom. What stands in the public copy is public by being there."""

from __future__ import annotations

from django.db import models

from danvan.access.actor import Actor


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


class ImportedPageQuerySet(models.QuerySet):
    """Pages that were brought in."""

    def twins_of(self, sketch: list[int]) -> ImportedPageQuerySet:
        """Those that share a hash with ``sketch``; how many they share is counted by who asks."""
        return self.filter(sketch__overlap=sketch) if sketch else self.none()
