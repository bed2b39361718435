"""How a piece of work reads on one line: its mark, how long, one button."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.core.work import Bin, WorkItem
from danvan.deadlines.calendar import Calendar

MARKS = {
    Bin.LATE: "late",
    Bin.TODAY: "soon",
    Bin.WEEK: "none",
    Bin.LATER: "none",
    Bin.RETURNED: "returned",
    Bin.WAITING: "wait",
}


def line(item: WorkItem, today: date, calendar: Calendar) -> dict[str, Any]:
    """The item as the register component wants it."""
    return {
        "state": MARKS[item.bin],
        "title": item.title,
        "url": item.url,
        "whom": item.for_whom,
        "note": item.detail,
        "when": how_long(item.due, today, calendar),
        "due": _("due %(day)s") % {"day": f"{item.due:%d/%m/%Y}"} if item.due else "",
        "action": {"label": item.button, "url": item.url, "main": item.bin == Bin.TODAY},
    }


def how_long(due: date | None, today: date, calendar: Calendar) -> str:
    """Time left or lost in working days: "2 working days late", "Today", "3 working days left"."""
    if due is None:
        return ""
    if due == today:
        return _("Today")
    left = calendar.working_days_left(today, due)
    if due < today:
        return ngettext("%(n)d working day late", "%(n)d working days late", abs(left)) % {"n": abs(left)}
    return ngettext("%(n)d working day left", "%(n)d working days left", left) % {"n": left}
