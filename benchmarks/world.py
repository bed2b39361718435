"""A world to measure in: an installation of its own, with the database in the box as everybody gets it."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MONTHS = 12
SETTINGS = "danvan.conf.settings.local"


@contextmanager
def installation(folder: Path | None, report: Callable[[str], None]) -> Iterator[None]:
    """Start PostgreSQL with its default (durable) settings, set Django up, make the tables; stop what was started.

    ``folder`` is kept for the next run; without one, a temporary folder is used and removed. A ``DATABASE_URL`` of the
    surroundings is not used: nobody's real data is to be measured on.
    """
    home = folder or Path(tempfile.mkdtemp(prefix="danvan-benchmarks-"))
    home.mkdir(parents=True, exist_ok=True)
    # PostgreSQL does not run as root and must still reach its files.
    home.chmod(0o755)
    # WhiteNoise warns of a missing folder.
    (home / "static").mkdir(exist_ok=True)
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"DANVAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": SETTINGS}
    from danvan.conf import database

    owner = database.start()
    try:
        _set_up(report)
        yield
    finally:
        _leave(owner)
        if folder is None:
            shutil.rmtree(home)


def _set_up(report: Callable[[str], None]) -> None:
    import django

    from danvan.conf.language import compile_catalogues

    compile_catalogues()
    django.setup()
    from django.core.management import call_command

    report("Tables")
    call_command("createcachetable", verbosity=0)
    call_command("migrate", verbosity=0)


def _leave(owner: bool) -> None:
    from django.db import connections

    from danvan.conf import database

    connections.close_all()
    if owner:
        database.stop()


def build_demo(report: Callable[[str], None], months: int) -> None:
    """The demo province, Thanh Hóa with its 166 communes, unless it is there from the run before."""
    from django.db import connection

    from danvan.demo.build import build, is_built

    if not is_built():
        build(report, months=months)
        # The builder's connection does not wait for the disk; what is measured must.
        connection.close()
    _analyze()


def build_units(report: Callable[[str], None]) -> None:
    """The whole country and the bodies of Thanh Hóa alone: enough to file figures."""
    from danvan.orgs.load import load_areas, load_bodies

    report("Units: the whole country")
    load_areas()
    load_bodies("38")
    _analyze()


def _analyze() -> None:
    """What PostgreSQL's autovacuum does within a minute on a running server, done now."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("analyze")


def bare_machine() -> dict[str, Any]:
    """On what the numbers were measured that need no database."""
    return {
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "measured_at": time.strftime("%Y-%m-%d %H:%M"),
    }


def machine() -> dict[str, Any]:
    """On what the numbers were measured."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit')"
        )
        version, fsync, commit = cursor.fetchone()
    return bare_machine() | {"postgresql": version, "fsync": fsync, "synchronous_commit": commit}
