"""Names of bodies and places that a text writes, as units of the register on the day of the text.

A name is a unit's when it is the name that the unit bore on that day, abbreviations opened and tone marks aside. A
name without a place ("Tỉnh ủy", "UBND huyện") is completed from where the text comes from. A name that no unit bore
on that day may be one that a unit bore earlier or later, so that abolished districts and merged commissions are
found. A unit is given only where exactly one fits; else the answer says why not, with the candidates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_

from django.db.models import F, Q

from danvan.core.text import clean_line, fold, modern_tone
from danvan.orgs.kinds import AREAS, PROVINCE_LEVEL
from danvan.orgs.models import Carry, Description, Reach, Unit
from danvan.orgs.queries import Name, names_of
from danvan.reader.engine.facts.organisations import official_name

_BOARD = re.compile(r"(?:ban thường vụ|ban chấp hành|ban thường trực|thường trực|cơ quan) (?=\S)")
_LEVELS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu")
# Of which levels a committee without a place is one.
_COMMITTEES = {
    "tỉnh ủy": ("tỉnh",),
    "thành ủy": ("thành phố",),
    "huyện ủy": ("huyện",),
    "quận ủy": ("quận",),
    "thị ủy": ("thị xã",),
    "đảng ủy": ("xã", "phường", "thị trấn", "đặc khu"),
}
_AT_ONCE = 60  # names for one query


class How(StrEnum):
    """How a name was resolved, or why it was not."""

    ON_DAY = "on_day"
    FORMER = "former"
    LATER = "later"
    NONE = "none"
    NEEDS_PLACE = "needs_place"
    SEVERAL = "several"


@dataclass(frozen=True)
class Resolution:
    """What one name is: a unit, or the reason why none.

    `bore` is the unit's own name in the register that fitted; `of_board` tells that the text names a board or an
    office of the unit ("Ban Thường vụ Tỉnh ủy"); `today` are the heirs of a unit that has ended (empty: it lives, or
    nobody goes on with it); `candidates` are the units among which the text leaves the choice.
    """

    name: str
    how: How
    unit: Unit | None = None
    bore: str = ""
    of_board: bool = False
    today: tuple[Name, ...] = ()
    candidates: tuple[Name, ...] = ()


@dataclass
class _Wanted:
    name: str
    keys: list[str]
    of_board: bool
    bare_level: bool
    rows: list[Description] = field(default_factory=list)


def key_of(name: str) -> str:
    """What two spellings of one body or place share: abbreviations opened, small letters, one style of tone marks.

    The country in the middle of a name and "Ủy ban" of the Front may be left out, as texts do.
    """
    key = modern_tone(clean_line(official_name(clean_line(name)))).casefold()
    key = key.replace(" việt nam ", " ").replace(" cộng sản hồ chí minh", "")
    return key.removeprefix(modern_tone("ủy ban ")) if "mặt trận tổ quốc" in key else key


def resolve(
    names: Iterable[str], *, on: date | None, within: Unit | None = None, today: date | None = None
) -> list[Resolution]:
    """Resolve names as a text of the day `on` writes them, in their order; None: the day is not known.

    `within` is where the text comes from (its publisher's province or commune). `today` is the day of which the heirs
    of ended units are told. The number of queries does not grow with the names.
    """
    context = _context(within, on)
    wanted = [_wanted(name, context) for name in names]
    _fetch(wanted)
    chosen = [_fitting(one, on) for one in wanted]
    nearest = _nearest({pk for _how, rows in chosen for pk in _units(rows)}, context)
    answers = [_choose(one, how, rows, nearest) for one, (how, rows) in zip(wanted, chosen, strict=True)]
    return _filled(answers, on, today or on or date.max)


def _context(within: Unit | None, on: date | None) -> list[tuple[int, str]]:
    """The areas in which the text stands, the nearest first, with their keys."""
    if within is None:
        return []
    reach = Reach.objects.filter(below=within)
    reach = reach.filter(valid__contains=on) if on else reach
    ids = list(dict.fromkeys(reach.order_by("depth").values_list("above", flat=True))) or [within.pk]
    rows = Description.objects.filter(unit__in=ids, kind__in=AREAS).order_by("valid")
    described = {row.unit_id: row for row in rows if on is None or on in row.valid}
    return [(pk, modern_tone(described[pk].name).casefold()) for pk in ids if pk in described]


def _wanted(name: str, context: list[tuple[int, str]]) -> _Wanted:
    key = key_of(name)
    of_board = _BOARD.match(key) is not None and "mặt trận" not in key[:20]
    key = _BOARD.sub("", key, count=1) if of_board else key
    level = next((level for level in _LEVELS if key.endswith(f" {level}")), None)
    committee = next((head for head in _COMMITTEES if key.endswith(modern_tone(head))), None)
    keys = list(_completed(key, level, committee, context))
    return _Wanted(name, [*keys, key], of_board, bool(level or committee) and not keys)


def _completed(key: str, level: str | None, committee: str | None, context: list[tuple[int, str]]) -> Iterator[str]:
    """The name with the place of the context that has its level."""
    for _pk, area in context:
        if level and area.startswith(f"{level} "):
            yield key.removesuffix(level) + area
        for word in _COMMITTEES.get(committee or "", ()):
            if area.startswith(f"{word} "):
                place = area if committee == "đảng ủy" else area.removeprefix(f"{word} ")
                yield f"{key} {place}"


def _fetch(wanted: list[_Wanted]) -> None:
    """Give each wanted name the descriptions in the register that have its first key that any has."""
    phrases = sorted({phrase for one in wanted for key in one.keys if (phrase := _phrase(key))})
    by_key: dict[str, dict[int, Description]] = defaultdict(dict)
    for at in range(0, len(phrases), _AT_ONCE):
        some = reduce(or_, (Q(name_fold__contains=phrase) for phrase in phrases[at : at + _AT_ONCE]))
        for row in Description.objects.filter(some).order_by("pk"):
            by_key[key_of(row.name)][row.pk] = row
            if row.kind in AREAS:
                by_key[modern_tone(row.short_name).casefold()][row.pk] = row
    for one in wanted:
        one.rows = next((list(by_key[key].values()) for key in one.keys if key in by_key), [])


def _phrase(key: str) -> str:
    """The end of a name, with which the register's index is asked: places stand there."""
    return fold(" ".join(key.split()[-2:]))


def _fitting(one: _Wanted, on: date | None) -> tuple[How, list[Description]]:
    """The descriptions of the day; without any the earlier ones, then the later ones."""
    if not one.rows:
        return (How.NEEDS_PLACE if one.bare_level else How.NONE), []
    if on is None:
        return How.ON_DAY, one.rows
    for how, fits in (
        (How.ON_DAY, lambda valid: on in valid),
        (How.FORMER, lambda valid: valid.upper is not None and valid.upper <= on),
        (How.LATER, lambda valid: valid.lower is not None and valid.lower > on),
    ):
        rows = [row for row in one.rows if fits(row.valid)]
        if rows:
            return how, rows
    return How.NONE, []


def _units(rows: list[Description]) -> set[int]:
    return {row.unit_id for row in rows}


def _nearest(ids: set[int], context: list[tuple[int, str]]) -> dict[int, int]:
    """How near each unit stands to where the text comes from: the place in the context of the first area above it."""
    order = {pk: number for number, (pk, _area) in enumerate(context)}
    near: dict[int, int] = {}
    if order and ids:
        for above, below in Reach.objects.filter(above__in=order, below__in=ids).values_list("above", "below"):
            near[below] = min(near.get(below, len(order)), order[above])
    return near


def _choose(one: _Wanted, how: How, rows: list[Description], nearest: dict[int, int]) -> Resolution:
    ids = _units(rows)
    if len(ids) > 1:
        ids = _narrowed(rows, nearest)
    if len(ids) == 1:
        pk = ids.pop()
        row = max((row for row in rows if row.unit_id == pk), key=lambda row: row.valid.lower or date.min)
        return Resolution(one.name, how, Unit(pk=pk), row.name, one.of_board)
    if ids:
        candidates = tuple(Name(pk, "", "", next(iter(AREAS)), "", "") for pk in sorted(ids))
        return Resolution(one.name, How.SEVERAL, of_board=one.of_board, candidates=candidates)
    return Resolution(one.name, how, of_board=one.of_board)


def _narrowed(rows: list[Description], nearest: dict[int, int]) -> set[int]:
    """The units nearest to where the text comes from; a province's bare name is the province, not a town of it."""
    ids = _units(rows)
    provinces = {row.unit_id for row in rows if row.kind in PROVINCE_LEVEL}
    if len(provinces) == 1 and all(row.kind in AREAS for row in rows):
        return provinces
    near = {pk: nearest[pk] for pk in ids if pk in nearest}
    best = min(near.values(), default=None)
    return {pk for pk, place in near.items() if place == best} or ids


def _filled(answers: list[Resolution], on: date | None, today: date) -> list[Resolution]:
    """The answers with their units, the names of candidates, and who goes on with units that have ended."""
    ids = {answer.unit.pk for answer in answers if answer.unit} | {
        name.unit_id for answer in answers for name in answer.candidates
    }
    units = Unit.objects.in_bulk(ids)
    ended = [pk for pk, unit in units.items() if today != date.max and unit.closed_before(today)]
    heirs: dict[int, list[int]] = defaultdict(list)
    carries = Carry.objects.filter(source__in=ended, seen__contains=today).exclude(heir=F("source"))
    for source, heir in carries.order_by("heir").values_list("source", "heir") if ended else ():
        heirs[source].append(heir)
    names = names_of([*ids, *(heir for some in heirs.values() for heir in some)], on or today)
    return [
        Resolution(
            answer.name,
            answer.how,
            units[answer.unit.pk] if answer.unit else None,
            answer.bore,
            answer.of_board,
            tuple(names[heir] for heir in dict.fromkeys(heirs[answer.unit.pk])) if answer.unit else (),
            tuple(sorted((names[one.unit_id] for one in answer.candidates), key=lambda name: name.sort)),
        )
        for answer in answers
    ]
