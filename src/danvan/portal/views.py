"""What a visitor opens. Nobody need sign in, nothing is written, no cookie is set."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from .models import CategoryPage, PublicArticle
from .queries import categories
from .showing import article_page
from .voice.marking import counted

ON_A_PAGE = 20


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """The front page: the newest of all categories."""
    newest = (
        PublicArticle.objects.visible_to(request.actor)
        .newest()
        .select_related("category")
        .defer("body_html", "text")[:ON_A_PAGE]
    )
    return counted(render(request, "portal/front.html", {"articles": newest}))


@login_not_required
def news(request: HttpRequest) -> HttpResponse:
    """All articles, the newest first."""
    return _list(request, PublicArticle.objects.visible_to(request.actor), None)


@login_not_required
def category(request: HttpRequest, category: str) -> HttpResponse:
    """The articles of one category."""
    found = get_object_or_404(categories(), slug=category)
    return _list(request, PublicArticle.objects.visible_to(request.actor).filter(category=found), found)


@login_not_required
def article(request: HttpRequest, category: str, slug: str) -> HttpResponse:
    """One article."""
    found = get_object_or_404(PublicArticle.objects.visible_to(request.actor).at(category, slug))
    return counted(article_page(request, found), found.page_id)


@login_not_required
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Any other address: the portal has no such page."""
    raise Http404


def _list(request: HttpRequest, articles, category: CategoryPage | None) -> HttpResponse:
    rows = articles.newest().select_related("category").defer("body_html", "text")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    return counted(render(request, "portal/list.html", {"page": page, "category": category}))
