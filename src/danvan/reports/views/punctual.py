"""Completeness and timeliness by unit, on the page and as files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.core import clock
from danvan.reports import exports, services
from danvan.reports.access import EXPORT, VIEW
from danvan.reports.filters import TimelinessFilter
from danvan.reports.models import Submission
from danvan.reports.queries.punctual import punctuality
from danvan.web.views import ActorView


class Timeliness(ActorView):
    """One line a unit: asked, in time, late, overdue, not due yet."""

    action = VIEW
    template_name = "reports/timeliness.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        seen = Submission.objects.visible_to(self.actor)
        form = TimelinessFilter(request.GET, rows=seen)
        wanted = request.GET.get("format")
        may_export = self.actor.may(EXPORT)
        if wanted in exports.TYPES and may_export:
            rows = form.chosen(Submission.objects.permitted(self.actor, EXPORT))
            lines = punctuality(rows, clock.today())
            answer = exports.punctuality(wanted, lines, form.words(), self.actor)
            services.note_export(_("Reports filed in time"), by=self.actor, rows=len(lines), kind=wanted)
            return answer
        lines = punctuality(form.chosen(seen), clock.today())
        due = sum(line.asked - line.not_due for line in lines)
        return self.render(
            {
                "form": form,
                "lines": lines,
                "due": due,
                "on_time": sum(line.on_time for line in lines),
                "overdue": sum(line.overdue for line in lines),
                "exports": list(exports.TYPES) if may_export else [],
                "crumbs": [(_("Periodic reports"), reverse("reports:rounds")), (_("Reports filed in time"), None)],
            }
        )
