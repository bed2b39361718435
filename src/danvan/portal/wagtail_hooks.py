"""What of Wagtail's rooms our editors see: their own work first, nothing that they never need."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.userbar import ContentCheckerItem

from .dashboard import panels_for

# Wagtail's own papers in English, and rooms for which no role of ours has a right.
UNNEEDED = {"help", "settings"}
UNNEEDED_PANELS = {"recent_edits", "upgrade_notification", "whats_new_in_wagtail_version"}

LEFT_OUT = "empty-meta-description"


class Checker(ContentCheckerItem):
    """Wagtail's check of the preview, without the rule on a description that our pages take from the lead."""

    axe_run_only = [rule for rule in ContentCheckerItem.axe_run_only if rule != LEFT_OUT]
    axe_custom_rules = [rule for rule in ContentCheckerItem.axe_custom_rules if rule["id"] != LEFT_OUT]


@hooks.register("insert_global_admin_css")
def house_colours() -> str:
    """The colours of the house in the editors' rooms."""
    sheets = ("web/tokens.css", "portal/editor.css")
    return format_html(
        '<link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}">', *(static(sheet) for sheet in sheets)
    )


@hooks.register("construct_main_menu")
def only_what_is_needed(request: HttpRequest, items: list[Any]) -> None:
    """Leave out what our editors never need."""
    items[:] = [item for item in items if item.name not in UNNEEDED]


@hooks.register("register_admin_menu_item")
def to_the_portal() -> MenuItem:
    """The way to the portal as visitors see it."""
    return MenuItem(_("See the portal"), reverse_lazy("portal:news"), icon_name="view", order=9000)


@hooks.register("register_admin_menu_item")
def to_the_work() -> MenuItem:
    """The way back to the rest of the house."""
    return MenuItem(_("Back to my work"), reverse_lazy("overview:my_work"), icon_name="home", order=9010)


@hooks.register("construct_homepage_panels")
def what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for me (Wagtail's), my drafts, what is to appear."""
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in UNNEEDED_PANELS]
    panels += panels_for(request.user)


@hooks.register("construct_wagtail_userbar")
def own_checker(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Our choice of rules in the check of the preview."""
    items[:] = [Checker() if isinstance(item, ContentCheckerItem) else item for item in items]
