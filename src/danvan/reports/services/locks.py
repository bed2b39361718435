"""Taking hold of a submission, and saying in words why it cannot be changed now."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from danvan.access.models import User
from danvan.core import clock
from danvan.core.errors import Refused, Stale
from danvan.reports.models import Submission
from danvan.reports.states import RoundState, State


def hold(submission: Submission) -> Submission:
    """The row, locked until the transaction ends, with its round and form.

    People are read afterwards, one by one: a row that waited for the lock comes with its new ids, but with the joined
    rows of before.
    """
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("round__form_version__form__line", "unit")
        .get(pk=submission.pk)
    )


def require_typing(submission: Submission) -> None:
    """Refuse unless its cells may be typed in today (``released``, ``already-filed``, ``round-closed``)."""
    if submission.is_released:
        raise released()
    if submission.is_handed_in:
        raise already_filed(submission)
    if said := shut(submission):
        raise Refused(said, code="round-closed")


def shut(submission: Submission) -> Promise | None:
    """Why this unit may not file today, and until when it might have; None while it may.

    The due day counts to its last second in Vietnam; a longer time that the unit was given, likewise.
    """
    round_, today = submission.round, clock.today()
    if not round_.is_shut(today):
        return None
    longest = submission.extensions.aggregate(last=Max("until"))["last"]
    if longest and longest >= today:
        return None
    last = f"{max(longest or round_.due_on, round_.due_on):%d/%m/%Y}"
    if round_.state == RoundState.CLOSED:
        words = _("This round is closed; it was due on {day}. Ask the province for more time; what you typed is kept.")
    else:
        words = _("Reports were taken until the end of {day}. Ask the province for more time; what you typed is kept.")
    return format_lazy(words, day=last)


def released() -> Refused:
    """The refusal for a report that a change of units took off its unit."""
    return Refused(
        _("After the change of units this unit owes the report no more; its heir does. What was typed is kept."),
        code="released",
    )


def already_filed(submission: Submission) -> Refused:
    """The refusal that says by whom and when."""
    return Refused(
        format_lazy(
            _("{name} filed this report at {time}; it was not filed a second time."),
            name=submission.filed_by.full_name,
            time=f"{timezone.localtime(submission.filed_at):%H:%M %d/%m/%Y}",
        ),
        code="already-filed",
    )


def changed_since(submission: Submission) -> Stale:
    """The refusal when somebody moved the submission since it was shown."""
    at, by = _last_step(submission)
    if by is None:
        return Stale(_("This report has changed since it was shown to you; look at it again."))
    return Stale(
        format_lazy(
            _("This report has changed since it was shown to you: {state}, revision {revision}, {name}, {time}."),
            state=submission.get_state_display(),
            revision=submission.revision,
            name=by.full_name,
            time=f"{timezone.localtime(at):%H:%M %d/%m/%Y}",
        )
    )


def _last_step(submission: Submission) -> tuple[datetime | None, User | None]:
    if submission.state == State.ACCEPTED:
        return submission.accepted_at, submission.accepted_by
    if submission.state == State.CHECKED:
        return submission.checked_at, submission.checked_by
    return submission.filed_at, submission.filed_by
