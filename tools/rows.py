"""Which rows of the feature list and of the threat list are shown by passing tests.

``python tools/rows.py`` runs the whole suite; ``python tools/rows.py --read FILE`` reads the report of an earlier run
(``pytest --rows FILE``). A row is shown when at least one test names it (``@pytest.mark.row``, ``@pytest.mark.trust``)
and none of those that name it failed. A shown row means that these tests pass, not that the row is finished.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TITLES = ROOT / "docs" / "rows.csv"
REPORT = ROOT / "var" / "rows.json"


def titles() -> list[dict[str, str]]:
    """All rows in order: number, area, title."""
    with TITLES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_shown(counts: dict[str, int] | None) -> bool:
    """Whether passing tests show a row: some passed, none failed."""
    return counts is not None and counts["passed"] > 0 and counts["failed"] == 0


def lines(report: dict[str, dict[str, int]]) -> list[str]:
    """The list as text: shown rows with the number of their tests, then the others, then the sums."""
    rows = titles()
    unknown = sorted(set(report) - {row["number"] for row in rows})
    text = []
    for head, wanted in (("Shown by passing tests", True), ("Not shown", False)):
        chosen = [row for row in rows if is_shown(report.get(row["number"])) == wanted]
        text.append(f"\n{head}: {len(chosen)}")
        for row in chosen:
            counts = report.get(row["number"], {})
            tests = ", ".join(f"{count} {how}" for how, count in counts.items() if count)
            text.append(f"  {row['number']:>4}  {row['area']:<12} {row['title']}{f'  ({tests})' if tests else ''}")
    text += [f"\nNamed by a test but in no list: {', '.join(unknown)}"] if unknown else []
    features = [row for row in rows if row["number"].isdigit()]
    threats = [row for row in rows if not row["number"].isdigit()]
    for name, group in (("features", features), ("threats", threats)):
        shown = sum(is_shown(report.get(row["number"])) for row in group)
        text.append(f"{shown} of {len(group)} {name} are shown by passing tests.")
    return text


def main() -> int:
    """Run the suite unless a report is given; the exit code is that of the suite."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--read", type=Path, help="a report written by pytest --rows")
    options = parser.parse_args()
    code = 0
    if options.read is None:
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", "--tb=line", "--rows", str(REPORT)]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
    report = json.loads((options.read or REPORT).read_text(encoding="utf-8"))
    print("\n".join(lines(report)))
    return code


if __name__ == "__main__":
    sys.exit(main())
