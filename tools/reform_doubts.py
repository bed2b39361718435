"""Strands of the reform of 2025 that the source cannot mean, and strands that are worth a doubt.

The source has no shares and no boundaries, only names and centre points, and a fair number of its points lie in the
wrong place. So a distance alone decides nothing: Xã Lương Sơn "lies" 85 km from the six communes it is made of, because
its point is wrong. What decides is what the *other communes of the same old district* became:

- **dropped**: a part goes to a far heir to which no other commune of the old district goes whole, that heir has a
  source of the very same name from another district, and the commune has another heir among its neighbours. The source
  took two communes of one name in one province for each other (Phường 4 of Tây Ninh and Phường 4 of Tân An).
- **doubtful**: far, and no other commune of the old district goes there. Kept.
- **point**: very far, but the commune's neighbours go there too, or heir and commune are one to one. The strand is
  believed; a centre point is wrong, or it is an island.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from statistics import median

DOUBT_COLUMNS = ["old_code", "old_name", "old_district", "new_code", "new_name", "km", "reason", "done"]

# In kilometres. Between the strands that are matches by name (20 and more) and the others of the same shape (10 at the
# most) nothing lies; a big mountain commune's own centre can be 15 km from the one it went into, not 30.
FAR, VERY_FAR = 15, 30
EARTH = 6371

SAME_NAME = (
    "Heir has a source of the same name ({0}); no other commune of this old district goes to it whole; "
    "neighbours go to {1}"
)
ALONE = "No other commune of this old district goes to this heir"
NEIGHBOURS = "Others of this old district go there too ({0}): a centre point is wrong, or it is an island"
ONE_TO_ONE = "Alone and whole in its heir: a centre point is wrong, or it is an island"

Point = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """An old commune (its district's code and name) or a commune of today (district empty)."""

    name: str
    point: Point
    district: str = ""
    district_name: str = ""


@dataclass(frozen=True)
class Strand:
    """An old commune and one of its heirs, by code."""

    old: str
    new: str
    whole: bool


@dataclass(frozen=True)
class Doubt:
    """A strand with what speaks against it, and what was done."""

    strand: Strand
    km: float
    reason: str
    done: str


def distance(one: Point, two: Point) -> float:
    """Kilometres along the ground between two points (latitude, longitude in degrees)."""
    north, south = radians(one[0]), radians(two[0])
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(radians(two[1] - one[1]) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))


class Neighbours:
    """The strands of old communes, seen from their old districts."""

    def __init__(self, strands: list[Strand], old: dict[str, Place], new: dict[str, Place]) -> None:
        self.old, self.new = old, new
        self.sources: dict[str, list[Strand]] = defaultdict(list)
        self.heirs: dict[str, list[Strand]] = defaultdict(list)
        self.members: dict[str, list[str]] = defaultdict(list)
        self.counts: Counter[tuple[str, str, bool]] = Counter()
        for strand in strands:
            self.sources[strand.new].append(strand)
            self.heirs[strand.old].append(strand)
            self.counts[old[strand.old].district, strand.new, strand.whole] += 1
        for code, place in old.items():
            self.members[place.district].append(code)

    def company(self, strand: Strand, *, whole_only: bool = False) -> int:
        """How many other communes of the same old district go to the same heir."""
        district = self.old[strand.old].district
        found = self.counts[district, strand.new, True]
        if not whole_only:
            found += self.counts[district, strand.new, False]
        return found - (strand.whole or not whole_only)

    def km(self, strand: Strand) -> float:
        """From the commune's point to its heir's."""
        return distance(self.old[strand.old].point, self.new[strand.new].point)

    def away(self, strand: Strand) -> float:
        """From the middle of the heir's sources of other districts to the nearest neighbour; 0 when one is missing.

        Neither the commune's own point nor the heir's is used: each of them may be wrong.
        """
        district = self.old[strand.old].district
        others = [self.old[one.old].point for one in self.sources[strand.new] if self.old[one.old].district != district]
        near = [self.old[code].point for code in self.members[district] if code != strand.old]
        if not others or not near:
            return 0
        middle = median(point[0] for point in others), median(point[1] for point in others)
        return min(distance(middle, point) for point in near)

    def namesakes(self, strand: Strand) -> list[str]:
        """Districts of the heir's other sources that bear the very name of the commune."""
        own = self.old[strand.old]
        places = [self.old[one.old] for one in self.sources[strand.new] if one.old != strand.old]
        return sorted(
            place.district_name for place in places if place.name == own.name and place.district != own.district
        )

    def homes(self, strand: Strand) -> list[str]:
        """Names of the commune's other heirs to which its neighbours go too."""
        others = [one for one in self.heirs[strand.old] if one != strand and self.company(one)]
        return [self.new[one.new].name for one in others]


def matches_by_name(view: Neighbours, strands: list[Strand]) -> list[Doubt]:
    """The strands to drop: every one of the four signs must be there."""
    found = []
    for strand in strands:
        namesakes, homes = view.namesakes(strand), view.homes(strand)
        far = max(view.km(strand), view.away(strand))
        if not strand.whole and namesakes and homes and not view.company(strand, whole_only=True) and far > FAR:
            reason = SAME_NAME.format(", ".join(namesakes), ", ".join(homes))
            found.append(Doubt(strand, far, reason, "dropped"))
    return found


def doubtful(view: Neighbours, strands: list[Strand]) -> list[Doubt]:
    """The strands to keep and to list."""
    found = []
    for strand in strands:
        far, company = view.km(strand), view.company(strand)
        alone = len(view.sources[strand.new]) == 1 and strand.whole
        if far > FAR and not company and not alone:
            found.append(Doubt(strand, far, ALONE, "doubtful"))
        elif far > VERY_FAR:
            found.append(Doubt(strand, far, ONE_TO_ONE if alone else NEIGHBOURS.format(company), "point"))
    return found


def judge(strands: list[Strand], old: dict[str, Place], new: dict[str, Place]) -> tuple[list[Strand], list[Doubt]]:
    """The strands that stay, whole where only one is left of a divided commune, and every doubt by code."""
    dropped = matches_by_name(Neighbours(strands, old, new), strands)
    gone = {doubt.strand for doubt in dropped}
    left = [strand for strand in strands if strand not in gone]
    numbers = Counter(strand.old for strand in left)
    left = [Strand(strand.old, strand.new, numbers[strand.old] == 1) for strand in left]
    found = dropped + doubtful(Neighbours(left, old, new), left)
    return left, sorted(found, key=lambda doubt: (doubt.strand.old, doubt.strand.new))


def doubt_rows(doubts: list[Doubt], old: dict[str, Place], new: dict[str, Place]) -> list[list[object]]:
    """Rows of areas-doubts.csv."""
    rows = []
    for doubt in doubts:
        before, after = old[doubt.strand.old], new[doubt.strand.new]
        named = [doubt.strand.old, before.name, before.district_name, doubt.strand.new, after.name]
        rows.append([*named, round(doubt.km), doubt.reason, doubt.done])
    return rows
