"""How an article becomes what visitors see: the finished text, and the page around it."""

from __future__ import annotations

import re
from typing import Any

import nh3
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.admin.userbar import Userbar

from danvan.core import clock
from danvan.core.text import clean_text

from . import queries
from .choices import Choices
from .models import ArticlePage, CategoryPage, PublicArticle
from .models.pages import LANGUAGES
from .opened_queries import opened
from .pictures import picture

# The only marks that a finished text may hold; whatever an editor or an import brought besides is dropped.
TAGS = {
    "p", "h2", "h3", "ul", "ol", "li", "b", "strong", "i", "em", "a", "blockquote", "cite", "figure", "figcaption",
    "img", "video", "source", "br", "table", "caption", "thead", "tbody", "tr", "th", "td", "div", "span", "section",
    "details", "summary", "dl", "dt", "dd", "time",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
    "video": {"controls", "preload", "poster", "width", "height"},
    "source": {"src", "type"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "time": {"datetime"},
    "div": {"role", "tabindex", "aria-label"},
    "*": {"class", "id"},
}
# Behind these a new word begins, whatever stands next.
AFTER = re.compile(r"</(?:p|li|h[1-6]|t[dh]|d[dt]|figcaption|caption|blockquote|summary)>|<br>")
PHOTO = re.compile(r"<img\b[^>]*>")
FILM = re.compile(r"<video\b[^>]*>")
POSTER = re.compile(r' (?:poster|preload)="[^"]*"')
ATTRIBUTE = re.compile(r'(src|alt)="([^"]*)"')

# How the editor's rich text names a document; its two attributes stand in the one or the other order.
DOCUMENT_LINK = re.compile(r'<a\b(?=[^>]*\blinktype="document")[^>]*\bid="(\d+)"')


def finished(page: ArticlePage) -> dict[str, Any]:
    """The fields of the public copy of ``page``, except when it was changed."""
    category = page.get_parent().specific
    if not isinstance(category, CategoryPage):
        raise ImproperlyConfigured(f"article {page.pk} stands in no category")
    body = nh3.clean(page.body.render_as_block(), tags=TAGS, attributes=ATTRIBUTES, link_rel="noopener")
    return {
        "category": category,
        "unit": page.unit,
        "slug": page.slug,
        "title": page.title,
        "lead": page.lead,
        "body_html": body,
        "text": clean_text(strip_tags(AFTER.sub(r"\g<0> ", body))),
        "byline": page.byline,
        "source": page.source,
        "photo": picture(page.lead_photo) if page.lead_photo else None,
        "tags": sorted(tag.name for tag in page.tags.all()),
        "with_comments": page.with_comments,
        "language": page.language,
        "translation_of": page.translation_of,
        "pinned": page.pinned,
        "shown_on": page.shown_on or page.go_live_at or page.first_published_at or clock.now(),
    }


def media_of(page: ArticlePage) -> tuple[set[int], set[int]]:
    """The ids of all photos, and of all documents and videos, that ``page`` shows or links to."""
    photos, attachments = {page.lead_photo_id}, set()
    for block in page.body:
        kind, value = block.block_type, block.value
        if kind in ("photo", "gallery"):
            photos |= {
                item["photo"].pk for item in (value["photos"] if kind == "gallery" else [value]) if item["photo"]
            }
        elif kind == "video":
            poster = value.get("poster")
            photos.add(poster and poster.pk)
            attachments.add(value["video"] and value["video"].pk)
        elif kind == "document":
            attachments.add(value["document"] and value["document"].pk)
        elif kind == "text":
            attachments |= {int(number) for number in DOCUMENT_LINK.findall(value.source)}
    return photos - {None}, attachments - {None}


def preview(request: HttpRequest, page: ArticlePage) -> HttpResponse:
    """The public page as it would be, from a draft that need not be saved, with Wagtail's check of what is hard to use.

    The check reads the finished page in the editor's frame, so it is put into the page and not into its template.
    """
    response = article_page(request, PublicArticle(page=page, changed_at=clock.now(), **finished(page)))
    checker = Userbar(object=page).render_html({"request": request})
    response.content = response.content.replace(b"</body>", f"{checker}</body>".encode(), 1)
    return response


def article_page(request: HttpRequest, article: PublicArticle) -> HttpResponse:
    """The page of one article."""
    category = queries.site().category(article.category_id)
    light = Choices.of(request).light
    around = queries.around(article)
    context = {
        "article": article,
        "body": without_photos(article.body_html) if light else article.body_html,
        "photo": None if light else article.photo,
        "category": category,
        "publisher": queries.publisher(article),
        "around": around,
        "opened": opened(around.directives),
        "most_read": queries.most_read(),
        "languages": dict(LANGUAGES),
        "topics": [queries.Topic.of(tag) for tag in article.tags],
        "canonical": queries.address("portal:article", category=category.slug, slug=article.slug),
        "feeds": {},
    }
    return render(request, "portal/article.html", context)


def without_photos(body: str) -> str:
    """The text for a slow line: a link with the alternative text in the place of each photo; no film is fetched.

    ``body`` is a finished text, whose marks all have the form in which nh3 writes them.
    """
    linked = PHOTO.sub(_as_link, body)
    return FILM.sub(lambda film: POSTER.sub("", film[0]).replace("<video", '<video preload="none"'), linked)


def _as_link(photo: re.Match[str]) -> str:
    said = dict(ATTRIBUTE.findall(photo[0]))
    # Both come out of attributes, quoted already.
    return f'<a class="photo-link" href="{said.get("src", "")}">{_("Photo")}: {said.get("alt") or "…"}</a>'
