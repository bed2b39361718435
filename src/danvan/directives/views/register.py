"""The register: the list, a new entry, mending one, its file, its names and its ties."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.core.errors import Refused, Stale
from danvan.directives import access, services
from danvan.directives.cited import entry_of
from danvan.directives.exports import WRITERS, register_export
from danvan.directives.filters import DirectiveFilter
from danvan.directives.forms import AliasForm, DirectiveForm, RelationForm
from danvan.directives.models import Directive, Relation
from danvan.directives.queries import counts_for, keeper_for, look_up
from danvan.directives.reading import possible_kinds
from danvan.directives.services import Duplicate
from danvan.directives.uploads import mark_of, taken
from danvan.files.models import StoredFile
from danvan.files.views import serve
from danvan.reader import access as reader
from danvan.reader.models import Fact
from danvan.web.undo import tell
from danvan.web.views import ActorView, RegisterView


class DirectiveList(RegisterView):
    """Every directive the person may see."""

    action = access.VIEW
    export_action = access.EXPORT
    template_name = "directives/list.html"
    filterset_class = DirectiveFilter
    exports = {form: register_export(form) for form in WRITERS}

    def rows(self):
        return Directive.objects.visible_to(self.actor).for_lists(self.actor.day)

    def get(self, request: HttpRequest) -> HttpResponse:
        self.may_register = self.actor.may(access.REGISTER)
        return super().get(request)

    def render(self, context, *, status: int = 200) -> HttpResponse:
        counts = counts_for([row.pk for row in context["page"]], self.actor)
        for row in context["page"]:
            row.counts = counts.get(row.pk)
        return super().render(context | {"may_register": self.may_register}, status=status)


FIELDS = (
    "raw_symbol", "kind", "number", "issued_on", "year", "certainty", "title", "term", "source", "source_note",
    "version",
)  # fmt: skip


def written(directive: Directive) -> dict[str, object]:
    """The entry as the form shows it."""
    valid = directive.valid
    last = valid.upper.fromordinal(valid.upper.toordinal() - 1) if valid and valid.upper else None
    return {name: getattr(directive, name) for name in FIELDS} | {
        "issuer": directive.issuer.name,
        "raw_symbol": directive.raw_symbol or directive.symbol,
        "valid_from": valid.lower if valid else None,
        "valid_until": last,
    }


class EntryView(ActorView):
    """What writing and mending an entry share: nothing that was typed is lost, and the file is kept."""

    action = access.REGISTER
    template_name = "directives/entry.html"

    def show(self, form: DirectiveForm, *, status: int = 200, **context) -> HttpResponse:
        return self.render({"form": form} | context, status=status)

    def bound(self, request: HttpRequest) -> DirectiveForm:
        """The form as posted, asking side by side what the symbol may mean."""
        return DirectiveForm(request.POST, asked=possible_kinds(request.POST.get("raw_symbol", "")))

    def carry_out(self, request: HttpRequest, save, **context) -> HttpResponse:
        """Run ``save(form, file)`` and go to the record; a refusal is shown at its place, the file kept."""
        form, file = self.bound(request), None
        try:
            file = taken(request, self.actor)
            if form.is_valid():
                return redirect(save(form, file))
        except Duplicate as twin:
            form.place(twin)
            context |= {"twin": twin.directive, "twin_certain": twin.code == "duplicate"}
        except Stale:
            raise
        except Refused as reason:
            if reason.field == "file":
                context["file_error"] = reason.message
                form.is_valid()
            else:
                form.place(reason)
        return self.show(form, status=422, received=file, kept_mark=mark_of(file), **context)


class NewDirective(EntryView):
    """A new entry; ``?trich-dan=`` names what a text says of it, to begin with."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(DirectiveForm(initial=self._named(request)), keeper=keeper_for(self.actor))

    def _named(self, request: HttpRequest) -> dict[str, object]:
        wanted = request.GET.get("trich-dan")
        if not wanted:
            return {}
        try:
            public_id = UUID(wanted)
        except ValueError as broken:
            raise Http404 from broken
        return entry_of(
            self.find(Fact.objects.visible_to(self.actor).select_related("document"), reader.VIEW, public_id=public_id)
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        keeper = keeper_for(self.actor)

        def save(form: DirectiveForm, file: StoredFile | None) -> Directive:
            made = services.register(
                form.entry(file),
                keeper,
                by=self.actor,
                token=form.cleaned_data["token"],
                confirmed=form.cleaned_data["confirmed"],
            )
            tell(request, _("%(name)s is in the register.") % {"name": made.short})
            return made

        return self.carry_out(request, save)


class EditDirective(EntryView):
    """Mend an entry; another person's change made meanwhile is shown beside one's own."""

    def directive(self, public_id) -> Directive:
        seen = Directive.objects.visible_to(self.actor).select_related("issuer", "file")
        return self.find(seen, public_id=public_id)

    def get(self, request: HttpRequest, public_id) -> HttpResponse:
        one = self.directive(public_id)
        return self.show(DirectiveForm(initial=written(one)), directive=one)

    def post(self, request: HttpRequest, public_id) -> HttpResponse:
        one = self.directive(public_id)

        def save(form: DirectiveForm, file: StoredFile | None) -> Directive:
            return services.mend(
                one,
                form.entry(file or one.file),
                by=self.actor,
                version=form.cleaned_data["version"] or 0,
                confirmed=form.cleaned_data["confirmed"],
            )

        try:
            return self.carry_out(request, save, directive=one)
        except Stale as reason:
            return self.beside(request, one, reason)

    def beside(self, request: HttpRequest, one: Directive, reason: Stale) -> HttpResponse:
        """The form as typed, with what the entry says now; sending it again overwrites knowingly."""
        form = self.bound(request)
        form.is_valid()
        now = written(one)
        theirs = [
            (form.fields[name].label, now[name])
            for name, value in form.cleaned_data.items()
            if name in now and name != "version" and (now[name] or "") != (value or "")
        ]
        form.data = request.POST.copy()
        form.data["version"] = str(one.version)
        form.place(reason)
        return self.show(form, status=409, directive=one, theirs=theirs)


class DirectiveFile(ActorView):
    """The document itself, for whoever sees the entry."""

    action = access.VIEW

    def get(self, request: HttpRequest, public_id) -> HttpResponse:
        one = self.find(Directive.objects.visible_to(self.actor).select_related("file"), public_id=public_id)
        if one.file is None:
            raise Http404
        return serve(request, one.file)


class AddAlias(ActorView):
    """Note another name."""

    action = access.REGISTER

    def post(self, request: HttpRequest, public_id) -> HttpResponse:
        one = self.find(Directive.objects.visible_to(self.actor), public_id=public_id)
        form = AliasForm(request.POST)
        if form.is_valid():
            services.add_alias(one, form.cleaned_data["text"], by=self.actor)
        else:
            messages.error(request, _("Write the other name."))
        return redirect(one)


class AddRelation(ActorView):
    """Tie this document to another one of the register."""

    action = access.REGISTER
    template_name = "directives/relation.html"

    def get(self, request: HttpRequest, public_id) -> HttpResponse:
        one = self.find(Directive.objects.visible_to(self.actor), public_id=public_id)
        return self.render({"directive": one, "form": RelationForm()})

    def post(self, request: HttpRequest, public_id) -> HttpResponse:
        one = self.find(Directive.objects.visible_to(self.actor), public_id=public_id)
        form = RelationForm(request.POST)
        found: list[Directive] = []
        if form.is_valid():
            found = [other for other in look_up(form.cleaned_data["other"], self.actor) if other.pk != one.pk]
            if len(found) == 1:
                source, target = (one, found[0]) if form.cleaned_data["side"] == "out" else (found[0], one)
                services.relate(source, target, form.cleaned_data["kind"], by=self.actor)
                return redirect(one)
            words = (
                _("Several documents fit; write the symbol of one.") if found else _("No document fits these words.")
            )
            form.add_error("other", words)
        return self.render({"directive": one, "form": form, "found": found}, status=422)


class RemoveRelation(ActorView):
    """Take back a tie that was entered wrongly."""

    action = access.REGISTER

    def post(self, request: HttpRequest, public_id, relation_id) -> HttpResponse:
        seen = Directive.objects.visible_to(self.actor)
        one = self.find(seen, access.VIEW, public_id=public_id)
        ties = (one.relations.filter(public_id=relation_id), one.inverse_relations.filter(public_id=relation_id))
        relation: Relation | None = next((row for rows in ties for row in rows), None)
        if relation is not None:
            services.unrelate(relation, by=self.actor)
        return HttpResponseRedirect(reverse("directives:directive", args=[one.public_id]))
