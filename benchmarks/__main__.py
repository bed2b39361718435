"""``python -m benchmarks [name …] [--json] [--home FOLDER]``: run the named benchmarks, all of them unless told."""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from . import NAMES, filing, nginx, pages, portal, reader, reporting, review_docx, searching, totals, world

MODULES = {
    "pages": pages,
    "filing": filing,
    "review_docx": review_docx,
    "reports": reporting,
    "search": searching,
    "portal": portal,
    "nginx": nginx,
    "totals": totals,
    "reader": reader,
}
assert tuple(MODULES) == NAMES
# These fill a country of their own; the others measure in the demo.
APART = ("reports", "search", "portal", "nginx", "totals")
# These need no installation.
BARE = ("reader",)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; returns the exit code."""
    options = _options(arguments)
    began = time.monotonic()
    # Asked to end, it still stops the database that it started.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))

    def report(text: str) -> None:
        print(f"  {time.monotonic() - began:4.0f} s  {text}", file=sys.stderr, flush=True)

    results: dict[str, Any] = {}
    here = options.names if len(options.names) == 1 else [name for name in options.names if name not in APART]
    if here and set(here) <= set(BARE):
        results |= {name: MODULES[name].run(report) for name in here}
        results["machine"] = world.bare_machine()
    elif here:
        with world.installation(options.home, report):
            _measure(here, options, results, report)
    for name in options.names:
        if name not in here:
            results |= _elsewhere(name, options)
    _print(results, options)
    return 0


def _measure(
    names: Sequence[str], options: argparse.Namespace, results: dict[str, Any], report: Callable[[str], None]
) -> None:
    if {"pages", "review_docx"} & set(names):
        world.build_demo(report, options.months)
    elif "filing" in names:
        world.build_units(report)
    results["machine"] = world.machine()
    for name in names:
        more = {"totals": {"values": options.values}, "search": {"documents": options.documents}}.get(name, {})
        results[name] = MODULES[name].run(report, **more)


def _elsewhere(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """One that needs an installation of its own: one process has one database."""
    home = ["--home", str(options.home / name)] if options.home else []
    command = [sys.executable, "-m", "benchmarks", name, "--json", "--values", str(options.values), *home]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return {name: json.loads(done.stdout)[name]}


def _print(results: dict[str, Any], options: argparse.Namespace) -> None:
    if options.json:
        alone = options.flat and len(options.names) == 1
        shown = results[options.names[0]] | {"machine": results["machine"]} if alone else results
        print(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    print(", ".join(f"{key} {value}" for key, value in results["machine"].items()))
    for name in options.names:
        print(f"\n{name}\n{MODULES[name].said(results[name])}")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which: {', '.join(NAMES)} (all)")
    parser.add_argument("--json", action="store_true", help="the numbers as JSON")
    parser.add_argument("--flat", action="store_true", help="with --json and one name: that benchmark's object itself")
    parser.add_argument("--home", type=Path, help="keep the installation in this folder for the next run")
    parser.add_argument("--months", type=int, default=world.MONTHS, help="rounds of reports to build (%(default)s)")
    parser.add_argument("--documents", type=int, default=searching.DOCUMENTS, help="for search (%(default)s)")
    parser.add_argument("--values", type=int, default=totals.VALUES, help="values for totals (%(default)s)")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(NAMES))
    if unknown:
        parser.error(f"there is no benchmark called {', '.join(unknown)}; there are {', '.join(NAMES)}")
    options.names = [name for name in NAMES if name in options.names or not options.names]
    return options


if __name__ == "__main__":
    sys.exit(main())
