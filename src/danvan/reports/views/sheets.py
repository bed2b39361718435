"""The form as an Excel workbook: taken out, brought in, looked at, and only then kept in the draft."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.core import clock
from danvan.core.errors import Refused
from danvan.core.text import fold
from danvan.files.workbooks import Limits
from danvan.reports import exports, services
from danvan.reports.access import FILE, FILL, VIEW
from danvan.reports.exports import TYPES
from danvan.reports.models import Submission
from danvan.reports.queries.grid import load_grid
from danvan.reports.queries.paper import load_paper
from danvan.reports.queries.printed import load_printed
from danvan.reports.services.drafts import Saved
from danvan.reports.services.locks import require_typing
from danvan.reports.sheets import Fate, FilledIn, Outcome, compare, read_form, write_form, wrong_report
from danvan.web.notice import notice_text

from .base import OfSubmission
from .fill import moment_of, numbered, said_by

MARKS = {
    Fate.NEW: "done",
    Fate.CHANGED: "running",
    Fate.EMPTIED: "running",
    Fate.SAME: "none",
    Fate.UNTOUCHED: "none",
    Fate.THEIRS: "wait",
    Fate.PROBLEM: "late",
    Fate.MISSING: "none",
}
QUIET = frozenset({Fate.SAME, Fate.MISSING})


def limits() -> Limits:
    """How large a filled-in form may be in this installation."""
    return Limits(settings.SHEET_MOST_BYTES, settings.SHEET_MOST_UNPACKED)


def file_name(submission: Submission, kind: str) -> str:
    """A plain name: form, period and unit."""
    parts = (submission.round.form.code, submission.round.period, submission.unit_name or "")
    return f"{slugify(fold(' '.join(parts)))[:100]}.{kind}"


class TakeOut(OfSubmission):
    """The form with what its draft holds, to be filled in without a connection."""

    action = FILE

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        submission = self.submission(public_id)
        if submission.is_handed_in or submission.is_released:
            return redirect(submission)
        taken_at = clock.now()
        body = write_form(
            submission, load_grid(submission), load_paper(submission), taken_at=taken_at, notice=notice_text()
        )
        response = HttpResponse(body, content_type=TYPES["xlsx"])
        response["Content-Disposition"] = f'attachment; filename="{file_name(submission, "xlsx")}"'
        return response


class BringIn(OfSubmission):
    """The workbook that was filled in: first shown line by line, then kept in the draft when confirmed."""

    action = FILL
    template_name = "reports/sheet_in.html"

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        submission = self.submission(public_id)
        if submission.is_handed_in or submission.is_released:
            return redirect(submission)
        return self.render(self._context(submission))

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        submission = self.submission(public_id)
        require_typing(submission)
        if request.POST.get("act") == "keep":
            return self._keep(submission)
        try:
            filled = self._read(request)
        except Refused as reason:
            return self.render(self._context(submission) | {"wrong": [reason.message]}, status=422)
        if wrong := wrong_report(filled, submission, submission.unit_name or ""):
            return self.render(self._context(submission) | {"wrong": wrong}, status=422)
        return self.render(self._context(submission) | self._tried(submission, filled))

    def _read(self, request: HttpRequest) -> FilledIn:
        upload = request.FILES.get("file")
        if upload is None:
            raise Refused(_("Choose the filled-in workbook first."), code="no-file", field="file")
        allowed = limits()
        # One byte more than allowed is enough to be refused, whatever the size that was told.
        return read_form(upload.read(allowed.packed + 1), allowed)

    def _context(self, submission: Submission) -> dict[str, Any]:
        fill = reverse("reports:fill", args=[submission.public_id])
        return {
            "submission": submission,
            "round": submission.round,
            "most": settings.SHEET_MOST_BYTES,
            "crumbs": [(_("Reports to file"), reverse("reports:owed")), (submission.round.period_name, fill),
                       (_("Excel"), None)],
        }  # fmt: skip

    def _tried(self, submission: Submission, filled: FilledIn) -> dict[str, Any]:
        outcomes = compare(load_grid(submission), filled, self.actor.user_id)
        rows = [{"outcome": outcome, "mark": MARKS[outcome.fate], "word": outcome.fate.label} for outcome in outcomes]
        return {
            "tried": True,
            "rows": [row for row in rows if row["outcome"].fate not in QUIET],
            "taken": [outcome for outcome in outcomes if outcome.is_taken],
            "finding": finding(outcomes),
            "notes": filled.notes,
            "seen": filled.taken_at.isoformat(),
            "older": filled.facts["version"] != str(submission.version),
        }

    def _keep(self, submission: Submission) -> HttpResponse:
        data = self.request.POST
        typed = numbered(data, "cell")
        saved = services.take_sheet(
            submission, typed, by=self.actor, seen=moment_of(data.get("seen", "")), shown=numbered(data, "was")
        )
        n = len(typed) - len(saved.held)
        said = ngettext("%(n)d line taken into the draft. Look it through, then file.",
                        "%(n)d lines taken into the draft. Look them through, then file.", n)  # fmt: skip
        messages.success(self.request, said % {"n": n})
        self._tell_held(saved)
        return redirect("reports:fill", public_id=submission.public_id)

    def _tell_held(self, saved: Saved) -> None:
        for item, other in saved.held.items():
            facts = {"place": saved.grid.line(item).place, "said": said_by(other), "mine": saved.mine[item]}
            text = _("Line %(place)s was not taken. %(said)s Your sheet says “%(mine)s”.") % facts
            messages.warning(self.request, text)


class Printed(OfSubmission):
    """The form like the issued paper: filed, as a draft for its own people, or empty with ``?trong=1``."""

    action = VIEW
    template_name = "reports/paper.html"

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        submission = self.submission(public_id)
        unit = submission.unit_id
        drafts = self.actor.covers(FILL, unit) or self.actor.covers(FILE, unit)
        blank = request.GET.get("trong") == "1"
        printed = load_printed(submission, drafts=drafts, blank=blank)
        paper = load_paper(submission)
        if request.GET.get("format") == "docx":
            return exports.paper(paper, printed, file_name(submission, "docx"), by=self.actor)
        return self.render(
            {
                "submission": submission, "round": submission.round, "paper": paper, "printed": printed,
                "blank": blank, "filed": submission.filed_at if printed.revision else None,
                "crumbs": [(paper.period, submission.get_absolute_url()), (_("Printed form"), None)],
            }
        )  # fmt: skip


def finding(outcomes: list[Outcome]) -> str:
    """How many lines become what, in one sentence; kinds without a line are left out."""
    count = Counter(outcome.fate for outcome in outcomes)
    said = [f"{count[fate]} {fate.label}" for fate in Fate if count[fate]]
    return "; ".join(said)
