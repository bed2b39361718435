"""What the clock starts."""

from __future__ import annotations

from danvan.core import clock

from . import services


def remind_overdue() -> int:
    """Remind every late unit once today; running it again tells nobody twice. Returns how many people were told."""
    return services.remind_overdue(clock.today())
