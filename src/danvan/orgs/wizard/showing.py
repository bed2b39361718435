"""A plan as a page shows it: what ends, begins, takes in, moves and is called otherwise; who takes what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from danvan.core.numbers import format_percent
from danvan.orgs.changes import Plan
from danvan.orgs.kinds import AREAS, ChangeKind, Kind, ShareKind
from danvan.orgs.models import Change, Description, Lineage, Placement, Unit
from danvan.orgs.queries import Name, by_name, names_of

MOST_NAMES = 4


@dataclass(frozen=True)
class Link:
    """A unit by name; ``url`` is empty while it does not exist. ``note`` says what of it, or where."""

    name: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Row:
    """What happens to one unit. ``depth`` 1: a body of the unit of the row above it."""

    unit: Link
    kind: str
    state: str
    what: str
    before: str = ""
    after: tuple[Link, ...] = ()
    depth: int = 0


@dataclass
class Group:
    """Rows to which the same happens."""

    title: str
    rows: list[Row] = field(default_factory=list)


class Book:
    """Units of a plan by code, as they are called on the day before the change, or from it on."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        before = plan.effective_on - timedelta(days=1)
        self.coming = {one.code: one for one in plan.opens}
        units = list(Unit.objects.filter(code__in=plan.codes | self.coming.keys()))
        self.keys = {unit.code: unit.pk for unit in units}
        codes = {unit.pk: unit.code for unit in units}
        places = Placement.objects.filter(unit__in=units, valid__contains=before)
        rows = dict(places.values_list("unit_id", "parent_id"))
        known = names_of([*codes, *rows.values()], before)
        self.names: dict[str, Name] = {code: known[pk] for pk, code in codes.items()}
        self.parents: dict[str, Name] = {codes[pk]: known[parent] for pk, parent in rows.items()}

    def link(self, code: str, note: str = "") -> Link:
        """A unit by its code."""
        if code in self.coming:
            url = self.names[code].url if code in self.names else ""
            return Link(self.coming[code].name, url, note)
        name = self.names.get(code)
        return Link(name.name, name.url, note) if name else Link(code, "", note)

    def kind(self, code: str) -> str:
        """What a unit is, in words."""
        kind = self.coming[code].kind if code in self.coming else self.names[code].kind if code in self.names else ""
        return str(Kind(kind).label) if kind in Kind.values else str(kind)

    def is_body(self, code: str) -> bool:
        """Whether it hangs on an area."""
        kind = self.coming[code].kind if code in self.coming else self.names[code].kind if code in self.names else ""
        return kind not in AREAS

    def under(self, codes: Iterable[str]) -> dict[str, str]:
        """The parents of these, by code, as far as they are among them."""
        codes = set(codes)
        by_key = {self.keys[code]: code for code in codes if code in self.keys}
        found = {}
        for code in codes:
            if code in self.coming and code not in self.parents:
                parent = self.coming[code].parent
            else:
                above = self.parents.get(code)
                parent = by_key.get(above.unit_id) if above else None
            if parent in codes:
                found[code] = parent
        return found


def share_words(share_kind: str, share: object) -> str:
    """What of a unit goes on: a part with its estimate, or what cannot be said; nothing when all of it does."""
    if share_kind == ShareKind.WHOLE:
        return ""
    if share_kind == ShareKind.NONE or share is None:
        return _("a part that cannot be apportioned")
    words = {"share": format_percent(share, 1, 2), "kind": ShareKind(share_kind).label}
    return _("%(share)s, estimated %(kind)s") % words


def ordered(codes: Iterable[str], under: Mapping[str, str]) -> list[tuple[str, int]]:
    """Each unit after the one above it, with its depth."""
    codes = list(codes)
    found: list[tuple[str, int]] = []

    def walk(code: str, depth: int) -> None:
        found.append((code, depth))
        for child in codes:
            if under.get(child) == code:
                walk(child, depth + 1)

    for code in codes:
        if code not in under:
            walk(code, 0)
    return found


def groups(plan: Plan, book: Book) -> list[Group]:
    """What happens, in the order of importance: ends, begins, takes in, gives, moves, is called otherwise."""
    made = (
        _ending(plan, book),
        _opening(plan, book),
        _taking(plan, book),
        _giving(plan, book),
        _moving(plan, book),
        _naming(plan, book),
    )
    return [group for group in made if group.rows]


def _ending(plan: Plan, book: Book) -> Group:
    last = plan.effective_on - timedelta(days=1)
    group = Group(_("End; the last day is %(day)s") % {"day": f"{last:%d/%m/%Y}"})
    for code, depth in ordered(plan.closes, book.under(plan.closes)):
        heirs = tuple(book.link(part.heir, share_words(part.share_kind, part.share)) for part in plan.heirs_of(code))
        under = "" if depth else _under(book, code)
        group.rows.append(Row(book.link(code), book.kind(code), "none", _fate(plan, heirs), under, heirs, depth))
    return group


def _fate(plan: Plan, heirs: tuple[Link, ...]) -> str:
    if not heirs:
        return _("nobody goes on with it")
    if plan.kind == ChangeKind.SPLIT:
        return _("is divided among")
    return pgettext("change of units", "goes on in")


def _under(book: Book, code: str) -> str:
    above = book.parents.get(code)
    return _("Under %(parent)s") % {"parent": above.name} if above else ""


def _opening(plan: Plan, book: Book) -> Group:
    group = Group(_("Begin on %(day)s") % {"day": f"{plan.effective_on:%d/%m/%Y}"})
    codes = [one.code for one in plan.opens]
    for code, depth in ordered(codes, book.under(codes)):
        one = book.coming[code]
        kind = f"{book.kind(code)} · {_('code %(code)s') % {'code': code}}"
        group.rows.append(Row(book.link(code), kind, "done", _("stands under"), "", (book.link(one.parent),), depth))
    return group


def _taking(plan: Plan, book: Book) -> Group:
    group = Group(_("Live on and take in others"))
    ending, opening = set(plan.closes), set(book.coming)
    heirs = dict.fromkeys(part.heir for part in plan.parts if part.heir not in ending | opening)
    for code, depth in ordered(heirs, book.under(heirs)):
        gifts = tuple(
            book.link(part.source, share_words(part.share_kind, part.share)) for part in plan.parts if part.heir == code
        )
        group.rows.append(Row(book.link(code), book.kind(code), "running", _("takes in"), "", gifts, depth))
    return group


def _giving(plan: Plan, book: Book) -> Group:
    group = Group(_("Live on and give a part"))
    givers = dict.fromkeys(part.source for part in plan.parts if part.source not in plan.closes)
    for code, depth in ordered(givers, book.under(givers)):
        gifts = tuple(book.link(part.heir, share_words(part.share_kind, part.share)) for part in plan.heirs_of(code))
        group.rows.append(Row(book.link(code), book.kind(code), "running", _("gives to"), "", gifts, depth))
    return group


def _moving(plan: Plan, book: Book) -> Group:
    group = Group(_("Move to another parent"))
    for placing in plan.places:
        before = _under(book, placing.unit)
        kind = book.kind(placing.unit)
        row = Row(book.link(placing.unit), kind, "running", _("stands under"), before, (book.link(placing.parent),))
        group.rows.append(row)
    return group


def _naming(plan: Plan, book: Book) -> Group:
    group = Group(_("Are called otherwise"))
    for code, depth in ordered((n.unit for n in plan.names), book.under(n.unit for n in plan.names)):
        naming = next(naming for naming in plan.names if naming.unit == code)
        kind = Kind(naming.kind).label if naming.kind in Kind.values else ""
        was = book.kind(code)
        after = (Link(naming.name, "", str(kind) if str(kind) != was else ""),)
        group.rows.append(Row(book.link(code), was, "running", _("is called"), "", after, depth))
    return group


def headline(plan: Plan, book: Book | Entry) -> str:
    """The change in one line: who becomes what."""

    def said(codes: Iterable[str]) -> str:
        return ", ".join(book.link(code).name for code in dict.fromkeys(codes))

    if plan.parts:
        first = plan.parts[0]
        if plan.kind == ChangeKind.MERGE:
            sources = [part.source for part in plan.parts if part.heir == first.heir]
            return f"{said(sources)} → {said([first.heir])}"
        return f"{said([first.source])} → {said(part.heir for part in plan.parts if part.source == first.source)}"
    if plan.names:
        return f"{said([plan.names[0].unit])} → {plan.names[0].name}"
    if plan.places and not plan.closes:
        return f"{said(placing.unit for placing in plan.places)} → {said([plan.places[0].parent])}"
    if plan.closes:
        return said([code for code in plan.closes if not book.is_body(code)] or plan.closes)
    return said(one.code for one in plan.opens[:1])


def state_of(change: Change) -> str:
    """The mark of its state."""
    return {"draft": "draft", "discarded": "none", "applied": "done", "undone": "returned"}[change.state]


def first_words(change: Change, today: date) -> str:
    """One sentence that says how far it is."""
    days = {"day": f"{change.effective_on:%d/%m/%Y}"}
    if change.state == Change.State.APPLIED:
        if change.effective_on > today:
            return _("Applied; it holds from %(day)s on.") % days
        return _("Applied; it has held since %(day)s.") % days
    if change.state == Change.State.UNDONE:
        return _("Undone: everything is as if it had never been. The plan stays in the book.")
    if change.state == Change.State.DISCARDED:
        return _("Discarded: it will not be carried out.")
    return pgettext("change of units", "This is a trial run: nothing has been changed yet.")


def beyond(plan: Plan, reach: QuerySet, day: date) -> list[Name]:
    """The units of a plan that are not among ``reach``."""
    units = Unit.objects.filter(code__in=plan.codes).exclude(pk__in=Unit.objects.at_hand(reach, day))
    return by_name(names_of(units.values_list("pk", flat=True), day).values())


def loaded_strands(change: Change) -> list[dict[str, Any]]:
    """The strands of a change that came with the data of the program."""
    strands = list(Lineage.objects.filter(change=change))
    known = names_of({pk for strand in strands for pk in (strand.source_id, strand.heir_id)}, change.effective_on)
    lines = [
        {
            "source": known[one.source_id],
            "heir": known[one.heir_id],
            "share": share_words(one.share_kind, one.share) or _("all of it"),
        }
        for one in strands
    ]
    return sorted(lines, key=lambda line: line["source"].sort)


@dataclass(frozen=True)
class ChangeLine:
    """One change in the list."""

    change: Change
    units: str
    state: str


def change_lines(changes: Iterable[Change]) -> list[ChangeLine]:
    """Changes ready to show. Those that came with the data are told by their strands."""
    changes = list(changes)
    loaded = [change for change in changes if not change.intent]
    strands: dict[int, list[tuple[int, int]]] = {}
    for change, source, heir in Lineage.objects.filter(change__in=loaded).values_list("change", "source", "heir"):
        strands.setdefault(change, []).append((source, heir))
    last = max((change.effective_on for change in loaded), default=date.max)
    codes = {code for change in changes if change.intent for code in change.plan.codes}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes).prefetch_related("descriptions")}
    known = names_of({pk for pairs in strands.values() for pair in pairs for pk in pair}, last)
    return [
        ChangeLine(change, _units(change, strands.get(change.pk, []), known, units), state_of(change))
        for change in changes
    ]


@dataclass(frozen=True)
class Entry:
    """The units of one plan of a list, by name only."""

    plan: Plan
    units: Mapping[str, Unit]

    def link(self, code: str) -> Link:
        """A unit by its code."""
        coming = next((one.name for one in self.plan.opens if one.code == code), "")
        described = self._before(code)
        return Link(coming or (described.name if described else code))

    def is_body(self, code: str) -> bool:
        """Whether it hangs on an area."""
        described = self._before(code)
        return described is not None and described.kind not in AREAS

    def _before(self, code: str) -> Description | None:
        """How the unit was described on the day before the change, or at last."""
        day = self.plan.effective_on - timedelta(days=1)
        rows = list(self.units[code].descriptions.all()) if code in self.units else []
        return max(rows, key=lambda row: (day in row.valid, row.valid.lower or date.min), default=None)


def _units(change: Change, pairs: list[tuple[int, int]], known: dict, units: Mapping[str, Unit]) -> str:
    if change.intent:
        return headline(change.plan, Entry(change.plan, units))
    sources = list(dict.fromkeys(known[source].name for source, _heir in pairs))
    heirs = list(dict.fromkeys(known[heir].name for _source, heir in pairs))
    return f"{_some(sources)} → {_some(heirs)}" if pairs else ""


def _some(names: list[str]) -> str:
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    return _("%(names)s and %(n)s more") % {"names": ", ".join(names[:MOST_NAMES]), "n": len(names) - MOST_NAMES}
