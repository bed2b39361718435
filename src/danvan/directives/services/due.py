"""The last day in time: a day that was said, or a number of working days from a start."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from danvan.core.errors import Refused
from danvan.deadlines.calendar import Calendar
from danvan.deadlines.queries import add_working_days
from danvan.directives.models import Mandate, Task

MOST_WORKING_DAYS = 2000


def due_by(start: date, *, due_on: date | None = None, working_days: int | None = None) -> dict[str, object]:
    """The stored fields ``due_on``, ``due_start`` and ``due_days``. Refuses two rules at once and a term in the past.

    ``working_days`` counts from the day after ``start``; the result is recomputable from start and days.
    """
    if due_on is not None and working_days is not None:
        raise Refused(_("Give a day or a number of working days, not both."), code="two-terms", field="due_on")
    if working_days is not None:
        if not 1 <= working_days <= MOST_WORKING_DAYS:
            raise Refused(_("The number of working days must be 1 or more."), code="bad-days", field="working_days")
        return {"due_on": add_working_days(start, working_days), "due_start": start, "due_days": working_days}
    if due_on is not None and due_on < start:
        raise Refused(_("The term lies in the past."), code="past", field="due_on")
    return {"due_on": due_on, "due_start": None, "due_days": None}


def due_now(row: Mandate | Task, *, calendar: Calendar | None = None) -> date | None:
    """What the stored rule of a mandate or a task comes to by today's calendar; its ``due_on`` should equal this."""
    if row.due_days is None:
        return row.due_on
    return add_working_days(row.due_start, row.due_days, calendar=calendar)
