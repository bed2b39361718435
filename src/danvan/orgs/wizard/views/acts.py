"""What is done with a draft: decide, discard, sign off; and taking an applied change back."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from danvan.core.errors import Refused, Stale
from danvan.orgs import services
from danvan.orgs.models import Change
from danvan.orgs.wizard.trial import chosen

from .record import RecordView


class Act(RecordView):
    """A button of the record. Whoever comes to its address otherwise is led back to the record."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        return redirect(self.change(public_id))

    def version(self) -> int:
        """The version of the draft that was shown; one that never was when the browser sent none."""
        text = self.request.POST.get("version", "")
        return int(text) if text.isdecimal() and len(text) < 9 else -1

    def moved_on(self, change: Change) -> HttpResponse | None:
        """Where to go when the draft is none any more: a second click, or somebody else was faster."""
        if change.state == Change.State.DRAFT:
            return None
        messages.info(
            self.request, _("The change is no draft any more: %(state)s.") % {"state": change.get_state_display()}
        )
        return redirect(change)

    def again(self, change: Change, reason: Refused) -> HttpResponse:
        """The record with the reason; what the person saw before is compared with what is so now."""
        change.refresh_from_db()
        stale = isinstance(reason, Stale)
        seen = self.request.POST.get("seen", "") if stale else ""
        more = {"refusal": str(reason.message), "stale": stale, "seen": seen}
        return self.page(change, status=409 if stale else 422, **more)


class Decide(Act):
    """Keep who takes the open things of a unit that has several heirs."""

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        change = self.change(public_id)
        if elsewhere := self.moved_on(change):
            return elsewhere
        plan = change.plan
        decided = replace(plan, choices=dict(plan.choices) | chosen(request.POST))
        try:
            services.redraft(change, decided, by=self.actor, version=self.version())
        except Refused as reason:
            return self.again(change, reason)
        messages.success(request, _("The decisions were kept."))
        return redirect(change)


class Apply(Act):
    """Sign off what was read, and carry it out at once, all of it or nothing."""

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        change = self.change(public_id)
        if elsewhere := self.moved_on(change):
            return elsewhere
        if not request.POST.get("read"):
            return self.page(change, status=422, unticked=_("Tick that you have read the dry run."))
        try:
            if self.version() != change.version:
                raise Stale(_("Somebody changed the draft in the meantime."))
            services.apply_change(change, by=self.actor, digest=request.POST.get("digest", ""))
        except Refused as reason:
            return self.again(change, reason)
        messages.success(request, _("The change was applied."))
        return redirect(change)


class Discard(Act):
    """A draft that will not be carried out."""

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        change = self.change(public_id)
        if elsewhere := self.moved_on(change):
            return elsewhere
        try:
            services.discard(change, by=self.actor, version=self.version())
        except Refused as reason:
            return self.again(change, reason)
        messages.success(request, _("The draft was discarded. It stays in the book."))
        return redirect(change)


class Undo(Act):
    """Take an applied change back, step by step."""

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        change = self.change(public_id)
        if change.state != Change.State.APPLIED:
            return redirect(change)
        try:
            services.undo_change(change, by=self.actor)
        except Refused as reason:
            return self.again(change, reason)
        messages.success(request, _("The change was undone: everything is as it was before."))
        return redirect(change)
