"""The two ways to read figures, in words: the control above a page, what the page shows, and who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from danvan.core.numbers import format_amount
from danvan.core.periods import Period
from danvan.orgs.kinds import Kind
from danvan.orgs.models import Unit
from danvan.orgs.presenting_kin import former

from .modes import AS_IT_WAS, Mode
from .queries import MOST_DAYS, Origin, Provenance, Scope, period_name

# More missing units than this are counted and not named; the list of filed cells names them all.
MOST_NAMES = 3


def day_text(day: date) -> str:
    """dd/mm/yyyy."""
    return f"{day:%d/%m}/{day.year:04d}"


def mode_text(mode: Mode) -> str:
    """The mode by its name: "By the units of 21/11/2026"."""
    return _("By the units of %(day)s") % {"day": day_text(mode.as_of)} if mode.as_of else _("By the units of the time")


@dataclass(frozen=True)
class Page:
    """What a page about a scope knows of units that changed."""

    scope: Scope
    today: date
    days: Sequence[date]
    provenance: Provenance

    @property
    def carries(self) -> bool:
        """Whether the page's period is carried."""
        return self.scope.mode.carries(self.scope.period)


def control(page: Page, extra: Iterable[tuple[str, str]] = (), wrong: str = "") -> dict[str, Any]:
    """The component "units mode" for a page; ``extra`` are more parts of its address, ``wrong`` an unread choice."""
    mode = page.scope.mode
    day = mode.as_of or page.today
    hidden = [("line", page.scope.line.code), ("period", page.scope.period.code), ("area", page.scope.unit.public_id)]
    hidden += list(extra)
    tail = "".join(f"&{name}={value}" for name, value in extra)

    def choice(label: str, other: Mode) -> dict[str, Any]:
        return {"label": label, "url": f"?{at(page.scope, other)}{tail}", "current": other == mode and not wrong}

    return {
        "choices": [choice(mode_text(AS_IT_WAS), AS_IT_WAS), choice(mode_text(Mode(day)), Mode(day))],
        "days": [choice(_("Today") if one == page.today else day_text(one), Mode(one)) for one in _offered(page)],
        "hidden": hidden,
        "typed": wrong or day_text(day),
        "wrong": wrong,
    }


def at(scope: Scope, mode: Mode, public_id: object = None) -> str:
    """The tail of an address for the same page in another mode (of another unit)."""
    return replace(scope, mode=mode).of_unit(public_id or scope.unit.public_id)


def _offered(page: Page) -> list[date]:
    """The latest days of change; before them today, when the page shows another day."""
    today = [page.today] if page.scope.mode.as_of not in (None, page.today) else []
    return list(dict.fromkeys([*today, *page.days[:MOST_DAYS]]))


def findings(page: Page) -> list[dict[str, Any]]:
    """What the mode does to this page, as notes {state, text, links}; the first says what is shown."""
    if not page.provenance.alive:
        return [_not_alive(page)]
    notes = [_carried(page) if page.carries else _as_it_was(page)]
    crossed = [] if page.carries else _crossed(page, [page.scope.period.same_last_year(), page.scope.period])
    if crossed:
        words = _(
            "The units changed on %(days)s: compared with the year before, the same name stands for another territory."
        )
        notes.append(_note("soon", words % {"days": _days(crossed)}, _to_other(page)))
    return notes


def said(page: Page) -> str:
    """The first finding as the head of a file holds it."""
    return findings(page)[0]["text"]


def _note(state: str, text: str, *links: tuple[str, str]) -> dict[str, Any]:
    return {
        "state": state,
        "text": text,
        "links": [{"label": label, "url": f"?{url}" if url else ""} for label, url in links if label],
    }


def _to_other(page: Page) -> tuple[str, str]:
    """The link to the other mode, if the unit lived there."""
    mode = AS_IT_WAS if page.carries else Mode(page.today)
    day = page.today if mode.carries(page.scope.period) else page.scope.period.last_day
    return (mode_text(mode), at(page.scope, mode)) if day in page.scope.unit.life else ("", "")


def _as_it_was(page: Page) -> dict[str, Any]:
    said = {"day": day_text(page.scope.period.last_day), "period": period_name(page.scope.period)}
    if page.scope.mode.is_restating:
        said["asked"] = day_text(page.scope.mode.as_of)
        words = _("%(period)s ends after %(asked)s, so its figures are shown by the units of its last day, %(day)s.")
        return _note("info", words % said)
    text = _("By the units of the time: those of %(day)s, the last day of the period.") % said
    since = [day for day in page.days if page.scope.period.last_day < day <= page.today]
    if not since:
        return _note("info", text)
    more = _("Since then the units changed on %(days)s.") % {"days": _days(since)}
    return _note("info", f"{text} {more}", _to_other(page))


def _days(days: Sequence[date]) -> str:
    shown = ", ".join(day_text(day) for day in sorted(days[:MOST_DAYS]))
    return shown if len(days) <= MOST_DAYS else _("%(days)s and earlier") % {"days": shown}


def _crossed(page: Page, periods: Iterable[Period | None]) -> list[date]:
    ends = [period.last_day for period in periods if period]
    return [day for day in page.days if ends[0] < day <= ends[-1]]


def _carried(page: Page) -> dict[str, Any]:
    found = page.provenance
    said = {"day": day_text(page.scope.mode.as_of), "period": _label(page.scope.period)}
    if not found.origins:
        words = _("By the units of %(day)s: for this area they are those of %(period)s, so its figures are the same.")
        return _note("info", words % said)
    said |= {"what": _what(found.origins, page.scope.unit), "told": _reported(found)}
    text = _("By the units of %(day)s: the figures of %(period)s are added from %(what)s; %(told)s.") % said
    more = [_parts(found)] if found.estimated or found.withheld else []
    return _note("soon" if found.missing or found.withheld else "info", " ".join([text, *more]), _to_other(page))


def _label(period: Period) -> str:
    """A period inside a sentence: "năm 2014"."""
    return period.label_en() if (get_language() or "vi").startswith("en") else period.label_vi()


def _what(origins: Sequence[Origin], unit: Unit) -> str:
    n = len(origins)
    if any(origin.unit_id == unit.pk for origin in origins):
        return ngettext("%(n)s unit of that time", "%(n)s units of that time", n) % {"n": format_amount(n)}
    return former({Kind(origin.kind) for origin in origins}, n)


def _reported(found: Provenance) -> str:
    if not found.missing:
        return _("all of them reported")
    names = [one.name for one in found.missing if one.unit_id in found.seen][:MOST_NAMES]
    more = len(found.missing) - len(names)
    said = {"told": format_amount(found.told), "names": ", ".join(names), "n": format_amount(more)}
    if not names:
        return _("only %(told)s reported; missing: %(n)s units") % said
    if more:
        return _("only %(told)s reported; missing: %(names)s and %(n)s more") % said
    return (_("only %(told)s reported; missing: %(names)s") if found.told else _("none reported: %(names)s")) % said


def _parts(found: Provenance) -> str:
    words = []
    if found.estimated:
        words.append(
            ngettext("%(n)s of them goes here in part, by a share (estimated).",
                     "%(n)s of them go here in part, by a share (estimated).", found.estimated)
            % {"n": format_amount(found.estimated)}
        )  # fmt: skip
    if found.withheld:
        words.append(
            ngettext("%(n)s of them went here in part that nobody measured: it is left out.",
                     "%(n)s of them went here in parts that nobody measured: they are left out.", found.withheld)
            % {"n": format_amount(found.withheld)}
        )  # fmt: skip
    return " ".join(words)


def _not_alive(page: Page) -> dict[str, Any]:
    scope, found = page.scope, page.provenance
    said = {"unit": scope.unit.name, "day": day_text(scope.day)}
    if found.ahead:
        words = _("There was no %(unit)s yet on %(day)s. Its figures of that time are those of its predecessors.")
    elif found.relatives:
        words = _("There is no %(unit)s any more on %(day)s. Its figures go on in its heirs.")
    else:
        words = _("There is no %(unit)s any more on %(day)s.")
    links = [
        (one.name, at(scope, scope.mode, one.public_id) if one.pk in found.seen else "") for one in found.relatives
    ]
    return _note("soon", words % said, *links, _to_other(page))


def breaks(periods: Sequence[Period], days: Sequence[date]) -> list[int]:
    """Before which of the periods (by place) units changed."""
    return [
        place
        for place, (before, after) in enumerate(pairwise(periods), start=1)
        if any(before.last_day < day <= after.last_day for day in days)
    ]


def course_text(page: Page, periods: Sequence[Period], drawn: bool) -> str:
    """The mode of a series in words, with the days of change inside it if it is ``drawn``."""
    crossed = _crossed(page, periods) if drawn else []
    text = mode_text(page.scope.mode)
    if not crossed:
        return f"{text}."
    return _("%(mode)s. The upright line marks the change of units on %(days)s.") % {
        "mode": text,
        "days": _days(crossed),
    }
