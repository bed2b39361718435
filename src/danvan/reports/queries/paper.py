"""What stands around the lines of a form on paper: which form, of whom, for whom, for which period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from danvan.orgs.models import Unit
from danvan.reports.models import Submission


@dataclass(frozen=True)
class Paper:
    """The head of a form; names are those of the last day of the data window."""

    code: str
    edition: int
    name: str
    period: str
    start: date
    end: date
    due: date
    unit: str
    place: str
    receiver: str
    estimate: bool


def load_paper(submission: Submission) -> Paper:
    """The head of what this unit owes (the submission carries its names and due day)."""
    round_, form = submission.round, submission.round.form
    receiver = Unit.objects.filter(pk=form.owner_id).named(round_.window_end).get()
    return Paper(
        form.code, round_.form_version.number, form.name_vi, round_.period_name, round_.window_start,
        round_.window_end, submission.due, submission.unit_name or "", submission.place_name or "",
        receiver.name or "", round_.estimate,
    )  # fmt: skip
