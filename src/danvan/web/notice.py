"""Invented data says that it is invented, on every page, export and document."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _


def notice_text() -> str:
    """The sentence that the demo prints on whatever leaves it; empty in a real office."""
    if settings.DEMO:
        return _("Illustrative data: figures, people and letters of this demo are invented unless a source is named.")
    return ""
