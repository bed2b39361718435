"""Put the acting person of today on the request."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from danvan.core import clock
from danvan.web.middleware import has_session

from .actor import Actor


class SignInMiddleware(LoginRequiredMiddleware):
    """Every view wants somebody signed in unless it says otherwise; what is open to all does not even ask who it is."""

    def process_view(self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict):
        """Send strangers to the page to sign in, except from views that are open."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class ActorMiddleware:
    """``request.actor`` is an Actor, loaded at first use; None for a stranger."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None
        # Who brings no session is a stranger. Asking the session would make every public page vary by cookies.
        if has_session(request) and request.user.is_authenticated:
            request.actor = SimpleLazyObject(lambda: Actor.of(request.user, clock.today()))
        return self.get_response(request)


class TemporaryPasswordMiddleware:
    """Who signed in with a password made by an administrator chooses an own one before anything else."""

    ALWAYS_OPEN = frozenset({"account_change_password", "account_logout", "set_language", "overview:health"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        """Send them to the page where the password is changed."""
        if not has_session(request):
            return None
        waiting = request.user.is_authenticated and request.user.password_is_temporary
        if waiting and request.resolver_match.view_name not in self.ALWAYS_OPEN:
            return redirect("account_change_password")
        return None
