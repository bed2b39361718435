"""The public register: directives that everybody may read, and the page and file of each."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from danvan.core import clock
from danvan.directives.models.directive import kind_name
from danvan.files.views import serve
from danvan.search import queries as search

from .finding import Wanted
from .indexing import DIRECTIVE
from .models import PublicDirective
from .opened_queries import articles_about, kinds_and_years, ties_of

ON_A_PAGE = 20


@dataclass(frozen=True)
class Shown:
    """A page of the register: its lines, how many there are, and where the pages beside it are."""

    lines: list[PublicDirective]
    count: int
    more: bool
    before: str
    after: str


@login_not_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """All public directives, narrowed by words, type and year."""
    wanted = Wanted.of(request)
    rows = PublicDirective.objects.visible_to(request.actor)
    kinds, years = kinds_and_years(rows)
    kind = wanted.category if wanted.category in kinds else ""
    shown = _found(rows, wanted, kind) if wanted.typed.strip() else _listed(rows, wanted, kind)
    context = {
        "q": wanted.typed[:200],
        "shown": shown,
        "kinds": [(key, kind_name(key)) for key in kinds],
        "years": years,
        "kind": kind,
        "year": wanted.year,
    }
    return render(request, "portal/register.html", context)


def _found(rows: QuerySet[PublicDirective], wanted: Wanted, kind: str) -> Shown:
    narrow = search.Narrow((DIRECTIVE,), kind, wanted.year, wanted.newest, wanted.page)
    found = search.find(wanted.typed, None, narrow, today=clock.today())
    known = rows.in_order().in_bulk([hit.row for hit in found.hits])
    lines = [known[hit.row] for hit in found.hits if hit.row in known]
    return Shown(lines, found.count, found.more, *_beside(wanted, kind, found.page, found.pages))


def _listed(rows: QuerySet[PublicDirective], wanted: Wanted, kind: str) -> Shown:
    by = {"directive__kind": kind, "directive__year": wanted.year}
    page = Paginator(rows.in_order().filter(**{key: value for key, value in by.items() if value}), ON_A_PAGE)
    here = page.get_page(wanted.page)
    return Shown(list(here), page.count, False, *_beside(wanted, kind, here.number, page.num_pages))


def _beside(wanted: Wanted, kind: str, number: int, pages: int) -> tuple[str, str]:
    before = wanted.address(muc=kind, trang=number - 1) if number > 1 else ""
    return before, wanted.address(muc=kind, trang=number + 1) if number < pages else ""


@login_not_required
@require_safe
def public_directive(request: HttpRequest, public_id) -> HttpResponse:
    """One public directive: what it is, its file when that is public, its ties to other public ones, articles."""
    opened = get_object_or_404(PublicDirective.objects.visible_to(request.actor).in_order(), public_id=public_id)
    context = {
        "opened": opened,
        "one": opened.directive,
        "ties": ties_of(opened.directive),
        "articles": articles_about(opened.directive),
    }
    return render(request, "portal/public_directive.html", context)


@login_not_required
@require_safe
def public_file(request: HttpRequest, public_id) -> FileResponse:
    """The file of a public directive, where it was made public too."""
    rows = PublicDirective.objects.visible_to(request.actor).filter(with_file=True, directive__file__isnull=False)
    opened = get_object_or_404(rows.in_order(), public_id=public_id)
    if opened.directive.file is None:
        raise Http404
    return serve(request, opened.directive.file)
