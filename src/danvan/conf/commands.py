"""What each subcommand of ``danvan`` does."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import danvan

from . import database, env
from .supervisor import Supervisor


@contextmanager
def step(name: str):
    """Show that something is under way, and how long it took."""
    print(f"  {name} …", end="", flush=True)
    began = time.monotonic()
    yield
    print(f" {time.monotonic() - began:.1f} s", flush=True)


@contextmanager
def database_up():
    """The database, started here when needed and stopped again by who started it."""
    owner = database.start()
    try:
        yield
    finally:
        if owner:
            from django.db import connections

            connections.close_all()
            database.stop()


def ready() -> None:
    """Set Django up, with its catalogues compiled."""
    import django

    from .language import compile_catalogues

    compile_catalogues()
    django.setup()


def _prepare(*, reset: bool = False) -> None:
    """Migrate and build the demo once."""
    from django.conf import settings
    from django.core.management import call_command

    if reset:
        with step("Removing the old demo"):
            _drop_everything()
    with step("Tables"):
        # The frame of the portal is made at the end of a migration, and Wagtail clears the cache while it is made.
        call_command("createcachetable", verbosity=0)
        call_command("migrate", verbosity=0)
    if settings.DEMO:
        from danvan.demo.build import build, is_built

        if not is_built():
            print("  The demo province (once, about a minute):", flush=True)
            build(report=lambda text: print(f"    {text}", flush=True))


def _drop_everything() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("drop schema public cascade")
        cursor.execute("create schema public")


def _announce() -> None:
    from django.conf import settings

    address = f"http://127.0.0.1:{env.port()}/"
    print(f"\nDân Vận: {address}", flush=True)
    if settings.DEMO:
        from danvan.demo.people import accounts

        print("Số liệu minh họa. Tài khoản dùng thử / demo accounts:")
        for account in accounts():
            print(f"  {account.username:<14} {account.password:<22} {account.title}, {account.unit}")
    print("Ctrl-C dừng tất cả / stops everything.", flush=True)


def run(options: argparse.Namespace) -> int:
    """Start everything and stay until Ctrl-C."""
    return _run(reset=False, stay=True)


def demo(options: argparse.Namespace) -> int:
    """Build the demo, and run it unless told not to."""
    return _run(reset=options.reset, stay=not options.no_serve)


def _run(*, reset: bool, stay: bool) -> int:
    print("Dân Vận is starting.", flush=True)
    with Supervisor() as supervisor:
        with step("Database"):
            owner = database.start()
        if owner:
            supervisor.finally_do(database.stop)
        ready()
        _prepare(reset=reset)
        if not stay:
            return 0
        supervisor.start_web(env.port())
        supervisor.start_worker()
        supervisor.start_clock()
        with step("Web server"):
            supervisor.wait_for_web(env.port())
        _announce()
        return supervisor.stay()


def serve(options: argparse.Namespace) -> int:
    """Check the settings hard, then serve. Refuses to start on weak ones."""
    with Supervisor() as supervisor:
        if database.start():
            supervisor.finally_do(database.stop)
        ready()
        from django.conf import settings
        from django.core.management import CommandError, call_command

        if not settings.DEMO:
            try:
                call_command("check", deploy=True, fail_level="WARNING", databases=["default"])
            except CommandError as weak:
                print(weak, file=sys.stderr)
                return 1
        call_command("collectstatic", interactive=False, verbosity=0)
        supervisor.start_web(env.port())
        supervisor.wait_for_web(env.port())
        return supervisor.stay()


def worker(options: argparse.Namespace) -> int:
    """Carry out jobs until stopped."""
    with database_up():
        ready()
        from django.core.management import call_command

        call_command("db_worker", interval=0.5, verbosity=0)
    return 0


def clock(options: argparse.Namespace) -> int:
    """Do once what is due by the clock."""
    with database_up():
        ready()
        from .clock import tick

        tick()
    return 0


def check(options: argparse.Namespace) -> int:
    """Say what is wrong with this installation; exit code 1 when something is."""
    with database_up():
        ready()
        from django.core.management import call_command

        from danvan.directives.checks import wrong_dues
        from danvan.figures.checks import wrong_restated, wrong_totals
        from danvan.orgs.checks import disagreements

        call_command("check", databases=["default"])
        problems = [*disagreements(), *wrong_totals(), *wrong_restated(), *wrong_dues()]
        for problem in problems:
            print(problem)
        print(f"{len(problems)} problem(s).")
        return 1 if problems else 0


def bench(options: argparse.Namespace) -> int:
    """Run the working copy's benchmarks in an installation of their own; with one name, ``--json`` is its object."""
    root = Path(danvan.__file__).resolve().parents[2]
    if not (root / "benchmarks" / "__main__.py").is_file():
        print("The benchmarks belong to the working copy and are not installed; run this in one.", file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "benchmarks", *options.rest, "--flat"]
    # A process of its own: it takes other settings and another database than this one.
    with suppress(KeyboardInterrupt), subprocess.Popen(command, cwd=root) as running:  # noqa: S603
        return running.wait()
    return 130


def import_units(options: argparse.Namespace) -> int:
    """Load the reform of 2025, say what is there and what its source leaves open; exit code 1 when units disagree."""
    with database_up():
        ready()
        _tables_of_the_demo()
        from danvan.orgs.checks import disagreements
        from danvan.orgs.load import load_areas
        from danvan.orgs.load_reform import load_reform, numbers, outdated
        from danvan.orgs.reform import Reform

        for name, load in (("Areas of today", load_areas), ("Areas before 1 July 2025", load_reform)):
            with step(name):
                loaded = load()
            print(f"    new: {loaded}")
        for line in numbers():
            print(f"  {line}")
        reform = Reform()
        print(f"  The source divides {len(reform.divided())} old communes and tells no share: not apportionable.")
        corrected = {row["old_code"] for row in reform.remarked("corrected")}
        print(f"  Of {len(corrected)} old communes a far heir was left out: a match by name only.")
        print(f"  {len(reform.remarked('doubtful'))} strands are doubtful; docs/law/areas-doubts.csv lists these too.")
        if kept := outdated():
            print(f"  {kept} strands of an earlier load are kept as they were; a new database has them right.")
        if options.open_list:
            print(f"  {options.open_list}: {reform.write_open_list(Path(options.open_list))} rows")
        problems = disagreements()
        for problem in problems:
            print(problem)
        print("Units are whole." if not problems else f"{len(problems)} problem(s).")
        return 1 if problems else 0


def totals(options: argparse.Namespace) -> int:
    """Compare every total with the values it is made of and name the wrong ones (exit code 1), or make all anew."""
    with database_up():
        ready()
        from danvan.core.errors import Refused
        from danvan.figures.checks import wrong_restated, wrong_totals
        from danvan.figures.services import rebuild

        if options.what == "rebuild":
            try:
                done = rebuild(_progress)
            except Refused as refused:
                print(refused, file=sys.stderr)
                return 1
            print(f"{done.totals} totals, {done.restated} carried to the units of today.")
            return 0
        problems = [*wrong_totals(_progress), *wrong_restated(_progress)]
        for problem in problems:
            print(problem)
        print(f"{len(problems)} problem(s).")
        return 1 if problems else 0


def search(options: argparse.Namespace) -> int:
    """Compare the index of the search with the records and name what differs (exit code 1), or make all of it anew."""
    with database_up():
        ready()
        from danvan.search.services import rebuild, verify

        if options.what == "rebuild":
            print(f"{rebuild(_progress)} documents can be found.")
            return 0
        problems = verify()
        for problem in problems:
            print(problem)
        print(f"{len(problems)} problem(s).")
        return 1 if problems else 0


def _progress(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)


def _tables_of_the_demo() -> None:
    """Make the tables here; an office makes its own when it upgrades."""
    from django.conf import settings
    from django.core.management import call_command

    if settings.DEMO:
        call_command("createcachetable", verbosity=0)
        call_command("migrate", verbosity=0)


def accounts(options: argparse.Namespace) -> int:
    """List the demo's accounts."""
    from dataclasses import asdict

    _django_without_database()
    from danvan.demo.people import accounts as known

    rows = [asdict(account) for account in known()]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            print("\t".join(row.values()))
    return 0


def _django_without_database() -> None:
    import django

    django.setup()
