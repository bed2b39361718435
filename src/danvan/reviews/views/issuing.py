"""Submitting, sending back, issuing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from danvan.core import clock
from danvan.core.errors import Refused, Stale
from danvan.reviews import queries, services
from danvan.reviews.access import ISSUE, WRITE
from danvan.reviews.forms import IssueForm, ReasonForm
from danvan.reviews.heads import head_of
from danvan.reviews.models import Review
from danvan.reviews.paper import digest

from .reading import ReviewView


class SubmitView(ReviewView):
    """Hand the review to those who issue."""

    action = WRITE

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        services.submit(review, by=self.actor, version=int(request.POST.get("version") or 0))
        messages.success(request, _("The review was submitted; those who may issue it were told."))
        return redirect(review)


class SendBackView(ReviewView):
    """Give it back with a reason."""

    action = ISSUE
    template_name = "reviews/send_back.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        return self.render({"review": review, "form": ReasonForm(initial={"version": review.version})})

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.render({"review": review, "form": form}, status=422)
        data = form.cleaned_data
        services.send_back(review, data["reason"], by=self.actor, version=data["version"])
        messages.success(request, _("The review went back to its author."))
        return redirect(review)


class IssueView(ReviewView):
    """Number, day and signer, with the paper as it will be; the page carries the digest of what it shows."""

    action = ISSUE
    template_name = "reviews/issue.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        head = head_of(review.unit, clock.today(), review.family)
        start = {name: getattr(head, name) for name in ("symbol", "signer_prefix", "signer_title")}
        if not review.recipients:
            start["recipients"] = head.recipients
        return self.page(review, IssueForm(instance=review, initial=start))

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        form = IssueForm(request.POST, instance=self.review(public_id))
        if not form.is_valid():
            return self.page(review, form, status=422)
        try:
            services.issue(
                review,
                form.paper(),
                by=self.actor,
                version=int(request.POST.get("version") or 0),
                shown=form.cleaned_data["shown"],
            )
        except Stale as reason:
            messages.error(request, str(reason.message))
            return self.page(self.review(public_id), form, status=409)
        except Refused as reason:
            form.add_error(reason.field if reason.field in form.fields else None, reason.message)
            return self.page(review, form, status=422)
        messages.success(request, _("The review was issued; its numbers are frozen."))
        return redirect(review)

    def page(self, review: Review, form: IssueForm, *, status: int = 200) -> HttpResponse:
        """The form over the preview."""
        paper = queries.paper_of(review, clock.today())
        context = self.frame(review, paper) | {
            "form": form,
            "shown": digest(paper.pieces),
            "own": review.submitted_by_id == self.actor.user_id,
            "empty": [section for section in paper.sections if section.mark == "none" and section.level > 0],
            "partial": sum(one.is_partial for one in paper.said.values()),
            "day": clock.today(),
        }
        return self.render(context, status=status)
