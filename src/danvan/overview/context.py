"""What the frame of every page needs: the navigation, and whether this is the demo."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from danvan.notices.queries import unread_count

from .navigation import Item, groups


def shell(request: HttpRequest) -> dict[str, object]:
    """Navigation by what the person may see, the count of new notices, and the notice of the demo."""
    context: dict[str, object] = {"demo": settings.DEMO, "nav": []}
    actor = getattr(request, "actor", None)
    if actor is not None:
        found = [{"title": title, "items": _shown(request, items)} for title, items in groups()]
        context["nav"] = [group for group in found if group["items"]]
        context["unread"] = unread_count(actor.user_id)
    return context


def pages_for(request: HttpRequest) -> list[dict[str, object]]:
    """Every page of the navigation that the person may open, in its order."""
    return [page for _title, items in groups() for page in _shown(request, items)]


def _shown(request: HttpRequest, items: tuple[Item, ...]) -> list[dict[str, object]]:
    pages = [
        {"label": item.label, "url": reverse(item.url_name), "icon": item.icon, "current": False}
        for item in items
        if item.action is None or request.actor.may(item.action)
    ]
    # The longest address that begins the page's own is where the person is.
    here = max((page for page in pages if request.path.startswith(page["url"])), key=_length, default=None)
    if here:
        here["current"] = True
    return pages


def _length(page: dict[str, object]) -> int:
    return len(str(page["url"]))
