"""A map in tiles: each place of a province is one tile near where it lies, no two on one another.

Degrees are evened out on the way, so that a dense town and an empty mountain both get the room their number of places
needs; a tile therefore tells where a place lies among its neighbours, not its area. The kind is the shape of the tile
(square, round, pointed, cut), the group it came from its filling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from math import ceil, cos, radians, sqrt

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PITCH, SIZE = 14, 11
# How much the order of places counts against their degrees, and how many of the cells are taken. A few places keep
# more of the shape of the country; many would leave a page of holes.
FEW, MANY = (0.5, 0.5), (0.7, 0.62)
GROUPS = 5
ON_A_LINE = 6  # letters
NAMED, NAMED_ACROSS = 64, 11  # so many places, in so many columns, carry their names
ROUNDS = 12
NEAR = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if (x, y) != (0, 0)]
SHAPES = ("square", "round", "pointed", "cut")


@dataclass(frozen=True)
class Place:
    """One tile: where it lies (degrees north and east), its shape of ``SHAPES``, its group from 0, what it says."""

    latitude: float
    longitude: float
    name: str
    said: str
    url: str = ""
    shape: str = "square"
    group: int = 0
    marked: bool = False


def _evened(values: Sequence[float], share: float) -> list[float]:
    """The values from 0 to 1, by ``share`` after their rank, else after their measure; equal values stay equal."""
    low, high = min(values), max(values)
    reach = high - low or 1.0
    ranks: dict[float, list[int]] = {}
    for rank, value in enumerate(sorted(values)):
        ranks.setdefault(value, []).append(rank)
    last = max(len(values) - 1, 1)
    middle = {value: (some[0] + some[-1]) / 2 / last for value, some in ranks.items()}
    return [share * middle[value] + (1 - share) * (value - low) / reach for value in values]


def _rings(x: int, y: int) -> Iterator[tuple[int, int]]:
    """Cells around one, nearest first."""
    for ring in count():
        cells = [
            (x + dx, y + dy)
            for dx in range(-ring, ring + 1)
            for dy in range(-ring, ring + 1)
            if max(abs(dx), abs(dy)) == ring
        ]
        yield from sorted(cells, key=lambda cell: ((cell[0] - x) ** 2 + (cell[1] - y) ** 2, cell))


def arrange(points: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """Column and row (from 0, the north at the top) of each point (latitude, longitude); each cell is given once."""
    return list(_arranged(tuple(points)))


@lru_cache(maxsize=256)
def _arranged(points: tuple[tuple[float, float], ...]) -> tuple[tuple[int, int], ...]:
    """As ``arrange``; kept, since the places of a province are asked for again and again and hardly ever change."""
    if not points:
        return ()
    targets = _targets(points)
    middle_x = sum(x for x, _y in targets) / len(targets)
    middle_y = sum(y for _x, y in targets) / len(targets)

    def nearest_the_middle(number: int) -> tuple[float, tuple[float, float], int]:
        x, y = targets[number]
        return (x - middle_x) ** 2 + (y - middle_y) ** 2, points[number], number

    taken: dict[tuple[int, int], int] = {}
    for number in sorted(range(len(points)), key=nearest_the_middle):
        x, y = targets[number]
        cell = next(cell for cell in _rings(round(x), round(y)) if cell not in taken)
        taken[cell] = number
    _settle(taken, targets)
    left, top = min(x for x, _y in taken), min(y for _x, y in taken)
    found = {number: (x - left, y - top) for (x, y), number in taken.items()}
    return tuple(found[number] for number in range(len(points)))


def _targets(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Where each point would lie on the grid if nobody else did."""
    north = [point[0] for point in points]
    east = [point[1] for point in points]
    narrow = cos(radians(sum(north) / len(north)))
    wide, tall = (max(east) - min(east)) * narrow, max(north) - min(north)
    aspect = min(max(wide / tall if tall else 2.0, 0.6), 1.6)
    share, fullness = FEW if len(points) <= NAMED else MANY
    cells = len(points) / fullness
    columns, rows = max(ceil(sqrt(cells * aspect)), 1), max(ceil(sqrt(cells / aspect)), 1)
    xs = [value * (columns - 1) for value in _evened(east, share)]
    ys = [(1 - value) * (rows - 1) for value in _evened(north, share)]
    return list(zip(xs, ys, strict=True))


def _settle(taken: dict[tuple[int, int], int], targets: Sequence[tuple[float, float]]) -> None:
    """Let neighbours change places, or move into an empty cell, as long as that brings them nearer to their targets."""

    def far(number: int | None, cell: tuple[int, int]) -> float:
        if number is None:
            return 0.0
        x, y = targets[number]
        return (x - cell[0]) ** 2 + (y - cell[1]) ** 2

    for _round in range(ROUNDS):
        moved = False
        for cell in sorted(taken):
            for step_x, step_y in NEAR:
                other = (cell[0] + step_x, cell[1] + step_y)
                one, two = taken.get(cell), taken.get(other)
                if one is not None and far(one, other) + far(two, cell) + 1e-9 < far(one, cell) + far(two, other):
                    _change(taken, cell, other)
                    moved = True
        if not moved:
            break


def _change(taken: dict[tuple[int, int], int], cell: tuple[int, int], other: tuple[int, int]) -> None:
    one, two = taken.pop(cell), taken.pop(other, None)
    taken[other] = one
    if two is not None:
        taken[cell] = two


def _outline(shape: str, x: float, y: float, size: float = SIZE) -> str:
    half = size / 2
    if shape == "round":
        return f"M{x:g} {y + half:g}a{half:g} {half:g} 0 1 1 {size:g} 0a{half:g} {half:g} 0 1 1 -{size:g} 0z"
    if shape == "pointed":
        return (
            f"M{x + half:g} {y - 1:g}l{half + 1:g} {half + 1:g}l-{half + 1:g} {half + 1:g}l-{half + 1:g} -{half + 1:g}z"
        )
    if shape == "cut":
        return f"M{x + 3:g} {y:g}h{size - 6:g}l3 3v{size - 6:g}l-3 3h-{size - 6:g}l-3 -3v-{size - 6:g}z"
    return f"M{x:g} {y:g}h{size:g}v{size:g}h-{size:g}z"


def _filling(group: int, x: float, y: float, size: float = SIZE) -> str:
    """What is drawn on the tile of a group, so that groups differ without colour."""
    half = size / 2
    if group == 2:
        return f"M{x + 2:g} {y + size - 2:g}L{x + size - 2:g} {y + 2:g}"
    if group == 3:
        return f"M{x + half - 1.5:g} {y + half - 1.5:g}h3v3h-3z"
    if group == 4:
        return f"M{x + 2:g} {y + half:g}h{size - 4:g}"
    return ""


def _tile(place: Place, x: float, y: float, *, named: bool) -> SafeString:
    ring = f"M{x - 2:g} {y - 2:g}h{SIZE + 4}v{SIZE + 4}h-{SIZE + 4}z" if place.marked else ""
    inside = format_html(
        '<title>{}</title><path d="{}"/>{}{}',
        place.said,
        _outline(place.shape, x, y),
        format_html('<path class="tile-map__ring" d="{}"/>', ring) if ring else "",
        _name(place.name, x + SIZE / 2, y + SIZE / 2) if named else "",
    )
    return format_html('<a href="{}">{}</a>', place.url, inside) if place.url else format_html("<g>{}</g>", inside)


def _name(name: str, x: float, y: float) -> SafeString:
    """A name on its tile, in as few lines as its words fit."""
    rows: list[str] = []
    for word in name.replace(" - ", "- ").split():
        if rows and len(f"{rows[-1]} {word}".rstrip("-")) <= ON_A_LINE:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    lines = [
        format_html(
            '<text class="tile-map__name" x="{}" y="{}">{}</text>',
            f"{x:.1f}",
            f"{y + 1 + 3 * (place - (len(rows) - 1) / 2):.1f}",
            row,
        )
        for place, row in enumerate(rows)
    ]
    return mark_safe("".join(lines))  # noqa: S308 - built by format_html


def _drawn(tiles: Sequence[tuple[Place, float, float]], group: int, *, named: bool) -> str:
    """The tiles of one filling, with all their signs as one path over them."""
    inner = "".join(_tile(place, x, y, named=named) for place, x, y in tiles)
    signs = "" if named else "".join(_filling(group, x, y) for _place, x, y in tiles)
    return inner + (f'<path class="tile-map__sign" d="{signs}"/>' if signs else "")


def tile_map(places: Sequence[Place], label: str) -> SafeString:
    """The map; ``label`` states what it shows. Marked places stand out, the others step back. The names of few
    places stand on their tiles."""
    if not places:
        return SafeString("")
    cells = arrange([(place.latitude, place.longitude) for place in places])
    named = len(places) <= NAMED and max(x for x, _y in cells) < NAMED_ACROSS
    drawn = []
    for marked in (False, True):
        for group in range(GROUPS):
            tiles = [
                (place, x * PITCH + 3, y * PITCH + 3)
                for place, (x, y) in zip(places, cells, strict=True)
                if place.group % GROUPS == group and place.marked == marked
            ]
            tiles.sort(key=lambda tile: (tile[2], tile[1]))
            classes = f"tile-map__group tile-map__group--{group}" + " tile-map__group--marked" * marked
            drawn.append(f'<g class="{classes}">{_drawn(tiles, group, named=named)}</g>' if tiles else "")
    width = (max(x for x, _y in cells) + 1) * PITCH + 4
    height = (max(y for _x, y in cells) + 1) * PITCH + 4
    classes = " tile-map__svg--asked" * any(place.marked for place in places) + " tile-map__svg--named" * named
    return format_html(
        '<svg class="tile-map__svg{}" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>',
        classes,
        width,
        height,
        label,
        mark_safe("".join(drawn)),  # noqa: S308 - every piece was escaped when it was built
    )


def key(*, shape: str = "square", group: int = 0) -> SafeString:
    """One tile alone, for a legend."""
    sign = _filling(group, 1.5, 1.5)
    return format_html(
        '<svg class="legend__cell" viewBox="0 0 14 14" aria-hidden="true" focusable="false">'
        '<g class="tile-map__group tile-map__group--{}"><path d="{}"/>{}</g></svg>',
        group % GROUPS,
        _outline(shape, 1.5, 1.5),
        format_html('<path class="tile-map__sign" d="{}"/>', sign) if sign else "",
    )


def middle(points: Iterable[tuple[float, float, float]]) -> tuple[float, float] | None:
    """The mean of points (latitude, longitude, weight); None without any."""
    some = list(points)
    weight = sum(point[2] for point in some)
    if not weight:
        return None
    return sum(p[0] * p[2] for p in some) / weight, sum(p[1] * p[2] for p in some) / weight
