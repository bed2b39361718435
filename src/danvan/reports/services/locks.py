"""Taking hold of a submission, and saying in words why it cannot be changed now."""

from __future__ import annotations

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

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
    if submission.round.state == RoundState.CLOSED and not _has_longer(submission):
        raise Refused(
            _("This round is closed. Ask the province for more time; what you typed is kept."), code="round-closed"
        )


def released() -> Refused:
    """The refusal for a report that a change of units took off its unit."""
    return Refused(
        _("After the change of units this unit owes the report no more; its heir does. What was typed is kept."),
        code="released",
    )


def _has_longer(submission: Submission) -> bool:
    return submission.extensions.filter(until__gte=clock.today()).exists()


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
    at = submission.accepted_at if submission.state == State.ACCEPTED else submission.filed_at
    by = submission.accepted_by if submission.state == State.ACCEPTED else submission.filed_by
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
