"""The entry grid: type, save, explain, file. Everything also works without script."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from danvan.core import clock
from danvan.core.errors import Refused
from danvan.core.text import clean_text
from danvan.deadlines.queries import load_calendar
from danvan.reports import services
from danvan.reports.access import FILE, FILL, VIEW
from danvan.reports.models import Submission
from danvan.reports.presenting import how_long
from danvan.reports.queries.grid import Grid, Line, load_grid
from danvan.reports.queries.narrative import Narrative, load_narrative
from danvan.reports.queries.rules import rules_of
from danvan.reports.services.drafts import Other, Saved
from danvan.reports.services.filing import BothTyped, NotReady, Typed, keep
from danvan.reports.services.locks import shut
from danvan.reports.services.narrative import SavedTexts, Written
from danvan.web.views import ActorView

from .base import OfSubmission

MOST_CELLS = 1000


def moment_of(text: str) -> datetime:
    """When the page was shown; a text that is no moment counts as now, so that nothing is taken for news."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else clock.now()


def numbered(data: QueryDict, prefix: str) -> dict[int, str]:
    """The fields ``prefix-<number>`` of a form, by number."""
    found = {}
    for name in data:
        head, _dash, tail = name.partition("-")
        if head == prefix and tail.isascii() and tail.isdecimal() and len(tail) < 18:
            found[int(tail)] = data[name]
    return found


def written_on(data: QueryDict, suffix: str = "") -> dict[int, Written]:
    """The answers on a page, or (suffix "was") those that it was sent out with."""
    ticked = numbered(data, f"nothing{suffix}")
    return {pk: Written(text, bool(ticked.get(pk))) for pk, text in numbered(data, f"text{suffix}").items()}


def typed_on(data: QueryDict) -> Typed:
    """All that the page of entry sends."""
    return Typed(
        cells=numbered(data, "cell"),
        shown=numbered(data, "was"),
        reasons=numbered(data, "why"),
        seen=moment_of(data.get("seen", "")),
        texts=written_on(data),
        texts_shown=written_on(data, "was"),
    )


class Fill(OfSubmission):
    """The grid of one report. Who may only file sees the cells without typing in them."""

    action = FILE
    template_name = "reports/fill.html"

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        submission = self.submission(public_id)
        if submission.is_handed_in or submission.is_released:
            return redirect(submission)
        shown_at = clock.now()
        grid = load_grid(submission)
        if request.htmx:
            context = {"grid": grid, "narrative": load_narrative(submission)}
            return render(request, "reports/parts/before.html", context)
        answer = self.render(self.context(submission, grid, shown_at))
        # The reports' service worker keeps this page for this account alone (static/reports/worker.js).
        answer.headers["X-Keep-For"] = str(request.user.public_id)
        return answer

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        submission = self.submission(public_id)
        typed = typed_on(request.POST)
        try:
            act = request.POST.get("act", "")
            if act == "save" or act.startswith("none-"):
                return self._save(submission, typed, act)
            return self._file(submission, typed)
        except Refused as reason:
            if reason.code not in {"already-filed", "round-closed"}:
                raise
            return self._too_late(submission, typed, reason)

    def _save(self, submission: Submission, typed: Typed, act: str) -> HttpResponse:
        """Keep the page; with "none-<line>" also write 0 into what is empty in the section of that line."""
        head = act.removeprefix("none-")
        try:
            keep(submission, typed, by=self.actor)
            if act != "save":
                services.no_occurrence(submission, int(head) if head.isdecimal() else 0, by=self.actor)
        except BothTyped as both:
            return self.both(submission, both.saved, both.texts)
        messages.success(self.request, _("Saved %(time)s.") % {"time": f"{timezone.localtime(clock.now()):%H:%M}"})
        return redirect("reports:fill", public_id=submission.public_id)

    def _file(self, submission: Submission, typed: Typed) -> HttpResponse:
        try:
            token = uuid.UUID(self.request.POST.get("token", ""))
            version = int(self.request.POST.get("version", ""))
        except ValueError as wrong:
            raise Refused(_("The page was not sent whole; open it again."), code="bad-form") from wrong
        try:
            services.submit(submission, typed, by=self.actor, token=token, version=version)
        except BothTyped as both:
            return self.both(submission, both.saved, both.texts)
        except NotReady as reason:
            messages.error(self.request, str(reason.message))
            context = self.context(self.submission(submission.public_id), reason.grid, clock.now(), reason.narrative)
            return self.render(context | {"tried": True}, status=422)
        messages.success(self.request, _("Filed. The province sees it now."))
        return redirect(submission)

    def both(self, submission: Submission, saved: Saved, texts: SavedTexts) -> HttpResponse:
        """The page with both people's texts at the places where both wrote."""
        for item, other in saved.held.items():
            line = saved.grid.line(item)
            line.theirs, line.text = said_by(other), saved.mine[item]
        for prompt, other in texts.held.items():
            asked, mine = texts.narrative.of(prompt), texts.mine[prompt]
            asked.theirs, asked.text, asked.nothing = said_by(other), mine.text, mine.nothing
        messages.warning(self.request, _("Somebody else changed cells that you also changed. Look, then send again."))
        context = self.context(self.submission(submission.public_id), saved.grid, clock.now(), texts.narrative)
        return self.render(context, status=409)

    def _too_late(self, submission: Submission, typed: Typed, reason: Refused) -> HttpResponse:
        """Somebody filed meanwhile, or the time is over: say so, and show what this person had typed that differs."""
        grid = load_grid(submission)
        lines = [(line, typed.cells[line.item.pk].strip()) for line in grid.lines if line.item.pk in typed.cells]
        lost = [(line, mine) for line, mine in lines if mine and mine != line.text]
        asked = load_narrative(submission).asked
        unsaid = [(one, typed.texts[one.prompt.pk].text.strip()) for one in asked if one.prompt.pk in typed.texts]
        unsaid = [(one, mine) for one, mine in unsaid if mine and clean_text(mine) != one.text]
        context = {"submission": submission, "reason": reason.message, "lost": lost, "unsaid": unsaid}
        context["shut"] = reason.code == "round-closed"
        return render(self.request, "reports/too_late.html", context, status=409)

    def context(
        self, submission: Submission, grid: Grid, shown_at: datetime, narrative: Narrative | None = None
    ) -> dict[str, Any]:
        """What the page of the grid needs."""
        today = clock.today()
        save_url = reverse("reports:save", args=[submission.public_id])
        typing = self.actor.covers(FILL, submission.unit_id)
        return {
            "submission": submission,
            "round": submission.round,
            "grid": grid,
            "narrative": narrative or load_narrative(submission),
            "typing": typing,
            "shut": shut(submission),
            "seen": shown_at.isoformat(),
            "save_url": f"{save_url}?seen={shown_at.timestamp():.6f}",
            "token": uuid.uuid4(),
            "rules": rules_of(grid),
            "shown_at": shown_at,
            "left": how_long(submission.due, today, load_calendar()),
            "due_today": submission.due == today,
            "crumbs": [(_("Reports to file"), reverse("reports:owed")), (submission.round.period_name, None)],
            "why": self.actor.why(VIEW, [submission.unit_id]),
        }


def said_by(other: Other) -> str:
    """What somebody else typed, in words."""
    facts = {"name": other.name, "time": f"{timezone.localtime(other.at):%H:%M}", "raw": other.raw or _("nothing")}
    return _("%(name)s wrote “%(raw)s” here at %(time)s.") % facts


class Worker(ActorView):
    """The service worker of the pages under this address: it makes pages of entry open again without a line."""

    action = FILE

    def get(self, request: HttpRequest) -> HttpResponse:
        script = files("danvan.reports").joinpath("static/reports/worker.js").read_bytes()
        return HttpResponse(script, content_type="text/javascript; charset=utf-8")


def require_same_account(request: HttpRequest) -> None:
    """Refuse what a page of another account sends: a page kept open while somebody else signed in on the computer."""
    said = request.headers.get("X-Account")
    if said is not None and said != str(request.user.public_id):
        raise Refused(
            _("Somebody else is signed in on this computer now; what was typed here is kept for its writer."),
            code="other-account",
        )


class SaveCell(OfSubmission):
    """Keeps one cell, or a block as JSON, and answers what it means (see docs/how-to/components.md)."""

    action = FILL

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> JsonResponse:
        submission = self.submission(public_id)
        try:
            require_same_account(request)
            saved = services.save_block(
                submission, self._typed(), by=self.actor, seen=self._seen(), shown=self._begun_from()
            )
        except Refused as reason:
            return JsonResponse({"message": str(reason.message), "code": reason.code}, status=409)
        return JsonResponse(answer(saved))

    def _begun_from(self) -> dict[int, str] | None:
        """The text that the cell held when it was changed; None from a page that does not say it."""
        base, item = self.request.POST.get("base"), self.request.POST.get("item", "")
        return None if base is None or not item.isdecimal() else {int(item): base}

    def _typed(self) -> dict[int, str]:
        data = self.request.POST
        try:
            given = json.loads(data["cells"]) if "cells" in data else {data.get("item", ""): data.get("raw", "")}
            typed = {int(item): str(raw) for item, raw in given.items()}
        except (ValueError, AttributeError) as wrong:
            raise Refused(_("This block cannot be read."), code="bad-block") from wrong
        if len(typed) > MOST_CELLS:
            raise Refused(_("This block is too large."), code="bad-block")
        return typed

    def _seen(self) -> datetime:
        try:
            return datetime.fromtimestamp(float(self.request.GET.get("seen", "")), UTC)
        except (ValueError, OverflowError, OSError):
            return clock.now()


def answer(saved: Saved) -> dict[str, Any]:
    """What the grid's script is told after a save."""
    cells = {}
    for item in saved.touched:
        line = saved.grid.line(item)
        cells[str(item)] = {"state": line.state, "text": line.text, "message": _message(line, saved)}
    return {
        "saved_at": f"{timezone.localtime(saved.grid.read_at):%H:%M}",
        "cells": cells,
        "checks": [
            {
                "item": str(line.item.pk),
                "severity": "warning" if line.explanation else line.bond.severity.value,
                "message": str(line.bond.message),
            }
            for line in saved.grid.lines
            if line.bond
        ],
        "progress": {"done": saved.grid.done, "total": saved.grid.total},
        "conflicts": {
            str(item): {"theirs": saved.grid.line(item).text, "message": said_by(other)}
            for item, other in saved.held.items()
        },
    }


def _message(line: Line, saved: Saved) -> str:
    said = [str(text) for text in line.own]
    if other := saved.replaced.get(line.item.pk):
        said.append(said_by(other))
    elif line.cell and line.cell.updated_by_id != saved.by_id and line.item.pk in saved.news:
        said.append(_("Filled in by %(name)s.") % {"name": line.cell.updated_by.full_name})
    return " ".join(said)


class Explain(OfSubmission):
    """Keeps a reason as soon as it is written; the whole page sends the reasons once more."""

    action = FILL

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        services.explain(self.submission(public_id), numbered(request.POST, "why"), by=self.actor)
        return HttpResponse(status=204)
