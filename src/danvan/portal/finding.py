"""The search that everybody uses: articles and public documents, complete without script.

It never asks who is looking: the page is the same for a stranger and for an officer, so it may be kept by a cache, and
nothing internal can come through it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from danvan.core import clock
from danvan.search import queries as search
from danvan.search.asking import LONGEST_QUERY
from danvan.search.queries import Found, Narrow

from .choices import Choices
from .queries import categories

LAST_PAGE = search.MOST_RANKED // search.ON_A_PAGE
EXAMPLES = ("dan van kheo", "62-KL/TW", "hiến đất làm đường", '"người có uy tín"')


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; whatever it cannot mean is left out."""

    typed: str
    kind: str
    category: str
    year: int | None
    newest: bool
    page: int
    choices: Choices = Choices()

    @classmethod
    def of(cls, request: HttpRequest) -> Wanted:
        """Read the address."""
        asked = request.GET
        known = dict(search.kinds())
        return cls(
            typed=asked.get("q", ""),
            kind=asked.get("loai", "") if asked.get("loai") in known else "",
            category=asked.get("muc", "")[:80].replace("\x00", ""),
            year=_number(asked.get("nam"), 1900, 2200),
            newest=asked.get("xep") == "moi",
            page=_number(asked.get("trang"), 1, LAST_PAGE) or 1,
            choices=Choices.of(request),
        )

    @property
    def narrow(self) -> Narrow:
        """The same for the search. A stranger's kinds are the public ones, whatever the permission says besides."""
        kinds = (self.kind,) if self.kind else tuple(kind for kind, _label in search.kinds())
        return Narrow(kinds, self.category, self.year, self.newest, self.page)

    def address(self, **changes: Any) -> str:
        """The query of the same page with changes, read the same way; what is empty is left out."""
        values = {
            "q": self.typed[:LONGEST_QUERY],
            "loai": self.kind,
            "muc": self.category,
            "nam": self.year or "",
            "xep": "moi" if self.newest else "",
            "trang": "",
        } | changes
        given = {key: value for key, value in values.items() if value not in ("", None)}
        return "?" + urlencode(given | self.choices.pairs)


def _number(text: str | None, least: int, most: int) -> int | None:
    """A whole number between two others; None for anything else."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > 6:
        return None
    return min(int(text), most) if int(text) >= least else None


@login_not_required
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What the words find."""
    wanted = Wanted.of(request)
    found = search.find(wanted.typed, None, wanted.narrow, today=clock.today())
    context = {
        "q": found.asked.text,
        "wanted": wanted,
        "found": found,
        "cut": len(wanted.typed.strip()) > LONGEST_QUERY,
        "examples": EXAMPLES,
        "kinds": search.kinds(),
        "categories": categories(),
        "years": search.years() if found.asked else [],
        "better_url": wanted.address(q=found.better),
        "newest_url": wanted.address(xep="moi"),
        "best_url": wanted.address(xep=""),
        **_pages(wanted, found),
    }
    return render(request, "portal/search.html", context)


def _pages(wanted: Wanted, found: Found) -> dict[str, Any]:
    """Where the pages before and after are."""
    around = range(max(1, found.page - 3), min(found.pages, found.page + 3) + 1)
    return {
        "page_links": [(number, wanted.address(trang=number if number > 1 else "")) for number in around],
        "before_url": wanted.address(trang=found.page - 1) if found.page > 1 else "",
        "after_url": wanted.address(trang=found.page + 1) if found.page < found.pages else "",
    }
