"""The country that files: its areas on every day of ten years, and one reporting body in each commune."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

LINE = "commune-party"
REFORM = date(2025, 7, 1)
OLD_COMMUNES, DIVIDED = 10_035, 0.02
# The first provinces to file when there are not enough values for all: An Giang (made of two), Thanh Hóa (as it was,
# 166 communes).
FIRST = ("91", "38")
BODY = ".BM"

# All strands of a source get the same share; the last one gets what rounding leaves over.
DIVIDE = """
with divided as (
    select source_id, count(*) as heirs, row_number() over (order by source_id) as number
    from orgs_lineage group by source_id having bool_and(share_kind = 'none')
),
strand as (
    select id, heirs, row_number() over (partition by source_id order by id) as place
    from orgs_lineage join divided using (source_id) where number <= %(count)s and heirs > 1
)
update orgs_lineage lineage
set share_kind = 'population',
    share = case when place < heirs then trunc(1.0 / heirs, 8) else 1 - (heirs - 1) * trunc(1.0 / heirs, 8) end
from strand where strand.id = lineage.id
"""


def build(report: Callable[[str], None]) -> None:
    """The nation, its provinces and communes before and after 1 July 2025, and a Party committee in each commune."""
    from danvan.orgs.load import load_areas
    from danvan.orgs.load_reform import load_reform
    from danvan.orgs.models import Unit

    report("units: the whole country")
    load_areas()
    load_reform()
    if not Unit.objects.filter(code__endswith=BODY).exists():
        _divide()
        report("units: a reporting body in every commune")
        bodies()


def _divide() -> None:
    """The source of the reform tells no share of any divided commune. ``DIVIDED`` of the old communes get invented
    ones (equal parts, as if by population), so that weighing is measured too; the others stay not apportionable."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(DIVIDE, {"count": int(OLD_COMMUNES * DIVIDED)})


def bodies() -> None:
    """A Party committee in every commune, for as long as the commune lives."""
    import pghistory
    from django.db import connection, transaction

    from danvan.orgs.kinds import COMMUNE_LEVEL, Kind
    from danvan.orgs.models import Unit
    from danvan.orgs.services import Opening, open_units, rebuild_reach

    communes = Unit.objects.filter(descriptions__kind__in=COMMUNE_LEVEL).distinct().order_by("code")
    openings = [
        Opening(
            f"{code}{BODY}", Kind.PARTY_COMMITTEE, f"Đảng ủy {code} (minh họa)", f"ĐU {code}", code, life.lower,
            life.upper,
        )
        for code, life in communes.values_list("code", "life")
    ]  # fmt: skip
    with transaction.atomic():
        # Set, as in load_reform: the triggers of history catch an error in every row where it is not.
        with connection.cursor() as cursor:
            cursor.execute("select set_config('pgtrigger.ignore', '{}', true)")
        with pghistory.context(source="benchmark"):
            open_units(openings, derive=False)
        rebuild_reach()


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
