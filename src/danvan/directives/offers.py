"""What the register and the tasks make of facts that a person confirmed in the reader's queue."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from danvan.reader.kinds import Kind
from danvan.reader.models import Fact
from danvan.reader.uses import Use, offer

from . import access


def make() -> None:
    """Offer it; called once, when the program starts."""
    offer(Use(Kind.CITATION, _("Enter into the register"), access.REGISTER, _new_entry))
    offer(Use(Kind.TASK, _("Make a task of it"), access.ASSIGN, _new_task))


def _new_entry(fact: Fact) -> str | None:
    if fact.values.get("weak"):
        return None
    return f"{reverse('directives:new')}?trich-dan={fact.public_id}"


def _new_task(fact: Fact) -> str:
    return reverse("directives:task_from_text", args=[fact.public_id])
