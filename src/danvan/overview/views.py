"""My work, the search behind the command palette, and the heartbeat."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.core import clock
from danvan.core.text import fold
from danvan.core.work import Bin
from danvan.deadlines.calendar import Calendar
from danvan.deadlines.queries import load_calendar
from danvan.web.views import SIGNED_IN, ActorView

from .context import pages_for
from .presenting import line
from .queries import Shelf, my_work, search

HEADLINES = (
    (Bin.LATE, _("late")),
    (Bin.TODAY, _("due today")),
    (Bin.WEEK, _("in the next 7 days")),
    (Bin.RETURNED, _("returned to me")),
    (Bin.WAITING, _("waiting for others")),
)
SHELF_TITLES = {
    Bin.LATE: pgettext_lazy("work", "Late"),
    Bin.TODAY: _("Due today"),
    Bin.RETURNED: _("Returned to me"),
    Bin.WEEK: _("The next seven days"),
    Bin.LATER: pgettext_lazy("work", "Later"),
    Bin.WAITING: _("Waiting for others"),
}
LINES_SHOWN = 12
LONGEST_QUERY = 200


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Says "ok" when the database answers; shows nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")


class MyWork(ActorView):
    """What is late, due today, this week, returned, waiting; one line an item, one button."""

    action = SIGNED_IN
    template_name = "overview/my_work.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        today = clock.today()
        work, calendar = my_work(self.actor, today), load_calendar()
        asked = request.GET.get("bin")
        chosen = asked if asked in set(Bin) else None
        shelves = [
            self._shelf(shelf, today, calendar, chosen) for shelf in work.shelves if chosen in {None, shelf.bin.value}
        ]
        figures = [
            {
                "value": work.counts[bin.value],
                "label": label,
                "late": bin == Bin.LATE and work.counts[bin.value],
                "url": f"?bin={bin.value}" if work.counts[bin.value] else "",
            }
            for bin, label in HEADLINES
        ]
        context = {"today": today, "shelves": shelves, "figures": figures, "nearest": work.nearest, "chosen": chosen}
        return self.render(context)

    def _shelf(self, shelf: Shelf, today: date, calendar: Calendar, chosen: str | None) -> dict[str, Any]:
        shown = shelf.items if chosen else shelf.items[:LINES_SHOWN]
        return {
            "title": SHELF_TITLES[shelf.bin],
            "lines": [line(item, today, calendar) for item in shown],
            "count": len(shelf.items),
            "more_url": f"?bin={shelf.bin.value}" if len(shown) < len(shelf.items) else "",
        }


class Search(ActorView):
    """One search across the house, as a page that works without script."""

    action = SIGNED_IN
    template_name = "overview/search.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("q", "")[:LONGEST_QUERY]
        return self.render({"words": words, "hits": search(self.actor, words)})


class Palette(ActorView):
    """The same search for the command palette, with the pages one can go to; JSON."""

    action = SIGNED_IN

    def get(self, request: HttpRequest) -> JsonResponse:
        words = request.GET.get("q", "")[:LONGEST_QUERY]
        wanted = fold(words)
        groups: dict[str, list[dict[str, str]]] = {}
        for hit in search(self.actor, words):
            groups.setdefault(str(hit.kind), []).append({"label": hit.label, "url": hit.url, "hint": hit.detail})
        places = [page for page in pages_for(request) if wanted in fold(str(page["label"]))]
        if places:
            groups[str(_("Go to"))] = [
                {"label": str(page["label"]), "url": page["url"], "icon": page["icon"]} for page in places
            ]
        return JsonResponse({"groups": [{"title": title, "items": items} for title, items in groups.items()]})
