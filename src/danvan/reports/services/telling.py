"""Who hears of a report on its way up: the unit's head, those who asked, the unit again."""

from __future__ import annotations

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from danvan.core import clock
from danvan.notices.queries import recipients
from danvan.notices.services import tell, tell_units
from danvan.reports.access import CHECK, DECIDE, FILE
from danvan.reports.models import Submission


def tell_those_who_check(submission: Submission) -> None:
    """In a round of two steps: tell the heads of the unit that its report waits for them.

    Those above, who may stand in, are told only when the unit has no head other than who filed.
    """
    if not submission.waits_for_check:
        return
    today, unit = clock.today(), [submission.unit_id]
    able = set(recipients(unit, CHECK, today).exclude(pk=submission.filed_by_id).values_list("pk", flat=True))
    above = set(recipients(unit, DECIDE, today).values_list("pk", flat=True))
    text = format_lazy(
        _("{title}: filed by {name}, waits for your approval."),
        title=submission.round.title,
        name=submission.filed_by.full_name,
    )
    tell(able - above or able, text, submission.get_absolute_url(), key=_key("filed", submission))


def tell_those_who_decide(submission: Submission) -> None:
    """Tell those who asked that reports of this round wait for them: one line a day for each, however many come."""
    today, round_ = clock.today(), submission.round
    able = recipients([submission.unit_id], DECIDE, today).exclude(
        pk__in=[submission.filed_by_id, submission.checked_by_id]
    )
    text = format_lazy(_("{title}: reports approved by their units wait to be accepted."), title=round_.title)
    url = f"{round_.get_absolute_url()}?show=filed"
    tell(able.values_list("pk", flat=True), text, url, key=f"reports.checked:{round_.pk}:{today}")


def tell_returned(submission: Submission, count: int) -> None:
    """Tell the unit that its report came back, with how many remarks."""
    text = format_lazy(
        _("{title}: returned with {count} remarks, please correct and file again."),
        title=submission.round.title,
        count=count,
    )
    url = reverse("reports:fill", args=[submission.public_id])
    tell_units([submission.unit_id], text, url, key=_key("returned", submission), action=FILE)


def _key(what: str, submission: Submission) -> str:
    return f"reports.{what}:{submission.pk}:{submission.revision}:{submission.version}"
