"""The wizard: choose the kind, tick the units, say what happens to them. The address holds the kind and the ticks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.core.errors import Refused, Stale
from danvan.orgs import services
from danvan.orgs.access import CHANGE_UNITS
from danvan.orgs.changes import Plan
from danvan.orgs.changes.check import check
from danvan.orgs.kinds import ChangeKind
from danvan.orgs.models import Change
from danvan.orgs.wizard.choosing import OFFERS, Choice, Offer, choices, public_ids, query_of
from danvan.orgs.wizard.forms import (
    ChangeForm,
    CreateForm,
    DissolveForm,
    MergeForm,
    MoveForm,
    RenameForm,
    RetypeForm,
    picks_of,
)
from danvan.orgs.wizard.parts import PartForm, SplitForm
from danvan.orgs.wizard.showing import Book, headline
from danvan.web.views import ActorView

from .record import RecordView

FORMS: dict[str, type[ChangeForm]] = {
    ChangeKind.MERGE: MergeForm,
    ChangeKind.SPLIT: SplitForm,
    ChangeKind.PART: PartForm,
    ChangeKind.RENAME: RenameForm,
    ChangeKind.RETYPE: RetypeForm,
    ChangeKind.MOVE: MoveForm,
    ChangeKind.DISSOLVE: DissolveForm,
    ChangeKind.CREATE: CreateForm,
}


class Wizard(ActorView, ABC):
    """Both steps, for a new change and for a draft that is mended."""

    action = CHANGE_UNITS
    draft: Change | None = None

    def steps(self, request: HttpRequest, offer: Offer) -> HttpResponse:
        """The step that the address asks for: ticking, or the form once enough is ticked."""
        wants_form = request.GET.get("step") == "form" or request.method == "POST"
        found = choices(offer, request.GET, self.actor, complete=wants_form)
        if not wants_form or any(choice.error for choice in found):
            return self.choosing(offer, found)
        picks = {choice.slot.name: choice.chosen for choice in found}
        options = {"actor": self.actor, "picks": picks, "plan": self.draft.plan if self.draft else None}
        if request.method != "POST":
            version = {"version": self.draft.version} if self.draft else {}
            return self.asking(offer, FORMS[offer.kind](initial=version, **options))
        if "more" in request.POST:
            # Nothing is wrong yet with a form to which a row is added: it is shown again as it was typed.
            return self.asking(offer, FORMS[offer.kind](initial=request.POST.dict(), **options))
        return self.save(request, offer, FORMS[offer.kind](request.POST, **options))

    def choosing(self, offer: Offer, found: list[Choice]) -> HttpResponse:
        """First step."""
        self.template_name = "orgs/changes/choose.html"
        return self.render(self.frame(offer) | {"choices": found})

    def asking(self, offer: Offer, form: ChangeForm, *, status: int = 200, **more: Any) -> HttpResponse:
        """Second step."""
        self.template_name = "orgs/changes/form.html"
        picks = {slot: [line.unit for line in lines] for slot, lines in form.picks.items()}
        query = self.request.GET.copy()
        query["step"] = "choose"
        titles = {slot.name: slot.title for slot in offer.slots}
        context = {
            "form": form,
            "picked": [(titles[slot], units) for slot, units in picks.items() if units],
            "back": f"?{query.urlencode()}",
            "rows": getattr(form, "rows", ()),
            "children": getattr(form, "children", ()),
        }
        return self.render(self.frame(offer) | context | more, status=status)

    def frame(self, offer: Offer) -> dict[str, Any]:
        """What both steps show."""
        crumbs: list[tuple[Any, str | None]] = [(_("Changes of units"), reverse("orgs:changes"))]
        if self.draft:
            crumbs.append((self.draft.get_kind_display(), self.draft.get_absolute_url()))
        return {"offer": offer, "draft": self.draft, "crumbs": [*crumbs, (offer.kind.label, None)]}

    def save(self, request: HttpRequest, offer: Offer, form: ChangeForm) -> HttpResponse:
        """Keep the plan as a draft and show its dry run; what is wrong is said at its place."""
        if not form.is_valid():
            return self.asking(offer, form, status=422)
        plan = form.plan()
        for problem in check(plan):
            form.place(problem)
        if form.errors:
            return self.asking(offer, form, status=422)
        try:
            return redirect(self.keep(plan, form))
        except Stale as reason:
            form.place(reason)
            return self.asking(offer, form, status=409, **self.theirs(form))
        except Refused as reason:
            form.place(reason)
            return self.asking(offer, form, status=422)

    @abstractmethod
    def keep(self, plan: Plan, form: ChangeForm) -> Change:
        """Save it."""

    def theirs(self, form: ChangeForm) -> dict[str, Any]:
        """What somebody else made of the draft meanwhile; sending the form again puts one's own in its place."""
        self.draft.refresh_from_db()
        form.data = form.data.copy()
        form.data["version"] = str(self.draft.version)
        plan = self.draft.plan
        return {"theirs": {"plan": plan, "title": headline(plan, Book(plan))}}


class NewChange(Wizard):
    """Begin a change: first its kind."""

    def get(self, request: HttpRequest) -> HttpResponse:
        offer = OFFERS.get(request.GET.get("kind", ""))
        return self.steps(request, offer) if offer else self.kinds(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        return self.get(request)

    def kinds(self, request: HttpRequest) -> HttpResponse:
        """Every kind with one sentence; a unit from which the person came is ticked along."""
        unit = request.GET.get("unit", "")
        offers = [
            {"offer": offer, "url": f"?{query_of(kind, {'units': [unit]} if unit else {})}"}
            for kind, offer in OFFERS.items()
        ]
        self.template_name = "orgs/changes/kinds.html"
        crumbs = [(_("Changes of units"), reverse("orgs:changes")), (_("New change"), None)]
        return self.render({"offers": offers, "crumbs": crumbs})

    def keep(self, plan: Plan, form: ChangeForm) -> Change:
        change = services.draft(plan, by=self.actor, token=form.cleaned_data["token"])
        messages.success(self.request, _("The draft was kept. Nothing has been changed yet."))
        return change


class EditChange(Wizard, RecordView):
    """Mend a draft."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        self.draft = self.change(public_id)
        if self.draft.state != Change.State.DRAFT:
            return redirect(self.draft)
        offer = OFFERS[self.draft.kind]
        if not any(name.startswith("pick_") for name in request.GET):
            return redirect(f"{request.path}?{self.kept_picks()}")
        return self.steps(request, offer)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        return self.get(request, public_id)

    def kept_picks(self) -> str:
        """The ticks of the draft as an address."""
        picks = picks_of(self.draft.plan)
        ids = public_ids(code for codes in picks.values() for code in codes)
        if not ids:
            raise Http404
        query = {slot: [ids[code] for code in codes if code in ids] for slot, codes in picks.items()}
        return query_of(self.draft.kind, query, step="form")

    def keep(self, plan: Plan, form: ChangeForm) -> Change:
        kept = replace(plan, choices=self.draft.plan.choices)
        version = form.cleaned_data["version"] or 0
        return services.redraft(self.draft, kept, by=self.actor, version=version)
