"""The page of the working calendar and the terms, with how sure each row is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from danvan.core import clock
from danvan.core.periods import MAX_YEAR, MIN_YEAR
from danvan.web.views import SIGNED_IN, ActorView

from .queries import rule_book


class Rules(ActorView):
    """Calendar days of one year, terms and windows: everybody may see by what rules their dues are counted."""

    action = SIGNED_IN
    template_name = "deadlines/rules.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = request.GET.get("nam", "")
        known = wanted.isascii() and wanted.isdecimal() and MIN_YEAR <= int(wanted[:4]) <= MAX_YEAR
        year = int(wanted[:4]) if known else clock.today().year
        return self.render({"book": rule_book(year)})
