"""The page of one change: the dry run of a draft, the record of what was done."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.orgs import services
from danvan.orgs.access import CHANGE_UNITS
from danvan.orgs.models import Change
from danvan.orgs.queries import Name
from danvan.orgs.wizard.choosing import public_ids
from danvan.orgs.wizard.showing import (
    Book,
    beyond,
    change_lines,
    first_words,
    groups,
    headline,
    loaded_strands,
    state_of,
)
from danvan.orgs.wizard.trial import finding, sections, seen_of, since_then, written
from danvan.web.views import SIGNED_IN, ActorView


class RecordView(ActorView):
    """What stands behind every page about one change."""

    action: ClassVar[str] = CHANGE_UNITS
    template_name = "orgs/changes/change.html"

    def change(self, public_id: UUID) -> Change:
        """The change, when the person may act on one of its units; 404 otherwise."""
        return self.find(Change.objects.visible_to(self.actor).with_people(), public_id=public_id)

    def out_of_reach(self, change: Change) -> list[Name]:
        """The units of a change on which the person may not act: somebody with wider rights must sign it off."""
        reach = self.actor.reach(CHANGE_UNITS)
        if reach is None or not change.intent:
            return []
        return beyond(change.plan, reach, self.actor.day)

    def page(self, change: Change, *, status: int = 200, **more: Any) -> HttpResponse:
        """The record with whatever an act that was refused adds to it."""
        context = {
            "change": change,
            "state": state_of(change),
            "words": first_words(change, self.actor.day),
            "crumbs": [(_("Changes of units"), reverse("orgs:changes")), (change.get_kind_display(), None)],
            "may_change": self.actor.may(CHANGE_UNITS),
        }
        if not change.intent:
            context |= {"loaded": loaded_strands(change), "title": change_lines([change])[0].units or str(change)}
            return self.render(context | more, status=status)
        book = Book(change.plan)
        context |= {"title": headline(change.plan, book), "groups": groups(change.plan, book)}
        if change.state == Change.State.DRAFT:
            context |= self.trial(change, book, more.pop("seen", ""))
        elif change.state == Change.State.APPLIED:
            context |= self.done(change)
        return self.render(context | more, status=status)

    def trial(self, change: Change, book: Book, seen: str) -> dict[str, Any]:
        """The dry run. ``seen`` is what an earlier one showed, when it is no more the same."""
        run = services.dry_run(change)
        found, undecided = sections(run.touched, book), len(run.undecided)
        acts = self.actor.may(CHANGE_UNITS)
        out = self.out_of_reach(change) if acts else []
        return {
            "run": run,
            "sections": found,
            "finding": finding(found, undecided),
            "undecided": undecided,
            "decides": any(line.options for section in found for line in section.lines),
            "digest": run.digest,
            "seen": seen_of(run.touched),
            "since": since_then(seen, run.touched, book) if seen else [],
            "beyond": out,
            "acts": acts,
            "ready": acts and not run.problems and not undecided and not out,
        }

    def done(self, change: Change) -> dict[str, Any]:
        """What was written, and whether it can still be undone."""
        acts = self.actor.may(CHANGE_UNITS) and not self.out_of_reach(change)
        reasons = services.why_not_undone(change) if acts else []
        correct = next((part.heir for part in change.plan.parts), next(iter(sorted(change.plan.codes)), ""))
        ids = public_ids([correct])
        return {"written": written(change), "acts": acts, "reasons": reasons, "correct": ids.get(correct)}


class ChangeRecord(RecordView):
    """Everybody signed in sees what was applied; drafts are seen by those who may change a unit of theirs."""

    action = SIGNED_IN

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        seen = Change.objects.visible_to(self.actor).with_people()
        return self.page(get_object_or_404(seen, public_id=public_id))
