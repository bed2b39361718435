"""The register of reviews, and where a new one begins."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from danvan.core.errors import Refused
from danvan.core.work import Bin
from danvan.reviews import choices, queries, services
from danvan.reviews.access import VIEW, WRITE
from danvan.reviews.filters import ReviewFilter
from danvan.reviews.forms import NewReviewForm
from danvan.reviews.models import Review
from danvan.web.views import ActorView, RegisterView


class ListView(RegisterView):
    """Every review that the person may see."""

    action = VIEW
    template_name = "reviews/list.html"
    filterset_class = ReviewFilter

    def rows(self):
        return Review.objects.visible_to(self.actor).for_lists()

    def context(self, filterset: Any) -> dict[str, Any]:
        waiting = [one for one in queries.work_items(self.actor, self.actor.day) if one.bin == Bin.WEEK]
        return {"may_write": self.actor.may(WRITE), "waiting": waiting}


class NewView(ActorView):
    """Choose outline, period, area and layout; the draft writes itself."""

    action = WRITE
    template_name = "reviews/new.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = {name: request.GET[name] for name in ("directive", "period", "outline") if name in request.GET}
        if "directive" in asked:
            asked.setdefault("outline", "interim")
        if choices.period_or_none(asked.get("period", "")) is None:
            asked.pop("period", None)
        return self.render({"form": NewReviewForm(self.actor, initial=asked)})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewReviewForm(self.actor, request.POST)
        if not form.is_valid():
            return self.render({"form": form}, status=422)
        try:
            review = services.draft(form.wanted(), by=self.actor)
        except Refused as reason:
            form.add_error(reason.field, reason.message)
            return self.render({"form": form}, status=422)
        return redirect(review)
