"""Whatever merges, splits and ends: a source's past goes on whole, and as a walk from day to day says."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.orgs.lineage import ESTIMATED, NONE, WHOLE, Lineage, Segment, Strand

START = date(2020, 1, 1)
UNITS = range(1, 7)
DAYS = 8


def day(number: int) -> date:
    return START + timedelta(days=number)


def strand(source: int, heir: int, on: int, share: object = 1) -> Strand:
    return Strand(source, heir, day(on), None if share is None else Decimal(str(share)))


def where(lineage: Lineage, source: int, period: int, seen: int) -> dict[int, tuple[Decimal | None, str]]:
    """What the segments say about a figure of one day, looked at on another."""
    found = [s for s in lineage.segments(source) if holds(s.valid, day(period)) and holds(s.seen, day(seen))]
    assert len({s.heir for s in found}) == len(found)
    return {s.heir: (s.share, s.kind) for s in found}


def holds(days: tuple, at: date) -> bool:
    return (days[0] is None or days[0] <= at) and (days[1] is None or at < days[1])


def test_a_merger_carries_the_whole_from_its_day_on():
    lineage = Lineage([strand(1, 3, 5), strand(2, 3, 5)], {1: (None, day(5)), 2: (None, day(5)), 3: (day(5), None)})
    assert where(lineage, 1, 4, 4) == {1: (1, WHOLE)}
    assert where(lineage, 1, 4, 5) == {3: (1, WHOLE)}
    assert where(lineage, 3, 5, 9) == {3: (1, WHOLE)}


def test_a_split_carries_shares_and_a_part_transfer_leaves_the_rest_with_the_source():
    lineage = Lineage([strand(1, 2, 3, "0.25")], {1: (None, None)})
    assert where(lineage, 1, 0, 3) == {2: (Decimal("0.25"), ESTIMATED), 1: (Decimal("0.75"), ESTIMATED)}
    assert where(lineage, 1, 3, 9) == {1: (1, WHOLE)}, "a period after the transfer is the source's own"


def test_what_is_not_apportionable_stays_so_until_all_its_heirs_come_together():
    strands = [strand(1, 2, 3, None), strand(1, 3, 3, None), strand(2, 4, 6), strand(3, 4, 6)]
    lineage = Lineage(strands, {1: (None, day(3)), 2: (day(3), day(6)), 3: (day(3), day(6))})
    assert where(lineage, 1, 0, 5) == {2: (None, NONE), 3: (None, NONE)}
    assert where(lineage, 1, 0, 6) == {4: (1, WHOLE)}


def test_strands_of_several_changes_of_one_day_are_one_event():
    lineage = Lineage([strand(1, 2, 3, "0.4"), strand(1, 3, 3, None)], {1: (None, day(3))})
    assert where(lineage, 1, 0, 3) == {2: (Decimal("0.4"), ESTIMATED), 3: (None, NONE)}
    assert lineage.problems() == []


def test_shares_that_make_no_whole_are_not_used_and_are_named():
    lineage = Lineage([strand(1, 2, 3, "0.9"), strand(1, 3, 3, "0.9")], {1: (None, day(3))})
    assert where(lineage, 1, 0, 3) == {2: (None, NONE), 3: (None, NONE)}
    assert lineage.problems() == [(1, day(3))]


def test_declared_shares_that_were_rounded_are_a_whole():
    thirds = [strand(1, heir, 3, "0.33333333") for heir in (2, 3, 4)]
    found = where(Lineage(thirds, {1: (None, day(3))}), 1, 0, 3)
    assert sum(share for share, _kind in found.values()) == 1


def test_an_ended_unit_without_heir_leaves_its_past_to_its_parent_and_what_became_of_it():
    lives = {1: (None, day(5)), 2: (None, day(5)), 3: (day(5), None)}
    lineage = Lineage([strand(2, 3, 5)], lives, parents={1: 2})
    assert where(lineage, 1, 4, 5) == {3: (1, WHOLE)}
    assert where(Lineage([], lives), 1, 4, 5) == {}


def test_segments_of_the_national_reform_are_composed_at_once():
    """10,035 old communes into 3,321, each with two heirs now and then."""
    strands, lives = [], {}
    for old in range(10_035):
        heir = 20_000 + old % 3_321
        lives[old] = (None, day(5))
        if old % 50:
            strands.append(strand(old, heir, 5))
        else:
            strands += [strand(old, heir, 5, "0.6"), strand(old, heir + 1, 5, "0.4")]
    lineage = Lineage(strands, lives)
    rows = [segment for old in range(10_035) for segment in lineage.segments(old)]
    assert len(rows) == 10_035 * 2 + 201


# Random histories: on each day some units give parts of themselves away, some of those end.
shares = st.sampled_from([None, "1", "0.5", "0.3", "0.25"])
gifts = st.lists(st.tuples(st.sampled_from(UNITS), st.sampled_from(UNITS), st.integers(1, DAYS), shares), max_size=12)
ends = st.dictionaries(st.sampled_from(UNITS), st.integers(1, DAYS), max_size=4)


def history(given_away: list, ended: dict[int, int], homes: bool) -> tuple[Lineage, dict, dict, dict]:
    lives = {unit: (None, day(ended[unit]) if unit in ended else None) for unit in UNITS}
    strands = [strand(*gift) for gift in given_away if gift[0] != gift[1] and gift[2] < ended.get(gift[1], DAYS + 1)]
    parents = {unit: unit + 1 for unit in ended if homes and unit + 1 in UNITS}
    events: dict[tuple[int, int], list] = {}
    for one in strands:
        if one.day <= (lives[one.source][1] or date.max):
            events.setdefault((one.source, (one.day - START).days), []).append(one)
    return Lineage(strands, lives, parents), events, ended, parents


def outcome(strands: list, lives_on: bool, source: int) -> dict[int, Fraction | None]:
    """The heirs of one event, by the rule in words."""
    heirs: dict[int, Fraction | None] = {}
    for one in strands:
        before = heirs.get(one.heir, Fraction(0))
        heirs[one.heir] = None if one.share is None or before is None else before + Fraction(one.share)
    known = sum(share for share in heirs.values() if share is not None)
    impossible = known >= 1 if None in heirs.values() else known > 1 or known < 1 and not lives_on
    if impossible:
        heirs = dict.fromkeys(heirs)
    if lives_on and (None in heirs.values() or known < 1):
        heirs[source] = None if None in heirs.values() else 1 - known
    return heirs


def walk(source: int, period: int, seen: int, past: tuple[dict, dict[int, int], dict[int, int]]) -> dict:
    """Follow a figure from day to day; the key 0 is what was left to nobody."""
    events, ended, parents = past
    at: dict[int, Fraction | None] = {source: Fraction(1)}
    for today in range(period + 1, seen + 1):
        after: dict[int, Fraction | None] = {}
        for unit, held in at.items():
            while ended.get(unit) == today and (unit, today) not in events:
                unit = parents.get(unit, 0)
            lives_on = ended.get(unit) != today
            goes = outcome(events[unit, today], lives_on, unit) if (unit, today) in events else {unit: Fraction(1)}
            for heir, share in goes.items():
                before = after.get(heir, Fraction(0))
                known = before is not None and share is not None and held is not None
                after[heir] = before + share * held if known else None
        at = dict.fromkeys(after, Fraction(1)) if len(after) == 1 else after
    return at


@settings(max_examples=300, deadline=None)
@given(gifts, ends, st.booleans(), st.sampled_from(UNITS), st.integers(0, DAYS), st.integers(0, DAYS))
def test_composed_shares_are_what_a_walk_from_day_to_day_finds(given_away, ended, homes, source, period, later):
    lineage, events, ended, parents = history(given_away, ended, homes)
    if period >= ended.get(source, DAYS + 1):
        return
    seen = min(period + later, DAYS)
    found = where(lineage, source, period, seen)
    walked = walk(source, period, seen, (events, ended, parents))
    assert {unit for unit in walked if unit} == set(found)
    for unit, (share, kind) in found.items():
        if walked[unit] is None:
            assert (share, kind) == (None, NONE)
        else:
            assert abs(Fraction(share) - walked[unit]) <= Fraction(1, 10**11)
            assert kind == (WHOLE if share == 1 else ESTIMATED)
    if 0 not in walked and None not in walked.values():
        assert sum(share for share, _kind in found.values()) == 1


@settings(max_examples=100, deadline=None)
@given(gifts, ends, st.booleans())
def test_segments_of_one_heir_never_overlap_and_name_no_empty_days(given_away, ended, homes):
    lineage, *_rest = history(given_away, ended, homes)
    for unit in UNITS:
        segments: list[Segment] = list(lineage.segments(unit))
        for number, one in enumerate(segments):
            assert one.seen[0] is None or one.seen[1] is None or one.seen[0] < one.seen[1]
            for other in segments[number + 1 :]:
                if other.heir == one.heir and other.valid == one.valid:
                    assert one.seen[1] is not None
                    assert other.seen[0] is not None
                    assert one.seen[1] <= other.seen[0]
