"""The reform of 1 July 2025 as the data files tell it: what was before, and what became of it. No database here."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

DATA = Path(__file__).parent / "data"
DISTRICTS_CLOSED = "Nghị quyết 203/2025/QH15"
OPEN_COLUMNS = (
    "old_code",
    "old_name",
    "old_district",
    "old_province",
    "new_code",
    "new_name",
    "new_province",
    "source_default",
)

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """The rows of one data file."""
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _by_code(name: str) -> dict[str, Row]:
    return {row["code"]: row for row in rows(name)}


@dataclass(frozen=True)
class Reform:
    """Everything that became part of ``province`` (a code of today), or of the whole country (None).

    Codes here are those of the files; ``unit_code`` says which unit of ours an old one is.
    """

    province: str | None = None
    areas: dict[str, Row] = field(default_factory=lambda: _by_code("areas.csv"))

    @cached_property
    def provinces(self) -> dict[str, Row]:
        """The old provinces by their old code."""
        found = {row["old_code"]: row for row in rows("provinces_2025.csv")}
        return {code: row for code, row in found.items() if self.province in (None, row["heir_code"])}

    @cached_property
    def districts(self) -> dict[str, Row]:
        """The old districts by code."""
        return {code: row for code, row in _by_code("districts_2025.csv").items() if row["province"] in self.provinces}

    @cached_property
    def communes(self) -> dict[str, Row]:
        """The old communes, wards and townships by code."""
        return {code: row for code, row in _by_code("communes_2025.csv").items() if row["district"] in self.districts}

    @cached_property
    def sources(self) -> dict[str, list[Row]]:
        """For each commune of today: the strands that lead to it, by code of the source."""
        found: dict[str, list[Row]] = {}
        for row in rows("lineage_2025.csv"):
            if row["old_code"] in self.communes or row["old_code"] in self.districts:
                found.setdefault(row["new_code"], []).append(row)
        return found

    @cached_property
    def unchanged(self) -> dict[str, str]:
        """Old code -> today's code of each commune that is alone, and whole, in its heir: it is the same unit."""
        return {
            strands[0]["old_code"]: heir
            for heir, strands in self.sources.items()
            if len(strands) == 1 and strands[0]["extent"] == "whole" and strands[0]["old_code"] in self.communes
        }

    @cached_property
    def acts(self) -> dict[str, str]:
        """The resolution on the communes of each of today's provinces."""
        return {row["province"]: row["decided_by"] for row in rows("acts_2025.csv")}

    @cached_property
    def islands(self) -> set[str]:
        """Districts without communes, each of which went on as one commune-level unit."""
        return {row["old_code"] for strands in self.sources.values() for row in strands} & self.districts.keys()

    def unit_code(self, old: str) -> str:
        """The code of our unit for an old district or commune: its own where no unit of today bears it."""
        if old in self.unchanged:
            return self.unchanged[old]
        return f"old-{old}" if old in self.areas else old

    def province_code(self, old: str) -> str:
        """The code of our unit for an old province, in the same way."""
        changed = self.provinces[old]["unchanged"] == "false"
        return f"old-{old}" if changed and old in self.areas else old

    def act_on(self, heir: str) -> str:
        """The resolution that made the commune ``heir``."""
        return self.acts[self.areas[heir]["parent"]]

    def divided(self) -> list[str]:
        """Codes of the old communes that the source divides between heirs without saying how much goes where."""
        return sorted({row["old_code"] for some in self.sources.values() for row in some if row["extent"] == "part"})

    def remarked(self, remark: str) -> list[Row]:
        """The strands of this remark (see ``lineage_2025.csv`` in SOURCE.md)."""
        return [row for some in self.sources.values() for row in some if row["remark"] == remark]

    def open_rows(self) -> Iterator[tuple[str, ...]]:
        """What the source leaves open: a row (``OPEN_COLUMNS``) for each divided commune and each of its heirs."""
        parts = [row for some in self.sources.values() for row in some if row["extent"] == "part"]
        for row in sorted(parts, key=lambda row: (row["old_code"], row["new_code"])):
            old, new = self.communes[row["old_code"]], self.areas[row["new_code"]]
            district = self.districts[old["district"]]
            yield (
                row["old_code"],
                old["name"],
                district["name"],
                self.provinces[district["province"]]["old_name"],
                row["new_code"],
                new["name"],
                self.areas[new["parent"]]["name"],
                row["source_default"],
            )

    def write_open_list(self, path: Path) -> int:
        """Write ``open_rows`` as CSV; returns their number."""
        found = list(self.open_rows())
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(OPEN_COLUMNS)
            writer.writerows(found)
        return len(found)
