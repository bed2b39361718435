"""Make the data files of Vietnam's administrative areas (run once by hand, never at run time).

Reads two packages that are *not* dependencies of the product; install them in a scratch environment:

    python -m venv SCRATCH
    SCRATCH/bin/pip install vietnamadminunits==1.0.4 vietnam-provinces==2025.10.1
    SCRATCH/bin/python tools/make_areas.py

`vietnamadminunits` (MIT) is the source. `vietnam-provinces` is only compared with it. The script stops with
an error, and writes nothing, when a count or the merger table of Resolution 202/2025/QH15 does not fit.
"""

import csv
import importlib.util
import json
import re
import sqlite3
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "danvan" / "orgs" / "data"
LAW = ROOT / "docs" / "law"

START = "2025-07-01"
LAST_OLD_DAY = "2025-06-30"
MERGER_ACT = "Nghị quyết 202/2025/QH15"

AREA_COLUMNS = [
    "code",
    "parent",
    "kind",
    "name",
    "short_name",
    "latitude",
    "longitude",
    "area_km2",
    "valid_from",
    "note",
]
OLD_COLUMNS = [
    "old_code",
    "old_name",
    "old_kind",
    "valid_from",
    "valid_to",
    "heir_code",
    "unchanged",
    "decided_by",
]
DESCRIPTION_COLUMNS = [
    "code",
    "kind",
    "name",
    "short_name",
    "valid_from",
    "valid_to",
    "decided_by",
    "certainty",
]
DISTRICT_COLUMNS = ["commune_code", "district_name", "mountain"]
DIFFERENCE_COLUMNS = ["kind", "code", "province", "name", "other_code", "other_name", "nature"]

KINDS = {"Xã": "commune", "Phường": "ward", "Đặc khu": "special_zone"}
EXPECTED_KINDS = {"commune": 2621, "ward": 687, "special_zone": 13}
EXPECTED_BY_PROVINCE = {"38": 166, "91": 102, "56": 65}

# Code of each of today's 34 provinces -> codes of the provinces it came from (Resolution 202/2025/QH15).
# One and the same code alone on the right means: not merged, the same province goes on.
MERGERS = {
    "01": ["01"],
    "04": ["04"],
    "08": ["02", "08"],
    "11": ["11"],
    "12": ["12"],
    "14": ["14"],
    "15": ["15", "10"],
    "19": ["06", "19"],
    "20": ["20"],
    "22": ["22"],
    "24": ["24", "27"],
    "25": ["26", "17", "25"],
    "31": ["30", "31"],
    "33": ["34", "33"],
    "37": ["35", "36", "37"],
    "38": ["38"],
    "40": ["40"],
    "42": ["42"],
    "44": ["44", "45"],
    "46": ["46"],
    "48": ["49", "48"],
    "51": ["62", "51"],
    "52": ["52", "64"],
    "56": ["58", "56"],
    "66": ["54", "66"],
    "68": ["67", "60", "68"],
    "75": ["70", "75"],
    "79": ["74", "77", "79"],
    "80": ["80", "72"],
    "82": ["82", "87"],
    "86": ["83", "84", "86"],
    "91": ["91", "89"],
    "92": ["94", "93", "92"],
    "96": ["95", "96"],
}

# Dated descriptions of provinces whose kind or name changed while the province stayed the same.
DESCRIPTIONS = [
    ("46", "province", "Tỉnh Thừa Thiên Huế", "Thừa Thiên Huế", "", "2024-12-31", "", "secondary"),
    ("46", "municipality", "Thành phố Huế", "Huế", "2025-01-01", "", "Nghị quyết 175/2024/QH15", "memory"),
    ("75", "province", "Tỉnh Đồng Nai", "Đồng Nai", START, "2026-04-29", MERGER_ACT, "official"),
    (
        "75",
        "municipality",
        "Thành phố Đồng Nai",
        "Đồng Nai",
        "2026-04-30",
        "",
        "Nghị quyết của Quốc hội khóa XVI (chưa rõ số)",
        "secondary",
    ),
]

MOUNTAIN_DISTRICTS = {
    "Mường Lát",
    "Quan Hóa",
    "Quan Sơn",
    "Lang Chánh",
    "Bá Thước",
    "Cẩm Thủy",
    "Ngọc Lặc",
    "Thạch Thành",
    "Như Xuân",
    "Như Thanh",
    "Thường Xuân",
}


def clean(text: str) -> str:
    """The text in Unicode NFC with single spaces; spelling and tone marks stay as the source writes them."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def spelling_key(text: str) -> str:
    """A key equal for two spellings of one name: no marks, case, spaces or kinds of apostrophe and dash."""
    flat = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]", "", flat)


def package_folder(name: str) -> Path:
    """The folder of an installed package, found without importing it (its imports are slow)."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"Package {name} is not installed in this environment; see the head of this file.")
    return Path(spec.origin).parent


def province_kind(full_name: str) -> str:
    """`municipality` for a centrally run city, else `province`."""
    return "municipality" if full_name.startswith("Thành phố") else "province"


def commune_kind(full_name: str) -> str:
    """Kind of a commune-level unit by its name; the type column of the source is wrong for four of them."""
    return next(kind for word, kind in KINDS.items() if full_name.startswith(word + " "))


def write_csv(path: Path, header: list[str], rows: list[list[object]]) -> None:
    """Write one UTF-8 CSV with a header line and LF line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{path.relative_to(ROOT)}: {len(rows)} rows")


def read_source() -> tuple[list[dict], list[dict], dict]:
    """Today's communes, the legacy communes, and the old-to-new mapping of vietnamadminunits."""
    folder = package_folder("vietnamadminunits") / "data"
    base = sqlite3.connect(folder / "dataset.db")
    base.row_factory = sqlite3.Row
    today = [dict(row) for row in base.execute("select * from admin_units")]
    legacy = [dict(row) for row in base.execute("select * from admin_units_legacy")]
    base.close()
    mapping = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    return today, legacy, mapping


def read_other() -> dict[str, tuple[str, str]]:
    """code -> (name, province code) of the communes in vietnam-provinces."""
    path = package_folder("vietnam_provinces") / "data" / "nested-divisions.json"
    return {
        f"{ward['code']:05d}": (unicodedata.normalize("NFC", ward["name"]), f"{province['code']:02d}")
        for province in json.loads(path.read_text(encoding="utf-8"))
        for ward in province["wards"]
    }


def check_counts(today: list[dict]) -> None:
    """Stop unless the numbers of communes by kind and province are the published ones."""
    kinds = Counter(commune_kind(row["ward"]) for row in today)
    by_province = Counter(row["provinceCode"] for row in today)
    if dict(kinds) != EXPECTED_KINDS:
        raise SystemExit(f"Unexpected number of communes by kind: {dict(kinds)}")
    if set(by_province) != set(MERGERS):
        raise SystemExit(f"Unexpected provinces: {sorted(set(by_province) ^ set(MERGERS))}")
    for code, expected in EXPECTED_BY_PROVINCE.items():
        if by_province[code] != expected:
            raise SystemExit(f"Province {code} has {by_province[code]} communes, not {expected}")


def check_mergers(today: list[dict], legacy: list[dict], mapping: dict) -> None:
    """Stop unless the table above says the same as the mapping of the package."""
    old_code = {row["provinceKey"]: row["provinceCode"] for row in legacy}
    new_code = {row["provinceKey"]: row["provinceCode"] for row in today}
    theirs = {
        new_code[heir]: sorted(old_code[key] for key in sources) for heir, sources in mapping["DICT_PROVINCE"].items()
    }
    ours = {heir: sorted(sources) for heir, sources in MERGERS.items()}
    if theirs != ours:
        raise SystemExit(f"The merger table differs: {[h for h in ours if ours[h] != theirs.get(h)]}")


def compare(today: list[dict], other: dict[str, tuple[str, str]]) -> list[list[object]]:
    """Differences between the two packages, one row each.

    `kind` is `code` (our code is unknown there; `other_code` is where the same name of the same province is
    found) or `name` (the same code carries another name there); `nature` tells a matter of spelling from a
    clash of two different communes.
    """
    by_name = {(province, spelling_key(name)): code for code, (name, province) in other.items()}
    rows: list[list[object]] = []
    for row in sorted(today, key=lambda item: item["wardCode"]):
        code, name, province = row["wardCode"], clean(row["ward"]), row["provinceCode"]
        elsewhere = by_name.get((province, spelling_key(name)), "")
        if code not in other:
            rows.append(["code", code, province, name, elsewhere, name if elsewhere else "", "other_code"])
        elif other[code][0] != name:
            same = spelling_key(other[code][0]) == spelling_key(name)
            nature = "spelling" if same else "other_commune"
            rows.append(["name", code, province, name, elsewhere, other[code][0], nature])
    return rows


def difference_notes(differences: list[list[object]]) -> dict[str, str]:
    """code -> remark for the communes whose code is disputed between the two packages."""
    notes = {}
    for kind, code, _province, _name, other_code, other_name, nature in differences:
        if kind == "code":
            notes[code] = f"Mã cần đối chiếu: gói vietnam-provinces ghi {other_code or 'không có'}"
        elif nature == "other_commune":
            notes[code] = f"Mã cần đối chiếu: gói vietnam-provinces dùng mã này cho {other_name}"
    return notes


def area_rows(today: list[dict], notes: dict[str, str]) -> list[list[object]]:
    """Rows of areas.csv: the 34 provinces, then the communes, both by code."""
    members = defaultdict(list)
    for row in today:
        members[row["provinceCode"]].append(row)
    changed = {code for code, *_rest in DESCRIPTIONS}
    rows: list[list[object]] = []
    for code in sorted(members):
        first = members[code][0]
        name = clean(first["province"])
        remark = "Tên, loại theo thời gian: xem descriptions.csv" if code in changed else ""
        since = "" if MERGERS[code] == [code] else START
        # The commune areas of the source do not add up to the official province areas, so none is given.
        place = [first["provinceLat"], first["provinceLon"], ""]
        named = [code, "", province_kind(name), name, clean(first["provinceShort"])]
        rows.append([*named, *place, since, remark])
    for row in sorted(today, key=lambda item: item["wardCode"]):
        code, name = row["wardCode"], clean(row["ward"])
        short = clean(row["wardShort"])
        # "1 Bảo Lộc" is no name to show alone.
        short = name if short[0].isdigit() else short
        area = round(row["wardAreaKm2"], 2) if row["wardAreaKm2"] else ""
        remarks = [notes[code]] if code in notes else []
        remarks += [] if area else ["Nguồn không có diện tích"]
        place = [row["wardLat"], row["wardLon"], area]
        named = [code, row["provinceCode"], commune_kind(name), name, short]
        rows.append([*named, *place, START, "; ".join(remarks)])
    return rows


def old_province_rows(legacy: list[dict]) -> list[list[object]]:
    """Rows of provinces_2025.csv: each of the 63 provinces and its heir."""
    names = {row["provinceCode"]: clean(row["province"]) for row in legacy}
    heirs = {source: heir for heir, sources in MERGERS.items() for source in sources}
    if set(names) != set(heirs) or len(names) != 63:
        raise SystemExit(f"Old provinces do not fit: {sorted(set(names) ^ set(heirs))}")
    rows: list[list[object]] = []
    for code in sorted(names):
        unchanged = MERGERS[heirs[code]] == [code]
        last_day = "" if unchanged else LAST_OLD_DAY
        act = "" if unchanged else MERGER_ACT
        flag = "true" if unchanged else "false"
        rows.append([code, names[code], province_kind(names[code]), "", last_day, heirs[code], flag, act])
    return rows


def district_rows(today: list[dict], legacy: list[dict], mapping: dict) -> tuple[list[list[object]], list[str]]:
    """Rows of districts_thanh_hoa.csv and the lines about communes that took land from several districts.

    Whole predecessors are counted first; a predecessor split between several heirs counts only where it is
    the main heir of the split, and only to break a tie or when there is no whole predecessor.
    """
    district = {}
    for row in legacy:
        if row["provinceCode"] == "38":
            key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey']}"
            district[key] = (clean(row["district"]), clean(row["districtShort"]))
    whole = mapping["DICT_PROVINCE_WARD_NO_DIVIDED"]["tinhthanhhoa"]
    parts = defaultdict(list)
    for key, heirs in mapping["DICT_PROVINCE_WARD_DIVIDED"]["tinhthanhhoa"].items():
        for heir in heirs:
            parts[heir["newWardKey"]].append((district[key], heir["isDefaultNewWard"]))
    rows, mixed = [], []
    for row in sorted((r for r in today if r["provinceCode"] == "38"), key=lambda item: item["wardCode"]):
        votes = Counter({place: 0 for place, _main in parts[row["wardKey"]]})
        votes.update(district[key] for key in whole.get(row["wardKey"], []))
        tie_break = Counter(place for place, main in parts[row["wardKey"]] if main)
        ranked = sorted(votes, key=lambda place: (-votes[place], -tie_break[place], place))
        if len(ranked) > 1:
            told = ", ".join(f"{place[0]} {votes[place]}" for place in ranked)
            mixed.append(f"{row['wardCode']} {clean(row['ward'])}: {told}")
        name, short = ranked[0]
        rows.append([row["wardCode"], name, "true" if short in MOUNTAIN_DISTRICTS else "false"])
    return rows, mixed


def main() -> None:
    """Check the source, then write the five data files and the list of differences."""
    today, legacy, mapping = read_source()
    check_counts(today)
    check_mergers(today, legacy, mapping)
    differences = compare(today, read_other())
    areas = area_rows(today, difference_notes(differences))
    districts, mixed = district_rows(today, legacy, mapping)
    write_csv(DATA / "areas.csv", AREA_COLUMNS, areas)
    write_csv(DATA / "provinces_2025.csv", OLD_COLUMNS, old_province_rows(legacy))
    write_csv(DATA / "descriptions.csv", DESCRIPTION_COLUMNS, [list(row) for row in DESCRIPTIONS])
    write_csv(DATA / "districts_thanh_hoa.csv", DISTRICT_COLUMNS, districts)
    write_csv(LAW / "areas-differences.csv", DIFFERENCE_COLUMNS, differences)
    print(Counter((row[0], row[6]) for row in differences))
    print(f"Thanh Hóa communes with predecessors in several districts: {len(mixed)}")
    for line in mixed:
        print("  " + line)


if __name__ == "__main__":
    main()
