"""Reads of the public portal."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import CategoryPage


def categories() -> QuerySet[CategoryPage]:
    """The categories that visitors see, in the editors' order."""
    return CategoryPage.objects.live().order_by("path")
