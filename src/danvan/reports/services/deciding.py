"""Approval up the tree, in one or two steps, and giving back (rows 43, 44).

One step: those who asked accept what was filed. Two steps: first the head of the unit that filed approves (the report
goes out under that signature), then those who asked accept. Nobody approves what they filed, nobody takes both steps,
and each step names the revision that was shown. A head above may stand in for the first step: a unit may have no head
for a while, or its head filed the report; the step then stands under the name of who took it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core import clock
from danvan.core.errors import Refused
from danvan.core.text import clean_text
from danvan.reports.access import CHECK, DECIDE
from danvan.reports.models import Remark, Submission
from danvan.reports.queries.sections import sections_of
from danvan.reports.states import HANDED_IN, TWO_STEPS, State

from .filing import APPROVALS
from .locks import changed_since, hold
from .telling import tell_returned, tell_those_who_decide

GIVEN_BACK = verb("reports.returned", _("returned revision %(revision)s with %(count)s remarks"))
CHECKED = verb("reports.checked", _("approved revision %(revision)s for the unit"))
TAKEN = verb("reports.accepted", _("accepted revision %(revision)s"))


@dataclass(frozen=True)
class NewRemark:
    """Why it goes back: about one line, one question, one section (its heading), or (none of them) the whole."""

    text: str
    item_id: int | None = None
    prompt_id: int | None = None
    group: str = ""


@transaction.atomic
def return_(submission: Submission, remarks: Iterable[NewRemark], *, by: Actor, revision_shown: int) -> Submission:
    """Give a report back with reasons on its cells, questions and sections, and tell its unit.

    Those who asked may do so whatever its step; the head of its unit while the first of two steps is theirs. Refused
    codes: no-reason, not-filed, stale, no-item, no-prompt, no-section, not-allowed.
    """
    held = hold(submission)
    by.require(CHECK if held.waits_for_check and by.covers(CHECK, held.unit_id) else DECIDE, held)
    said = [replace(remark, text=clean_text(remark.text).strip()[:1000]) for remark in remarks]
    said = [remark for remark in said if remark.text]
    if not said:
        raise Refused(_("Write what must be put right, on a line or on the whole."), code="no-reason", field="general")
    _require_shown(held, revision_shown)
    if held.state not in HANDED_IN:
        raise Refused(_("Only a filed report can be returned."), code="not-filed")
    _require_known(held, said)
    held.give_back()
    held.version += 1
    held.checked_at = held.checked_by_id = held.accepted_at = held.accepted_by_id = None
    held.save(update_fields=["state", "version", *APPROVALS])
    now = clock.now()
    Remark.objects.bulk_create(
        Remark(
            submission=held, revision=held.revision, item_id=remark.item_id, prompt_id=remark.prompt_id,
            group=remark.group, text=remark.text, by_id=by.user_id, at=now,
        )
        for remark in said
    )  # fmt: skip
    record(GIVEN_BACK, held, by=by, revision=held.revision, count=len(said))
    tell_returned(held, len(said))
    return held


def _require_known(submission: Submission, said: list[NewRemark]) -> None:
    version = submission.round.form_version
    items, prompts = (set(rows.values_list("pk", flat=True)) for rows in (version.items, version.prompts))
    if {remark.item_id for remark in said} - items - {None}:
        raise Refused(_("There is no such line in this form."), code="no-item")
    if {remark.prompt_id for remark in said} - prompts - {None}:
        raise Refused(_("There is no such question in this form."), code="no-prompt")
    if {remark.group for remark in said} - {"", *sections_of(version)}:
        raise Refused(_("There is no such section in this form."), code="no-section")


@transaction.atomic
def check(submission: Submission, *, by: Actor, revision_shown: int) -> Submission:
    """Take the first of two steps: the head of the unit approves the revision that was shown.

    Refused codes: stale (another revision, or moved meanwhile), own-filing, one-step, not-filed, not-allowed. Approving
    what is already approved at that revision changes nothing.
    """
    held = hold(submission)
    by.require(CHECK, held)
    _require_shown(held, revision_shown)
    if held.state == State.CHECKED:
        return held
    if held.round.steps != TWO_STEPS:
        raise Refused(_("In this round those who asked accept at once; there is no step before."), code="one-step")
    if held.state != State.FILED:
        raise Refused(_("Only a filed report can be approved."), code="not-filed")
    if held.filed_by_id == by.user_id:
        raise Refused(_("You filed this report yourself; somebody else must approve it."), code="own-filing")
    held.check_off()
    held.version += 1
    held.checked_at, held.checked_by_id = clock.now(), by.user_id
    held.save(update_fields=["state", "version", "checked_at", "checked_by"])
    record(CHECKED, held, by=by, revision=held.revision)
    tell_those_who_decide(held)
    return held


@transaction.atomic
def accept(submission: Submission, *, by: Actor, revision_shown: int) -> Submission:
    """Accept the revision that was shown: the only step, or the second of two.

    Refused codes: stale (another revision, or moved meanwhile), own-filing, not-checked, both-steps, not-filed,
    not-allowed. Accepting what is already accepted at that revision changes nothing.
    """
    held = hold(submission)
    by.require(DECIDE, held)
    _require_shown(held, revision_shown)
    if held.state == State.ACCEPTED:
        return held
    if held.waits_for_check:
        raise Refused(
            _("The head of the unit must approve this report first: its round takes two steps."), code="not-checked"
        )
    if not held.waits_for_decision:
        raise Refused(_("Only a filed report can be accepted."), code="not-filed")
    if held.filed_by_id == by.user_id:
        raise Refused(_("You filed this report yourself; somebody else must accept it."), code="own-filing")
    if held.checked_by_id == by.user_id:
        raise Refused(_("You took the first step yourself; somebody else must accept it."), code="both-steps")
    held.take()
    held.version += 1
    held.accepted_at, held.accepted_by_id = clock.now(), by.user_id
    held.save(update_fields=["state", "version", "accepted_at", "accepted_by"])
    record(TAKEN, held, by=by, revision=held.revision)
    return held


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
