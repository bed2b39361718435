"""Accepting, returning and giving more time: one report at a time."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from danvan.core.errors import Refused, Stale
from danvan.reports import services
from danvan.reports.access import CHECK, DECIDE, OPEN
from danvan.reports.forms import ExtendForm
from danvan.reports.models import Submission
from danvan.reports.queries.sections import sections_of
from danvan.reports.services.deciding import NewRemark

from .base import OfSubmission
from .fill import numbered


def revision_shown(request: HttpRequest) -> int:
    """The revision that the page showed; Refused when the form was not sent whole."""
    text = request.POST.get("revision", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise Refused(_("The page was not sent whole; open it again."), code="bad-form")
    return int(text)


class Accept(OfSubmission):
    """Accepts the revision that was shown."""

    action = DECIDE

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        submission = self.submission(public_id)
        services.accept(submission, by=self.actor, revision_shown=revision_shown(request))
        messages.success(request, _("Accepted: %(unit)s.") % {"unit": submission.unit_name})
        return redirect(submission)


class Check(OfSubmission):
    """The first of two steps: the head of the unit approves the revision that was shown."""

    action = CHECK

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        submission = self.submission(public_id)
        services.check(submission, by=self.actor, revision_shown=revision_shown(request))
        messages.success(request, _("Approved for the unit: %(unit)s.") % {"unit": submission.unit_name})
        return redirect(submission)


class Return(OfSubmission):
    """Gives a report back with remarks on its cells; what was written is shown again when it cannot be sent."""

    action = DECIDE
    template_name = "reports/not_returned.html"

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        submission = self.submission(public_id)
        texts = numbered(request.POST, "remark")
        remarks = [NewRemark(text, item) for item, text in texts.items()]
        remarks += [NewRemark(text, prompt_id=prompt) for prompt, text in numbered(request.POST, "asked").items()]
        remarks += on_sections(submission, numbered(request.POST, "section"))
        remarks.append(NewRemark(request.POST.get("general", "")))
        try:
            services.return_(submission, remarks, by=self.actor, revision_shown=revision_shown(request))
        except Stale as reason:
            written = [remark.text for remark in remarks if remark.text.strip()]
            return self.render({"submission": submission, "reason": reason, "written": written}, status=409)
        messages.success(request, _("Returned: %(unit)s is told.") % {"unit": submission.unit_name})
        return redirect(submission)


class SendBack(Return):
    """The same for the head of the unit, while the first of two steps is theirs."""

    action = CHECK


def on_sections(submission: Submission, texts: dict[int, str]) -> list[NewRemark]:
    """Remarks by the number of their section in the edition; a number that is none stands for an unknown section."""
    names = dict(enumerate(sections_of(submission.round.form_version)))
    return [NewRemark(text, group=names.get(number, f"#{number}")) for number, text in texts.items()]


class Extend(OfSubmission):
    """Gives one unit more time, with the reason on record."""

    action = OPEN
    template_name = "reports/extend.html"

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        return self._show(self.submission(public_id), ExtendForm())

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        submission = self.submission(public_id)
        form = ExtendForm(request.POST)
        if form.is_valid():
            try:
                services.extend(submission, form.cleaned_data["until"], form.cleaned_data["reason"], by=self.actor)
            except Refused as reason:
                form.add_error(reason.field, str(reason.message))
            else:
                messages.success(request, _("%(unit)s has more time and is told.") % {"unit": submission.unit_name})
                return redirect(submission)
        return self._show(submission, form, status=422)

    def _show(self, submission: Submission, form: ExtendForm, *, status: int = 200) -> HttpResponse:
        return self.render({"submission": submission, "round": submission.round, "form": form}, status=status)
