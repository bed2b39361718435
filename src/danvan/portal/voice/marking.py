"""Which answers are looks at a public page: they carry a header, and the header survives every cache."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from danvan.portal.models.counts import OTHER_PAGES
from danvan.portal.services.counting import count

# "0" for a public page, the number of the page for an article.
HEADER = "X-Counts"


def counted(response: HttpResponse, article: int | None = None) -> HttpResponse:
    """Mark ``response`` as a public page that is counted; ``article`` is the number of the article's page."""
    if response.status_code == 200:
        response.headers[HEADER] = str(OTHER_PAGES if article is None else article)
    return response


class CountingMiddleware:
    """Counts every marked page that is handed out, made just now or kept; 304 is a look as well.

    Stands before whatever keeps pages.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        mark = response.headers.get(HEADER)
        if mark is not None and response.status_code in {200, 304}:
            count(request, int(mark))
        return response
