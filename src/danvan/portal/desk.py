"""Reads of the editors' desk."""

from __future__ import annotations

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from wagtail.models import Revision

from danvan.access.models import User

from .models import ArticlePage


def scheduled() -> QuerySet[ArticlePage]:
    """Articles that are approved and will appear at ``appears_at``, the next first."""
    times = Revision.objects.filter(
        approved_go_live_at__isnull=False, object_id=Cast(OuterRef("pk"), CharField()), base_content_type__model="page"
    )
    found = ArticlePage.objects.annotate(appears_at=Subquery(times.values("approved_go_live_at")[:1]))
    return found.filter(appears_at__isnull=False).order_by("appears_at", "pk")


def drafts_of(user: User) -> QuerySet[ArticlePage]:
    """What a person has written or begun to change and nobody has published, the last touched first."""
    own = ArticlePage.objects.filter(Q(live=False) | Q(has_unpublished_changes=True), owner=user)
    return own.exclude(pk__in=scheduled().values("pk")).order_by(F("latest_revision_created_at").desc(nulls_last=True))
