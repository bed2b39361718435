"""Write in the book who took figures away."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.orgs.models import Unit

EXPORTED = verb("figures.exported", _("took away %(rows)s rows of figures as %(kind)s: %(title)s"))


@transaction.atomic
def note_export(unit: Unit, title: str, *, by: Actor, rows: int, kind: str) -> None:
    """Write in the book that ``by`` took figures of ``unit`` away."""
    record(EXPORTED, unit, by=by, rows=rows, kind=kind, title=title)
