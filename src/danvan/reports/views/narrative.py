"""Answers in words and evidence on the page of entry: saved while they are written, files put with them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.core import clock
from danvan.core.errors import Refused
from danvan.files.views import serve
from danvan.reports import services
from danvan.reports.access import FILE, FILL, VIEW
from danvan.reports.models import Evidence, Submission
from danvan.reports.queries.grid import load_grid
from danvan.reports.services.filing import BothTyped, keep
from danvan.reports.services.narrative import About, SavedTexts

from .base import OfSubmission
from .fill import Fill, require_same_account, said_by, typed_on, written_on


class SaveText(OfSubmission):
    """Keeps answers as they are written and says what was kept, and what somebody else wrote there."""

    action = FILL

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> JsonResponse:
        submission = self.submission(public_id)
        try:
            require_same_account(request)
            saved = services.save_texts(
                submission, written_on(request.POST), by=self.actor, shown=written_on(request.POST, "was")
            )
        except Refused as reason:
            return JsonResponse({"message": str(reason.message), "code": reason.code}, status=409)
        return JsonResponse(answer(saved, written_on(request.POST)))


def answer(saved: SavedTexts, sent: dict[int, Any]) -> dict[str, Any]:
    """What the page's script is told: for each question sent, what stands now and whether it was this person's."""
    texts = {}
    for prompt_id in sent:
        asked = saved.narrative.of(prompt_id)
        other = saved.held.get(prompt_id) or saved.replaced.get(prompt_id)
        texts[str(prompt_id)] = {
            "kept": prompt_id not in saved.held,
            "text": asked.text,
            "nothing": asked.nothing,
            "message": said_by(other) if other else "",
        }
    return {"saved_at": f"{timezone.localtime(saved.at):%H:%M}", "texts": texts}


class Attach(Fill):
    """Keeps what the page holds, then puts a file with the report."""

    action = FILL

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        return redirect("reports:fill", public_id=self.submission(public_id).public_id)

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        submission = self.submission(public_id)
        try:
            keep(submission, typed_on(request.POST), by=self.actor)
            self.act(submission)
        except BothTyped as both:
            return self.both(submission, both.saved, both.texts)
        except Refused as reason:
            if reason.field not in {"file", "about"}:
                raise
            context = self.context(self.submission(public_id), load_grid(submission), clock.now())
            return self.render(context | {"file_error": reason.message}, status=422)
        return redirect(f"{reverse('reports:fill', args=[submission.public_id])}#evidence")

    def act(self, submission: Submission) -> None:
        """What is done once all that was typed is kept."""
        kind, _dash, number = self.request.POST.get("about", "").partition("-")
        pk = int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else None
        about = About(
            self.request.POST.get("caption", ""),
            prompt_id=pk if kind == "prompt" else None,
            item_id=pk if kind == "item" else None,
        )
        made = services.attach(submission, self.request.FILES.get("file"), about, by=self.actor)
        messages.success(self.request, _("The file %(name)s goes with the report.") % {"name": made.file.name})


class Detach(Attach):
    """Keeps what the page holds, then takes a file out; revisions filed with it keep it."""

    def get(self, request: HttpRequest, public_id: uuid.UUID, evidence_id: uuid.UUID) -> HttpResponse:
        return super().get(request, public_id)

    def post(self, request: HttpRequest, public_id: uuid.UUID, evidence_id: uuid.UUID) -> HttpResponse:
        return super().post(request, public_id)

    def act(self, submission: Submission) -> None:
        rows = Evidence.objects.permitted(self.actor, FILL).filter(submission=submission)
        one = self.find(rows.select_related("file", "submission"), public_id=self.kwargs["evidence_id"])
        services.detach(one, by=self.actor)
        messages.success(self.request, _("The file %(name)s was taken out.") % {"name": one.file.name})


class EvidenceFile(OfSubmission):
    """A file of a report, for whoever sees the report; one that was not filed yet only for who fills it in."""

    action = VIEW

    def get(self, request: HttpRequest, public_id: uuid.UUID, evidence_id: uuid.UUID) -> HttpResponse:
        submission = self.submission(public_id)
        rows = Evidence.objects.visible_to(self.actor).filter(submission=submission).select_related("file")
        one = self.find(rows, public_id=evidence_id)
        own = self.actor.covers(FILL, submission.unit_id) or self.actor.covers(FILE, submission.unit_id)
        if one.since > submission.revision and not own:
            raise Http404
        return serve(request, one.file)
