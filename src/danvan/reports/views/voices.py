"""What the units said in words, put together by theme: of one round, or of an area in a period (row 51)."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.core.periods import Period
from danvan.reports import exports, services
from danvan.reports.access import EXPORT, VIEW
from danvan.reports.forms import name_of
from danvan.reports.models import Round
from danvan.reports.queries.voices import Themed, heard, nobody, of_area, of_round, spoken
from danvan.reports.scope import ScopeForm
from danvan.web.views import ActorView

from .base import OfRound

KINDS = ("xlsx", "docx")
GROUPS = 40  # on one page


class VoicesView(ActorView):
    """The page both addresses share."""

    action = VIEW
    template_name = "reports/voices.html"

    def answer(self, title: str, rows: QuerySet, subject: Round | None = None, **more: Any) -> HttpResponse:
        """The page, or the same as a file."""
        words = self.request.GET.get("q", "").strip()[:200]
        themes = heard(rows, words)
        kind = self.request.GET.get("format")
        may_export = self.actor.may(EXPORT)
        if kind in KINDS and may_export:
            rows = rows.permitted(self.actor, EXPORT)
            return self.file(kind, title, heard(rows, words), words, subject)
        wanted = self.request.GET.get("theme")
        shown = next((one for one in themes if one.theme == wanted), themes[0] if themes else None)
        groups = shown.rollup.groups if shown else ()
        context = {
            "page": Paginator(groups, GROUPS).get_page(self.request.GET.get("page")),
            "voices_title": title,
            "themes": themes,
            "shown": shown,
            "words": words,
            "chips": self.chips(themes, shown),
            "filed": rows.filter(revision__gte=1).count(),
            "asked": rows.owed().count(),
            "export_kinds": KINDS if may_export else (),
        }
        return self.render(context | more)

    def chips(self, themes: list[Themed], shown: Themed | None) -> list[dict[str, Any]]:
        """One chip for each theme, with how many sentences it has."""
        query = self.request.GET.copy()
        for name in ("format", "page"):
            query.pop(name, None)
        chips = []
        for one in themes:
            query["theme"] = one.theme.value
            url = f"?{query.urlencode()}"
            chips.append({"label": one.label, "url": url, "count": one.rollup.count, "current": one is shown})
        return chips

    def file(self, kind: str, title: str, themes: list[Themed], words: str, subject: Round | None) -> HttpResponse:
        """The assembled voices as a file, written down in the book of acts."""
        title = _("What the units said: %(what)s") % {"what": title}
        said = _("Words: %(words)s") % {"words": words} if words else ""
        n = sum(one.rollup.count + len(one.rollup.nothing) for one in themes)
        services.note_export(title, by=self.actor, rows=n, kind=kind, subject=subject)
        return exports.voices(kind, title, themes, said, self.actor)


class RoundVoices(VoicesView, OfRound):
    """Of one round."""

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        round_ = self.round(public_id)
        crumbs = [
            (_("Periodic reports"), reverse("reports:rounds")),
            (round_.period_name, round_.get_absolute_url()),
            (_("What the units said"), None),
        ]
        rows = of_round(round_, actor=self.actor)
        return self.answer(round_.title, rows, round_, crumbs=crumbs, round=round_)


class AreaVoices(VoicesView):
    """Of an area in a period, over all rounds of a line."""

    def get(self, request: HttpRequest) -> HttpResponse:
        periods, lines = spoken(actor=self.actor)
        form = ScopeForm(request.GET.dict(), actor=self.actor, periods=periods, lines=lines)
        crumbs = [(_("Periodic reports"), reverse("reports:rounds")), (_("What the units said"), None)]
        if not form.is_valid():
            rows, title = nobody(), ""
        else:
            data = form.cleaned_data
            period = Period.parse(data["period"])
            rows = of_area(data["area"], data["line"], period, actor=self.actor)
            title = f"{data['area'].name}, {name_of(period)}"
        return self.answer(title, rows, crumbs=crumbs, scope=form)
