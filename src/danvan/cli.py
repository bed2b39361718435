"""The ``danvan`` command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="danvan", description="Dân Vận: from directive to result.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="start everything here: database, demo, web server, worker, clock")
    demo = commands.add_parser("demo", help="build the demo province, then run it")
    demo.add_argument("--reset", action="store_true", help="throw the demo's database away first")
    demo.add_argument("--no-serve", action="store_true", help="build only, and stop")
    commands.add_parser("serve", help="the web server alone (production settings unless told)")
    commands.add_parser("worker", help="the worker that carries out jobs")
    commands.add_parser("clock", help="what is due by the clock: reminders, totals left over; run it from a timer")
    commands.add_parser("check", help="is the installation sound: settings, database, units, totals")
    totals = commands.add_parser("totals", help="the totals of figures: are they right, or make them all anew")
    totals.add_argument("what", choices=["verify", "rebuild"], help="name every wrong cell; or make all anew")
    search = commands.add_parser("search", help="the index of the search: is it right, or make it all anew")
    search.add_argument("what", choices=["verify", "rebuild"], help="name what is missing or old; or index everything")
    bench = commands.add_parser("bench", help="measure beside named peers (from a working copy alone)", add_help=False)
    bench.add_argument("rest", nargs=argparse.REMAINDER, help="a name such as totals, and its options")
    accounts = commands.add_parser("accounts", help="the demo's accounts")
    accounts.add_argument("--json", action="store_true", help="as JSON")
    _add_import(commands)
    _add_read(commands)
    return parser


def _add_read(commands) -> None:
    read = commands.add_parser("read", help="what the reader takes from pages and documents")
    read.add_argument("files", nargs="+", metavar="FILE", help="text, HTML, DOCX, XLSX, PDF or e-mail")
    read.add_argument("--json", action="store_true", help="all that was found, as JSON")
    read.add_argument("--out", metavar="DIR", help="write DIR/STEM.json for each file instead of printing")
    read.add_argument("--lang", choices=["vi", "en"], default="vi", help="language of the account and of messages")
    read.add_argument("--ocr", action="store_true", help="recognise pages that are pictures, if tesseract is installed")


def _add_import(commands) -> None:
    imports = commands.add_parser("import", help="bring data that come with the package into the database")
    targets = imports.add_subparsers(dest="target", required=True)
    units = targets.add_parser("units", help="administrative units and what became of them")
    units.add_argument(
        "--vietnam-2025",
        action="store_true",
        required=True,
        help="the whole country before and after the reform of 1 July 2025",
    )
    units.add_argument("--open-list", metavar="FILE", help="write what the source leaves open to this CSV file")
    pages = targets.add_parser("pages", help="the saved pages of an old portal; a dry run unless told otherwise")
    pages.add_argument("folder", metavar="FOLDER", help="saved pages, photos beside them, perhaps danh-sach.csv")
    pages.add_argument("--apply", action="store_true", help="bring them in; safe to repeat")
    pages.add_argument("--as", dest="username", metavar="USER", help="whose right to import it is (with --apply)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    if options.command == "read":  # needs no settings and no database
        from danvan.reader import command

        return command.run(options)
    # An office that has set its secret runs on its settings, whichever command; the demo's commands stay the demo's.
    office = "DANVAN_SECRET_KEY" in os.environ and options.command not in {"run", "demo", "accounts"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danvan.conf.settings." + ("production" if office else "local"))
    from danvan.conf import commands, database
    from danvan.conf.pages import import_pages

    run: dict[str, Callable[[argparse.Namespace], int]] = {
        "run": commands.run,
        "demo": commands.demo,
        "serve": commands.serve,
        "worker": commands.worker,
        "clock": commands.clock,
        "check": commands.check,
        "totals": commands.totals,
        "search": commands.search,
        "bench": commands.bench,
        "accounts": commands.accounts,
        "import": commands.import_units if getattr(options, "target", "") == "units" else import_pages,
    }
    try:
        return run[options.command](options)
    except database.NoDatabase as missing:
        print(missing, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
