"""The family tree: nobody stands on another, every strand is drawn, every word is escaped."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.web import genealogy
from danvan.web.genealogy_layout import Family, Member, Tie, place, scale_of

REFORM = date(2025, 7, 1)
TODAY = date(2026, 11, 20)
SHARES = st.sampled_from([Decimal(1), Decimal("0.352"), None])
NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=60)


def merged(count: int, name: str = "Xã Minh Họa") -> Family:
    """One unit made of ``count`` others on the day of the reform."""
    before = [Member(n, f"{name} {n}", None, REFORM, f"/{n}/") for n in range(1, count + 1)]
    here = Member(0, name, REFORM, None, "/0/", here=True)
    return Family([here, *before], [Tie(n, 0, REFORM) for n in range(1, count + 1)], {REFORM: "NQ"}, TODAY)


@st.composite
def families(draw) -> Family:
    """Up to four generations; a unit ends on the day its heirs begin, or lives on and gives only parts."""
    days = sorted(draw(st.sets(st.dates(date(2015, 1, 2), date(2026, 6, 1)), min_size=1, max_size=3)))
    counts = draw(st.lists(st.integers(1, 7), min_size=len(days) + 1, max_size=len(days) + 1))
    edges = [None, *days, None]
    keys, members, generations = 0, [], []
    for number, count in enumerate(counts):
        generation = []
        for _place in range(count):
            lives_on = number < len(days) and draw(st.booleans()) and draw(st.booleans())
            ends = None if lives_on else edges[number + 1]
            notes = tuple(draw(st.lists(NAMES, max_size=2)))
            members.append((keys, draw(NAMES), edges[number], ends, notes))
            generation.append(keys)
            keys += 1
        generations.append(generation)
    ties = [
        Tie(source, heir, days[number], draw(SHARES), draw(st.sampled_from(["", "35,2 %"])))
        for number, (above, below) in enumerate(zip(generations, generations[1:], strict=False))
        for source in above
        for heir in below
        if heir == below[source % len(below)] or draw(st.integers(0, 5)) == 0
    ]
    here = draw(st.integers(0, keys - 1))
    return Family(
        [Member(key, name, begins, ends, f"/{key}/", key == here, notes) for key, name, begins, ends, notes in members],
        ties,
        dict.fromkeys(days, "Nghị quyết <minh họa>"),
        TODAY,
    )


@given(families())
def test_no_member_stands_on_another_and_all_stand_inside(family):
    scale = scale_of(family)
    boxes = place(family, scale)
    assert sorted(box.member.key for box in boxes) == sorted(member.key for member in family.members)
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]
    assert all(box.start >= 0 and box.end <= scale.width + 4 and box.top >= 0 for box in boxes)


@given(families())
def test_time_runs_from_left_to_right(family):
    scale = scale_of(family)
    days = [scale.first + timedelta(days=n) for n in range(0, (scale.last - scale.first).days, 97)]
    places = [scale.x(day) for day in days]
    assert places == sorted(places)
    assert all(scale.x(tie.day, ending=True) < scale.gate(tie.day) < scale.x(tie.day) for tie in family.ties)
    years = scale.years()
    assert [year for year, _x in years] == sorted({year for year, _x in years})


@given(families())
def test_every_strand_and_every_member_is_drawn_and_every_word_escaped(family):
    root = ElementTree.fromstring(genealogy.tree(family, "<finding>", "a & b"))
    assert root.get("aria-label") == "<finding>"
    drawn = [path for path in root.iter("path") if "genealogy__strand" in path.get("class", "")]
    assert len(drawn) == len(family.ties)
    links = [link.get("href") for link in root.iter("a")]
    assert sorted(links) == sorted(member.url for member in family.members if not member.here)
    own = [group for group in root.iter("g") if "--here" in group.get("class", "")]
    assert [group.get("aria-label") for group in own] == [one.name for one in family.members if one.here]


@pytest.mark.parametrize("count", [1, 3, 12, 40])
def test_one_to_forty_predecessors_keep_their_order_and_the_heir_its_middle(count):
    boxes = {box.member.key: box for box in place(merged(count), scale_of(merged(count)))}
    heights = [boxes[key].y for key in range(1, count + 1)]
    assert heights == sorted(heights)
    assert abs(boxes[0].y - (heights[0] + heights[-1]) / 2) < 30


def test_the_shape_alone_tells_living_from_ended_and_whole_from_part_and_unknown():
    def shapes(family: Family) -> set[str]:
        root = ElementTree.fromstring(genealogy.tree(family, "x"))
        return {name for one in root.iter() for name in (one.get("class") or "").split() if "--" in name}

    members = merged(3).members
    ties = [Tie(1, 0, REFORM), Tie(2, 0, REFORM, Decimal("0.5"), "50 %"), Tie(3, 0, REFORM, None, "?")]
    found = shapes(Family(members, ties, {}, TODAY))
    assert {f"genealogy__strand--{name}" for name in ("whole", "part", "unknown")} <= found
    assert {"genealogy__bar--alive", "genealogy__bar--ended"} <= found


def test_a_unit_without_relatives_has_no_picture():
    alone = Family([Member(0, "Xã Minh Họa", None, None, here=True)], [], {}, TODAY)
    assert genealogy.tree(alone, "x") == ""


def test_a_change_of_name_is_a_mark_that_says_so():
    here = Member(0, "Phường Mới", REFORM, None, here=True, marks=((date(2026, 3, 1), "01/03/2026: Xã <Cũ>"),))
    family = Family([here, *merged(1).members[1:]], [Tie(1, 0, REFORM)], {}, TODAY)
    root = ElementTree.fromstring(genealogy.tree(family, "x"))
    marks = [path for path in root.iter("path") if path.get("class") == "genealogy__mark"]
    assert [mark.find("title").text for mark in marks] == ["01/03/2026: Xã <Cũ>"]
