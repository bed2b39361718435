"""When a report is due: the form's own number of days, or the dated rule that stands nearest to its owner."""

from __future__ import annotations

import calendar as months
from datetime import date

from django.db.models import Q

from danvan.core.periods import Period, PeriodType
from danvan.deadlines.models import Window
from danvan.deadlines.queries import load_calendar
from danvan.orgs.models import Reach
from danvan.reports.models import DueRule, Form


def rule_for(form: Form, on: date) -> DueRule | None:
    """The rule for reports of this form whose period ends on ``on``: two queries; None when nobody set one.

    The owner's own stands before that of a unit above it, and both before the law's; a rule for this type of period
    stands before one for every type.
    """
    above = Reach.objects.filter(below=form.owner_id, valid__contains=on)
    depth = dict(above.values_list("above_id", "depth"))
    types = Q(period_type=form.period_type)
    if form.period_type != PeriodType.CAMPAIGN:
        types |= Q(period_type="")
    rows = DueRule.objects.filter(types, Q(owner=None) | Q(owner__in=depth), level=form.line.level, valid__contains=on)
    return min(rows, key=lambda row: (depth.get(row.owner_id, 99), row.period_type == ""), default=None)


def due_day(form: Form, period: Period, window_end: date) -> date | None:
    """The usual due day of a round whose data window ends on ``window_end``; None when no rule says it."""
    calendar = load_calendar()
    if form.due_after is not None:
        return calendar.add_working_days(window_end, form.due_after)
    rule = rule_for(form, period.last_day)
    if rule is None:
        return None
    if rule.working_days is not None:
        return calendar.add_working_days(window_end, rule.working_days)
    last = period.last_day
    day = min(rule.month_day, months.monthrange(last.year, last.month)[1])
    return calendar.roll_to_working_day(date(last.year, last.month, day))


def windows_of(period_type: str, on: date) -> list[Window]:
    """The rows of the data window in force on ``on`` for this type of period; none for a campaign."""
    named = [period_type, f"{period_type}_1", f"{period_type}_2"]
    return list(Window.objects.filter(period_type__in=named, valid__contains=on))
