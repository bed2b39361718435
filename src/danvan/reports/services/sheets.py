"""A filled-in workbook goes into the draft, never further: filing stays an act of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.reports.models import Submission

from .drafts import Saved, save_block

TAKEN_IN = verb("reports.sheet_taken", _("took %(count)s lines from an Excel form into the draft"))


@transaction.atomic
def take_sheet(
    submission: Submission, typed: Mapping[int, str], *, by: Actor, seen: datetime, shown: Mapping[int, str]
) -> Saved:
    """Keep the lines that the dry run showed, under the same rules as typing (see ``save_block``).

    ``seen`` is when the form was taken out and ``shown`` its texts then, so that what somebody else typed since stands.
    Refused codes: already-filed, released, round-closed, no-item, not-allowed.
    """
    saved = save_block(submission, typed, by=by, seen=seen, shown=shown)
    if count := len(typed) - len(saved.held):
        record(TAKEN_IN, submission, by=by, count=count)
    return saved
