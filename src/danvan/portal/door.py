"""The one door to the editors' rooms: who lacks the role sees nothing there, and Wagtail's groups follow the grants.

Wagtail asks groups; the house asks grants of today. The groups of a person are therefore set anew from their grants at
each request through this door, so that a right which ended yesterday opens nothing today.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import update_wrapper

from csp.constants import SELF, UNSAFE_INLINE
from django.contrib.auth.models import Group
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver

from danvan.access.actor import Actor
from danvan.access.models import User

from .access import EDIT, PUBLISH, WRITE

# What each group of Wagtail stands for; the groups themselves are made in ``services.frame``.
GROUPS = {"portal-authors": WRITE, "portal-editors": EDIT, "portal-publishers": PUBLISH}

# Photos in sizes of anybody's choice, pages behind passwords, Wagtail's own accounts, groups, sites and sign-in.
CLOSED = re.compile(
    r"images/<int:image_id>/(generate_url|preview)/|pages/<int:page_id>/privacy/|collections/<int:collection_id>/privacy/"
    r"|(users|groups|sites|login|password_reset|failwhale|test404)/"
)
ACCOUNT = "account/"

# Wagtail's editor sets styles in the page and shows the preview in a frame of its own.
EDITORS_POLICY = {
    "style-src": [SELF, UNSAFE_INLINE],
    "script-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-ancestors": [SELF],
}


def follow_grants(user: User, actor: Actor) -> None:
    """Give ``user`` the groups that the grants of ``actor`` stand for, and take all others."""
    due = {name for name, action in GROUPS.items() if actor.may(action)}
    held = set(user.groups.values_list("name", flat=True))
    if due != held:
        user.groups.set(Group.objects.filter(name__in=due))


def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only authors, editors and publishers in; anybody else gets 404, a stranger the page to sign in."""

    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.actor is None or not request.actor.may(WRITE):
            raise Http404
        follow_grants(request.user, request.actor)
        response = view(request, *args, **kwargs)
        # The preview has gone through all of the house once already and brings the public policy, which forbids frames.
        if "Content-Security-Policy" in response.headers:
            del response.headers["Content-Security-Policy"]
        response._csp_replace = EDITORS_POLICY
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    update_wrapper(guarded, view)
    guarded.action = WRITE
    # Whatever Wagtail leaves open (its own page to sign in, which would go round our limits) is closed here.
    guarded.login_required = True
    return guarded


def closed(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """What Wagtail offers and this house does otherwise or not at all."""
    raise Http404


def own_account(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """An account is kept in one place, the house's; a portrait uploaded in Wagtail would keep what its camera wrote."""
    return redirect("access:my_account")


def behind_the_door(patterns: list[URLPattern | URLResolver], above: str = "") -> list[URLPattern | URLResolver]:
    """The same addresses, every one of them guarded, and those of ``CLOSED`` shut."""
    for pattern in patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            behind_the_door(pattern.url_patterns, route)
            continue
        if CLOSED.match(route):
            pattern.callback = closed
        elif route == ACCOUNT:
            pattern.callback = own_account
        pattern.callback = guard(pattern.callback)
    return patterns
