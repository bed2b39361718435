"""What the frame of every page needs: the navigation, and whether this is the demo."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.access.access import MANAGE_ACCOUNTS
from danvan.directives.access import VIEW as SEE_DIRECTIVES
from danvan.figures.access import VIEW as SEE_FIGURES
from danvan.notices.queries import unread_count
from danvan.orgs.access import CHANGE_UNITS
from danvan.reader.access import VIEW as SEE_READINGS
from danvan.reports.access import VIEW as SEE_REPORTS
from danvan.reviews.access import TEMPLATES
from danvan.reviews.access import VIEW as SEE_REVIEWS

# The portal stands on the floor of this room, which may not import it: its action by name.
WRITE_ON_PORTAL = "portal.write"


@dataclass(frozen=True)
class Item:
    """One line of the navigation; ``action`` None: for everyone signed in."""

    label: Promise
    url_name: str
    icon: str
    action: str | None = None


GROUPS: tuple[tuple[Promise | str, tuple[Item, ...]], ...] = (
    ("", (Item(_("My work"), "overview:my_work", "work"),)),
    (
        _("Direction"),
        (
            Item(_("Directives"), "directives:list", "document", SEE_DIRECTIVES),
            Item(_("Progress matrix"), "directives:matrix_all", "matrix", SEE_DIRECTIVES),
            Item(pgettext_lazy("directive", "Tasks"), "directives:tasks", "task", SEE_DIRECTIVES),
            Item(_("Reader of documents"), "reader:list", "search", SEE_READINGS),
        ),
    ),
    (
        _("Figures"),
        (
            Item(_("Periodic reports"), "reports:rounds", "grid", SEE_REPORTS),
            Item(_("Totals"), "figures:totals", "sum", SEE_FIGURES),
            Item(_("Review reports"), "reviews:list", "pen", SEE_REVIEWS),
        ),
    ),
    (pgettext_lazy("site", "Portal"), (Item(_("Portal editing"), "wagtailadmin_home", "pen", WRITE_ON_PORTAL),)),
    (
        _("Organisation"),
        (
            Item(_("Units"), "orgs:units", "tree"),
            Item(_("Changes of units"), "orgs:changes", "merge", CHANGE_UNITS),
            Item(_("Own Word templates"), "reviews:templates", "document", TEMPLATES),
            Item(_("Accounts"), "access:people", "people", MANAGE_ACCOUNTS),
        ),
    ),
)


def shell(request: HttpRequest) -> dict[str, object]:
    """Navigation by what the person may see, the count of new notices, and the notice of the demo."""
    context: dict[str, object] = {"demo": settings.DEMO, "nav": []}
    actor = getattr(request, "actor", None)
    if actor is not None:
        groups = [{"title": title, "items": _shown(request, items)} for title, items in GROUPS]
        context["nav"] = [group for group in groups if group["items"]]
        context["unread"] = unread_count(actor.user_id)
    return context


def pages_for(request: HttpRequest) -> list[dict[str, object]]:
    """Every page of the navigation that the person may open, in its order."""
    return [page for _title, items in GROUPS for page in _shown(request, items)]


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
