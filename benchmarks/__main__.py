"""``python -m benchmarks [name …] [--json] [--home FOLDER]``: run the named benchmarks, all of them unless told."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import NAMES, filing, pages, world

MODULES = {"pages": pages, "filing": filing}
assert tuple(MODULES) == NAMES


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; returns the exit code."""
    options = _options(arguments)
    began = time.monotonic()
    # Asked to end, it still stops the database that it started.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))

    def report(text: str) -> None:
        print(f"  {time.monotonic() - began:4.0f} s  {text}", file=sys.stderr, flush=True)

    results: dict[str, Any] = {}
    with world.installation(options.home, report):
        if "pages" in options.names:
            world.build_demo(report, options.months)
        else:
            world.build_units(report)
        results["machine"] = world.machine()
        for name in options.names:
            results[name] = MODULES[name].run(report)
    if options.json:
        print(json.dumps(results, ensure_ascii=False, indent=2))
        return 0
    print(", ".join(f"{key} {value}" for key, value in results["machine"].items()))
    for name in options.names:
        print(f"\n{name}\n{MODULES[name].said(results[name])}")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which: {', '.join(NAMES)} (all)")
    parser.add_argument("--json", action="store_true", help="the numbers as JSON")
    parser.add_argument("--home", type=Path, help="keep the installation in this folder for the next run")
    parser.add_argument("--months", type=int, default=world.MONTHS, help="rounds of reports to build (%(default)s)")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(NAMES))
    if unknown:
        parser.error(f"there is no benchmark called {', '.join(unknown)}; there are {', '.join(NAMES)}")
    options.names = [name for name in NAMES if name in options.names or not options.names]
    return options


if __name__ == "__main__":
    sys.exit(main())
