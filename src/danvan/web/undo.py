"""Messages that can be taken back: a destructive act is undone for ten seconds, not asked about twice."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

_PREFIX = "undo:"


def tell(request: HttpRequest, text: str, undo_url: str = "") -> None:
    """Tell the person what happened; with ``undo_url`` (a path that takes POST) the toast offers to undo it."""
    messages.success(request, text, extra_tags=_PREFIX + undo_url if undo_url else "")


def address_of(message: Message) -> str:
    """The undo address a message carries, or "": only a path of this site is ever returned."""
    for tag in (message.extra_tags or "").split():
        address = tag.removeprefix(_PREFIX)
        if tag.startswith(_PREFIX) and address.startswith("/") and not address.startswith("//"):
            return address
    return ""
