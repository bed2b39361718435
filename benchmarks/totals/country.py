"""The country that files: its areas on every day of ten years, and one reporting body in each commune."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import cycle

LINE = "commune-party"
REFORM = date(2025, 7, 1)
OLD_COMMUNES = 10_035
# The first provinces to file when there are not enough values for all: An Giang (made of two), Thanh Hóa (as it was,
# 166 communes).
FIRST = ("91", "38")
BODY = ".BM"


def build(report: Callable[[str], None]) -> None:
    """The nation, its provinces and communes before and after 1 July 2025, and a Party committee in each commune."""
    from danvan.orgs.load import load_areas
    from danvan.orgs.models import Unit

    report("units: the whole country")
    load_areas()
    if not Unit.objects.filter(code__endswith=BODY).exists():
        _old_communes()
        report("units: a reporting body in every commune")
        _bodies()


def _old_communes() -> None:
    """Old communes of the right number, invented: about three to each new one, of the province that it came from."""
    from danvan.orgs.kinds import ChangeKind, Kind
    from danvan.orgs.models import Change, Lineage, Reach, Unit
    from danvan.orgs.services import Opening, open_units

    sources: dict[str, list[str]] = {}
    for heir, source in Lineage.objects.values_list("heir__code", "source__code").order_by("source__code"):
        sources.setdefault(heir, []).append(source)
    pairs = Reach.objects.filter(above__code__in=_codes(), depth=1, valid__contains=REFORM)
    heirs = list(pairs.order_by("below__code").values_list("above__code", "below__code"))
    turns = {province: cycle(sources.get(province, [province])) for province, _commune in heirs}
    openings, strands = [], []
    for number in range(OLD_COMMUNES):
        province, commune = heirs[number % len(heirs)]
        code = f"old-{number:05d}"
        openings.append(
            Opening(code, Kind.COMMUNE, f"Xã Cũ {number}", f"Cũ {number}", next(turns[province]), None, REFORM)
        )
        strands.append((code, commune))
    made = open_units(openings)
    known = Unit.objects.in_bulk([commune for _code, commune in heirs], field_name="code")
    changes = {
        commune: Change(
            kind=ChangeKind.MERGE, effective_on=REFORM, decided_by="benchmark", state=Change.State.APPLIED
        )
        for _province, commune in heirs
    }  # fmt: skip
    Change.objects.bulk_create(changes.values())
    Lineage.objects.bulk_create(
        Lineage(change=changes[commune], source=made[code], heir=known[commune]) for code, commune in strands
    )


def _codes() -> list[str]:
    from danvan.orgs.load import rows

    return [row["code"] for row in rows("areas.csv") if not row["parent"]]


def _bodies() -> None:
    """A Party committee in every commune, for as long as the commune lives."""
    from danvan.orgs.kinds import COMMUNE_LEVEL, Kind
    from danvan.orgs.models import Unit
    from danvan.orgs.services import Opening, open_units

    communes = Unit.objects.filter(descriptions__kind__in=COMMUNE_LEVEL).distinct().order_by("code")
    open_units(
        Opening(
            f"{code}{BODY}", Kind.PARTY_COMMITTEE, f"Đảng ủy {code} (minh họa)", f"ĐU {code}", code, life.lower,
            life.upper,
        )
        for code, life in communes.values_list("code", "life")
    )  # fmt: skip


def order() -> list[int]:
    """Row numbers of today's provinces in the order in which they begin to file."""
    from danvan.core import clock
    from danvan.orgs.kinds import PROVINCE_LEVEL
    from danvan.orgs.models import Unit

    found = Unit.objects.of_kind(*PROVINCE_LEVEL, on=clock.today()).values_list("code", "pk")
    places = {code: place for place, code in enumerate(FIRST)}
    return [pk for _code, pk in sorted(found, key=lambda row: (places.get(row[0], len(FIRST)), row[0]))]


def communes_below(provinces: Sequence[int], day: date) -> dict[int, list[int]]:
    """The communes of ``day`` with a reporting body under each of ``provinces``, by row number."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select above_id, below_id from orgs_reach join bench.body on area = below_id and life @> %(day)s::date"
            " where above_id = any(%(provinces)s) and valid @> %(day)s::date order by 1, 2",
            {"provinces": list(provinces), "day": day},
        )
        found: dict[int, list[int]] = {}
        for province, commune in cursor:
            found.setdefault(province, []).append(commune)
    return found


def merged() -> set[int]:
    """Today's provinces that were made of several."""
    from django.db.models import Count

    from danvan.orgs.kinds import PROVINCE_LEVEL
    from danvan.orgs.models import Lineage

    strands = Lineage.objects.filter(heir__descriptions__kind__in=PROVINCE_LEVEL).values("heir")
    several = strands.annotate(sources=Count("source", distinct=True)).filter(sources__gt=1)
    return set(several.values_list("heir", flat=True))


def facts() -> dict[str, int]:
    """How many units of which kind there are before and after the reform, and how they hang together."""
    from datetime import timedelta

    from danvan.orgs.kinds import COMMUNE_LEVEL, PROVINCE_LEVEL
    from danvan.orgs.models import Lineage, Unit

    def count(kinds: frozenset[str], day: date) -> int:
        return Unit.objects.of_kind(*kinds, on=day).count()

    before = REFORM - timedelta(days=1)
    return {
        "old_provinces": count(PROVINCE_LEVEL, before),
        "old_communes": count(COMMUNE_LEVEL, before),
        "new_provinces": count(PROVINCE_LEVEL, REFORM),
        "new_communes": count(COMMUNE_LEVEL, REFORM),
        "strands": Lineage.objects.count(),
        "strands_by_share": Lineage.objects.filter(share__lt=1).count(),
        "strands_without_share": Lineage.objects.filter(share=None).count(),
    }
