"""Articles for tests, made as an editor makes them."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.files.base import ContentFile

from danvan.portal.models import ArticlePage, Attachment, CategoryPage, Comment, Photo, PublicArticle
from danvan.portal.services.commenting import Said, send

from . import pictures


def category(slug: str = "tin-hoat-dong") -> CategoryPage:
    """One of the categories that the frame of the site stands with."""
    return CategoryPage.objects.get(slug=slug)


def draft(title: str = "Bài minh họa", *, text: str = "<p>Nội dung minh họa.</p>", **fields: Any) -> ArticlePage:
    """An article that nobody has published."""
    under = fields.pop("under", None) or category()
    tags = fields.pop("tags", ())
    values = {"lead": "Lời dẫn minh họa.", "body": [("text", text)], "live": False, **fields}
    page = under.add_child(instance=ArticlePage(title=title, **values))
    if tags:
        page.tags.add(*tags)
        page.save()
    return page


def published(title: str = "Bài minh họa", **fields: Any) -> ArticlePage:
    """An article that visitors see."""
    page = draft(title, **fields)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def photo(title: str = "Ảnh minh họa", *, data: bytes | None = None, **fields: Any) -> Photo:
    """A photo as an importer brings it."""
    values = {"alternative": "Người dân làm đường", **fields}
    return Photo.objects.create(title=title, file=ContentFile(data or pictures.jpeg(), name="IMG_1.jpg"), **values)


def attachment(name: str = "Kế hoạch.txt", data: bytes = "Nội dung minh họa".encode()) -> Attachment:
    """A document or video as an importer brings it."""
    return Attachment.objects.create(title=name, file=ContentFile(data, name=name))


def comment(page: ArticlePage, text: str = "Cách làm rất hay.", **more: Any) -> Comment:
    """A comment of a reader that waits for a decision; ``name``, ``answers`` and ``sender`` may be told."""
    sender = more.pop("sender", secrets.token_hex(8))
    said = Said(text, secrets.token_hex(20), **more)
    return send(PublicArticle.objects.get(page=page), said, sender=sender)
