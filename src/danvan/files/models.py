"""What is known of a stored file."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.core import clock


class FileType(models.TextChoices):
    """The types that are taken; the value is the extension."""

    PDF = "pdf", _("PDF document")
    DOCX = "docx", _("Word document")
    XLSX = "xlsx", _("Excel workbook")
    PNG = "png", _("PNG picture")
    JPG = "jpg", _("JPEG picture")
    TXT = "txt", _("Plain text")


class StoredFile(models.Model):
    """One upload. Two uploads of the same bytes share one blob. ``name`` is for showing only, never a path."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    type = models.CharField(max_length=4, choices=FileType.choices)
    name = models.CharField(max_length=255)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="file_digest_is_sha256"),
            models.CheckConstraint(condition=Q(size__gt=0), name="file_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
