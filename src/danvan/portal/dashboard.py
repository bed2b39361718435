"""What an editor sees first: what waits for them, their own drafts, what is to appear."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from wagtail.admin.ui.components import Component

from danvan.access.models import User

from .desk import drafts_of, scheduled
from .models import ArticlePage

SHOWN = 20


class ArticlesPanel(Component):
    """A list of articles with their state; nothing when the list is empty."""

    template_name = "portal/editor/articles.html"

    def __init__(self, name: str, heading: str, articles: QuerySet[ArticlePage], order: int) -> None:
        self.name, self.heading, self.articles, self.order = name, heading, articles, order

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The newest twenty."""
        return {"name": self.name, "heading": self.heading, "articles": list(self.articles[:SHOWN])}


def panels_for(user: User) -> list[ArticlesPanel]:
    """The panels of one editor; what waits for them comes from Wagtail and stands above."""
    return [
        ArticlesPanel("drafts", gettext("My drafts"), drafts_of(user), 230),
        ArticlesPanel("scheduled", gettext("To appear at a set time"), scheduled(), 240),
    ]
