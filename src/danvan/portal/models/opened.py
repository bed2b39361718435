"""What of the work is public: directives that somebody opened, and what articles are about."""

from __future__ import annotations

import uuid
from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from danvan.access.actor import Actor
from danvan.core import clock
from danvan.directives.models import Directive
from danvan.reviews.models import Review

from .pages import ArticlePage


class PublicDirectiveQuerySet(models.QuerySet):
    """Directives that are public. A row stands here only while its directive is."""

    def visible_to(self, actor: Actor | None) -> Self:
        """All of them, to everybody, strangers (None) too."""
        return self

    def in_order(self) -> Self:
        """With all that is shown of one, the newest first, in a total order."""
        day = models.F("directive__issued_on").desc(nulls_last=True)
        return self.select_related("directive__issuer", "directive__file").order_by(day, "-directive")


@pghistory.track()
class PublicDirective(models.Model):
    """A directive that everybody may read. ``with_file``: its file too, not only its entry."""

    directive = models.OneToOneField(Directive, on_delete=models.CASCADE, primary_key=True, related_name="opened")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    with_file = models.BooleanField(_("its file is public too"), default=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)

    objects = PublicDirectiveQuerySet.as_manager()

    def __str__(self) -> str:
        return self.directive.short

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("search:public_directive", args=[self.public_id])


class ArticleLink(models.Model):
    """What an article is about: a directive, or a review report that was issued. One of the two is set."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="links")
    directive = models.ForeignKey(
        Directive, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("directive")
    )
    review = models.ForeignKey(
        Review, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("review report")
    )

    panels = [FieldPanel("directive"), FieldPanel("review")]

    class Meta:
        verbose_name = _("link with the work")
        constraints = [
            models.CheckConstraint(
                condition=Q(directive__isnull=True) ^ Q(review__isnull=True), name="article_link_to_one_thing"
            ),
            models.UniqueConstraint(fields=["page", "directive"], name="article_link_directive_once"),
            models.UniqueConstraint(fields=["page", "review"], name="article_link_review_once"),
        ]

    def __str__(self) -> str:
        return str(self.directive or self.review)
