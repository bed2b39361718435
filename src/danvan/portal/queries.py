"""Reads of the public portal."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import CategoryPage
from .voice.counters import most_read

__all__ = ["categories", "most_read"]


def categories() -> QuerySet[CategoryPage]:
    """The categories that visitors see, in the editors' order."""
    return CategoryPage.objects.live().order_by("path")
