"""Build the demo province, once, through the services that people use."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from datetime import time as clock_time

from django.db import connection
from django.utils import timezone

from danvan.access.actor import Actor
from danvan.access.models import User
from danvan.core import clock
from danvan.orgs.models import Unit

SEED = 2026
LAST_ACCOUNT = "quantri"


@dataclass
class Stage:
    """What the parts of the demo share: today, a repeatable chance, units by code, people by user name."""

    today: date
    chance: random.Random
    units: dict[str, Unit]
    people: dict[str, User]
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, username: str, day: date | None = None) -> Actor:
        """The person as they act on ``day``. Nobody's grants change in the demo, so they are read once."""
        known = self._actors.get(username)
        if known is None:
            known = self._actors[username] = Actor.of(self.people[username], self.today)
        return replace(known, day=day or self.today)


def at_work(day: date, hour: int = 9, minute: int = 0):
    """A context in which it is office time on ``day``."""
    return clock.at(timezone.make_aware(datetime.combine(day, clock_time(hour, minute))))


def is_built() -> bool:
    """Whether the demo stands, whole: its parts are built in one order, and the mark is made last."""
    return User.objects.filter(username=LAST_ACCOUNT, is_active=True).exists()


def build(report: Callable[[str], None] = lambda text: None, *, months: int = 3) -> None:
    """Build everything; ``months`` is how many monthly rounds of reports lie behind us. ``report`` hears each step.

    A build that was cut off is seen by ``is_built`` and must be started anew with ``danvan demo --reset``.
    """
    from . import papers, places, portal, rounds, texts

    began = time.monotonic()
    with connection.cursor() as cursor:
        # A demo that is cut off is built anew, so its many small writes need not wait for the disk one by one.
        cursor.execute("set synchronous_commit to off")
    stage = Stage(clock.today(), random.Random(SEED), {}, {})  # noqa: S311 - invented figures, the same every time
    parts = (
        ("Units: the whole country", places.units),
        ("People", places.people),
        ("The register of documents", papers.register_all),
        ("Sending, and what 166 communes did", papers.carry_out),
        ("An Giang 2014, as reported", rounds.an_giang),
        (f"Reports of {months} months", lambda stage: rounds.monthly(stage, months)),
        ("Review reports", texts.reviews),
        ("The portal", portal.articles),
        ("Accounts", places.finish),
    )
    for name, part in parts:
        part(stage)
        report(f"{name} ({time.monotonic() - began:.0f} s)")
