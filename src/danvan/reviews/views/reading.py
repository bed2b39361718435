"""The paper with its numbers, one number with what is behind it, the Word file, the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from danvan.audit.queries import history
from danvan.core import clock
from danvan.documents import charts
from danvan.files.views import serve
from danvan.reviews import exports, queries, services
from danvan.reviews.access import EXPORT, ISSUE, VIEW, WRITE
from danvan.reviews.choices import period_name
from danvan.reviews.models import FigureRef, Review
from danvan.reviews.paper import chart_table, grid
from danvan.web.beside import beside
from danvan.web.views import ActorView

MOST_SOURCES = 30
TOLD = (
    "subject", "superior", "issuer", "number", "symbol", "dated_on", "place", "signer_prefix", "signer_title",
    "signer_name", "recipients", "sent_back_for", "units_as_of",
)  # fmt: skip
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ReviewView(ActorView):
    """A page about one review."""

    action = VIEW

    def review(self, public_id: UUID) -> Review:
        """The review, if this view's action is granted on it."""
        rows = Review.objects.visible_to(self.actor).for_lists().select_related("area", "line", "directive", "issued")
        return self.find(rows, public_id=public_id)

    def frame(self, review: Review, paper: queries.Paper) -> dict[str, Any]:
        """What a page with the sheet needs."""
        return {
            "review": review,
            "paper": paper,
            "sections": paper.sections,
            "layout": exports.layout_of(review, clock.today()),
            "period_name": period_name(review.when),
            "units_text": exports.units_text(review),
            "tail": exports.tail_of(review, clock.today()),
        }


class PaperView(ReviewView):
    """The composer while it is written; the frozen paper and what changed since once it is issued."""

    template_name = "reviews/review.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        paper = queries.paper_of(review, clock.today())
        said = paper.said.values()
        may_write = self.actor.covers(WRITE, review.unit_id)
        added = beside(self.actor, review)
        return self.render(
            self.frame(review, paper)
            | {
                "editing": may_write and review.is_open,
                "issuable": queries.issuable(review, self.actor),
                "may_issue": self.actor.covers(ISSUE, review.unit_id),
                "may_export": self.actor.covers(EXPORT, review.unit_id),
                "sourced": sum(one.known for one in said),
                "partial": sum(one.is_partial for one in said),
                "coverage": next((one for one in said if one.label.startswith("Đơn vị đã báo cáo")), None),
                "changes": queries.changed_since(review) if review.is_issued else [],
                "day": review.dated_on or clock.today(),
                "whole": request.GET.get("ban-in") == "1",
                "beside": added,
                "moves": [move for part in added for move in part.moves],
            }
        )


class FigureView(ReviewView):
    """One number: its sum, its cells, who filed them and when. A fragment for the panel, or a page of its own."""

    template_name = "reviews/figure.html"

    def get(self, request: HttpRequest, public_id: UUID, key: str) -> HttpResponse:
        review = self.review(public_id)
        ref = self.find(FigureRef.objects.visible_to(self.actor), review=review, key=key)
        figure = queries.figure_of(ref, request.GET.get("cell", ""))
        if figure is None:
            raise Http404
        context = self.behind(review, figure, ref.question, request.GET)
        if request.htmx:
            return render(request, "reviews/_figure.html", context)
        return self.render(context)

    def behind(
        self, review: Review, figure: queries.Figure, question: dict[str, Any], asked: Mapping[str, str]
    ) -> dict[str, Any]:
        """Sources and parts, the first ones unless all are asked for; a table with all its rows."""
        everything = asked.get("all") == "1"
        said = figure.said
        sources = said.sources if everything else said.sources[:MOST_SOURCES]
        table = None
        if said.is_grid:
            charted = question["ask"] == "chart"
            made = chart_table(figure.key, question, said) if charted else grid(figure.key, said.label, said)
            table = {"caption": [{"text": said.label}], "key": figure.key} | made | {"kind": "table", "block": "table"}
        return {
            "review": review,
            "figure": figure,
            "cell": asked.get("cell", ""),
            "sources": [one | {"when": _moment(one["filed_at"])} for one in sources],
            "left_out": len(said.sources) - len(sources),
            "parts": [] if said.is_grid else said.parts if everything else said.parts[:MOST_SOURCES],
            "table": table,
        }


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


class DocxView(ReviewView):
    """The Word file: of a draft as it stands now, of an issued review the bytes that went out."""

    action = EXPORT

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        services.note_export(review, by=self.actor)
        if review.is_issued:
            queries.require_unchanged(review.issued)
            return serve(request, review.issued.file)
        pieces = queries.paper_of(review, clock.today()).pieces
        response = HttpResponse(exports.docx_of(review, pieces, clock.today()), content_type=DOCX)
        response["Content-Disposition"] = f'attachment; filename="{exports.file_name(review)}"'
        response["Cache-Control"] = "private, no-store"
        return response


class ChartView(ReviewView):
    """The picture of a chart, for the pages that show it; it holds no script and asks for nothing."""

    def get(self, request: HttpRequest, public_id: UUID, key: str) -> HttpResponse:
        chart = queries.chart_of(self.review(public_id), key)
        if chart is None:
            raise Http404
        response = HttpResponse(charts.svg(chart), content_type="image/svg+xml")
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


class HistoryView(ReviewView):
    """Who did what to the review, and by which role the person sees it."""

    template_name = "reviews/history.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        review = self.review(public_id)
        return self.render({"review": review, "lines": history(review), "held": self.actor.why(VIEW, [review.unit_id])})
