"""Handing in: filing happens once for one token, and what was typed is kept whatever comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core import clock
from danvan.core.errors import Refused, Stale
from danvan.figures.services import NewValue, file_values
from danvan.reports.access import FILE, FILL
from danvan.reports.models import Filed, Submission
from danvan.reports.queries.grid import Grid, load_grid
from danvan.reports.queries.narrative import Narrative, load_narrative
from danvan.reports.states import CellState

from .drafts import Saved, explain, save_block
from .locks import already_filed, changed_since, hold, require_typing
from .narrative import SavedTexts, Written, freeze, save_texts
from .telling import tell_those_who_check

HANDED_IN = verb("reports.filed", _("filed revision %(revision)s"))
APPROVALS = ("checked_at", "checked_by", "accepted_at", "accepted_by")


@dataclass(frozen=True)
class Typed:
    """What a page sends with the report: cells and answers, what they were shown with, reasons, when it was shown."""

    cells: Mapping[int, str] = field(default_factory=dict)
    shown: Mapping[int, str] | None = None
    reasons: Mapping[int, str] = field(default_factory=dict)
    seen: datetime | None = None
    texts: Mapping[int, Written] = field(default_factory=dict)
    texts_shown: Mapping[int, Written] | None = None


class NotReady(Refused):
    """The report cannot be filed yet; ``grid`` and ``narrative`` say at which lines and questions and why."""

    def __init__(self, message: str | Promise, grid: Grid, narrative: Narrative) -> None:
        super().__init__(message, code="not-ready")
        self.grid = grid
        self.narrative = narrative


class BothTyped(Stale):
    """Somebody else typed where this person also typed; ``saved`` and ``texts`` hold both, nothing was filed."""

    def __init__(self, saved: Saved, texts: SavedTexts) -> None:
        super().__init__(_("Somebody else changed cells that you also changed: look at both texts, then send again."))
        self.saved = saved
        self.texts = texts


def submit(submission: Submission, typed: Typed, *, by: Actor, token: UUID, version: int) -> Filed:
    """Keep what the page sends, then file. What was typed stays kept when filing is refused.

    The same token again gives the same filing, also while the first request is still under way.
    """
    if done := _filed_with(submission, token):
        return done
    try:
        if by.may(FILL) and (typed.cells or typed.reasons or typed.texts):
            keep(submission, typed, by=by)
        return file(submission, by=by, token=token, version=version)
    except Refused:
        # The twin of a double click may have filed it in the meantime.
        if done := _filed_with(submission, token):
            return done
        raise


def keep(submission: Submission, typed: Typed, *, by: Actor) -> Saved:
    """Keep all that a page sends; BothTyped when somebody else wrote at the same places meanwhile."""
    saved = save_block(submission, typed.cells, by=by, seen=typed.seen, shown=typed.shown)
    explain(submission, typed.reasons, by=by)
    texts = save_texts(submission, typed.texts, by=by, shown=typed.texts_shown)
    if saved.held or texts.held:
        raise BothTyped(saved, texts)
    return saved


def _filed_with(submission: Submission, token: UUID) -> Filed | None:
    return Filed.objects.filter(submission=submission, token=token).first()


@transaction.atomic
def file(submission: Submission, *, by: Actor, token: UUID, version: int) -> Filed:
    """File the draft as the next revision and write its figures.

    ``token`` is the form's own: sent twice, it files once. ``version`` is the submission's version that was shown.
    Filing after the due day is allowed and counts as late. Refused codes: already-filed, stale, round-closed,
    not-ready (with the lines), not-allowed, and what ``figures`` refuses.
    """
    held_row = hold(submission)
    by.require(FILE, held_row)
    if done := _filed_with(held_row, token):
        return done
    if held_row.version != version:
        raise already_filed(held_row) if held_row.is_handed_in else changed_since(held_row)
    require_typing(held_row)
    grid, narrative = load_grid(held_row), load_narrative(held_row)
    if count := grid.in_the_way():
        said = format_lazy(_("Not filed yet: {count} lines must be put right first."), count=count)
        raise NotReady(said, grid, narrative)
    if count := len(narrative.wrong()):
        said = format_lazy(_("Not filed yet: {count} questions must be answered first."), count=count)
        raise NotReady(said, grid, narrative)
    filed = _hand_in(held_row, grid, by, token)
    freeze(held_row, narrative)
    return filed


def _hand_in(submission: Submission, grid: Grid, by: Actor, token: UUID) -> Filed:
    round_ = submission.round
    filing = file_values(
        submission.unit, round_.form.line, round_.when, _values(grid), by=by, token=token,
        source=f"report:{round_.public_id}", estimate=round_.estimate,
    )  # fmt: skip
    now = clock.now()
    submission.hand_in()
    submission.revision += 1
    submission.version += 1
    submission.filed_at, submission.filed_by_id = now, by.user_id
    submission.checked_at = submission.checked_by_id = submission.accepted_at = submission.accepted_by_id = None
    submission.save(update_fields=["state", "revision", "version", "filed_at", "filed_by", *APPROVALS])
    submission.remarks.filter(resolved=False).update(resolved=True)
    record(HANDED_IN, submission, by=by, revision=submission.revision)
    tell_those_who_check(submission)
    return Filed.objects.create(
        submission=submission,
        revision=submission.revision,
        filing=filing,
        token=token,
        filed_by_id=by.user_id,
        filed_at=now,
    )


def _values(grid: Grid) -> list[NewValue]:
    flagged = grid.flagged()
    return [
        NewValue(
            line.item.indicator.code,
            line.item.part.code if line.item.part else None,
            line.reading.amount,
            not_applicable=line.reading.state == CellState.NOT_APPLICABLE,
            flagged=line.item.pk in flagged,
            estimate=line.reading.estimate,
        )
        for line in grid.lines
        if line.is_done and line.item.is_asked
    ]
