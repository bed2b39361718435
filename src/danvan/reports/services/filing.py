"""Handing in, giving back, accepting. Filing happens once for one token; nobody accepts what they filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core import clock
from danvan.core.errors import Refused, Stale
from danvan.core.text import clean_text
from danvan.figures.services import NewValue, file_values
from danvan.notices.services import tell_units
from danvan.reports.access import DECIDE, FILE, FILL
from danvan.reports.models import Filed, Remark, Submission
from danvan.reports.queries.grid import Grid, load_grid
from danvan.reports.queries.narrative import Narrative, load_narrative
from danvan.reports.states import CellState, State

from .drafts import Saved, explain, save_block
from .locks import already_filed, changed_since, hold, require_typing
from .narrative import SavedTexts, Written, freeze, save_texts

HANDED_IN = verb("reports.filed", _("filed revision %(revision)s"))
GIVEN_BACK = verb("reports.returned", _("returned revision %(revision)s with %(count)s remarks"))
TAKEN = verb("reports.accepted", _("accepted revision %(revision)s"))


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
    submission.accepted_at = submission.accepted_by_id = None
    submission.save(
        update_fields=["state", "revision", "version", "filed_at", "filed_by", "accepted_at", "accepted_by"]
    )
    submission.remarks.filter(resolved=False).update(resolved=True)
    record(HANDED_IN, submission, by=by, revision=submission.revision)
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


@dataclass(frozen=True)
class NewRemark:
    """Why it goes back: about one line, one question, or (neither) about the whole."""

    text: str
    item_id: int | None = None
    prompt_id: int | None = None


@transaction.atomic
def return_(submission: Submission, remarks: Iterable[NewRemark], *, by: Actor, revision_shown: int) -> Submission:
    """Give a filed or accepted report back with reasons on its cells and questions, and tell its unit.

    Refused codes: no-reason, not-filed, stale, no-item, no-prompt, not-allowed.
    """
    held_row = hold(submission)
    by.require(DECIDE, held_row)
    said = [replace(remark, text=clean_text(remark.text).strip()[:1000]) for remark in remarks]
    said = [remark for remark in said if remark.text]
    if not said:
        raise Refused(_("Write what must be put right, on a line or on the whole."), code="no-reason", field="general")
    _require_shown(held_row, revision_shown)
    if held_row.state not in {State.FILED, State.ACCEPTED}:
        raise Refused(_("Only a filed report can be returned."), code="not-filed")
    _require_known(held_row, said)
    held_row.give_back()
    held_row.version += 1
    held_row.accepted_at = held_row.accepted_by_id = None
    held_row.save(update_fields=["state", "version", "accepted_at", "accepted_by"])
    now = clock.now()
    Remark.objects.bulk_create(
        Remark(
            submission=held_row, revision=held_row.revision, item_id=remark.item_id, prompt_id=remark.prompt_id,
            text=remark.text, by_id=by.user_id, at=now,
        )
        for remark in said
    )  # fmt: skip
    record(GIVEN_BACK, held_row, by=by, revision=held_row.revision, count=len(said))
    _tell_returned(held_row, len(said))
    return held_row


def _require_known(submission: Submission, said: list[NewRemark]) -> None:
    version = submission.round.form_version
    items, prompts = (set(rows.values_list("pk", flat=True)) for rows in (version.items, version.prompts))
    if {remark.item_id for remark in said} - items - {None}:
        raise Refused(_("There is no such line in this form."), code="no-item")
    if {remark.prompt_id for remark in said} - prompts - {None}:
        raise Refused(_("There is no such question in this form."), code="no-prompt")


def _tell_returned(submission: Submission, count: int) -> None:
    tell_units(
        [submission.unit_id],
        format_lazy(
            _("{title}: returned with {count} remarks, please correct and file again."),
            title=submission.round.title,
            count=count,
        ),
        reverse("reports:fill", args=[submission.public_id]),
        key=f"reports.returned:{submission.pk}:{submission.revision}:{submission.version}",
        action=FILE,
    )


@transaction.atomic
def accept(submission: Submission, *, by: Actor, revision_shown: int) -> Submission:
    """Accept the revision that was shown.

    Refused codes: stale (another revision, or moved meanwhile), own-filing, not-filed, not-allowed. Accepting what is
    already accepted at that revision changes nothing.
    """
    held_row = hold(submission)
    by.require(DECIDE, held_row)
    _require_shown(held_row, revision_shown)
    if held_row.state == State.ACCEPTED:
        return held_row
    if held_row.state != State.FILED:
        raise Refused(_("Only a filed report can be accepted."), code="not-filed")
    if held_row.filed_by_id == by.user_id:
        raise Refused(_("You filed this report yourself; somebody else must accept it."), code="own-filing")
    held_row.take()
    held_row.version += 1
    held_row.accepted_at, held_row.accepted_by_id = clock.now(), by.user_id
    held_row.save(update_fields=["state", "version", "accepted_at", "accepted_by"])
    record(TAKEN, held_row, by=by, revision=held_row.revision)
    return held_row


def _require_shown(submission: Submission, revision_shown: int) -> None:
    if submission.revision != revision_shown:
        raise changed_since(submission)


def accept_many(picked: Mapping[Submission, int], *, by: Actor) -> tuple[list[Submission], dict[Submission, Refused]]:
    """Accept several reports, each with the revision that was shown; one refusal does not stop the others."""
    accepted: list[Submission] = []
    refused: dict[Submission, Refused] = {}
    for submission, revision in picked.items():
        try:
            accepted.append(accept(submission, by=by, revision_shown=revision))
        except Refused as reason:
            refused[submission] = reason
    return accepted, refused
