"""The bodies of a province and its communes, as they were named and placed over time.

Dates: the commissions of propaganda and of mobilisation were merged from 03-02-2025 (the day of the central decision;
the day of each province's own decision was not compared), the five organisations stand under the Front since
01-07-2025. Names follow the province's own: a province that becomes a city gets "Thành ủy" from that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F

from .kinds import COMMUNE_LEVEL, ChangeKind, Kind
from .models import Change, Description, Lineage, Placement, Unit
from .services import Opening, describe_anew, open_units, rebuild_reach, tell_the_planner

COMMISSIONS_MERGED = date(2025, 2, 3)
UNDER_THE_FRONT = date(2025, 7, 1)
MERGER_NOTE = "Ngày theo quyết định ở Trung ương; chưa đối chiếu quyết định của từng tỉnh"
MERGER_DECISION = "Chủ trương hợp nhất ban tuyên giáo và ban dân vận các cấp, năm 2025"


@dataclass(frozen=True)
class Body:
    """A body of a province. ``name`` and ``short`` hold {tu} (Tỉnh ủy X), {area} (tỉnh X) and {name} (X)."""

    suffix: str
    kind: Kind
    name: str
    short: str
    under: str = ""
    since: date | None = None
    until: date | None = None


BODIES = (
    Body("TU", Kind.PARTY_COMMITTEE, "{tu}", "{tu}"),
    Body("BDV", Kind.COMMISSION, "Ban Dân vận {tu}", "Ban Dân vận", "TU", until=COMMISSIONS_MERGED),
    # Not a commission in the sense of the kind: it never reported on dân vận, and the line of commissions counts heads.
    Body("BTG", Kind.AGENCY, "Ban Tuyên giáo {tu}", "Ban Tuyên giáo", "TU", until=COMMISSIONS_MERGED),
    Body("BTGDV", Kind.COMMISSION, "Ban Tuyên giáo và Dân vận {tu}", "Ban TGDV", "TU", since=COMMISSIONS_MERGED),
    Body("MTTQ", Kind.FRONT, "Ủy ban MTTQ Việt Nam {area}", "MTTQ {area}"),
    Body("LDLD", Kind.ORGANISATION, "Liên đoàn Lao động {area}", "Liên đoàn Lao động"),
    Body("HND", Kind.ORGANISATION, "Hội Nông dân {area}", "Hội Nông dân"),
    Body("DTN", Kind.ORGANISATION, "Đoàn TNCS Hồ Chí Minh {area}", "Đoàn Thanh niên"),
    Body("HPN", Kind.ORGANISATION, "Hội Liên hiệp Phụ nữ {area}", "Hội Phụ nữ"),
    Body("HCCB", Kind.ORGANISATION, "Hội Cựu chiến binh {area}", "Hội Cựu chiến binh"),
    Body("HDND", Kind.PEOPLES_COUNCIL, "Hội đồng nhân dân {area}", "HĐND {area}"),
    Body("UBND", Kind.PEOPLES_COMMITTEE, "Ủy ban nhân dân {area}", "UBND {area}"),
)
COMMUNE_WORD = {Kind.COMMUNE: "xã", Kind.WARD: "phường", Kind.TOWNSHIP: "thị trấn", Kind.SPECIAL_ZONE: "đặc khu"}


def load(province: Unit) -> tuple[int, int, int]:
    """Open what is missing; returns the numbers of units, later names and changes."""
    there = set(Unit.objects.values_list("code", flat=True))
    named = list(province.descriptions.order_by("valid"))
    openings = [_opening(province, named, body) for body in BODIES if _life(province, body) is not None]
    openings += _of_communes(province)
    made = open_units((opening for opening in openings if opening.code not in there), derive=False)
    names = sum(_later_names(made[code], named, body) for code, body in _coded(province) if code in made)
    _under_the_front(province, made)
    changes = _merged_commissions(province) + _merged_provinces(province)
    rebuild_reach()
    tell_the_planner()
    return len(made), names, changes


def _coded(province: Unit) -> list[tuple[str, Body]]:
    return [(f"{province.code}.{body.suffix}", body) for body in BODIES]


def _life(province: Unit, body: Body) -> DateRange | None:
    """The days of a body inside its province's, or None when there are none."""
    firsts = [day for day in (province.life.lower, body.since) if day]
    ends = [day for day in (province.life.upper, body.until) if day]
    first, end = max(firsts, default=None), min(ends, default=None)
    return None if first and end and first >= end else DateRange(first, end)


def _words(described: Description, body: Body) -> tuple[str, str]:
    city = described.kind == Kind.MUNICIPALITY
    short = described.short_name
    words = {
        "tu": f"{'Thành ủy' if city else 'Tỉnh ủy'} {short}",
        "area": f"{'thành phố' if city else 'tỉnh'} {short}",
        "name": short,
    }
    return body.name.format(**words), body.short.format(**words)


def _opening(province: Unit, named: list[Description], body: Body) -> Opening:
    life = _life(province, body)
    described = next(
        row for row in named if row.valid.upper is None or life.lower is None or row.valid.upper > life.lower
    )
    name, short = _words(described, body)
    parent = f"{province.code}.{body.under}" if body.under else province.code
    return Opening(f"{province.code}.{body.suffix}", body.kind, name, short, parent, life.lower, life.upper)


def _later_names(unit: Unit, named: list[Description], body: Body) -> int:
    """Follow the province's changes of kind and name inside the body's life."""
    count = 0
    for described in named[1:]:
        since = described.valid.lower
        if since in unit.life and since != unit.life.lower:
            name, short = _words(described, body)
            words = Description(kind=body.kind, name=name, short_name=short, decided_by=described.decided_by)
            describe_anew(unit, words, since=since)
            count += 1
    return count


def _of_communes(province: Unit) -> list[Opening]:
    """A Party committee and a Front committee for every commune, ward and special zone right under the province.

    Their days are those under the province: what a commune's bodies were under a district is not known here.
    """
    named = Placement.objects.filter(
        parent=province,
        unit__descriptions__kind__in=COMMUNE_LEVEL,
        unit__descriptions__valid__overlap=F("valid"),
    ).order_by("unit__code", "unit__descriptions__valid")
    first = named.distinct("unit__code").values_list(
        "unit__code", "valid", "unit__descriptions__kind", "unit__descriptions__short_name"
    )
    openings = []
    for code, valid, kind, short in first:
        area, ends = f"{COMMUNE_WORD[Kind(kind)]} {short}", (valid.lower, valid.upper)
        openings += [
            Opening(f"{code}.DU", Kind.PARTY_COMMITTEE, f"Đảng ủy {area}", f"Đảng ủy {area}", code, *ends),
            Opening(f"{code}.MTTQ", Kind.FRONT, f"Ủy ban MTTQ Việt Nam {area}", f"MTTQ {area}", code, *ends),
        ]
    return openings


def _under_the_front(province: Unit, made: dict[str, Unit]) -> None:
    """Place the five organisations under the Front from 01-07-2025 on, all in one go; the caller rebuilds the reach."""
    codes = [f"{province.code}.{body.suffix}" for body in BODIES if body.kind == Kind.ORGANISATION]
    units = [made[code] for code in codes if code in made]
    if not units or UNDER_THE_FRONT not in province.life:
        return
    front = Unit.objects.get(code=f"{province.code}.MTTQ")
    placed = Placement.objects.filter(unit__in=units)
    if province.life.lower == UNDER_THE_FRONT:
        placed.update(parent=front)
    else:
        placed.update(valid=DateRange(province.life.lower, UNDER_THE_FRONT))
        after = DateRange(UNDER_THE_FRONT, province.life.upper)
        Placement.objects.bulk_create(Placement(unit=unit, parent=front, valid=after) for unit in units)


def _merged_commissions(province: Unit) -> int:
    """The commissions of propaganda and of mobilisation go on in the merged one."""
    units = Unit.objects.in_bulk([f"{province.code}.{end}" for end in ("BDV", "BTG", "BTGDV")], field_name="code")
    heir = units.pop(f"{province.code}.BTGDV")
    return _merge(list(units.values()), heir, COMMISSIONS_MERGED, (MERGER_DECISION, MERGER_NOTE))


def _merged_provinces(province: Unit) -> int:
    """When provinces were merged, each body goes on in the body of the new province, as far as both are loaded."""
    count = 0
    strands = Lineage.objects.filter(change__kind=ChangeKind.MERGE).select_related("change", "source", "heir")
    heirs = {row.heir_id for row in strands.filter(source=province)} | {province.pk}
    for heir_id in heirs:
        own = [row for row in strands if row.heir_id == heir_id]
        for body in BODIES if own else ():
            wanted = [f"{row.source.code}.{body.suffix}" for row in own]
            ends = own[0].change.effective_on
            sources = list(Unit.objects.filter(code__in=wanted, life__endswith=ends))
            heir = Unit.objects.filter(code=f"{own[0].heir.code}.{body.suffix}").first()
            if heir:
                count += _merge(sources, heir, ends, (own[0].change.decided_by, ""))
    return count


def _merge(sources: list[Unit], heir: Unit, on: date, words: tuple[str, str]) -> int:
    """Record that ``sources`` go on in ``heir``; what is recorded already is left. Returns 1 when something was."""
    known = set(Lineage.objects.filter(heir=heir).values_list("source", flat=True))
    fresh = [source for source in sources if source.pk not in known]
    if not fresh:
        return 0
    decided_by, note = words
    change, new = Change.objects.get_or_create(
        kind=ChangeKind.MERGE,
        effective_on=on,
        strands__heir=heir,
        defaults={"decided_by": decided_by, "note": note, "state": Change.State.APPLIED},
    )
    Lineage.objects.bulk_create(Lineage(change=change, source=source, heir=heir) for source in fresh)
    return int(new)
