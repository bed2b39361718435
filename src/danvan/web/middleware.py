"""Headers that every answer carries."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from pghistory.middleware import HistoryMiddleware as TrackingMiddleware

PERMISSIONS = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"


def has_session(request: HttpRequest) -> bool:
    """Whether the browser sent a session at all. Who sends none is a stranger, and nothing need be looked up."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


class HeadersMiddleware:
    """Say what browser features the pages may use, and keep pages of signed-in people out of shared caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        # A session that was just made (somebody signed in) counts as well as one that was sent.
        if (has_session(request) or request.session.modified) and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class HistoryMiddleware(TrackingMiddleware):
    """Who changes a tracked row. A stranger who only reads changes none, and need not be asked for."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and not has_session(request):
            return self.get_response(request)
        return super().__call__(request)


class LanguageMiddleware(LocaleMiddleware):
    """The house speaks Vietnamese; English only for who chose it, whatever the browser was installed in.

    The choice stands in a cookie of those who work here; a visitor of the portal carries it in the address (``tieng``)
    and needs no cookie.
    """

    def process_request(self, request: HttpRequest) -> None:
        asked = request.GET.get("tieng") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        translation.activate(asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Say which language it is. What the browser was installed in plays no part, so nothing varies by it."""
        response.headers.setdefault("Content-Language", translation.get_language())
        return response
