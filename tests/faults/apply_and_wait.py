"""Applies a change in a process of its own and stops inside the transaction, after everything is written.

Arguments: the name of the database, the primary keys of the change and of the person, the digest of the dry run.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date

import django
from django.conf import settings


@dataclass(frozen=True)
class Anybody:
    """Somebody who may change every unit."""

    user_id: int
    name: str = "Nguyễn Văn Quản"
    unit_id: int | None = None
    day: date = date(2026, 11, 20)

    def may(self, action: str) -> bool:
        return True

    def covers(self, action: str, unit: object) -> bool:
        return True

    def require_on(self, action: str, unit: object) -> None:
        """Never refuses."""


def main(database: str, change: str, person: str, digest: str) -> None:
    """Apply the change; a listener says "written" and waits for a line that never comes."""
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from danvan.orgs import services
    from danvan.orgs.changes import listen
    from danvan.orgs.models import Change

    def wait(event: str, situation: object, by: object) -> None:
        sys.stdout.write("written\n")
        sys.stdout.flush()
        sys.stdin.readline()

    listen(wait)
    services.apply_change(Change.objects.get(pk=int(change)), by=Anybody(int(person)), digest=digest)


if __name__ == "__main__":
    main(*sys.argv[1:])
