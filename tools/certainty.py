"""Count how sure the shipped legal data is, and keep the table of ``docs/law/certainty.md`` true.

``python tools/certainty.py`` writes the table anew; ``--check`` ends with 1 when the page says something else.
A row is anything that carries ``certainty`` or ``checked_by``, at whatever depth of a file under ``src/danvan/*/data``.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "law" / "certainty.md"
START, END = "<!-- counted by tools/certainty.py -->", "<!-- end of the count -->"


@dataclass
class Count:
    """What one file says of itself: rows by certainty, and how many may be and are marked as checked."""

    certainty: Counter[str] = field(default_factory=Counter)
    checkable: int = 0
    checked: int = 0

    def add(self, found: object) -> None:
        """Count ``found`` and everything inside it."""
        if isinstance(found, dict):
            if "certainty" in found:
                self.certainty[str(found["certainty"])] += 1
            if "checked_by" in found:
                self.checkable += 1
                self.checked += bool(found["checked_by"])
            found = list(found.values())
        if isinstance(found, list):
            for part in found:
                self.add(part)


def read(path: Path) -> object:
    """The rows of a data file."""
    if path.suffix == ".json":
        return json.loads(path.read_text(encoding="utf-8"))
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def table() -> str:
    """The table as Markdown: one line a data file that speaks of certainty."""
    lines = ["| file | rows by certainty | marked as checked |", "|---|---|---|"]
    for path in sorted((ROOT / "src" / "danvan").glob("*/data/*")):
        if path.suffix not in {".json", ".csv"} or path.parent.parent.name == "demo":
            continue
        count = Count()
        count.add(read(path))
        if count.certainty or count.checkable:
            sure = ", ".join(f"{n} {word}" for word, n in sorted(count.certainty.items())) or "not said"
            marked = f"{count.checked} of {count.checkable}" if count.checkable else "no column"
            lines.append(f"| `{path.relative_to(ROOT)}` | {sure} | {marked} |")
    return "\n".join(lines)


def page() -> str:
    """The page with the table of today."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{table()}\n{END}{after}"


def main(arguments: list[str]) -> int:
    """Write the page, or say whether it is true."""
    if "--check" in arguments:
        return int(page() != PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
