"""Who a unit comes from and who goes on with it, several generations either way, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from .kinds import PROVINCE_LEVEL, Kind, ShareKind
from .models import Change, Description, Lineage, Placement, Unit
from .queries import Name, names_of

GENERATIONS = 3
A_GENERATION = 45


@dataclass(frozen=True)
class Share:
    """What of ``source`` goes on in ``heir`` on the day of ``change``; ``share`` None: it cannot be apportioned."""

    source: int
    heir: int
    change: Change
    share: Decimal | None

    @property
    def day(self) -> date:
        return self.change.effective_on

    @property
    def whole(self) -> bool:
        return self.share == 1


@dataclass(frozen=True)
class Relative:
    """One unit of the tree with all its names; ``under`` is where it lies, or last lay; ``before`` and ``after`` count
    its own relatives that are not in it."""

    unit: Unit
    name: Name
    descriptions: list[Description]
    under: Name | None = None
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class Kinship:
    """The family of ``unit``: the relatives by id (itself among them) and the shares between them, by the names."""

    unit: Unit
    relatives: dict[int, Relative] = field(default_factory=dict)
    shares: list[Share] = field(default_factory=list)

    @property
    def came_from(self) -> list[Share]:
        """Its own sources."""
        return [share for share in self.shares if share.heir == self.unit.pk]

    @property
    def goes_on_in(self) -> list[Share]:
        """Its own heirs."""
        return [share for share in self.shares if share.source == self.unit.pk]


def _applied() -> Q:
    return Q(change__state=Change.State.APPLIED)


def _taken_up() -> Q:
    """Strands from a district to its province. In 2025 the provinces took up what the districts had done; that makes
    the districts no forebears of the province, else every province would come from dozens of units inside it."""
    names = Description.objects.all()
    district = Exists(names.filter(unit=OuterRef("source"), kind=Kind.DISTRICT))
    return Q(district) & Q(Exists(names.filter(unit=OuterRef("heir"), kind__in=PROVINCE_LEVEL)))


def _walk(unit: Unit, here: str, there: str) -> list[int]:
    """The ids found along the strands from ``here`` to ``there``, nearest first; the widest generations are cut."""
    found, frontier = [unit.pk], [unit.pk]
    for _generation in range(GENERATIONS):
        strands = Lineage.objects.filter(_applied(), **{f"{here}__in": frontier})
        if here == "heir_id":
            strands = strands.exclude(_taken_up())
        ids = dict.fromkeys(strands.order_by("change__effective_on", "id").values_list(there, flat=True))
        frontier = [pk for pk in ids if pk not in found][:A_GENERATION]
        if not frontier:
            break
        found += frontier
    return found


def kinship(unit: Unit, today: date) -> Kinship:
    """The family of one unit. Its own relatives beyond ``A_GENERATION`` are counted, not fetched."""
    ids = dict.fromkeys([*_walk(unit, "heir_id", "source_id"), *_walk(unit, "source_id", "heir_id")])
    if len(ids) == 1:
        return Kinship(unit)
    strands = list(
        Lineage.objects.filter(_applied(), Q(source__in=ids) | Q(heir__in=ids))
        .exclude(_taken_up() & ~Q(source=unit))
        .select_related("change")
        .order_by("change__effective_on", "id")
    )
    units = Unit.objects.filter(pk__in=ids).prefetch_related("descriptions")
    placed = Placement.objects.filter(unit__in=ids).order_by("valid").values_list("unit", "parent")
    under = dict(placed)
    names = names_of([*ids, *under.values()], today)
    before, after = _beyond(strands, ids)
    relatives = {
        one.pk: Relative(
            one,
            names[one.pk],
            sorted(one.descriptions.all(), key=lambda row: row.valid.lower or date.min),
            names.get(under.get(one.pk)),
            len(before.get(one.pk, ())),
            len(after.get(one.pk, ())),
        )
        for one in units
    }
    shares = _shares(strand for strand in strands if strand.source_id in ids and strand.heir_id in ids)
    shares.sort(key=lambda share: (share.day, not share.whole, names[share.source].sort, names[share.heir].sort))
    return Kinship(unit, relatives, shares)


def _beyond(strands: Iterable[Lineage], ids: dict[int, None]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """For each unit of the tree its sources and its heirs that the tree leaves out."""
    before: dict[int, set[int]] = {}
    after: dict[int, set[int]] = {}
    for strand in strands:
        if strand.source_id not in ids:
            before.setdefault(strand.heir_id, set()).add(strand.source_id)
        if strand.heir_id not in ids:
            after.setdefault(strand.source_id, set()).add(strand.heir_id)
    return before, after


def _shares(strands: Iterable[Lineage]) -> list[Share]:
    """The strands between the same two units on one day as one: their sum, or unknown when one of them is."""
    found: dict[tuple[int, int, date], Share] = {}
    for strand in strands:
        unknown = strand.share_kind == ShareKind.NONE or strand.share is None
        share = None if unknown else strand.share
        key = (strand.source_id, strand.heir_id, strand.change.effective_on)
        known = found.get(key)
        if known is not None:
            share = None if unknown or known.share is None else known.share + strand.share
        found[key] = Share(strand.source_id, strand.heir_id, known.change if known else strand.change, share)
    return list(found.values())
