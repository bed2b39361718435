"""The dry run on a page: every kind of row that a change touches, who takes it, and what a person must still choose."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from danvan.core.numbers import format_amount
from danvan.orgs.changes import Effect, Touched, declarations
from danvan.orgs.changes.recorder import ALTERED, MADE
from danvan.orgs.models import Change, Step
from danvan.orgs.queries import names_of

from .showing import Book, Link

CHOOSES = "choose:"

SECTIONS: Mapping[Effect, tuple[str | Promise, str | Promise]] = {
    Effect.FOLLOWS: (
        gettext_lazy("Open work that goes to the heir"),
        gettext_lazy("From the effective day on the heir has it, with its terms and its history."),
    ),
    Effect.SUCCEEDS: (
        gettext_lazy("Ends with the unit and begins anew with the heir"),
        gettext_lazy("The old entry ends on the last day; the heir gets one like it from the effective day on."),
    ),
    Effect.CLOSES: (
        gettext_lazy("Ends with the unit"),
        gettext_lazy("It ends on the last day of the unit and nobody goes on with it."),
    ),
    Effect.STAYS: (
        gettext_lazy("Stays as it is"),
        gettext_lazy("What was reported, sent or decided in the past keeps the unit that did it. Nothing is deleted."),
    ),
}


@dataclass(frozen=True)
class TouchedLine:
    """Rows of one relation at one unit. ``options`` (code, name, whether chosen) when several may take them; ``note``
    is shown, ``said`` is what it says even where the line before has just shown the same."""

    key: str
    what: str
    count: int
    source: Link
    receiver: Link | None
    samples: tuple[str, ...]
    note: str
    said: str
    options: tuple[tuple[str, str, bool], ...]
    undecided: bool

    @property
    def more(self) -> int:
        """How many rows the samples leave out."""
        return self.count - len(self.samples)


@dataclass(frozen=True)
class Kept:
    """All rows of one name in a section that nobody takes over. ``note``: what holds for all of them."""

    what: str
    count: int
    note: str
    lines: tuple[TouchedLine, ...]


@dataclass
class Section:
    """Lines to which the same happens."""

    effect: str
    title: str
    text: str
    lines: list[TouchedLine] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """All rows of the section."""
        return sum(self.totals.values())

    @property
    def moves(self) -> bool:
        """Whether somebody takes the rows over."""
        return self.effect in (Effect.FOLLOWS, Effect.SUCCEEDS)

    @property
    def kept(self) -> list[Kept]:
        """The lines put together by their names."""
        found = []
        for what, count in self.totals.items():
            lines = tuple(line for line in self.lines if line.what == what)
            notes = {line.said for line in lines}
            found.append(Kept(what, count, notes.pop() if len(notes) == 1 else "", lines))
        return found


def sections(touched: Iterable[Touched], book: Book) -> list[Section]:
    """The lines of a dry run by what happens to them; empty sections are left out."""
    made = {effect: Section(effect.value, str(title), str(text)) for effect, (title, text) in SECTIONS.items()}
    told = [one for one in touched if one.count and one.effect in made and not _is_of_the_tree(one)]
    order = {what: place for place, what in enumerate(dict.fromkeys(one.what for one in told))}
    places = {code: place for place, code in enumerate(book.plan.closes)}
    for one in sorted(told, key=lambda one: (order[one.what], places.get(one.source, 0))):
        section = made[one.effect]
        last = section.lines[-1] if section.lines else None
        again = section.moves and last is not None and (last.what, last.said) == (one.what, one.note)
        section.lines.append(_line(one, book, note="" if again else one.note))
        section.totals[one.what] = section.totals.get(one.what, 0) + one.count
    return [section for section in made.values() if section.lines]


def _is_of_the_tree(one: Touched) -> bool:
    """Names, places and strands of units: the table of what happens to them says it all."""
    return one.effect == Effect.STAYS and one.relation.startswith("orgs.")


def _line(one: Touched, book: Book, note: str) -> TouchedLine:
    several = len(one.possible) > 1
    return TouchedLine(
        key=f"{CHOOSES}{one.relation}|{one.source}",
        what=one.what,
        count=one.count,
        source=book.link(one.source),
        receiver=book.link(one.receiver) if one.receiver else None,
        samples=one.samples,
        note=note,
        said=one.note,
        options=tuple((code, book.link(code).name, code == one.receiver) for code in one.possible) if several else (),
        undecided=one.undecided,
    )


def chosen(data: Mapping[str, str]) -> dict[str, str]:
    """The decisions that a form sent: relation and source to the code of who takes it."""
    return {name[len(CHOOSES) :]: value for name, value in data.items() if name.startswith(CHOOSES) and value}


def finding(found: list[Section], undecided: int) -> str:
    """The dry run in one sentence."""
    moved = sum(section.count for section in found if section.effect in (Effect.FOLLOWS, Effect.SUCCEEDS))
    parts = []
    if moved:
        words = ngettext("%(n)s thing goes to an heir", "%(n)s things go to heirs", moved)
        parts.append(words % {"n": format_amount(moved)})
    if undecided:
        words = ngettext("%(n)s decision is open", "%(n)s decisions are open", undecided)
        parts.append(words % {"n": format_amount(undecided)})
    return "; ".join(parts)


def seen_of(touched: Iterable[Touched]) -> str:
    """What the page showed, to be compared when it is signed off: counts and receivers as JSON."""
    return json.dumps({f"{one.relation}|{one.source}": [one.count, one.receiver or ""] for one in touched})


def since_then(seen: str, touched: Iterable[Touched], book: Book) -> list[str]:
    """What is not as it was when the page was shown, in sentences. ``seen`` came back from a browser."""
    before = _read(seen)
    if before is None:
        return []
    found = []
    for one in touched:
        count, receiver = before.pop(f"{one.relation}|{one.source}", (0, one.receiver or ""))
        facts = {"what": one.what, "unit": book.link(one.source).name, "was": format_amount(count)}
        if count != one.count:
            words = _("%(what)s of %(unit)s: %(was)s → %(now)s")
            found.append(words % (facts | {"now": format_amount(one.count)}))
        elif receiver != (one.receiver or ""):
            found.append(_("%(what)s of %(unit)s go to somebody else now.") % facts)
    for key, (count, _receiver) in before.items():
        relation, _bar, source = key.rpartition("|")
        what = next((str(one.what) for one in declarations() if one.relation == relation), relation)
        facts = {"what": what, "unit": book.link(source).name, "was": format_amount(count)}
        found.append(_("%(what)s of %(unit)s: %(was)s → none") % facts)
    return found


def _read(seen: str) -> dict[str, tuple[int, str]] | None:
    try:
        data = json.loads(seen)
        return {str(key): (int(count), str(receiver)) for key, (count, receiver) in data.items()}
    except (ValueError, TypeError, AttributeError):
        return None


@dataclass(frozen=True)
class Written:
    """Rows that an applied change wrote: of what, how many, from whom to whom."""

    what: str
    count: int
    source: str
    heir: str
    how: str


def written(change: Change) -> list[Written]:
    """What an applied change did to the rows of other apps, told from its steps."""
    fields: dict[str, list[tuple[str, str]]] = {}
    for one in declarations():
        label = one.model._meta.label_lower
        if one.model._meta.app_label != "orgs":
            fields.setdefault(label, []).append((one.field, str(one.what)))
    counts: dict[tuple[str, str, str, str], int] = {}
    steps = list(change.steps.filter(table__in=fields))
    owners = _owners(steps, fields)
    for step in steps:
        for name, what in fields[step.table]:
            key = _told(step, name, owners.get((step.table, name, step.row), ""))
            if key:
                counts[(what, *key)] = counts.get((what, *key), 0) + 1
                break
    keys = {int(key) for _what, _how, source, heir in counts for key in (source, heir) if key}
    known = names_of(keys, change.effective_on)
    return [
        Written(what, count, _called(source, known), _called(heir, known), how)
        for (what, how, source, heir), count in counts.items()
    ]


def _called(key: str, known: Mapping[int, Any]) -> str:
    return known[int(key)].name if key and int(key) in known else ""


def _told(step: Step, name: str, owner: str) -> tuple[str, str, str] | None:
    """How, from whom, to whom: of one step and one relation of its row, whose unit is ``owner`` still."""
    if step.what == ALTERED and name in step.after:
        return ("moved", step.before[name] or "", step.after[name] or "")
    if step.what == ALTERED and "valid" in step.after:
        return ("ended", owner, "")
    if step.what == MADE and step.after.get(name):
        return ("made", "", step.after[name])
    return None


def _owners(steps: list[Step], fields: Mapping[str, list[tuple[str, str]]]) -> dict[tuple[str, str, int], str]:
    """The units of rows that were altered and kept their unit: one query a relation."""
    found = {}
    for table, names in fields.items():
        rows = [step.row for step in steps if step.table == table and step.what == ALTERED]
        for name, _what in names if rows else ():
            units = apps.get_model(table)._base_manager.filter(pk__in=rows).values_list("pk", name)
            found |= {(table, name, row): str(unit or "") for row, unit in units}
    return found
