"""What becomes of a unit's past: strands of changes composed over any number of changes. Pure, without a database.

A figure of ``source`` for a period whose last day lies in ``valid``, looked at with the units of a day in ``seen``,
goes to ``heir`` with ``share``. All strands of one source and day are one event. What an event leaves over stays with
the source when it lives on. Shares that do not make a whole are not shares: nothing of that event is apportioned.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

# Decimal places of a composed share, and how far declared shares may miss 1 for having been rounded, for each strand.
PLACES = 12
_UNIT = 10**PLACES
_ROUNDING = Fraction(1, 10**8)
# Most sources go whole to one heir; those need no arithmetic.
_ALL, _ALL_ROUNDED = Fraction(1), Decimal(_UNIT).scaleb(-PLACES)
WHOLE, ESTIMATED, NONE = "whole", "estimated", "none"

Days = tuple[date | None, date | None]
Shares = dict[int | None, Fraction | None]
Timeline = list[tuple[date | None, Shares]]
# In shares: what went to nobody, because a unit ended without an heir.
_LOST = None


@dataclass(frozen=True)
class Strand:
    """What of ``source`` goes on in ``heir`` from ``day`` on. ``share`` empty: it is not known how much."""

    source: int
    heir: int
    day: date
    share: Decimal | None


@dataclass(frozen=True)
class Segment:
    """One composed step from a source to an heir. Days are closed at the start and open at the end."""

    heir: int
    valid: Days
    seen: Days
    share: Decimal | None
    kind: str


class Lineage:
    """Strands, lives (only those of sources and of ended units are needed) and who stood above units that ended.

    A unit in ``parents`` that ends without a strand leaves its figures to the parent of its last day.
    """

    def __init__(
        self, strands: Iterable[Strand], lives: Mapping[int, Days], parents: Mapping[int, int] | None = None
    ) -> None:
        self._lives = lives
        self._parents = parents or {}
        self._strands: dict[tuple[int, date], list[Strand]] = defaultdict(list)
        for strand in strands:
            if self._happens(strand.source, strand.day):
                self._strands[strand.source, strand.day].append(strand)
        days: dict[int, set[date]] = defaultdict(set)
        for source, day in self._strands:
            days[source].add(day)
        for unit, (_since, end) in lives.items():
            if end is not None:
                days[unit].add(end)
        self._events = {unit: sorted(found) for unit, found in days.items()}
        self._known: dict[tuple[int, int], Timeline] = {}

    def segments(self, unit: int) -> Iterator[Segment]:
        """All segments of one source, identity included, in order of ``valid``, ``seen`` and heir."""
        since, until = self._lives.get(unit, (None, None))
        events = self._events.get(unit, [])
        for number in range(len(events) + 1):
            begin = events[number - 1] if number else since
            end = events[number] if number < len(events) else until
            if begin is not None and end is not None and begin >= end:
                continue
            yield from _runs(self._evolution(unit, number), (begin, end))

    def problems(self) -> list[tuple[int, date]]:
        """Events (source, day) whose declared shares do not make a whole."""
        return [key for key in self._strands if self._shares(*key) is None]

    def _happens(self, unit: int, day: date) -> bool:
        since, until = self._lives.get(unit, (None, None))
        return (since is None or day > since) and (until is None or day <= until)

    def _evolution(self, unit: int, number: int) -> Timeline:
        """Where a figure of ``unit`` is on later days, when its events from ``number`` on lie ahead."""
        key = (unit, number)
        if key not in self._known:
            self._known[key] = self._evolve(unit, number)
        return self._known[key]

    def _evolve(self, unit: int, number: int) -> Timeline:
        events = self._events.get(unit, [])
        if number >= len(events):
            return [(None, {unit: _ALL})]
        day = events[number]
        parts = self._parts(unit, number, day)
        starts = sorted({day} | {start for _s, line in parts for start, _d in line if start and start > day})
        later = [(start, _combined(parts, start)) for start in starts]
        return [(None, {unit: _ALL}), *later]

    def _parts(self, unit: int, number: int, day: date) -> list[tuple[Fraction | None, Timeline]]:
        """The shares of one event, each with what becomes of its heir afterwards."""
        strands = self._strands.get((unit, day))
        if strands is None:
            parent = self._parents.get(unit)
            if parent is None:
                return [(_ALL, [(None, {_LOST: _ALL})])]
            # The parent of the last day: what happens to it on the day after happens to this figure too.
            ahead = bisect_left(self._events.get(parent, []), day)
            return [(_ALL, self._evolution(parent, ahead))]
        shares = self._shares(unit, day)
        if shares is None:
            heirs = {strand.heir for strand in strands} | ({unit} if self._lives_on(unit, day) else set())
            shares = dict.fromkeys(heirs, None)
        return [
            (
                share,
                self._evolution(heir, number + 1)
                if heir == unit
                else self._evolution(heir, bisect_right(self._events.get(heir, []), day)),
            )
            for heir, share in shares.items()
        ]

    def _lives_on(self, unit: int, day: date) -> bool:
        until = self._lives.get(unit, (None, None))[1]
        return until is None or until > day

    def _shares(self, unit: int, day: date) -> dict[int, Fraction | None] | None:
        """The heirs of one event with their shares, the source among them if it lives on; None: no whole."""
        strands = self._strands[unit, day]
        if len(strands) == 1 and strands[0].share == 1:
            return {strands[0].heir: _ALL}
        shares: dict[int, Fraction | None] = {}
        for strand in strands:
            before = shares.get(strand.heir, Fraction(0))
            known = before is not None and strand.share is not None
            shares[strand.heir] = before + Fraction(strand.share) if known else None
        unknown = None in shares.values()
        left = 1 - sum(share for share in shares.values() if share is not None)
        lives_on = self._lives_on(unit, day)
        if abs(left) <= len(strands) * _ROUNDING and not unknown:
            return {heir: share / (1 - left) for heir, share in shares.items()}
        if left < 0 or (unknown and left == 0) or (not lives_on and not unknown):
            return None
        if lives_on:
            shares[unit] = None if unknown else left
        return shares


def _at(timeline: Timeline, day: date) -> Shares:
    return [shares for start, shares in timeline if start is None or start <= day][-1]


def _combined(parts: list[tuple[Fraction | None, Timeline]], day: date) -> Shares:
    found: Shares = {}
    if len(parts) == 1 and parts[0][0] == 1:
        found, parts = dict(_at(parts[0][1], day)), []
    for share, timeline in parts:
        for heir, further in _at(timeline, day).items():
            before = found.get(heir, Fraction(0))
            known = before is not None and share is not None and further is not None
            found[heir] = before + share * further if known else None
    if len(found) == 1:  # parts that come together again are a whole, whatever they were
        return dict.fromkeys(found, _ALL)
    return found


def _runs(timeline: Timeline, valid: Days) -> Iterator[Segment]:
    """Segments of the days in which an heir's share stays the same."""
    open_runs: dict[int, tuple[date | None, Decimal | None]] = {}
    for start, shares in timeline:
        rounded = _rounded(shares)
        day = valid[0] if start is None else start
        for heir, (since, share) in list(open_runs.items()):
            if heir not in rounded or rounded[heir] != share:
                yield _segment(heir, valid, (since, day), share)
                del open_runs[heir]
        for heir, share in sorted(rounded.items()):
            open_runs.setdefault(heir, (day, share))
    for heir, (since, share) in sorted(open_runs.items()):
        yield _segment(heir, valid, (since, None), share)


def _segment(heir: int, valid: Days, seen: Days, share: Decimal | None) -> Segment:
    kind = NONE if share is None else WHOLE if share == 1 else ESTIMATED
    return Segment(heir, valid, seen, share, kind)


def _rounded(shares: Shares) -> dict[int, Decimal | None]:
    """Shares to ``PLACES`` decimals; when all are known they sum to exactly 1 (largest remainder)."""
    if len(shares) == 1 and _LOST not in shares and 1 in shares.values():
        return dict.fromkeys(shares, _ALL_ROUNDED)
    known = {heir: share * _UNIT for heir, share in shares.items() if share is not None}
    whole = {heir: int(share) for heir, share in known.items()}
    left = round(sum(known.values())) - sum(whole.values())
    largest = sorted(known, key=lambda heir: (whole[heir] - known[heir], heir is None, heir or 0))
    for heir in largest[:left]:
        whole[heir] += 1
    return {
        heir: None if share is None else Decimal(whole[heir]).scaleb(-PLACES)
        for heir, share in shares.items()
        if heir is not _LOST and (share is None or whole[heir] > 0)
    }
