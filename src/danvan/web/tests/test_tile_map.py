"""The map in tiles: a cell for each place, near where it lies, and the filling alone tells the groups apart."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.web import tile_map
from danvan.web.tile_map import Place, arrange

POINTS = st.tuples(st.floats(8.0, 23.4), st.floats(102.1, 114.5))
NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30)
PLACES = st.builds(
    Place,
    *(st.floats(8.0, 23.4), st.floats(102.1, 114.5), NAMES, NAMES),
    url=st.just("/x/"),
    shape=st.sampled_from(tile_map.SHAPES),
    group=st.integers(0, 7),
    marked=st.booleans(),
)


@given(st.lists(POINTS | st.just((19.8, 105.8)), max_size=80))
def test_every_place_has_a_cell_of_its_own(points):
    cells = arrange(points)
    assert len(set(cells)) == len(cells) == len(points)
    assert all(x >= 0 and y >= 0 for x, y in cells)


@given(st.lists(POINTS, min_size=2, max_size=40), st.randoms())
def test_the_order_in_which_places_are_told_moves_no_tile(points, random):
    points = list(dict.fromkeys(points))
    told = random.sample(points, len(points))
    assert dict(zip(told, arrange(told), strict=True)) == dict(zip(points, arrange(points), strict=True))


def test_the_north_is_above_and_the_east_at_the_right():
    points = [(20 - row / 10, 105 + column / 10) for row in range(8) for column in range(8)]
    cells = dict(zip(points, arrange(points), strict=True))
    corner = cells[points[0]], cells[points[7]], cells[points[56]], cells[points[63]]
    assert corner[0][0] < corner[1][0]
    assert corner[2][0] < corner[3][0]
    assert corner[0][1] < corner[2][1]
    assert corner[1][1] < corner[3][1]


@given(st.lists(PLACES, min_size=1, max_size=12))
def test_every_place_is_drawn_once_and_its_words_are_escaped(places):
    root = ElementTree.fromstring(tile_map.tile_map(places, "<finding>"))
    assert root.get("aria-label") == "<finding>"
    links = list(root.iter("a"))
    assert sorted(link.find("title").text for link in links) == sorted(place.said for place in places)
    rings = [path for path in root.iter("path") if path.get("class") == "tile-map__ring"]
    assert len(rings) == sum(place.marked for place in places)


@pytest.mark.parametrize("one", range(tile_map.GROUPS))
def test_groups_and_kinds_differ_without_their_colour(one):
    drawn = [tile_map.key(group=group) for group in range(2, tile_map.GROUPS)]
    plain = [str(text).replace(f"--{group}", "") for group, text in enumerate(drawn, 2)]
    assert len(set(plain)) == len(plain)
    shapes = [str(tile_map.key(shape=shape, group=one)) for shape in tile_map.SHAPES]
    assert len(set(shapes)) == len(shapes)


def test_few_places_carry_their_names_and_many_do_not():
    few = [Place(10 + n / 10, 105, "Bà Rịa - Vũng Tàu", "x") for n in range(3)]
    many = [Place(10 + n / 10, 105, "Vũng Tàu", "x") for n in range(tile_map.NAMED + 1)]
    assert ">Bà Rịa-<" in tile_map.tile_map(few, "x")
    assert "tile-map__name" not in tile_map.tile_map(many, "x")
    assert tile_map.tile_map([], "x") == ""
