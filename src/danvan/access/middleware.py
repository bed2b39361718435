"""Put the acting person of today on the request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from .actor import Actor


class ActorMiddleware:
    """``request.actor`` is an Actor, loaded at first use; None for a stranger."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = (
            SimpleLazyObject(lambda: Actor.of(request.user, timezone.localdate()))
            if request.user.is_authenticated
            else None
        )
        return self.get_response(request)
