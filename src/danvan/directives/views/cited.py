"""Documents named in texts: the work list of those that the register lacks, and where a task from a text belongs."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.directives import access
from danvan.directives.cited import cited, matched_in, name_who
from danvan.directives.models import Directive
from danvan.reader import access as reader
from danvan.reader.models import Fact
from danvan.web.views import ActorView

ON_A_PAGE = 50
FOUND_SHOWN = 20
SHELVES = ("missing", "several", "there")


def _shelf(row: Any) -> str:
    return "there" if row.matched else "several" if row.found else "missing"


class CitedList(ActorView):
    """What texts name: not in the register, perhaps several entries, in the register."""

    action = reader.VIEW
    template_name = "directives/cited.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = cited(self.actor)
        counts = {shelf: sum(_shelf(row) == shelf for row in rows) for shelf in SHELVES}
        asked = request.GET.get("loc")
        shown = asked if asked in SHELVES else "missing"
        page = Paginator([row for row in rows if _shelf(row) == shown], ON_A_PAGE).get_page(request.GET.get("page"))
        name_who(list(page), self.actor)
        labels = {
            "missing": _("Not in the register"),
            "several": _("Several may be meant"),
            "there": _("In the register"),
        }
        chips = [
            {"label": labels[shelf], "url": f"?loc={shelf}", "count": counts[shelf], "current": shelf == shown}
            for shelf in SHELVES
        ]
        context = {
            "page": page,
            "chips": chips,
            "missing": counts["missing"],
            "count": len(rows),
            "may_register": self.actor.may(access.REGISTER),
        }
        return self.render(context)


class CitedGraph(ActorView):
    """The graph as data: texts and documents as nodes, "names" as edges. JSON."""

    action = reader.VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = cited(self.actor)
        name_who(rows, self.actor)
        nodes, edges = {}, []
        for row in rows:
            target = f"register:{row.matched.public_id}" if row.matched else f"named:{row.key}"
            nodes[target] = {
                "id": target,
                "label": row.matched.short if row.matched else row.label,
                "in_register": bool(row.matched),
            }
            for document in row.named_by:
                source = f"text:{document.public_id}"
                nodes[source] = {"id": source, "label": str(document)}
                edges.append({"from": source, "to": target})
        return JsonResponse({"nodes": list(nodes.values()), "edges": edges})


class TaskFromText(ActorView):
    """A task that a text asks: under which document of the register is it to be given?"""

    action = access.ASSIGN
    template_name = "directives/task_from_text.html"

    def get(self, request: HttpRequest, public_id) -> HttpResponse:
        fact = self.find(
            Fact.objects.visible_to(self.actor).select_related("document"), reader.VIEW, public_id=public_id
        )
        named = matched_in(fact.document, self.actor)
        words = request.GET.get("q", "").strip()[:200]
        givable = Directive.objects.permitted(self.actor, access.ASSIGN).select_related("issuer")
        found = list(givable.search(words)[:FOUND_SHOWN]) if words else []
        mine = set(givable.filter(pk__in=[one.pk for one in named]).values_list("pk", flat=True))
        rows = [
            (one, f"{reverse('directives:assign', args=[one.public_id])}?tu={fact.public_id}")
            for one in [*(one for one in named if one.pk in mine), *(one for one in found if one.pk not in mine)]
        ]
        return self.render({"fact": fact, "rows": rows, "words": words})
