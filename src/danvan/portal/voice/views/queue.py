"""The moderators' pages: the queue, one comment, deciding on one or many, undoing, answering, pausing."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.audit.queries import history
from danvan.core.errors import Refused
from danvan.portal.access import MODERATE
from danvan.portal.models import Comment
from danvan.portal.models.comments import Reason
from danvan.portal.services import moderating
from danvan.portal.states import CommentState
from danvan.portal.voice.filters import CommentFilter
from danvan.portal.voice.forms import DecideForm, PauseForm, ReplyForm
from danvan.portal.voice.looks import LOOKS
from danvan.portal.voice.threads import pause_now
from danvan.web.undo import tell
from danvan.web.views import ActorView, RegisterView

MOST_AT_ONCE = 1000


def lines(rows: Any) -> Any:
    """Comments with what one line of the queue needs."""
    return rows.select_related("article", "parent", "decided_by")


class Queue(RegisterView):
    """Comments to decide on: those that wait first, the suspect after the others, the oldest first."""

    action = MODERATE
    template_name = "portal/queue/list.html"
    filterset_class = CommentFilter
    page_size = 30

    def rows(self):
        return lines(Comment.objects.visible_to(self.actor)).in_turn()

    def context(self, filterset: CommentFilter) -> dict[str, Any]:
        waiting = Comment.objects.visible_to(self.actor).filter(state=CommentState.WAITING)
        return {
            "waiting": waiting.count(),
            "suspect": waiting.exclude(suspicions=[]).count(),
            "reasons": Reason.choices,
            "pause": pause_now(),
            "pausing": PauseForm(),
        }


class Decide(ActorView):
    """Decide on one comment at once, or on many after a look at what will happen."""

    action = MODERATE
    template_name = "portal/queue/preview.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        one = request.POST.get("one", "")
        if one:
            act, _sep, wanted = one.partition(":")
            picks, reason = [wanted], request.POST.get(f"reason-{wanted}", "")
        else:
            act, picks, reason = (
                request.POST.get("act", ""),
                request.POST.getlist("pick"),
                request.POST.get("reason", ""),
            )
        form = DecideForm({"act": act, "reason": reason})
        comments = self.picked(picks)
        if not form.is_valid() or not comments:
            said = [message for found in form.errors.values() for message in found]
            said = said or [_("Choose at least one comment.")]
            messages.error(request, " ".join(said))
            return redirect(self.back())
        if one or request.POST.get("step") == "do":
            return self.do(comments, form)
        context = {"comments": comments, "form": form, "act": act, "verb": dict(DecideForm.ACTS)[act]}
        return self.render(context | {"back": self.back(), "reason_label": dict(Reason.choices).get(reason, "")})

    def picked(self, picks: list[str]) -> list[Comment]:
        ids = []
        for text in picks[:MOST_AT_ONCE]:
            try:
                ids.append(uuid.UUID(text))
            except ValueError:
                continue
        rows = Comment.objects.permitted(self.actor, MODERATE).filter(public_id__in=ids)
        return list(lines(rows).order_by("at", "pk"))

    def do(self, comments: list[Comment], form: DecideForm) -> HttpResponse:
        act = form.cleaned_data["act"]
        try:
            done = moderating.decide(comments, act, by=self.actor, reason=form.cleaned_data["reason"])
        except Refused as reason:
            messages.error(self.request, str(reason.message))
            return redirect(self.back())
        text = said_of(act, done.moved)
        if done.skipped:
            skipped = ngettext("%(n)d had been decided on before.", "%(n)d had been decided on before.", done.skipped)
            text = f"{text} {skipped % {'n': done.skipped}}"
        undo = "" if act == DecideForm.REOPEN else reverse("portal:undo_decision", args=[done.decision])
        tell(self.request, text, undo_url=undo)
        return redirect(self.back())

    def back(self) -> str:
        """The queue with the filters in force; nothing but its own query is taken from the form."""
        query = self.request.POST.get("query", "")
        return reverse("portal:queue") + (f"?{query}" if query else "")


class Undo(ActorView):
    """Take a decision back: the undo of the toast."""

    action = MODERATE

    def post(self, request: HttpRequest, decision) -> HttpResponse:
        self.find_any(decision)
        try:
            moderating.take_back(decision, by=self.actor)
            tell(request, _("The decision was taken back."))
        except Refused as reason:
            messages.error(request, str(reason.message))
        return redirect("portal:queue")

    def find_any(self, decision) -> Comment:
        """One comment of the decision, or 404."""
        newest = Comment.objects.permitted(self.actor, MODERATE).filter(decision=decision).order_by("pk")[:1]
        return self.find(Comment.objects.visible_to(self.actor), pk__in=newest.values("pk"))


class Moderated(ActorView):
    """One comment: its text, its place in the thread, what was done with it, and the body's answer."""

    action = MODERATE
    template_name = "portal/queue/comment.html"

    def comment(self, public_id) -> Comment:
        return self.find(lines(Comment.objects.visible_to(self.actor)), public_id=public_id)

    def get(self, request: HttpRequest, public_id) -> HttpResponse:
        return self.show(self.comment(public_id), ReplyForm(initial={"token": uuid.uuid4()}))

    def post(self, request: HttpRequest, public_id) -> HttpResponse:
        comment, form = self.comment(public_id), ReplyForm(request.POST)
        if not form.is_valid():
            return self.show(comment, form, status=422)
        data = form.cleaned_data
        try:
            moderating.answer(comment, data["text"], by=self.actor, token=data["token"])
        except Refused as reason:
            form.add_error(None, str(reason.message))
            return self.show(comment, form, status=409)
        tell(request, _("The answer is shown under the comment."))
        return redirect(comment)

    def show(self, comment: Comment, form: ReplyForm, *, status: int = 200) -> HttpResponse:
        crumbs = [(_("Readers' comments"), reverse("portal:queue")), (str(comment), None)]
        context = {
            "crumbs": crumbs,
            "comment": comment,
            "look": LOOKS[comment.state],
            "form": form,
            "reasons": Reason.choices,
            "entries": [
                {"when": line.at, "who": line.who, "what": line.what} for line in history(comment) if line.what
            ],
        }
        return self.render(context, status=status)


class Pause(ActorView):
    """Stop comments on the whole portal, or open them again."""

    action = MODERATE

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("act") == "resume":
            moderating.resume(by=self.actor)
            tell(request, _("The portal takes comments again."))
            return redirect("portal:queue")
        form = PauseForm(request.POST)
        if form.is_valid():
            moderating.pause(form.cleaned_data["why"], by=self.actor)
            tell(request, _("The portal takes no comments now."))
        else:
            messages.error(request, " ".join(form.errors["why"]))
        return redirect("portal:queue")


def said_of(act: str, count: int) -> str:
    """What a decision did, in words."""
    words = {
        DecideForm.PUBLISH: ngettext("%(n)d comment is shown now.", "%(n)d comments are shown now.", count),
        DecideForm.REFUSE: ngettext("%(n)d comment was refused.", "%(n)d comments were refused.", count),
        DecideForm.WITHDRAW: ngettext("%(n)d comment was withdrawn.", "%(n)d comments were withdrawn.", count),
        DecideForm.REOPEN: ngettext("%(n)d comment waits again.", "%(n)d comments wait again.", count),
    }
    return words[act] % {"n": count}
