"""Send a directive, or give a task of it, to many units: choose, see what will happen, then do it once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.core.errors import Refused
from danvan.directives import access, services
from danvan.directives.choosing import chosen_lines, found_units, groups_for, picked_units
from danvan.directives.forms import ChoosingForm, SendForm, TaskForm, TermForm
from danvan.directives.models import Directive
from danvan.directives.queries import groups_of
from danvan.directives.services import Assignment
from danvan.directives.services.due import due_by
from danvan.orgs.models import Unit
from danvan.reader import access as reader
from danvan.reader.models import Fact
from danvan.web.undo import tell
from danvan.web.views import ActorView

LONGEST_TITLE = 300


class ChoosingView(ActorView):
    """Add units to a list until it is right, look at what will happen, do it."""

    form_class: ClassVar[type[TermForm]]
    template_name = "directives/choose.html"
    skips: ClassVar[bool] = False  # whether those that have it already are left out
    asks_helpers: ClassVar[bool] = False  # whether a second list of cooperating units is asked for
    helpers: Sequence[Unit] = ()

    def directive(self, public_id) -> Directive:
        return self.find(Directive.objects.visible_to(self.actor).select_related("keeper"), public_id=public_id)

    def get(self, request: HttpRequest, public_id) -> HttpResponse:
        one = self.directive(public_id)
        wish = {"where": "communes", "kind": "party_committee"}
        return self.show(one, self.first_form(request), self.choosing(initial=wish), [])

    def first_form(self, request: HttpRequest) -> TermForm:
        """The form as it is opened."""
        return self.form_class()

    def choosing(self, *args, **kwargs) -> ChoosingForm:
        return ChoosingForm(*args, groups=groups_for(self.actor, self.action), **kwargs)

    def post(self, request: HttpRequest, public_id) -> HttpResponse:
        one = self.directive(public_id)
        step = request.POST.get("step", "")
        form, choosing = self.form_class(request.POST), self.choosing(request.POST)
        units = picked_units(self.actor, self.action, request.POST.getlist("pick"))
        self.helpers = picked_units(self.actor, self.action, request.POST.getlist("help")) if self.asks_helpers else []
        if step == "add" or (step == "help" and self.asks_helpers):
            return self.add(one, form, choosing, units, helping=step == "help")
        if step not in ("preview", "do") or not form.is_valid():
            form.is_valid()
            return self.show(one, form, choosing, units, status=422 if step in ("preview", "do") else 200)
        try:
            if step == "do":
                return self.do(one, form, units)
            due = due_by(self.actor.day, **self.term(form))["due_on"]
            if not units:
                raise Refused(_("Choose at least one unit to send it to."), code="nobody", field="units")
            return self.show(one, form, choosing, units, preview=True, due=due)
        except Refused as reason:
            form.place(reason)
            return self.show(one, form, choosing, units, status=422)

    def add(
        self, one: Directive, form: TermForm, choosing: ChoosingForm, units: list, *, helping: bool
    ) -> HttpResponse:
        """The list (``helping``: that of those who cooperate) with what the wish finds; the rest stays as typed."""
        wish = choosing.cleaned_data if choosing.is_valid() else {}
        found = found_units(self.actor, self.action, wish)
        wanted = self.helpers if helping else units
        known = {unit.pk for unit in wanted}
        if wish and not found:
            choosing.add_error("q" if wish.get("where") == "name" else None, _("No unit fits this."))
        typed = self.form_class(initial={name: form.data.get(name) for name in form.fields})
        wanted += [unit for unit in found if unit.pk not in known]
        return self.show(one, typed, choosing, units)

    def show(
        self, one: Directive, form: TermForm, choosing: ChoosingForm, units: list, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        lines = chosen_lines(one, units, groups_of([unit.pk for unit in units], self.actor.day))
        already = sum(line.since is not None for line in lines)
        crumbs = [
            (_("Directives"), reverse("directives:list")),
            (one.short, one.get_absolute_url()),
            (self.title(), None),
        ]
        context = {
            "crumbs": crumbs,
            "title": self.title(),
            "directive": one,
            "form": form,
            "choosing": choosing,
            "lines": lines,
            "already": already if self.skips else 0,
            "fresh": len(lines) - already if self.skips else len(lines),
            "skips": self.skips,
            "asks_helpers": self.asks_helpers,
            "helpers": [unit for unit in self.helpers if unit not in units],
            "verb": self.verb(len(lines) - already if self.skips else len(lines)),
        }
        return self.render(context | more, status=status)

    def term(self, form: TermForm) -> dict[str, Any]:
        return {"due_on": form.cleaned_data["due_on"], "working_days": form.cleaned_data["working_days"]}


class Send(ChoosingView):
    """Send the directive itself."""

    action = access.SEND
    form_class = SendForm
    skips = True

    def title(self) -> str:
        return _("Send to units")

    def verb(self, count: int) -> str:
        return ngettext("Send to %(n)d unit", "Send to %(n)d units", count) % {"n": count}

    def do(self, one: Directive, form: TermForm, units: list) -> HttpResponse:
        data = form.cleaned_data
        sending = services.send(one, units, by=self.actor, token=data["token"], note=data["note"], **self.term(form))
        text = ngettext("Sent to %(n)d unit.", "Sent to %(n)d units.", sending.sent) % {"n": sending.sent}
        if sending.skipped:
            skipped = ngettext("%(n)d had it already.", "%(n)d had it already.", sending.skipped)
            text = f"{text} {skipped % {'n': sending.skipped}}"
        undo = reverse("directives:withdraw", args=[one.public_id, sending.public_id]) if sending.sent else ""
        tell(self.request, text, undo_url=undo)
        return redirect(one)


class Assign(ChoosingView):
    """Give one task to every chosen unit; ``?tu=`` names the fact of a text that asks it, to begin with."""

    action = access.ASSIGN
    form_class = TaskForm
    asks_helpers = True

    def first_form(self, request: HttpRequest) -> TermForm:
        wanted = request.GET.get("tu")
        if not wanted:
            return TaskForm()
        try:
            public_id = UUID(wanted)
        except ValueError as broken:
            raise Http404 from broken
        fact = self.find(
            Fact.objects.visible_to(self.actor).select_related("document"), reader.VIEW, public_id=public_id
        )
        asked = str(fact.values["value"])
        return TaskForm(initial={"title": asked[:LONGEST_TITLE], "detail": f"{asked}\n\n({fact.document})"})

    def title(self) -> str:
        return _("Give a task")

    def verb(self, count: int) -> str:
        return ngettext("Give it to %(n)d unit", "Give it to %(n)d units", count) % {"n": count}

    def do(self, one: Directive, form: TermForm, units: list) -> HttpResponse:
        data = form.cleaned_data
        assignment = Assignment(data["title"], data["detail"], **self.term(form))
        whole = services.assign(one, assignment, units, by=self.actor, token=data["token"], helpers=self.helpers)
        count = whole.children.count()
        tell(self.request, ngettext("Given to %(n)d unit.", "Given to %(n)d units.", count) % {"n": count})
        return redirect(whole)


class Withdraw(ActorView):
    """Take a sending back while nobody has received it: the undo of the toast."""

    action = access.SEND

    def post(self, request: HttpRequest, public_id, sending_id) -> HttpResponse:
        one = self.find(Directive.objects.visible_to(self.actor), public_id=public_id)
        sending = one.sendings.filter(public_id=sending_id).first()
        if sending is None:
            raise Http404
        try:
            services.withdraw_sending(sending, by=self.actor)
            tell(request, _("The sending was taken back."))
        except Refused as reason:
            messages.error(request, str(reason.message))
        return redirect(one)


class Remind(ActorView):
    """Tell every late unit of a directive, once a day."""

    action = access.SEND

    def post(self, request: HttpRequest, public_id) -> HttpResponse:
        one = self.find(Directive.objects.visible_to(self.actor), public_id=public_id)
        count = services.remind(one, by=self.actor)
        words = ngettext("Reminded %(n)d unit.", "Reminded %(n)d units.", count) % {"n": count}
        tell(request, words if count else _("Nobody is late."))
        return redirect("directives:matrix", public_id=one.public_id)
