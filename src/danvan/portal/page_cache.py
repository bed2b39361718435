"""Finished pages for strangers, kept in memory until something is published, taken down or answered.

Kept is only what says so itself (``for_everybody``), was asked for by somebody without a session, and sets no cookie.
All processes of one installation share a stamp, a small file under ``DANVAN_HOME``; whoever changes what visitors see
calls ``forget``, which writes a new stamp after the commit, and no page made under an older stamp is handed out again.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, TypeVar
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from danvan.web.middleware import has_session

from .choices import NAMES as CHOICES

Made = TypeVar("Made")
MOST_PAGES, MOST_BYTES, LARGEST = 2000, 64 * 1024 * 1024, 2 * 1024 * 1024
# How long a shared cache in front (nginx) may hand out a page without asking.
SHARED_SECONDS = 10
LONGEST_STAMP = 64


@dataclass(frozen=True)
class Kept:
    """A finished page: under which stamp it was made, until when it may be used, and the answer itself."""

    stamp: bytes
    until: float
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Pages:
    """The pages of this process, the longest unused dropped first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...], stamp: bytes) -> Kept | None:
        """The page, unless it is too old or something was changed since."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or found.stamp != stamp or found.until < time.monotonic():
                return None
            self._kept.move_to_end(key)
            return found

    def put(self, key: tuple[str, ...], page: Kept) -> None:
        """Keep ``page``, and no more than there is room for."""
        with self._lock:
            self._drop(key)
            self._kept[key] = page
            self._bytes += len(page.body)
            while len(self._kept) > MOST_PAGES or self._bytes > MOST_BYTES:
                self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _drop(self, key: tuple[str, ...]) -> None:
        old = self._kept.pop(key, None)
        self._bytes -= len(old.body) if old else 0


PAGES = Pages()
_remembered: dict[Any, tuple[bytes, float, Any]] = {}


def forget() -> None:
    """Call it in the transaction that changes what visitors see: kept pages are not used after it is committed."""
    transaction.on_commit(_new_stamp)


def stamp() -> bytes:
    """What stands for everything that visitors see now. A page asks several times, so it is read without a buffer."""
    try:
        file = os.open(settings.PORTAL_STAMP, os.O_RDONLY)
    except FileNotFoundError:
        return b""
    try:
        return os.read(file, LONGEST_STAMP)
    finally:
        os.close(file)


def _new_stamp() -> None:
    fresh = settings.PORTAL_STAMP.with_suffix(f".{uuid4().hex}")
    fresh.write_text(uuid4().hex, encoding="ascii")
    fresh.replace(settings.PORTAL_STAMP)


def remembered(key: Any, make: Callable[[], Made], seconds: int | None = None) -> Made:
    """What ``make`` gives, asked again only when something visible changed or it is ``seconds`` old."""
    for_how_long = settings.PORTAL_PAGE_SECONDS if seconds is None else min(seconds, settings.PORTAL_PAGE_SECONDS)
    if not for_how_long:
        return make()
    now, mark = time.monotonic(), stamp()
    known = _remembered.get(key)
    if known is None or known[0] != mark or known[1] < now:
        if len(_remembered) > MOST_PAGES:
            _remembered.clear()
        known = _remembered[key] = (mark, now + for_how_long, make())
    return known[2]


def for_everybody(*parameters: str, varies: bool = True) -> Callable[[Callable[..., HttpResponse]], Any]:
    """A view that nobody need sign in for and whose page may be kept.

    ``parameters`` are the names in the query that the page answers to, besides the reader's choices; an address with
    any other is answered but not kept, so that invented queries cannot fill the memory. ``varies``: whether a cookie
    (of the language, of who works here) may change the page.
    """
    known = {*parameters, *CHOICES}

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def open_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if varies:
                patch_vary_headers(response, ["Cookie"])
            if not has_session(request) and response.status_code == 200 and set(request.GET) <= known:
                response.for_everybody = True
                response.headers["Cache-Control"] = f"public, max-age=0, s-maxage={SHARED_SECONDS}"
            return response

        update_wrapper(open_view, view)
        return login_not_required(open_view)

    return decorate


class PageCacheMiddleware:
    """Answers strangers from the kept pages, and says 304 to who has the same page already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or has_session(request):
            return self.get_response(request)
        if not settings.PORTAL_PAGE_SECONDS:
            return _answered(request, self.get_response(request))
        key, mark = _key(request), stamp()
        kept = PAGES.get(key, mark)
        if kept is not None:
            return _answered(request, HttpResponse(kept.body, headers=dict(kept.headers)))
        response = self.get_response(request)
        if _may_be_kept(response):
            _tag(response)
            until = time.monotonic() + settings.PORTAL_PAGE_SECONDS
            PAGES.put(key, Kept(mark, until, tuple(response.headers.items()), response.content))
        return _answered(request, response)


def _key(request: HttpRequest) -> tuple[str, ...]:
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    language = language if language in dict(settings.LANGUAGES) else ""
    return (request.scheme, request.get_host(), request.path, request.META.get("QUERY_STRING", ""), language)


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        getattr(response, "for_everybody", False)
        and not response.streaming
        and not response.cookies
        and "Set-Cookie" not in response.headers
        and len(response.content) <= LARGEST
    )


def _tag(response: HttpResponse) -> None:
    if "ETag" not in response.headers:
        digest = hashlib.blake2b(response.content, digest_size=16).hexdigest()
        response.headers["ETag"] = f'"{digest}"'


def _answered(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page, or 304 with the same headers when the reader has it."""
    if getattr(response, "for_everybody", False) and not response.cookies:
        _tag(response)
    tag = response.headers.get("ETag")
    asked = request.META.get("HTTP_IF_NONE_MATCH", "")
    # A web server in front that packs the page marks the tag as weak (RFC 9110, 13.1.2: compared without that mark).
    known = {one.strip().removeprefix("W/") for one in asked.split(",")}
    if response.status_code != 200 or tag is None or tag not in known:
        return response
    same = HttpResponseNotModified()
    for name, value in response.headers.items():
        if name.lower() not in {"content-type", "content-length"}:
            same.headers[name] = value
    return same
