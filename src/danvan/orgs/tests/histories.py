"""Random histories of units: a tree of four levels through mergers, splits, closings and moves, written as plain rows.

``History`` is kept in Python; ``sees`` is the slow and plain answer to "who sees whom", worked out from it alone.
Codes: the nation ``0``, then a letter of the level with a number (``p1``, ``c3``, ``b7``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import strategies as st

from danvan.orgs.kinds import ChangeKind, Kind, ShareKind
from danvan.orgs.models import Change, Description, Lineage, Placement, Unit
from danvan.orgs.services import rebuild_reach

FIRST = date(2010, 1, 1)
STEP = timedelta(days=100)
KINDS = (Kind.NATION, Kind.PROVINCE, Kind.COMMUNE, Kind.FRONT)
LETTERS = "0pcb"
NUMBER = st.integers(0, 11)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "join", "split", "part", "dissolve", "move", "undone"]), NUMBER, NUMBER, NUMBER
    ),
    max_size=6,
)


@dataclass
class Place:
    """Under whom, since when and (the day after) until when."""

    parent: str
    since: date
    until: date | None = None


@dataclass
class Past:
    """One unit: its level, its days and its places in order."""

    level: int
    since: date
    until: date | None = None
    places: list[Place] = field(default_factory=list)

    def alive(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    def parent(self, day: date) -> str | None:
        for place in self.places:
            if place.since <= day and (place.until is None or day < place.until):
                return place.parent
        return None


@dataclass
class Strand:
    """What an act says of one source: the act's day, its state and the heirs."""

    source: str
    heirs: tuple[str, ...]
    day: date
    state: str = Change.State.APPLIED


class History:
    """Units by code, and the strands of the changes, in the order of time."""

    def __init__(self) -> None:
        self.units = {"0": Past(0, FIRST)}
        self.strands: list[Strand] = []
        for parent, level in (("0", 1), ("0", 1), ("p1", 2), ("p1", 2), ("p2", 2), ("c1", 3), ("c2", 3), ("c3", 3)):
            self.open(level, parent, FIRST)

    @classmethod
    def of(cls, acts: list[tuple]) -> History:
        """The history that these acts make, one every hundred days; an act that cannot be is left out."""
        history = cls()
        for number, (what, first, second, third) in enumerate(acts, start=1):
            history._act(what, FIRST + number * STEP, first, second, third)
        return history

    @property
    def days(self) -> list[date]:
        """The first day, the day before and the day of each act, and a day long after."""
        marks = sorted({strand.day for strand in self.strands} | {past.since for past in self.units.values()})
        marks += [past.until for past in self.units.values() if past.until]
        return sorted({day - timedelta(days=back) for day in marks for back in (0, 1)} | {FIRST + 20 * STEP})

    def open(self, level: int, parent: str, day: date) -> str:
        number = 1 + sum(past.level == level for past in self.units.values())
        code = f"{LETTERS[level]}{number}"
        self.units[code] = Past(level, day, places=[Place(parent, day)])
        return code

    def _alive(self, level: int, day: date) -> list[str]:
        return [code for code, past in self.units.items() if past.level == level and past.alive(day)]

    def _act(self, what: str, day: date, first: int, second: int, third: int) -> None:
        level = 1 + first % 3
        peers = self._alive(level, day)
        if len(peers) < 2:
            return
        one = peers[second % len(peers)]
        other = [code for code in peers if code != one][third % (len(peers) - 1)]
        parent = self.units[one].parent(day)
        if what == "merge":
            heir = self.open(level, parent, day)
            self._end([one, other], (heir,), day, third)
        elif what == "join":
            self._end([one], (other,), day, third)
        elif what == "split":
            self._end([one], (self.open(level, parent, day), self.open(level, parent, day)), day, third)
        elif what == "part":
            self.strands.append(Strand(one, (other,), day))
        elif what == "move" and level > 1:
            self._place(one, self._alive(level - 1, day)[third % len(self._alive(level - 1, day))], day)
        elif what in ("dissolve", "undone"):
            self._end([one], (), day, third, refuge=other)
            if what == "undone":
                self.strands.append(Strand(one, (other,), day, [Change.State.UNDONE, Change.State.DRAFT][first % 2]))

    def _end(self, sources: list[str], heirs: tuple[str, ...], day: date, fate: int, refuge: str = "") -> None:
        """Close the sources. What stands under them moves to an heir, closes too, or closes with an heir of its own."""
        for source in sources:
            home = (heirs or (refuge,))[-1]
            below = [code for code, past in self.units.items() if past.alive(day) and past.parent(day) == source]
            for number, child in enumerate(below):
                choice = (fate + number) % 3 if home else 2
                if choice == 0:
                    self._place(child, home, day)
                else:
                    own = (self.open(self.units[child].level, home, day),) if choice == 1 else ()
                    self._end([child], own, day, fate + 1)
            self._shut(source, day)
            if heirs:
                self.strands.append(Strand(source, heirs, day))

    def _place(self, code: str, parent: str, day: date) -> None:
        last = self.units[code].places[-1]
        if last.since == day:
            last.parent = parent
        elif last.parent != parent:
            last.until = day
            self.units[code].places.append(Place(parent, day))

    def _shut(self, code: str, day: date) -> None:
        past = self.units[code]
        past.until = past.places[-1].until = day

    def store(self) -> dict[str, Unit]:
        """Write it as rows and build the reach; returns the units by code."""
        units = {code: Unit(code=code, life=DateRange(past.since, past.until)) for code, past in self.units.items()}
        Unit.objects.bulk_create(units.values())
        Description.objects.bulk_create(
            Description(unit=units[code], kind=KINDS[past.level], name=code, short_name=code, valid=units[code].life)
            for code, past in self.units.items()
        )
        Placement.objects.bulk_create(
            Placement(unit=units[code], parent=units[place.parent], valid=DateRange(place.since, place.until))
            for code, past in self.units.items()
            for place in past.places
        )
        for strand in self.strands:
            write_change(strand.day, {units[strand.source]: [units[code] for code in strand.heirs]}, state=strand.state)
        rebuild_reach()
        return units

    def sees(self, above: str, below: str, day: date) -> bool:
        """Whether a grant on ``above`` shows ``below`` on ``day``."""
        past = self.units[below]
        if day < past.since:
            return False
        last = day if past.alive(day) else past.until - timedelta(days=1)
        if self._stands(above, below, last):
            return True
        return any(day >= since and self.sees(above, heir, day) for heir, since in self._goes_to(below))

    def _stands(self, above: str, below: str, day: date) -> bool:
        code: str | None = below
        while code:
            if code == above:
                return True
            code = self.units[code].parent(day)
        return False

    def _goes_to(self, code: str) -> list[tuple[str, date]]:
        """To whom a closed unit leaves what it made, and since when."""
        end = self.units[code].until
        if end is None:
            return []
        applied = [strand for strand in self.strands if strand.source == code and strand.state == Change.State.APPLIED]
        heirs = [(heir, strand.day) for strand in applied if strand.day >= end for heir in strand.heirs]
        parent = self.units[code].parent(end - timedelta(days=1))
        return heirs or [(parent, end)] if parent else heirs


def write_change(
    day: date, lines: dict[Unit, list[Unit]], *, kind: str = ChangeKind.MERGE, state: str = Change.State.APPLIED
) -> Change:
    """A change with strands from each source to its heirs, as a row; the reach is the caller's to rebuild."""
    change = Change.objects.create(kind=kind, effective_on=day, decided_by="số liệu minh họa", state=state)
    Lineage.objects.bulk_create(
        Lineage(change=change, source=source, heir=heir, share_kind=ShareKind.NONE, share=None)
        for source, heirs in lines.items()
        for heir in heirs
    )
    return change
