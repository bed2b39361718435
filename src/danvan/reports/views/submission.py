"""One report as it was filed: figures, remarks, differences, history, and who may see it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.audit.queries import history
from danvan.core import clock
from danvan.deadlines.queries import load_calendar
from danvan.reports.access import CHECK, DECIDE, FILE, FILL, OPEN, VIEW
from danvan.reports.models import Round, Submission
from danvan.reports.presenting import mark_of
from danvan.reports.queries.answered import resubmission
from danvan.reports.queries.filed import FiledReport, load_filed
from danvan.reports.queries.grid import load_grid
from danvan.reports.queries.narrative import load_narrative, load_told
from danvan.reports.states import State

from .base import OfSubmission


class SubmissionPage(OfSubmission):
    """The newest revision, or ``?revision=n``. Those above see only what was filed, never a draft."""

    action = VIEW
    template_name = "reports/submission.html"

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        submission = self.submission(public_id)
        asked = request.GET.get("revision", "")
        revision = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else None
        report = load_filed(submission, revision)
        if report is None and revision is not None:
            raise Http404
        return self.render(self.context(submission, report))

    def context(self, submission: Submission, report: FiledReport | None) -> dict[str, Any]:
        """What the page needs, with the moves that are lawful for this person now."""
        today = clock.today()
        mark, words = mark_of(submission, today, load_calendar())
        unit = submission.unit_id
        newest = report is not None and report.filed.revision == submission.revision
        told = load_told(submission, report.filed.revision) if report else None
        types = self.actor.covers(FILL, unit) or self.actor.covers(FILE, unit)
        return {
            "submission": submission,
            "round": submission.round,
            "report": report,
            "told": told,
            "resubmission": resubmission(report, told) if report else None,
            "mark": mark,
            "words": words,
            **(self.steps(submission) if newest else {}),
            "may_fill": types and submission.is_typing,
            "may_extend": self.actor.covers(OPEN, unit) and not (submission.is_handed_in or submission.is_released),
            "typed": load_grid(submission) if submission.is_released and types else None,
            "written": load_narrative(submission) if submission.is_released and types else None,
            "extensions": submission.extensions.select_related("by"),
            "history": history(submission, limit=40),
            "why": self.actor.why(VIEW, [unit]),
            "crumbs": self._crumbs(submission),
        }

    def steps(self, submission: Submission) -> dict[str, Any]:
        """The step of approval that is next, and whether this person may take it or give the report back.

        ``own_filing`` and ``own_step`` say why somebody else must: nobody approves what they filed or takes both steps.
        """
        me, unit = self.actor.user_id, submission.unit_id
        decides, checks = self.actor.covers(DECIDE, unit), self.actor.covers(CHECK, unit)
        checks_now = checks and submission.waits_for_check
        decides_now = decides and submission.waits_for_decision
        own = submission.filed_by_id == me
        both = submission.state == State.CHECKED and submission.checked_by_id == me
        returns = decides and submission.is_handed_in
        return {
            "may_check": checks_now and not own,
            "may_accept": decides_now and not own and not both,
            "own_filing": (checks_now or decides_now) and own,
            "own_step": decides_now and not own and both,
            "may_return": returns or checks_now,
            "return_url": reverse("reports:return" if returns else "reports:send_back", args=[submission.public_id]),
        }

    def _crumbs(self, submission: Submission) -> list[tuple[str, str | None]]:
        sees_round = Round.objects.visible_to(self.actor).filter(pk=submission.round_id).exists()
        start = (_("Periodic reports"), reverse("reports:rounds")) if sees_round else (
            _("Reports to file"), reverse("reports:owed"))  # fmt: skip
        middle = [(submission.round.period_name, submission.round.get_absolute_url())] if sees_round else []
        return [start, *middle, (submission.unit_name, None)]
