"""Writing answers: kept as they are written; two people on one answer lose nothing; filing freezes the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core import clock
from danvan.core.errors import Refused
from danvan.core.text import clean_line, clean_text
from danvan.files.services import store
from danvan.reports.access import FILL
from danvan.reports.models import DraftText, Evidence, Item, Prompt, Submission, Told
from danvan.reports.models.narrative import LONGEST
from danvan.reports.queries.narrative import Narrative, load_narrative, load_prompts

from .drafts import Other, begin
from .locks import hold, require_typing

ATTACHED = verb("reports.evidence_added", _("attached the file %(name)s"))
DETACHED = verb("reports.evidence_removed", _("took the file %(name)s out"))
MOST_FILES = 20


@dataclass(frozen=True)
class Written:
    """What a page sends for one question: its text, and whether "nothing to tell" is ticked."""

    text: str = ""
    nothing: bool = False


@dataclass
class SavedTexts:
    """The answer to writing. ``replaced`` and ``held`` as for cells: others' texts that gave way, or stayed."""

    narrative: Narrative
    at: datetime
    replaced: dict[int, Other] = field(default_factory=dict)
    held: dict[int, Other] = field(default_factory=dict)
    mine: dict[int, Written] = field(default_factory=dict)


@transaction.atomic
def save_texts(
    submission: Submission,
    written: Mapping[int, Written],
    *,
    by: Actor,
    shown: Mapping[int, Written] | None = None,
) -> SavedTexts:
    """Keep answers (prompt to what was written), right or wrong, as long as they are not beyond all measure.

    ``shown`` holds the answers that the page was sent out with. An answer left as it was shown is not written. One that
    somebody else changed since, and this person too, keeps the other's text (``held``) until this person, having seen
    it, sends again. Without ``shown`` the newer text wins and the other's is told (``replaced``).
    Refused codes: released, already-filed, round-closed, no-prompt, too-long, not-allowed.
    """
    held_row = hold(submission)
    by.require(FILL, held_row)
    require_typing(held_row)
    clean = _cleaned(held_row, written)
    before = {text.prompt_id: text for text in held_row.texts.select_related("updated_by")}
    saved = SavedTexts(load_narrative(held_row), clock.now())
    rows = []
    seen = None if shown is None else _cleaned(held_row, shown)
    for prompt_id, mine in clean.items():
        there = before.get(prompt_id)
        was = None if seen is None else seen.get(prompt_id, Written())
        if mine in (_says(there), was):
            continue
        if there and there.updated_by_id != by.user_id and _says(there) != was:
            other = Other(there.updated_by.full_name, there.updated_at, said(_says(there)))
            if was is not None:
                saved.held[prompt_id], saved.mine[prompt_id] = other, mine
                continue
            saved.replaced[prompt_id] = other
        rows.append(_row(held_row, prompt_id, mine, by, saved.at))
    _write(rows)
    begin(held_row, by, bool(rows))
    saved.narrative = load_narrative(held_row)
    return saved


def _cleaned(submission: Submission, written: Mapping[int, Written]) -> dict[int, Written]:
    known = {prompt.pk for prompt in load_prompts(submission.round.form_version)}
    if unknown := written.keys() - known:
        raise Refused(_("There is no such question in this form."), code="no-prompt", field=f"text-{min(unknown)}")
    clean = {pk: Written(clean_text(one.text), one.nothing) for pk, one in written.items()}
    for prompt_id, one in clean.items():
        if len(one.text) > LONGEST:
            raise Refused(
                _("This text is too long to be kept; put it into a file and attach it."),
                code="too-long", field=f"text-{prompt_id}",
            )  # fmt: skip
    return clean


def said(one: Written) -> str:
    """An answer in words."""
    return str(_("Nothing to tell")) if one.nothing and not one.text else one.text


def _says(draft: DraftText | None) -> Written:
    return Written(draft.text, draft.nothing) if draft else Written()


def _row(submission: Submission, prompt_id: int, one: Written, by: Actor, now: datetime) -> DraftText:
    return DraftText(
        submission=submission, prompt_id=prompt_id, text=one.text, nothing=one.nothing, updated_by_id=by.user_id,
        updated_at=now,
    )  # fmt: skip


def _write(rows: list[DraftText]) -> None:
    DraftText.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["submission", "prompt"],
        update_fields=["text", "nothing", "updated_by", "updated_at"],
    )


def freeze(submission: Submission, narrative: Narrative) -> list[Told]:
    """Keep the answers as filed with the submission's revision; an optional question left empty tells nothing."""
    return Told.objects.bulk_create(
        Told(
            submission=submission, prompt=one.prompt, revision=submission.revision,
            text="" if one.nothing else one.text, nothing=one.nothing,
        )
        for one in narrative.asked
        if one.is_done
    )  # fmt: skip


@dataclass(frozen=True)
class About:
    """What a file proves: a question, a line, or (neither) the whole report; and what it shows, in words."""

    caption: str = ""
    prompt_id: int | None = None
    item_id: int | None = None


@transaction.atomic
def attach(submission: Submission, upload: UploadedFile | None, about: About, *, by: Actor) -> Evidence:
    """Put a file with the report while it is being filled in.

    Refused codes: released, already-filed, round-closed, no-file, too-many, no-prompt, no-item, not-allowed, and what
    ``files`` refuses.
    """
    held_row = hold(submission)
    by.require(FILL, held_row)
    require_typing(held_row)
    if upload is None:
        raise Refused(_("Choose a file."), code="no-file", field="file")
    version = held_row.round.form_version
    if about.prompt_id and not Prompt.objects.filter(version=version, pk=about.prompt_id).exists():
        raise Refused(_("There is no such question in this form."), code="no-prompt", field="about")
    if about.item_id and not Item.objects.filter(version=version, pk=about.item_id).exists():
        raise Refused(_("There is no such line in this form."), code="no-item", field="about")
    if held_row.evidence.filter(until=None).count() >= MOST_FILES:
        raise Refused(
            _("At most %(n)s files go with a report.") % {"n": MOST_FILES}, code="too-many", field="file"
        )  # fmt: skip
    stored = store(upload, by=by)
    made = Evidence.objects.create(
        submission=held_row, prompt_id=about.prompt_id, item_id=about.item_id, file=stored,
        caption=clean_line(about.caption)[:300], since=held_row.revision + 1, added_by_id=by.user_id,
        added_at=clock.now(),
    )  # fmt: skip
    begin(held_row, by, True)
    record(ATTACHED, held_row, by=by, name=stored.name)
    return made


@transaction.atomic
def detach(evidence: Evidence, *, by: Actor) -> None:
    """Take a file out of the report being filled in; revisions that were filed with it keep it.

    Refused codes: released, already-filed, round-closed, not-allowed. Taking out twice changes nothing.
    """
    held_row = hold(evidence.submission)
    by.require(FILL, held_row)
    require_typing(held_row)
    now = Evidence.objects.select_related("file").filter(pk=evidence.pk, until=None).first()
    if now is None:
        return
    if now.since > held_row.revision:
        now.delete()
    else:
        now.until = held_row.revision
        now.save(update_fields=["until"])
    record(DETACHED, held_row, by=by, name=now.file.name)
