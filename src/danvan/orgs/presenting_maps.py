"""How the two maps of a province read: their heads, tiles, legends, and one place with all its kin said in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.core.numbers import format_amount
from danvan.web import tile_map

from .before_after import Sides, Spot
from .kinds import COMMUNE_LEVEL, PROVINCE_LEVEL, Kind
from .queries import Life

SHAPES = {
    Kind.COMMUNE: "square",
    Kind.PROVINCE: "square",
    Kind.WARD: "round",
    Kind.MUNICIPALITY: "round",
    Kind.SPECIAL_ZONE: "pointed",
    Kind.TOWNSHIP: "cut",
}


def maps(sides: Sides, asked: str) -> dict[str, Any]:
    """What the page shows: ``title``, the two ``maps`` {title, drawing, legend, origins}, ``choices``, ``days``, and
    ``kin`` of the place whose public id is ``asked``."""
    groups = _groups(sides)
    spot = next((one for one in [*sides.after, *sides.before] if one.public_id == asked), None)
    kin = _kin(sides, spot) if spot else set()
    day = f"{sides.day:%d/%m}/{sides.day.year:04d}"
    said = {"day": day, "before": counted(sides.before), "after": counted(sides.after)}
    titles = (_("Before %(day)s: %(before)s") % said, _("From %(day)s: %(after)s") % said)
    split = len(sides.above) > 1
    drawn = []
    for title, spots, first in zip(titles, (sides.before, sides.after), (True, False), strict=True):
        places = [_place(one, sides, groups, kin, before=first) for one in spots]
        drawn.append(
            {
                "title": title,
                "drawing": tile_map.tile_map(places, title),
                "legend": _legend(spots),
                "origins": _origins(sides, groups) if split and first else [],
            }
        )
    return {
        "title": _("%(before)s became %(after)s on %(day)s") % said,
        "maps": drawn,
        "choices": [{"name": one.name, "id": one.public_id, "chosen": one is spot} for one in sides.after],
        "asked": asked,
        "days": [{"day": one, "current": one == sides.day} for one in sides.days] if len(sides.days) > 1 else [],
        "kin": _words(sides, spot) if spot else None,
        "split": split,
    }


def on_the_map(life: Life) -> str:
    """The address of a commune on the map of the province in which it lies (or lay); nothing for other units."""
    if life.name.kind not in COMMUNE_LEVEL or not (life.came_from or life.goes_on_in):
        return ""
    provinces = [above for above in life.path if above.kind in PROVINCE_LEVEL]
    return f"{provinces[0].url}?unit={life.unit.public_id}#maps" if provinces else ""


def counted(spots: Collection[Spot]) -> str:
    """ "547 communes, wards and towns": their number with the word for their kinds."""
    kinds, n = {spot.kind for spot in spots}, len(spots)
    if kinds <= PROVINCE_LEVEL:
        words = ngettext("%(n)s province or city", "%(n)s provinces and cities", n)
    elif Kind.SPECIAL_ZONE in kinds:
        words = ngettext("%(n)s commune, ward or special zone", "%(n)s communes, wards and special zones", n)
    elif kinds <= {Kind.COMMUNE, Kind.WARD}:
        words = ngettext("%(n)s commune or ward", "%(n)s communes and wards", n)
    else:
        words = ngettext("%(n)s commune, ward or town", "%(n)s communes, wards and towns", n)
    return words % {"n": format_amount(n)}


def _groups(sides: Sides) -> dict[int, int]:
    """The filling of every place: the old unit in which it lay, or from which most of it comes."""
    ordered = sorted(sides.above, key=lambda pk: sides.above[pk].sort)
    number = {pk: place for place, pk in enumerate(ordered)}
    if len(ordered) > tile_map.GROUPS:
        number = dict.fromkeys(ordered, 0)
    found = {spot.unit_id: number[spot.above] for spot in sides.before}
    most: dict[int, Counter[int]] = {}
    for one in sides.passing:
        most.setdefault(one.heir, Counter())[found[one.source]] += 1
    return {heir: some.most_common(1)[0][0] for heir, some in most.items()} | found


def _place(spot: Spot, sides: Sides, groups: dict[int, int], kin: set[int], *, before: bool) -> tile_map.Place:
    if before:
        others = [sides.names[one.heir] for one in sides.heirs_by_source.get(spot.unit_id, [])]
    else:
        others = [sides.names[one.source] for one in sides.sources_by_heir.get(spot.unit_id, [])]
    said = spot.name
    if others and before:
        said = _("%(name)s: now %(others)s") % {"name": spot.name, "others": ", ".join(others)}
    elif others:
        words = ngettext("%(name)s: from %(n)s former unit", "%(name)s: from %(n)s former units", len(others))
        said = words % {"name": spot.name, "n": format_amount(len(others))}
    shape = SHAPES.get(spot.kind, "cut")
    group = groups.get(spot.unit_id, 0)
    return tile_map.Place(
        spot.latitude, spot.longitude, spot.short_name, said, spot.url, shape, group, spot.unit_id in kin
    )  # fmt: skip


def _kin(sides: Sides, spot: Spot) -> set[int]:
    others = {one.source for one in sides.sources_by_heir.get(spot.unit_id, [])} | {
        one.heir for one in sides.heirs_by_source.get(spot.unit_id, [])
    }
    return others | {spot.unit_id}


def _words(sides: Sides, spot: Spot) -> dict[str, Any]:
    """The chosen place with its sources and heirs, each with its link and whether only a part passes."""
    names = {one.unit_id: one for one in [*sides.before, *sides.after]}
    sources = [(names[one.source], one.whole) for one in sides.sources_by_heir.get(spot.unit_id, [])]
    heirs = [(names[one.heir], one.whole) for one in sides.heirs_by_source.get(spot.unit_id, [])]
    return {
        "unit": spot,
        "sources": sorted(sources, key=lambda pair: (not pair[1], pair[0].sort)),
        "heirs": sorted(heirs, key=lambda pair: (not pair[1], pair[0].sort)),
    }


def _legend(spots: Collection[Spot]) -> list[dict[str, Any]]:
    """The shapes of the kinds that occur, when there is more than one."""
    kinds = Counter(spot.kind for spot in spots)
    return [
        {"key": tile_map.key(shape=SHAPES.get(kind, "cut"), group=1), "word": kind.label, "count": kinds[kind]}
        for kind in Kind
        if kind in kinds
    ]


def _origins(sides: Sides, groups: dict[int, int]) -> list[dict[str, Any]]:
    """The fillings of the old units, each with its places."""
    counts = Counter(spot.above for spot in sides.before)
    if len(counts) > tile_map.GROUPS:
        return []
    first = {spot.above: groups[spot.unit_id] for spot in sides.before}
    ordered = sorted(counts, key=lambda pk: sides.above[pk].sort)
    return [{"key": tile_map.key(group=first[pk]), "word": sides.above[pk].name, "count": counts[pk]} for pk in ordered]
