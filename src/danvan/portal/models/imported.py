"""Pages of old portals that were brought in: from which address, into which article, and what they repeat."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from danvan.core import clock
from danvan.portal.querysets import ImportedPageQuerySet
from danvan.reader.models import Document

from .pages import ArticlePage


class ImportedPage(models.Model):
    """One file of an import. ``sketch`` are the smallest hashes of its word runs: pages that share half are twins.

    ``article`` is what it became, or, with ``twin``, the article that says the same already; the old address leads
    there. ``document`` holds what the reader found in it, to be confirmed. ``name`` is the file's path within the
    folder that was imported.
    """

    name = models.CharField(max_length=500)
    digest = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=500, blank=True)
    sketch = ArrayField(models.BigIntegerField(), default=list)
    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="imported_from")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    twin = models.BooleanField(default=False)
    brought_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ImportedPageQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(fields=["sketch"], name="imported_page_sketch")]

    def __str__(self) -> str:
        return self.address or self.name
