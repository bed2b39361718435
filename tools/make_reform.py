"""Make the data files of the reform of 1 July 2025 (run once by hand, never at run time).

Old districts, old communes and what became of them, from vietnamadminunits 1.0.4 (MIT), in the scratch environment
that the head of ``make_areas.py`` describes:

    SCRATCH/bin/python tools/make_reform.py

It stops with an error, and writes nothing, when a count does not fit or a commune has no heir or no source.
"""

import re
from collections import Counter

from make_areas import DATA, LAW, MERGERS, clean, read_source, write_csv
from reform_doubts import DOUBT_COLUMNS, Doubt, Place, Strand, doubt_rows, judge

DISTRICT_COLUMNS = ["code", "province", "name", "short_name", "latitude", "longitude"]
COMMUNE_COLUMNS = ["code", "district", "kind", "name", "short_name", "latitude", "longitude"]
LINEAGE_COLUMNS = ["old_code", "new_code", "extent", "source_default", "remark"]
ACT_COLUMNS = ["province", "decided_by", "certainty", "checked_by"]

KINDS = {"Xã": "commune", "Phường": "ward", "Thị trấn": "township"}
EXPECTED = {"commune": 7692, "ward": 1726, "township": 617}
EXPECTED_DISTRICTS = 696
# Districts without communes (islands); each went on whole as one special zone.
ISLANDS = 5

# The 34 resolutions on communes are numbered one after another, one for each province. Which number is whose is taken
# from secondary lists; none of the resolutions was opened.
FIRST_ACT = 1654
ACTS = [
    *["91", "96", "01", "04", "24", "48", "66", "11", "75", "82", "52", "42", "33", "56", "92", "31", "12"],
    *["68", "20", "15", "37", "46", "25", "51", "40", "22", "44", "14", "80", "19", "08", "79", "38", "86"],
]


def old_kind(name: str) -> tuple[str, str]:
    """Kind and short name of an old commune; a bare number is no name to show alone."""
    word = next(word for word in KINDS if name.startswith(word + " "))
    short = name.removeprefix(word + " ")
    return KINDS[word], name if short[0].isdigit() else short


def district_short(name: str) -> str:
    """The name without the word of its kind, unless only a number is left."""
    short = re.sub(r"^(Huyện|Quận|Thị xã|Thành phố) ", "", name)
    return name if short[0].isdigit() else short


def place(row: dict, level: str) -> list[str]:
    """Latitude and longitude of a centre point, to some ten metres."""
    return [f"{row[level + end]:.4f}".rstrip("0") for end in ("Lat", "Lon")]


def district_rows(legacy: list[dict]) -> list[list[object]]:
    """Rows of districts_2025.csv by code."""
    rows = []
    for code, row in sorted({row["districtCode"]: row for row in legacy}.items()):
        name = clean(row["district"])
        rows.append([code, row["provinceCode"], name, district_short(name), *place(row, "district")])
    return rows


def commune_rows(legacy: list[dict]) -> list[list[object]]:
    """Rows of communes_2025.csv by code. The word of the kind is written alike everywhere."""
    rows = []
    for row in sorted((row for row in legacy if row["wardCode"]), key=lambda item: item["wardCode"]):
        name = clean(row["ward"]).replace("Thị Trấn ", "Thị trấn ")
        kind, short = old_kind(name)
        rows.append([row["wardCode"], row["districtCode"], kind, name, short, *place(row, "ward")])
    return rows


def lineage_rows(today: list[dict], legacy: list[dict], mapping: dict) -> list[list[object]]:
    """Rows of lineage_2025.csv: each old commune (or island district) and each of its heirs.

    ``extent`` is "part" for every heir of a commune that the source divides, however many; the source names one of
    them its default, without saying by what measure.
    """
    old = {
        f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}": row["wardCode"] or row["districtCode"]
        for row in legacy
    }
    new = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in today}
    rows = []
    for province, heirs in mapping["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for heir, sources in heirs.items():
            rows += [[old[source], new[province, heir], "whole", ""] for source in sources]
    for province, sources in mapping["DICT_PROVINCE_WARD_DIVIDED"].items():
        for source, heirs in sources.items():
            for heir in heirs:
                default = "yes" if heir["isDefaultNewWard"] else ""
                rows.append([old[source], new[province, heir["newWardKey"]], "part", default])
    return sorted(rows)


def weigh(lineage: list, today: list[dict], communes: list, districts: list) -> tuple[list[list[object]], list]:
    """The rows without the strands that are matches by name only, and the rows of areas-doubts.csv.

    ``remark`` is "doubtful" for a strand that is kept in doubt, and "corrected" where another heir was dropped. Islands
    (districts without communes) are not weighed: they have no neighbours.
    """
    names = {row[0]: row[2] for row in districts}
    old = {row[0]: Place(row[3], (float(row[5]), float(row[6])), row[1], names[row[1]]) for row in communes}
    new = {row["wardCode"]: Place(clean(row["ward"]), (row["wardLat"], row["wardLon"])) for row in today}
    left, doubts = judge([Strand(row[0], row[1], row[2] == "whole") for row in lineage if row[0] in old], old, new)
    defaults = {(row[0], row[1]): row[3] for row in lineage}
    rows = [[*row, ""] for row in lineage if row[0] not in old]
    for strand in left:
        default = "" if strand.whole else defaults[strand.old, strand.new]
        extent = "whole" if strand.whole else "part"
        rows.append([strand.old, strand.new, extent, default, remark(strand, doubts)])
    return sorted(rows), doubt_rows(doubts, old, new)


def remark(strand: Strand, doubts: list[Doubt]) -> str:
    """What the doubts say of a strand that stays."""
    if any(doubt.strand == strand and doubt.done == "doubtful" for doubt in doubts):
        return "doubtful"
    return "corrected" if any(doubt.strand.old == strand.old and doubt.done == "dropped" for doubt in doubts) else ""


def check(districts: list, communes: list, lineage: list, today: list[dict]) -> None:
    """Stop unless the counts are the published ones and nobody is without heir or source."""
    kinds = Counter(row[2] for row in communes)
    if dict(kinds) != EXPECTED or len(districts) != EXPECTED_DISTRICTS:
        raise SystemExit(f"Unexpected numbers: {dict(kinds)}, {len(districts)} districts")
    filled = {row[1] for row in communes}
    empty = {row[0] for row in districts} - filled
    if len(empty) != ISLANDS or not empty <= {row[0] for row in lineage}:
        raise SystemExit(f"Districts without communes and heirs: {sorted(empty)}")
    sources = {row[0] for row in lineage}
    if sources != {row[0] for row in communes} | empty:
        raise SystemExit("An old commune has no heir")
    if {row[1] for row in lineage} != {row["wardCode"] for row in today}:
        raise SystemExit("A commune of today has no source")
    extents = {(row[0], row[2]) for row in lineage}
    if len(extents) != len(sources) or len({(row[0], row[1]) for row in lineage}) != len(lineage):
        raise SystemExit("A commune is both whole and divided, or goes twice into one heir")


def main() -> None:
    """Check the source, then write the four data files and the list of doubts."""
    today, legacy, mapping = read_source()
    districts, communes = district_rows(legacy), commune_rows(legacy)
    lineage, doubts = weigh(lineage_rows(today, legacy, mapping), today, communes, districts)
    check(districts, communes, lineage, today)
    if sorted(ACTS) != sorted(MERGERS):
        raise SystemExit("The resolutions and the provinces do not fit")
    acts = sorted([code, f"Nghị quyết {FIRST_ACT + at}/NQ-UBTVQH15", "secondary", ""] for at, code in enumerate(ACTS))
    write_csv(DATA / "districts_2025.csv", DISTRICT_COLUMNS, districts)
    write_csv(DATA / "communes_2025.csv", COMMUNE_COLUMNS, communes)
    write_csv(DATA / "lineage_2025.csv", LINEAGE_COLUMNS, lineage)
    write_csv(LAW / "areas-doubts.csv", DOUBT_COLUMNS, doubts)
    write_csv(DATA / "acts_2025.csv", ACT_COLUMNS, acts)
    divided = {row[0] for row in lineage if row[2] == "part"}
    print(f"Old communes that stay divided: {len(divided)}; doubts: {dict(Counter(row[-1] for row in doubts))}")


if __name__ == "__main__":
    main()
