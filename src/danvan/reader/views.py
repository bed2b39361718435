"""The reader's pages: what was read, bring something to be read, and the confirmation queue of one document."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.core.errors import Refused
from danvan.web.undo import tell
from danvan.web.views import ActorView, RegisterView

from . import access, services
from .forms import DocumentFilter, TakeForm
from .models import Document, Fact
from .noting import in_words
from .queries import SURE, keeper_for, pieces, shelves
from .uses import uses_for


class DocumentList(RegisterView):
    """What was read, the newest first."""

    action = access.VIEW
    template_name = "reader/list.html"
    filterset_class = DocumentFilter

    def rows(self):
        return (
            Document.objects.visible_to(self.actor)
            .with_counts()
            .order_by("-read_at", "-id")
            .defer("text", "body", "parts")
        )

    def context(self, filterset: Any) -> dict[str, Any]:
        return {"may_take": self.actor.may(access.CONFIRM)}


class Take(ActorView):
    """Bring a file or a text."""

    action = access.CONFIRM
    template_name = "reader/take.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render({"form": TakeForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TakeForm(request.POST, request.FILES)
        form.is_valid()
        keeper = keeper_for(self.actor)
        upload = request.FILES.get("file")
        try:
            if upload is not None:
                document = services.take(upload, keeper, by=self.actor)
            else:
                document = services.take_text(form.cleaned_data.get("text", ""), keeper, by=self.actor)
        except Refused as reason:
            form.add_error(reason.field if reason.field in form.fields else None, str(reason.message))
            return self.render({"form": form}, status=422)
        return redirect(document)


class DocumentPage(ActorView):
    """The confirmation queue: the text with its spans lit, the proposed records beside it."""

    action = access.VIEW
    template_name = "reader/document.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        return self.show(self.find(Document.objects.visible_to(self.actor), public_id=public_id))

    def show(self, document: Document, typed: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
        facts = list(document.facts.select_related("decided_by"))
        found = shelves(facts, self.actor.day, typed)
        may = Document.objects.permitted(self.actor, access.CONFIRM).filter(pk=document.pk).exists()
        waiting = sum(shelf.waiting for shelf in found)
        context = {
            "document": document,
            "pieces": pieces(document, facts),
            "shelves": found,
            "waiting": waiting,
            "decided": len(facts) - waiting,
            "sure": sum(line.waits and line.fact.confidence >= SURE for shelf in found for line in shelf.lines),
            "notes": in_words(document.notes),
            "may_confirm": may,
            "uses": uses_for(facts, self.actor),
        }
        return self.render(context, status=status)


class Decide(DocumentPage):
    """One decision on one fact: ``confirm``, ``correct``, ``refuse``, ``reopen``."""

    action = access.CONFIRM

    def get(self, request: HttpRequest, public_id: str, verb: str) -> HttpResponse:
        fact = self.find(Fact.objects.visible_to(self.actor).select_related("document"), public_id=public_id)
        return redirect(_place(fact))

    def post(self, request: HttpRequest, public_id: str, verb: str) -> HttpResponse:
        fact = self.find(Fact.objects.visible_to(self.actor).select_related("document"), public_id=public_id)
        try:
            if verb == "sua":
                services.correct(fact, request.POST, by=self.actor)
            else:
                {"dong-y": services.confirm, "bo": services.refuse, "mo-lai": services.reopen}[verb](
                    fact, by=self.actor
                )
        except Refused as reason:
            if reason.field is None:
                raise
            typed = {str(fact.public_id): {"values": request.POST, "errors": {reason.field: reason.message}}}
            return self.show(fact.document, typed, status=422)
        if verb != "mo-lai":
            said = {"dong-y": _("Confirmed."), "sua": _("Corrected."), "bo": _("Refused.")}[verb]
            tell(request, said, reverse("reader:decide", args=[fact.public_id, "mo-lai"]))
        return redirect(_place(fact))


class ConfirmShown(ActorView):
    """Confirm the facts that were shown and that the engine is sure of, in one act."""

    action = access.CONFIRM

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        document = self.find(Document.objects.visible_to(self.actor), public_id=public_id)
        shown = document.facts.waiting().filter(public_id__in=request.POST.getlist("fact"))
        count = services.confirm_many(shown, document, by=self.actor)
        tell(request, ngettext("%(n)s fact is confirmed.", "%(n)s facts are confirmed.", count) % {"n": count})
        return redirect(document)


class ReadAgain(ActorView):
    """Read the document with today's rules; decisions stay."""

    action = access.CONFIRM

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        document = self.find(Document.objects.visible_to(self.actor), public_id=public_id)
        count = services.read_again(document, by=self.actor)
        tell(request, _("Read again: %(n)s facts wait. What was decided stays.") % {"n": count})
        return redirect(document)


def _place(fact: Fact) -> str:
    return f"{fact.document.get_absolute_url()}#su-kien-{fact.public_id}"
