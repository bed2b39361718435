"""What I owe (row 52): everything due, past due kept in sight, days left in working days."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from danvan.core import clock
from danvan.deadlines.queries import load_calendar
from danvan.reports.access import VIEW
from danvan.reports.models import Submission
from danvan.reports.presenting import how_long, mark_of
from danvan.reports.queries.work import owed, waiting
from danvan.reports.states import HANDED_IN
from danvan.web.views import ActorView

FILED_SHOWN = 12


class Owed(ActorView):
    """Reports that the person's units owe, those that wait for the province, and the last ones filed."""

    action = VIEW
    template_name = "reports/owed.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        today, calendar = clock.today(), load_calendar()
        rows = list(owed(self.actor, today))
        for row in rows:
            row.mark, row.words = mark_of(row, today, calendar)
            row.left = how_long(row.due, today, calendar)
        done = Submission.objects.permitted(self.actor, VIEW).filter(state__in=HANDED_IN)
        filed = done.with_lateness(today).with_names().select_related("round__form_version__form")
        filed = list(filed.order_by("-filed_at")[:FILED_SHOWN])
        for row in filed:
            row.mark, row.words = mark_of(row, today, calendar)
        late = [row for row in rows if row.due < today]
        return self.render(
            {
                "rows": rows,
                "late": len(late),
                "today_count": sum(row.due == today for row in rows),
                "waiting": waiting(self.actor, today).count(),
                "filed": filed,
                "today": today,
            }
        )
