"""What must hold of this app's tables at any quiet moment."""

from __future__ import annotations

from danvan.deadlines.queries import load_calendar

from .models import Mandate, Task
from .services.due import due_now


def wrong_dues() -> list[str]:
    """Every open due date that its own rule, start and today's calendar do not give, as a sentence each."""
    calendar = load_calendar()
    rows = [
        *Mandate.objects.open().filter(due_days__isnull=False).iterator(),
        *Task.objects.open().filter(due_days__isnull=False).iterator(),
    ]
    return [
        f"{row._meta.label} {row.pk}: due {row.due_on}, but {row.due_days} working days from {row.due_start} is {day}"
        for row in rows
        if (day := due_now(row, calendar=calendar)) != row.due_on
    ]
