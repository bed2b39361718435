"""Build the demo province, once, through the services that people use."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock_time

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

    def actor(self, username: str, day: date | None = None) -> Actor:
        """The person as they act on ``day``."""
        return Actor.of(self.people[username], day or self.today)


def at_work(day: date, hour: int = 9, minute: int = 0):
    """A context in which it is office time on ``day``."""
    return clock.at(timezone.make_aware(datetime.combine(day, clock_time(hour, minute))))


def is_built() -> bool:
    """Whether the demo stands, whole: its parts are built in one order, and the mark is made last."""
    return User.objects.filter(username=LAST_ACCOUNT, is_active=True).exists()


def build(report: Callable[[str], None] = lambda text: None, *, months: int = 6) -> None:
    """Build everything; ``months`` is how many monthly rounds of reports lie behind us. ``report`` hears each step.

    A build that was cut off is seen by ``is_built`` and must be started anew with ``danvan demo --reset``.
    """
    from . import papers, places, rounds, texts

    began = time.monotonic()
    stage = Stage(clock.today(), random.Random(SEED), {}, {})  # noqa: S311 - invented figures, the same every time
    parts = (
        ("Units: the whole country", places.units),
        ("People", places.people),
        ("The register of documents", papers.register_all),
        ("Sending, and what 166 communes did", papers.carry_out),
        ("An Giang 2014, as reported", rounds.an_giang),
        (f"Reports of {months} months", lambda stage: rounds.monthly(stage, months)),
        ("Review reports", texts.reviews),
        ("Accounts", places.finish),
    )
    for name, part in parts:
        part(stage)
        report(f"{name} ({time.monotonic() - began:.0f} s)")
