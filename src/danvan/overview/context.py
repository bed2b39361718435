"""What the frame of every page needs: the navigation, and whether this is the demo."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from danvan.directives.access import VIEW as SEE_DIRECTIVES
from danvan.figures.access import VIEW as SEE_FIGURES
from danvan.reports.access import VIEW as SEE_REPORTS
from danvan.reviews.access import VIEW as SEE_REVIEWS


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
            Item(_("Tasks"), "directives:tasks", "task", SEE_DIRECTIVES),
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
    (_("Organisation"), (Item(_("Units"), "orgs:units", "tree"),)),
)


def shell(request: HttpRequest) -> dict[str, object]:
    """Navigation by what the person may see, and the notice of the demo."""
    actor = getattr(request, "actor", None)
    context: dict[str, object] = {"demo": settings.DEMO, "nav": []}
    if actor is not None:
        context["nav"] = [group for group in (_group(request, *entry) for entry in GROUPS) if group["items"]]
    return context


def _group(request: HttpRequest, title: Promise | str, items: tuple[Item, ...]) -> dict[str, object]:
    shown = [item for item in items if item.action is None or request.actor.may(item.action)]
    return {
        "title": title,
        "items": [
            {
                "label": item.label,
                "url": reverse(item.url_name),
                "icon": item.icon,
                "current": request.path.startswith(reverse(item.url_name)),
            }
            for item in shown
        ],
    }
