"""Keep the public copy in step with what editors publish."""

from __future__ import annotations

from django.db import transaction

from danvan.core import clock
from danvan.portal.indexing import index
from danvan.portal.models import ArticlePage, Attachment, Photo, PublicArticle
from danvan.portal.showing import finished, media_of


@transaction.atomic
def show(page: ArticlePage) -> PublicArticle:
    """Write the public copy of ``page`` as it is published now. Doing it twice changes nothing."""
    fields = finished(page)
    article, _made = PublicArticle.objects.update_or_create(
        page=page, defaults={**fields, "changed_at": page.last_published_at or clock.now()}
    )
    photos, attachments = media_of(page)
    # A document that was deleted may still be named in a text; it is no row any more.
    article.photos.set(Photo.objects.filter(pk__in=photos))
    article.attachments.set(Attachment.objects.filter(pk__in=attachments))
    index(article)
    return article


def take_down(page_id: int) -> None:
    """Remove the public copy: from this moment on no visitor sees the article."""
    PublicArticle.objects.filter(page_id=page_id).delete()
