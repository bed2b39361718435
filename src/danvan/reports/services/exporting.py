"""The book of acts knows who took reports away."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.access.models import User
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.reports.models import Round

EXPORTED = verb("reports.exported", _("took away %(rows)s rows as %(kind)s: %(title)s"))


@transaction.atomic
def note_export(title: str, *, by: Actor, rows: int, kind: str, subject: Round | None = None) -> None:
    """Write in the book that ``by`` took ``rows`` rows away; without a round the act stands with the person."""
    record(EXPORTED, subject or User.objects.get(pk=by.user_id), by=by, rows=rows, kind=kind, title=title)
