"""How a unit reads on a page: nodes of the tree, events of a life."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from danvan.core.numbers import format_amount

from .kinds import ChangeKind
from .queries import Branch, Life, Name, Strand


def nodes(branches: list[Branch]) -> list[dict[str, Any]]:
    """The tree as the component wants it; the branch of one's own unit is open."""
    return [
        {
            "label": branch.unit.name,
            "url": branch.unit.url,
            "note": _communes(branch.communes),
            "open": True,
            "children": [{"label": name.name, "url": name.url} for name in branch.open],
        }
        for branch in branches
    ]


def _communes(count: int) -> str:
    if not count:
        return ""
    words = ngettext("%(n)s commune-level unit", "%(n)s commune-level units", count)
    return words % {"n": format_amount(count)}


def events(life: Life, today: date) -> list[dict[str, Any]]:
    """The life in order of time: names, places, changes, the end, and the line of today."""
    found = [*_names(life), *_places(life), *_changes(life)]
    if life.closed:
        found.append((life.unit.life.upper, 3, _event("none", pgettext("unit", "Ended"), _last(life.closed), "")))
    found.sort(key=lambda event: (event[0] or date.min, event[1]))
    shown = [event | {"time": _time(day)} for day, _order, event in found]
    return [*shown, {"today": _("Today, %(day)s") % {"day": f"{today:%d/%m/%Y}"}}]


def _time(day: date | None) -> str:
    return f"{day:%d/%m}/{day.year:04d}" if day else _("before our data")


def _last(day: date) -> str:
    return _("the last day was %(day)s") % {"day": _time(day)}


def _event(state: str, what: str, note: str, url: str) -> dict[str, Any]:
    return {"state": state, "what": what, "note": note, "url": url}


def _names(life: Life):
    for number, row in enumerate(life.descriptions):
        words = _("%(name)s is known") if number == 0 and row.valid.lower is None else _("Named %(name)s")
        under = _under(life.placements[0][1]) if number == 0 and life.placements else ""
        note = " · ".join(part for part in (str(row.get_kind_display()), under, row.decided_by) if part)
        yield row.valid.lower, 1, _event("running", words % {"name": row.name}, note, "")


def _places(life: Life):
    """The moves; the first place stands beside the first name."""
    for row, parent in life.placements[1:]:
        yield row.valid.lower, 2, _event("running", _under(parent), "", parent.url)


def _under(parent: Name) -> str:
    return _("Under %(parent)s") % {"parent": parent.name}


def _changes(life: Life):
    for strand in life.came_from:
        words = _("Continues %(units)s") if strand.change.kind == ChangeKind.MERGE else _("Comes from %(units)s")
        yield strand.change.effective_on, 0, _event("done", words % {"units": _listed(strand)}, _document(strand), "")
    for strand in life.goes_on_in:
        words = _("Goes on in %(units)s") % {"units": _listed(strand)}
        yield strand.change.effective_on, 4, _event("done", words, _document(strand), strand.units[0].url)


def _listed(strand: Strand) -> str:
    return ", ".join(name.name for name in strand.units)


def _document(strand: Strand) -> str:
    parts = (strand.change.get_kind_display(), strand.change.decided_by, strand.change.note)
    return " · ".join(str(part) for part in parts if part)
