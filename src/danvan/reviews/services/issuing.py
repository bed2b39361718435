"""Submitting a review, sending it back, issuing it. Nobody issues what they submitted themselves."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core import clock
from danvan.core.errors import Refused, Stale
from danvan.core.text import clean_line, clean_text
from danvan.documents.profiles import NoProfile, Profile
from danvan.figures.queries import pending
from danvan.files.models import StoredFile
from danvan.files.services import store
from danvan.notices.services import tell, tell_units
from danvan.reviews.access import EXPORT, ISSUE
from danvan.reviews.asking import Said, answers
from danvan.reviews.exports import docx_of, file_name, layout_of
from danvan.reviews.models import Issue, Review, Snapshot
from danvan.reviews.paper import Piece, compose, digest, keys_in
from danvan.reviews.states import State

from .writing import take

SUBMITTED = verb("reviews.submitted", _("submitted version %(version)s for issue"))
SENT_BACK = verb("reviews.sent_back", _("sent the review back: %(reason)s"))
ISSUED = verb("reviews.issued", _("issued the review as %(number)s with %(figures)s frozen figures"))
TAKEN = verb("reviews.taken", _("took the Word file"))
LONGEST_REASON = 500


@dataclass(frozen=True)
class Paper:
    """What the person who issues decides: number, day, names and signer as they are printed."""

    number: int
    symbol: str
    dated_on: date
    place: str
    superior: str
    issuer: str
    signer_prefix: str
    signer_title: str
    signer_name: str
    recipients: str


def note_export(review: Review, *, by: Actor) -> None:
    """Write in the book that the Word file was taken. Refused without the right to take it away."""
    by.require(EXPORT, review)
    record(TAKEN, review, by=by, state=review.state)


def _require_version(review: Review, version: int) -> None:
    if review.version != version:
        raise Stale(_("Somebody else changed this review in the meantime; look at it as it is now."))


@transaction.atomic
def submit(review: Review, *, by: Actor, version: int) -> Review:
    """Hand the review to those who issue, who are told. Stale when its text is not what was shown."""
    locked = take(review, by=by)
    _require_version(locked, version)
    locked.to_submitted()
    locked.submitted_by_id, locked.submitted_at = by.user_id, clock.now()
    locked.sent_back_for = ""
    _save_move(locked, "submitted_by", "submitted_at", "sent_back_for")
    record(SUBMITTED, locked, by=by, version=locked.version)
    text = _("A review waits for you to issue it: %(subject)s") % {"subject": locked.subject}
    _tell_later(lambda: tell_units([locked.unit_id], text, locked.get_absolute_url(), key=_key(locked), action=ISSUE))
    return locked


@transaction.atomic
def send_back(review: Review, reason: str, *, by: Actor, version: int) -> Review:
    """Give the review back to its author with a reason. Refused (no-reason) without one."""
    locked = take(review, by=by, action=ISSUE, state=State.SUBMITTED)
    _require_version(locked, version)
    words = clean_line(reason)[:LONGEST_REASON]
    if not words:
        raise Refused(_("Say why it goes back, so that the author can mend it."), code="no-reason", field="reason")
    locked.to_drafting()
    locked.sent_back_for = words
    _save_move(locked, "sent_back_for")
    record(SENT_BACK, locked, by=by, reason=words)
    text = _("Your review was sent back: %(reason)s") % {"reason": words}
    _tell_later(lambda: tell([locked.author_id], text, locked.get_absolute_url(), key=_key(locked)))
    return locked


@transaction.atomic
def issue(review: Review, paper: Paper, *, by: Actor, version: int, shown: str = "") -> Issue:
    """Freeze every number, write the Word file, keep it, and close the review for good.

    ``shown`` is the digest of the preview that the person saw; another one now raises Stale. Refused codes:
    own-submission, number-taken, day-ahead, no-layout, totals-waiting, figure-unknown, missing.
    """
    locked = take(review, by=by, action=ISSUE, state=State.SUBMITTED)
    _require_version(locked, version)
    if locked.submitted_by_id == by.user_id:
        raise Refused(_("Nobody issues what they submitted themselves."), code="own-submission")
    _fill(locked, paper)
    profile = _layout(locked, paper.dated_on)
    if pending([locked.when]):
        raise Refused(_("Totals of this period are being made anew. Try again in a moment."), code="totals-waiting")
    said, pieces = _last_reading(locked, profile)
    if shown and shown != digest(pieces):
        raise Stale(_("Figures changed since the preview was shown; look at the paper once more."))
    locked.to_issued()
    _save_move(locked, *asdict(paper))
    snapshots = _freeze(locked, said, keys_in(pieces))
    stored = _keep(locked, pieces, paper.dated_on, by)
    made = Issue.objects.create(
        review=locked,
        file=stored,
        digest=stored.digest,
        profile=profile.code,
        text=pieces,
        text_digest=digest(pieces),
        issued_by_id=by.user_id,
    )
    number = profile.symbol(paper.number, locked.symbol)
    record(ISSUED, locked, by=by, number=number, figures=len(snapshots), digest=stored.digest)
    text = _("Your review was issued as %(number)s.") % {"number": number}
    _tell_later(lambda: tell([locked.author_id], text, locked.get_absolute_url(), key=_key(locked)))
    return made


def _fill(review: Review, paper: Paper) -> None:
    for name, value in asdict(paper).items():
        if isinstance(value, str):
            value = clean_text(value) if name == "recipients" else clean_line(value)
        setattr(review, name, value)
    for name in ("symbol", "issuer", "place", "signer_name"):
        if not getattr(review, name):
            raise Refused(_("This is needed to issue the paper."), code="missing", field=name)
    if paper.number < 1:
        raise Refused(_("The number is 1 or more."), code="missing", field="number")
    if paper.dated_on > clock.today():
        raise Refused(_("A paper is not dated ahead."), code="day-ahead", field="dated_on")
    same = Review.objects.filter(
        unit=review.unit_id, symbol=review.symbol, number=paper.number, dated_on__year=paper.dated_on.year
    )
    if same.exclude(pk=review.pk).exists():
        raise Refused(_("This number was given to another paper of the year."), code="number-taken", field="number")


def _layout(review: Review, day: date) -> Profile:
    try:
        return layout_of(review, day)
    except NoProfile as missing:
        raise Refused(
            _("No layout of this family is known for that day."), code="no-layout", field="dated_on"
        ) from missing


def _last_reading(review: Review, profile: Profile) -> tuple[dict[str, Said], list[Piece]]:
    """Ask every question once more, with sources, and put the answers into the paper."""
    questions = dict(review.refs.values_list("key", "question"))
    said = answers(questions, deep=True)
    pieces = compose(review.blocks.select_related("ref"), said, profile)
    unknown = [said[key].label for key in sorted(keys_in(pieces)) if not said[key].known]
    if unknown:
        raise Refused(
            _("A number in the text has no value: %(label)s. Change the sentence first.") % {"label": unknown[0]},
            code="figure-unknown",
        )
    return said, pieces


def _freeze(review: Review, said: dict[str, Said], used: set[str]) -> list[Snapshot]:
    rows = []
    for ref in review.refs.filter(key__in=used):
        frozen = frozen_of(said[ref.key])
        rows.append(Snapshot(ref=ref, digest=digest_of(frozen), **frozen))
    return Snapshot.objects.bulk_create(rows)


def frozen_of(answer: Said) -> dict[str, Any]:
    """An answer as the fields of a snapshot."""
    return {
        "amount": answer.amount,
        "text": answer.text,
        "label": answer.label,
        "measure": answer.measure,
        "formula": answer.formula,
        "parts": {"rows": list(answer.parts), "columns": list(answer.columns), "total": list(answer.total)},
        "sources": list(answer.sources),
        "reported": answer.reported,
        "expected": answer.expected,
        "estimated": answer.estimated,
    }


def digest_of(frozen: dict[str, Any]) -> str:
    """SHA-256 over the frozen fields; the amount counts by value, not by its number of decimals."""
    amount = frozen["amount"]
    plain = frozen | {"amount": None if amount is None else format(amount.normalize(), "f")}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _keep(review: Review, pieces: list[Piece], day: date, by: Actor) -> StoredFile:
    return store(SimpleUploadedFile(file_name(review), docx_of(review, pieces, day)), by=by)


def _save_move(review: Review, *names: str) -> None:
    review.version += 1
    review.changed_at = clock.now()
    review.save(update_fields=["state", "version", "changed_at", *names])


def _key(review: Review) -> str:
    """One notice for one move."""
    return f"review:{review.pk}:{review.version}"


def _tell_later(act) -> None:
    transaction.on_commit(act)
