"""One line for one person."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from danvan.core import clock

from .querysets import NoticeQuerySet


class Notice(models.Model):
    """A sentence and where it leads. ``key`` says what it is about: the same key never tells a person twice."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(max_length=400)
    url = models.CharField(max_length=400)
    key = models.CharField(max_length=120)
    at = models.DateTimeField(default=clock.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(url__startswith="/") & ~Q(url__startswith="//"), name="notice_stays_inside"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notice_inbox"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.text
