"""The portal for programmes: RSS, Atom, the map of the site and what robots are asked to leave alone.

Everything here reads the public copy only, as the pages do.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from danvan.core.text import clean_line, clean_text
from danvan.web.notice import notice_text

from . import queries
from .models import PublicArticle
from .page_cache import for_everybody
from .querysets import PublicArticleQuerySet

IN_A_FEED = 30
ON_A_MAP = 5000
MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Rooms that a robot finds closed anyway; asking it to stay out spares both sides the work.
CLOSED = ("/bien-tap/", "/tai-khoan/", "/viec/")


class Rss(Rss201rev2Feed):
    """RSS in UTF-8 that says so."""

    content_type = "application/rss+xml; charset=utf-8"


class Atom(Atom1Feed):
    """Atom in UTF-8 that says so."""

    content_type = "application/atom+xml; charset=utf-8"


def _of_all(request: HttpRequest) -> tuple[str, str, PublicArticleQuerySet]:
    return reverse("portal:news"), "", PublicArticle.objects.all()


def _of_category(request: HttpRequest, category: str) -> tuple[str, str, PublicArticleQuerySet]:
    found = queries.site().at(category)
    if found is None:
        raise Http404
    return found.url, found.title, PublicArticle.objects.filter(category_id=found.pk)


def _of_tag(request: HttpRequest, tag: str) -> tuple[str, str, PublicArticleQuerySet]:
    articles = PublicArticle.objects.tagged(tag)
    if not articles.exists():
        raise Http404
    return reverse("portal:tag", kwargs={"tag": tag}), tag, articles


def _feed(form: type[Rss] | type[Atom], choose: Callable[..., tuple[str, str, PublicArticleQuerySet]]):
    @for_everybody(varies=False)
    def feed(request: HttpRequest, **place: str) -> HttpResponse:
        link, subject, articles = choose(request, **place)
        site = queries.site()
        made = form(
            title=clean_line(f"{subject} – {site.name}" if subject else site.name),
            link=request.build_absolute_uri(link),
            description=clean_line(notice_text() or site.owner or site.name),
            language="vi",
            author_name=clean_line(site.owner) or None,
            feed_url=request.build_absolute_uri(request.path),
        )
        for article in articles.newest()[:IN_A_FEED]:
            _add(made, article, request)
        return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)

    return feed


def _add(feed: Rss | Atom, article: PublicArticle, request: HttpRequest) -> None:
    category = queries.site().category(article.category_id)
    address = reverse("portal:article", kwargs={"category": category.slug, "slug": article.slug})
    link = request.build_absolute_uri(address)
    feed.add_item(
        title=clean_line(article.title),
        link=link,
        description=clean_text(article.lead),
        author_name=clean_line(article.byline) or None,
        pubdate=article.shown_on,
        updateddate=article.changed_at,
        unique_id=link,
        unique_id_is_permalink=True,
        categories=[clean_line(name) for name in (category.title, *article.tags)],
    )


rss_all, atom_all = _feed(Rss, _of_all), _feed(Atom, _of_all)
rss_category, atom_category = _feed(Rss, _of_category), _feed(Atom, _of_category)
rss_tag, atom_tag = _feed(Rss, _of_tag), _feed(Atom, _of_tag)


@for_everybody(varies=False)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Where the maps are: each lists up to 5,000 articles, the first the lists as well."""
    maps = max(1, -(-PublicArticle.objects.visible_to(None).count() // ON_A_MAP))
    places = (reverse("portal:sitemap", kwargs={"number": number + 1}) for number in range(maps))
    rows = "".join(f"<sitemap><loc>{_absolute(request, place)}</loc></sitemap>" for place in places)
    return _xml(f'<sitemapindex xmlns="{MAP}">{rows}</sitemapindex>')


@for_everybody(varies=False)
def sitemap(request: HttpRequest, number: int) -> HttpResponse:
    """One map. Articles stand in the order in which they were made, so that old maps change little."""
    site = queries.site()
    start = (number - 1) * ON_A_MAP
    articles = PublicArticle.objects.visible_to(None).order_by("page")[max(0, start) : max(0, start) + ON_A_MAP]
    found = list(articles.values_list("category_id", "slug", "changed_at"))
    if number < 1 or (not found and number > 1):
        raise Http404
    rows = []
    if number == 1:
        lists = (reverse("portal:front"), reverse("portal:news"), *(one.url for one in site.categories))
        rows += [f"<url><loc>{_absolute(request, place)}</loc></url>" for place in lists]
    begin = {one.pk: _absolute(request, one.url) for one in site.categories}
    rows += [
        f"<url><loc>{begin[category]}{escape(slug)}/</loc><lastmod>{changed:%Y-%m-%dT%H:%M:%SZ}</lastmod></url>"
        for category, slug, changed in found
    ]
    return _xml(f'<urlset xmlns="{MAP}">{"".join(rows)}</urlset>')


@for_everybody(varies=False)
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: all that is public."""
    closed = "".join(f"Disallow: {place}\n" for place in CLOSED)
    where = request.build_absolute_uri(reverse("portal:sitemap_index"))
    return HttpResponse(f"User-agent: *\n{closed}Sitemap: {where}\n", content_type="text/plain; charset=utf-8")


def _absolute(request: HttpRequest, place: str) -> str:
    return escape(request.build_absolute_uri(place))


def _xml(text: str) -> HttpResponse:
    whole = f'<?xml version="1.0" encoding="UTF-8"?>{text}'
    return HttpResponse(whole, content_type="application/xml; charset=utf-8")
