"""Where everything of a family tree stands: time from left to right, one lane a member, no two on one another.

The scale of time is even between two days of change and stops on each of them for the room the strands need.
Lengths are pixels; y grows downwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

GUTTER = 112  # the room in which strands run from one side of a day to the other
LEAD = 26  # the room before the first year, for what was there before the data
HEAD = 62
NATURAL = 952
NARROW, BROAD = 176, 336
LETTER = 7.6  # the mean width of a letter of a name
LABEL, NOTE = 19, 15
BAR, BAR_HERE = 8, 14


@dataclass(frozen=True)
class Member:
    """One unit of the tree. ``begins`` None: it was there before the data; ``ends`` (the day after the last) None: it
    lives. ``notes`` stand under its bar, ``marks`` (day and words) on it; ``said`` is all of it in words."""

    key: int
    name: str
    begins: date | None
    ends: date | None
    url: str = ""
    here: bool = False
    notes: tuple[str, ...] = ()
    marks: tuple[tuple[date, str], ...] = ()
    said: str = ""


@dataclass(frozen=True)
class Tie:
    """A strand: on ``day`` the share ``share`` of ``source`` (0 to 1; None: cannot be apportioned) goes to ``heir``.
    ``label`` stands on it (nothing for a whole), ``said`` is it in words."""

    source: int
    heir: int
    day: date
    share: Decimal | None = Decimal(1)
    label: str = ""
    said: str = ""

    @property
    def shape(self) -> str:
        """How it is drawn: whole, part, or unknown."""
        return "unknown" if self.share is None else "whole" if self.share == 1 else "part"


@dataclass(frozen=True)
class Family:
    """All that is drawn. ``papers`` gives the legal document of a day of change; one member is ``here``."""

    members: Sequence[Member]
    ties: Sequence[Tie]
    papers: Mapping[date, str]
    today: date


@dataclass(frozen=True)
class Box:
    """Where a member stands: its bar from ``start`` to ``end`` at height ``y``, and all that belongs to it."""

    member: Member
    start: float
    end: float
    y: float
    left: float
    right: float
    top: float
    bottom: float
    flushed: bool  # the name ends where the bar ends, because the bar is too short to begin there

    def meets(self, other: Box) -> bool:
        """Whether the two lie on one another."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass
class Scale:
    """Days to pixels. ``breaks`` are the days of change; between two of them time runs evenly."""

    first: date
    last: date
    breaks: list[date]
    widths: list[float]
    starts: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.starts, x = [], float(LEAD)
        for width in self.widths:
            self.starts.append(x)
            x += width + GUTTER

    @property
    def width(self) -> float:
        return self.starts[-1] + self.widths[-1]

    def span(self, stretch: int) -> tuple[date, date]:
        """The first day of a stretch and the day after its last."""
        edges = [self.first, *self.breaks, max(self.last, self.breaks[-1] + timedelta(days=1))]
        return edges[stretch], edges[stretch + 1]

    def x(self, day: date, *, ending: bool = False) -> float:
        """The place of a day; on a day of change what ends stands left of the strands, what begins right of them."""
        passed = sum(edge < day or (edge == day and not ending) for edge in self.breaks)
        begin, end = self.span(passed)
        part = (day - begin).days / max((end - begin).days, 1)
        return self.starts[passed] + self.widths[passed] * min(max(part, 0.0), 1.0)

    def gate(self, day: date) -> float:
        """The middle of the room of a day of change."""
        return self.x(day) - GUTTER / 2

    def years(self) -> list[tuple[int, float]]:
        """The years that begin within the drawn time, with their places; thinned where they would crowd."""
        found: list[tuple[int, float]] = []
        for stretch, width in enumerate(self.widths):
            begin, end = self.span(stretch)
            each = width * 365 / max((end - begin).days, 1)
            step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 10_000) if each * step >= 46)
            for year in range(begin.year, end.year + 1):
                opening = date(year, 1, 1)
                if year % step == 0 and begin <= opening < end and opening not in self.breaks:
                    found.append((year, self.x(opening)))
        return found


def scale_of(family: Family) -> Scale:
    """The scale that gives every name its room, as wide as a page when there is room to spare."""
    breaks = sorted({tie.day for tie in family.ties})
    days = [member.begins for member in family.members if member.begins]
    days += [day for member in family.members for day, _words in member.marks]
    first = min([*days, date(breaks[0].year - 5, 1, 1)])
    last = max(family.today, *(member.ends for member in family.members if member.ends), breaks[-1])
    longest = max(len(member.name) for member in family.members) * LETTER + 12
    widths = [min(max(longest, NARROW), BROAD)] * (len(breaks) + 1)
    spare = NATURAL - LEAD - sum(widths) - GUTTER * len(breaks)
    if spare > 0:
        widths = [width + spare / len(widths) for width in widths]
    return Scale(first, last, breaks, widths)


class Lanes:
    """Gives each member a place that no other has."""

    def __init__(self, family: Family, scale: Scale) -> None:
        self.scale = scale
        self.members = {member.key: member for member in family.members}
        self.gap = 14 if len(family.members) <= 16 else 6
        self.boxes: dict[int, Box] = {}
        self.seen: set[int] = set()
        self.below = 0.0

    def box(self, member: Member, y: float) -> Box:
        """The room of a member whose bar lies at ``y``."""
        start = self.scale.x(member.begins) if member.begins else 0.0
        end = self.scale.x(member.ends, ending=True) if member.ends else self.scale.width
        end = max(end, start + 4)
        need = min(len(member.name) * LETTER, BROAD) + 12
        flushed = end - start < need and end - need >= 0
        left = min(start, end - need) if flushed else start
        right = end if flushed else max(end, start + need)
        half = (BAR_HERE if member.here else BAR) / 2
        bottom = y + half + NOTE * len(member.notes) + 3
        return Box(member, start, end, y, left, right + 8, y - half - LABEL, bottom, flushed)

    def free(self, box: Box) -> bool:
        return not any(box.meets(other) for other in self.boxes.values())

    def put(self, key: int, y: float, *, down: bool = False) -> Box:
        """At the free place nearest to ``y`` (``down``: not above it)."""
        offsets = (offset for step in count() for offset in ((step * 4,) if down else (step * 4, -step * 4)))
        tried = (self.box(self.members[key], y + offset) for offset in offsets)
        box = self.boxes[key] = next(filter(self.free, tried))
        return box

    def put_below(self, key: int) -> None:
        """As a leaf: under the leaves before it."""
        member = self.members[key]
        box = self.put(key, self.below + LABEL + BAR_HERE / 2, down=True)
        self.below = box.bottom + (self.gap if not member.here else 2 * self.gap)

    def settle(self, key: int, kin: Mapping[int, list[int]]) -> None:
        """The relatives first, the member itself in the middle of them."""
        self.seen.add(key)
        mine = [other for other in kin.get(key, []) if other not in self.seen]
        self.seen.update(mine)
        beside = any(self._side_by_side(key, other) for other in mine)
        half = (len(mine) + 1) // 2
        for other in mine[:half]:
            self.settle(other, kin)
        if beside and key not in self.boxes:
            self.put_below(key)
        for other in mine[half:]:
            self.settle(other, kin)
        if key in self.boxes:
            return
        heights = [self.boxes[other].y for other in kin.get(key, []) if other in self.boxes]
        if heights:
            self.put(key, (min(heights) + max(heights)) / 2)
            return
        self.put_below(key)

    def _side_by_side(self, one: int, other: int) -> bool:
        mine, its = (self.box(self.members[key], 0) for key in (one, other))
        return mine.start < its.end and its.start < mine.end


def _kin(ties: Iterable[Tie], *, up: bool) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for tie in ties:
        key, other = (tie.heir, tie.source) if up else (tie.source, tie.heir)
        found.setdefault(key, []).append(other)
    return found


def place(family: Family, scale: Scale) -> list[Box]:
    """Every member's place: those before at the left, those after at the right, the one that is meant between them."""
    lanes = Lanes(family, scale)
    focus = next(member.key for member in family.members if member.here)
    lanes.settle(focus, _kin(family.ties, up=True))
    heirs = _kin(family.ties, up=False)
    after = _leaves(focus, heirs, lanes.seen)
    lanes.below = lanes.boxes[focus].y - _span(lanes, after) / 2 - LABEL - BAR_HERE / 2
    lanes.settle(focus, heirs)
    for member in family.members:
        if member.key not in lanes.boxes:
            lanes.below = max(box.bottom for box in lanes.boxes.values()) + lanes.gap
            lanes.put_below(member.key)
    top = HEAD + 6 - min(box.top for box in lanes.boxes.values())
    return [lanes.box(member, lanes.boxes[member.key].y + top) for member in family.members]


def _span(lanes: Lanes, leaves: Sequence[int]) -> float:
    """From the bar of the first leaf to the bar of the last when they stand under one another."""
    boxes = [lanes.box(lanes.members[key], 0) for key in leaves]
    if not boxes:
        return 0.0
    height = sum(box.bottom for box in boxes) + len(boxes) * (LABEL + BAR_HERE / 2) + lanes.gap * (len(boxes) - 1)
    return height - (LABEL + BAR_HERE / 2) - boxes[-1].bottom


def _leaves(key: int, kin: Mapping[int, list[int]], known: set[int]) -> list[int]:
    """The last members of the branches under ``key``, each once."""
    found, seen, waiting = [], set(known), [key]
    while waiting:
        current = waiting.pop()
        further = [other for other in kin.get(current, []) if other not in seen]
        seen.update(further)
        waiting += further
        if not further and current != key:
            found.append(current)
    return found
