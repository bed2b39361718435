"""First step: which units a change is about, found by words and ticked. All of it stands in the address."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.orgs.access import CHANGE_UNITS
from danvan.orgs.kinds import ChangeKind
from danvan.orgs.models import Unit
from danvan.orgs.queries import Line, lines, ranked, register

if TYPE_CHECKING:
    from danvan.orgs.acting import Acting
    from danvan.orgs.querysets import UnitQuerySet

MOST_FOUND = 40


@dataclass(frozen=True)
class Slot:
    """A place in a change for units that exist already: how many at least, and whether only one."""

    name: str
    title: str | Promise
    help: str | Promise
    least: int = 1
    single: bool = False


@dataclass(frozen=True)
class Offer:
    """A kind of change as the wizard offers it."""

    kind: ChangeKind
    sentence: str | Promise
    icon: str
    slots: tuple[Slot, ...]


OFFERS: Mapping[str, Offer] = {
    offer.kind.value: offer
    for offer in (
        Offer(
            ChangeKind.MERGE,
            gettext_lazy("Several units become one: a new one, or one of them that takes in the others."),
            "merge",
            (
                Slot(
                    "units",
                    gettext_lazy("Units that become one"),
                    gettext_lazy(
                        "Tick one that goes on as well: in the next step you say whether it takes in the others."
                    ),
                ),
            ),
        ),
        Offer(
            ChangeKind.SPLIT,
            gettext_lazy("One unit ends and goes on in several, by shares of population, households or a table."),
            "split",
            (
                Slot(
                    "units", gettext_lazy("Unit that is split"), gettext_lazy("It ends on the day before."), single=True
                ),
                Slot(
                    "heirs",
                    gettext_lazy("Existing units that take a part of it"),
                    gettext_lazy("Leave it empty when all heirs are new; they are named in the next step."),
                    least=0,
                ),
            ),
        ),
        Offer(
            ChangeKind.PART,
            gettext_lazy("A part of a unit goes to another one; both live on."),
            "right",
            (
                Slot(
                    "units",
                    gettext_lazy("Unit that gives a part"),
                    gettext_lazy("It lives on with the rest."),
                    single=True,
                ),
                Slot(
                    "heirs", gettext_lazy("Unit that takes the part"), gettext_lazy("It exists already."), single=True
                ),
            ),
        ),
        Offer(
            ChangeKind.RENAME,
            gettext_lazy("The unit stays what it is and is called otherwise."),
            "pen",
            (
                Slot(
                    "units",
                    gettext_lazy("Unit with a new name"),
                    gettext_lazy("Its old name stays with its past."),
                    single=True,
                ),
            ),
        ),
        Offer(
            ChangeKind.RETYPE,
            gettext_lazy("The unit becomes one of another type, for example a commune becomes a ward."),
            "refresh",
            (
                Slot(
                    "units",
                    gettext_lazy("Unit that changes its type"),
                    gettext_lazy("It stays the same unit."),
                    single=True,
                ),
            ),
        ),
        Offer(
            ChangeKind.MOVE,
            gettext_lazy("Units come under another parent, with all that stands under them."),
            "tree",
            (
                Slot("units", gettext_lazy("Units that move"), gettext_lazy("What stands under them moves along.")),
                Slot(
                    "heirs",
                    gettext_lazy("New parent"),
                    gettext_lazy("The unit under which they stand from that day on."),
                    single=True,
                ),
            ),
        ),
        Offer(
            ChangeKind.DISSOLVE,
            gettext_lazy("A unit ends and nobody goes on with it; what is open goes to the unit above it."),
            "close",
            (
                Slot(
                    "units",
                    gettext_lazy("Units that end"),
                    gettext_lazy("What stands under them comes under the unit above them."),
                ),
            ),
        ),
        Offer(
            ChangeKind.CREATE,
            gettext_lazy("A new unit begins that comes from no other one."),
            "plus",
            (
                Slot(
                    "units",
                    gettext_lazy("Parent of the new unit"),
                    gettext_lazy("The unit under which it will stand."),
                    single=True,
                ),
            ),
        ),
    )
}


@dataclass
class Choice:
    """A slot with what was sought, found and ticked."""

    slot: Slot
    words: str = ""
    chosen: list[Line] = field(default_factory=list)
    found: list[Line] = field(default_factory=list)
    error: str = ""

    @property
    def title(self) -> str:
        return str(self.slot.title)

    @property
    def input_type(self) -> str:
        """One of many, or any of many."""
        return "radio" if self.slot.single else "checkbox"

    @property
    def nothing_found(self) -> bool:
        return bool(self.words) and not self.found


def at_hand(actor: Acting) -> UnitQuerySet:
    """Units that the person may change and that have not ended before today, with names and parents of today."""
    reach = actor.reach(CHANGE_UNITS)
    if reach is None:
        return Unit.objects.none()
    return register(actor.day).at_hand(reach, actor.day).exclude(life__fully_lt=DateRange(actor.day, None))


def picked(actor: Acting, texts: list[str]) -> list[Line]:
    """The units of these public ids, in the order of the alphabet; what is no id, or out of reach, is left out."""
    ids = set()
    for text in texts:
        try:
            ids.add(uuid.UUID(text))
        except ValueError:
            continue
    return lines(at_hand(actor).filter(public_id__in=ids), "", actor.day) if ids else []


def choices(offer: Offer, data: QueryDict, actor: Acting, *, complete: bool = False) -> list[Choice]:
    """Every slot of a change as the address has it; ``complete`` also says what is still missing."""
    found = []
    for slot in offer.slots:
        choice = Choice(slot, data.get(f"q_{slot.name}", "").strip()[:120])
        choice.chosen = picked(actor, data.getlist(f"pick_{slot.name}"))
        if choice.words:
            known = {line.unit.unit_id for line in choice.chosen}
            rows = ranked(at_hand(actor), choice.words, actor.day)[:MOST_FOUND]
            choice.found = [line for line in lines(rows, choice.words, actor.day) if line.unit.unit_id not in known]
        if complete:
            choice.error = missing(choice)
        found.append(choice)
    if complete and not any(choice.error for choice in found):
        _twice(found)
    return found


def missing(choice: Choice) -> str:
    """What is wrong with the number of ticks, or nothing."""
    count = len(choice.chosen)
    if count < choice.slot.least:
        return _("Choose a unit here: search for it and tick it.")
    if choice.slot.single and count > 1:
        return _("Choose only one unit here.")
    return ""


def _twice(found: list[Choice]) -> None:
    seen: set[int] = set()
    for choice in found:
        ids = {line.unit.unit_id for line in choice.chosen}
        if ids & seen:
            choice.error = _("A unit cannot be on both sides of a change.")
        seen |= ids


def public_ids(codes: Iterable[str]) -> dict[str, str]:
    """Public ids of units by their codes."""
    rows = Unit.objects.filter(code__in=set(codes)).values_list("code", "public_id")
    return {code: str(public_id) for code, public_id in rows}


def query_of(kind: str, picks: Mapping[str, list[str]], **more: str) -> str:
    """The address of a step: the kind and everything that is ticked (public ids by slot)."""
    query = QueryDict(mutable=True)
    query["kind"] = kind
    for slot, ids in picks.items():
        query.setlist(f"pick_{slot}", ids)
    query.update(more)
    return query.urlencode()
