"""How submissions read: their mark and word, how long is left, their counts in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from danvan.core.numbers import format_amount
from danvan.core.periods import Period, PeriodType
from danvan.deadlines.calendar import Calendar

from .models import Submission
from .queries import attendance
from .states import State

MARKS = {
    State.WAITING: "none",
    State.DRAFTING: "running",
    State.FILED: "wait",
    State.CHECKED: "wait",
    State.RETURNED: "returned",
    State.ACCEPTED: "done",
}
STANDINGS = {
    attendance.ON_TIME: ("done", gettext_lazy("in time")),
    attendance.FILED_LATE: ("soon", gettext_lazy("filed late")),
    attendance.OVERDUE: ("late", gettext_lazy("missing")),
    attendance.NOT_DUE: ("none", gettext_lazy("not due yet")),
    attendance.RELEASED: ("not_applicable", gettext_lazy("released by the change of units")),
}


def standing_of(cell: attendance.Cell) -> tuple[str, str]:
    """The mark and the words of one unit in one period."""
    mark, words = STANDINGS[cell.standing]
    if cell.returned:
        return "returned", _("%(standing)s, returned since") % {"standing": words}
    return mark, str(words)


def name_of(period: Period, *, estimate: bool = False) -> str:
    """The period in the language of the page, and that it was asked as an estimate."""
    name = period.label_en() if (get_language() or "vi").startswith("en") else period.label_vi()
    return f"{name} ({_('estimated')})" if estimate else name


def short_name(period: Period) -> str:
    """A period for a narrow column: "10/26", "Q3/26", "2026"; the others by their code."""
    if period.type is PeriodType.MONTH:
        return f"{period.last_day:%m/%y}"
    if period.type is PeriodType.QUARTER:
        return f"Q{(period.last_day.month + 2) // 3}/{period.last_day:%y}"
    return period.code


def mark_of(row: Submission, today: date, calendar: Calendar) -> tuple[str, str]:
    """The mark and the words of one submission; overdue is said before the state (needs ``with_lateness``)."""
    if row.is_released:
        return "none", _("Released by the change of units")
    if row.is_late and not row.is_handed_in:
        return "late", how_late(row.due, today, calendar)
    words = str(row.get_state_display())
    if row.is_late:
        words = _("%(state)s, filed late") % {"state": words}
    return MARKS[State(row.state)], words


def how_late(due: date, today: date, calendar: Calendar) -> str:
    """Time lost, in working days."""
    n = -calendar.working_days_left(today, due)
    return ngettext("%(n)d working day late", "%(n)d working days late", n) % {"n": n}


def how_long(due: date, today: date, calendar: Calendar) -> str:
    """Time left or lost, in working days: "Due today", "3 working days left", "2 working days late"."""
    if due < today:
        return how_late(due, today, calendar)
    if due == today:
        return _("Due today")
    n = calendar.working_days_left(today, due)
    return ngettext("%(n)d working day left", "%(n)d working days left", n) % {"n": n}


def finding(counts: Mapping[str, int]) -> str:
    """The sentence of a round: "158 of 166 have filed, 5 overdue"."""
    said = _("%(done)s of %(all)s have filed") % {
        "done": format_amount(counts["handed_in"]),
        "all": format_amount(counts["all"]),
    }
    if counts["overdue"]:
        said += ", " + _("%(n)s overdue") % {"n": format_amount(counts["overdue"])}
    return f"{said}."
