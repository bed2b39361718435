"""What a visitor opens. Nobody need sign in, nothing is written, no cookie is set."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from . import queries
from .models import PublicArticle
from .page_cache import for_everybody
from .querysets import PublicArticleQuerySet
from .showing import article_page
from .voice.marking import counted

IN_THE_LEAD, OF_A_CATEGORY = 6, 4


@for_everybody()
def front(request: HttpRequest) -> HttpResponse:
    """The front page: the lead story, what is new, and the newest of every category."""
    newest = queries.lines(PublicArticle.objects.visible_to(request.actor).newest()[:IN_THE_LEAD])
    first = queries.lines(PublicArticle.objects.visible_to(request.actor).pinned()[:1])
    lead = next((line for line in (*first, *newest) if line.photo), newest[0] if newest else None)
    context = {
        "lead": lead,
        "newest": [line for line in newest if line is not lead],
        "sections": queries.newest_of_each(OF_A_CATEGORY, besides=lead).items(),
        "most_read": queries.most_read(),
        "feeds": _feeds(),
        "canonical": queries.address("portal:front"),
    }
    return counted(render(request, "portal/front.html", context))


@for_everybody("trang")
def news(request: HttpRequest) -> HttpResponse:
    """All articles, the newest first."""
    feeds = _feeds()
    return _list(request, PublicArticle.objects.visible_to(request.actor), ("news",), {"feeds": feeds})


@for_everybody("trang")
def category(request: HttpRequest, category: str) -> HttpResponse:
    """The articles of one category."""
    found = queries.site().at(category)
    if found is None:
        raise Http404
    articles = PublicArticle.objects.visible_to(request.actor).filter(category_id=found.pk)
    context = {"category": found, "feeds": _feeds(category=category)}
    return _list(request, articles, ("category", found.pk), context)


@for_everybody("trang")
def tag(request: HttpRequest, tag: str) -> HttpResponse:
    """The articles with one tag; there is no page for a tag without any."""
    articles = PublicArticle.objects.visible_to(request.actor).tagged(tag)
    return _list(request, articles, ("tag", tag), {"tag": tag, "feeds": _feeds(tag=tag)})


@for_everybody("trang")
def article(request: HttpRequest, category: str, slug: str) -> HttpResponse:
    """One article."""
    found = queries.article(category, slug)
    if found is None:
        raise Http404
    return counted(article_page(request, found), found.page_id)


@login_not_required
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Any other address: the portal has no such page."""
    raise Http404


def _list(
    request: HttpRequest, articles: PublicArticleQuerySet, key: tuple[object, ...], context: dict[str, object]
) -> HttpResponse:
    asked = request.GET.get("trang", "1")
    page = queries.list_page(articles, int(asked) if asked.isascii() and asked.isdigit() else 0, key=key)
    if page is None or (page.count == 0 and "tag" in context):
        raise Http404
    canonical = request.path if page.number == 1 else f"{request.path}?trang={page.number}"
    shown = {"page": page, "most_read": queries.most_read(), "canonical": canonical}
    shown["show_category"] = "category" not in context
    return counted(render(request, "portal/list.html", shown | context))


def _feeds(**place: str) -> dict[str, str]:
    """The addresses of the feeds of the whole portal, of a category or of a tag."""
    kind = next(iter(place), "all")
    return {form: queries.address(f"portal:{form}_{kind}", **place) for form in ("rss", "atom")}
