"""The page of one directive: for its keeper the progress below, for a recipient its own next step."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.audit.queries import history
from danvan.core.numbers import format_amount
from danvan.directives import access
from danvan.directives.forms import AliasForm
from danvan.directives.goals import goals_of
from danvan.directives.models import Directive, Mandate, Task
from danvan.directives.queries import Progress, answered_by, by_place, mandates_of, ties_of, unit_ids_of
from danvan.directives.timeline import as_entries, life_of
from danvan.directives.views.answering import step_form
from danvan.web.beside import beside
from danvan.web.views import ActorView


class DirectivePage(ActorView):
    """Title, state, next moves, progress, life, ties, tasks, history, and why one sees it."""

    action = access.VIEW
    template_name = "directives/directive.html"

    def get(self, request: HttpRequest, public_id) -> HttpResponse:
        seen = Directive.objects.visible_to(self.actor).for_lists(self.actor.day).select_related("file")
        one = self.find(seen, public_id=public_id)
        mandates = mandates_of(one, self.actor)
        places = by_place(mandates, self.actor.day)
        progress = Progress.of(mandates, self.actor.day, places)
        mine = list(answered_by(one, self.actor)[:6])
        tasks = list(Task.objects.visible_to(self.actor).filter(origin=one).for_lists(self.actor.day))
        for task in tasks:
            task.shown = task.look(self.actor.day)
        keeps = self.actor.covers(access.REGISTER, one.keeper_id)
        gives = Directive.objects.permitted(self.actor, access.ASSIGN).filter(pk=one.pk).exists()
        added = beside(self.actor, one)
        context = {
            "directive": one,
            "crumbs": [(_("Directives"), reverse("directives:list")), (one.short, None)],
            "places": places if len(mandates) > len(mine) else [],
            "progress": progress,
            "mine": [self._box(mandate) for mandate in mine],
            "moves": [*self._moves(one, progress, keeps, gives), *(move for part in added for move in part.moves)],
            "facts": facts_of(one, progress),
            "aliases": one.aliases.all(),
            "alias_form": AliasForm() if keeps else None,
            "keeps": keeps,
            "ties": ties_of(one, self.actor),
            "life": life_of(one, mandates, self.actor),
            "tasks": tops_of(tasks),
            "goals": goals_of(one, self.actor),
            "sets_targets": gives,
            "history": as_entries(history(one, limit=40)) if keeps else [],
            "beside": added,
            "why": self.actor.why(access.VIEW, unit_ids_of(one)),
        }
        return self.render(context)

    def _box(self, mandate: Mandate) -> dict[str, Any]:
        return {"mandate": mandate, "look": mandate.look(self.actor.day), "form": step_form(mandate)}

    def _moves(self, one: Directive, progress: Progress, keeps: bool, gives: bool) -> list[dict[str, str]]:
        """What this person may do next with it, the likeliest first."""
        moves = []
        if self.actor.covers(access.SEND, one.keeper_id):
            label = _("Send to more units") if progress.total else _("Send to units")
            moves.append({"label": label, "url": reverse("directives:send", args=[one.public_id]), "icon": "send"})
        if gives:
            moves.append(
                {"label": _("Give a task"), "url": reverse("directives:assign", args=[one.public_id]), "icon": "tree"}
            )
        if progress.total > 1:
            moves.append(
                {"label": _("Open the matrix"), "url": reverse("directives:matrix", args=[one.public_id]), "icon": ""}
            )
        if keeps:
            moves.append(
                {"label": _("Mend the entry"), "url": reverse("directives:edit", args=[one.public_id]), "icon": "pen"}
            )
        return moves


def tops_of(tasks: list[Task]) -> list[Task]:
    """Tasks whose whole is not among them: parts are seen on the page of their whole."""
    known = {task.pk for task in tasks}
    return [task for task in tasks if task.parent_id not in known]


def facts_of(one: Directive, progress: Progress) -> list[dict[str, str]]:
    """The margin: what the entry says."""
    year = str(one.year) if one.year else _("not known")
    force = _("in force") if one.in_force else _("no longer in force")
    facts = [
        {"term": _("Type"), "value": one.kind_name},
        {"term": _("Number and symbol"), "value": one.symbol or one.number_text or "—", "note": one.doubt},
        {"term": _("Issuer"), "value": one.issuer.name},
        {
            "term": _("Date of issue"),
            "value": f"{one.issued_on:%d/%m/%Y}" if one.issued_on else year,
            "note": one.get_certainty_display(),
        },
        {"term": _("In force"), "value": force, "note": one.term},
        {"term": _("Kept by"), "value": one.keeper_name},
    ]
    if progress.total:
        words = ngettext("%(n)s unit", "%(n)s units", progress.total) % {"n": format_amount(progress.total)}
        facts.append({"term": _("Scope"), "value": words})
    if one.file_id:
        url = reverse("directives:file", args=[one.public_id])
        facts.append({"term": _("File"), "value": one.file.name, "url": url})
    if one.source:
        facts.append({"term": _("Source"), "value": one.source, "note": one.source_note})
    return facts
