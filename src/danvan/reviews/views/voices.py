"""Picking what the units said in words into the review, as quotes with their source."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.core.errors import Refused
from danvan.reviews import services
from danvan.reviews.access import WRITE
from danvan.reviews.models import Block, BlockKind, Review
from danvan.reviews.quoting import as_list, picked, voices_for

from .reading import ReviewView
from .writing import at_block


class VoicesView(ReviewView):
    """The sentences of the review's area and period; those picked become a list behind a chosen block."""

    action = WRITE
    template_name = "reviews/voices.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        return self.show(self.review(public_id))

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        chosen = picked(voices_for(review, "", by=self.actor), request.POST.getlist("pick"))
        if not chosen:
            messages.warning(request, _("No sentence was chosen."))
            return self.show(review, status=422)
        try:
            made = services.add_block(review, BlockKind.LIST, as_list(chosen), by=self.actor, after=self._after(review))
        except Refused as reason:
            messages.error(request, str(reason.message))
            return self.show(review, status=409)
        n = len(chosen)
        messages.success(request, ngettext("%(n)d quote put in.", "%(n)d quotes put in.", n) % {"n": n})
        return redirect(at_block(review, made))

    def _after(self, review: Review) -> Block | None:
        """The block named, or the last one."""
        rows = Block.objects.visible_to(self.actor).filter(review=review)
        try:
            return rows.filter(public_id=UUID(self.request.POST.get("after", ""))).first() or rows.last()
        except ValueError:
            return rows.last()

    def show(self, review: Review, *, status: int = 200) -> HttpResponse:
        """All sentences by theme and group, with what was chosen so far."""
        words = self.request.GET.get("q", "").strip()[:200]
        headings = Block.objects.visible_to(self.actor).filter(review=review, kind=BlockKind.HEADING)
        context = {
            "review": review,
            "themes": voices_for(review, words, by=self.actor),
            "words": words,
            "headings": headings,
            "chosen": self.request.POST.getlist("pick"),
            "after": self.request.GET.get("after", self.request.POST.get("after", "")),
        }
        return self.render(context, status=status)
