"""Opening a round, giving a unit longer, closing, reminding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core import clock
from danvan.core.errors import Refused
from danvan.core.periods import NoWindow, Period
from danvan.core.text import clean_line, fold
from danvan.deadlines.queries import load_calendar, window_for
from danvan.figures.models import Line
from danvan.figures.sql import LINE_BODIES
from danvan.notices.services import tell_units
from danvan.orgs.models import Unit
from danvan.reports.access import FILL, OPEN
from danvan.reports.models import Extension, Form, FormVersion, Reminder, Round, Submission
from danvan.reports.queries.due import due_day
from danvan.reports.states import RoundState

from .locks import released

OPENED = verb("reports.opened", _("opened the round for %(count)s units, due %(due)s"))
LONGER = verb("reports.extended", _("gave time until %(until)s: %(reason)s"))
SHUT = verb("reports.closed", _("closed the round with %(missing)s reports missing"))
URGED = verb("reports.reminded", _("reminded %(count)s units"))


@dataclass(frozen=True)
class Plan:
    """How a round differs from the usual: its own window, due day or name.

    ``estimate``: figures before the end of the period. ``locks``: nothing is taken after the due day, see ``Round``.
    """

    window: tuple[date, date] | None = None
    due_on: date | None = None
    label: str = ""
    estimate: bool = False
    locks: bool = False


USUAL = Plan()


@transaction.atomic
def open_round(form_version: FormVersion, period: Period, area: Unit, *, by: Actor, plan: Plan = USUAL) -> Round:
    """Ask ``form_version`` of every body of its line that lives in ``area`` on the last day of the data window.

    The window comes from the dated rules (Decree 09/2019/NĐ-CP, Article 12) unless ``plan`` shifts it; the due day is
    that of the form or of the dated rule of its level. Estimates and actual figures of one period are two rounds.
    Refused codes: other-period, already-open, no-window, no-due-rule, due-too-early, nobody, not-allowed.
    """
    form = Form.objects.select_for_update(of=("self",)).select_related("line").get(pk=form_version.form_id)
    by.require(OPEN, form)
    by.require_on(OPEN, area)
    if period.type != form.period_type:
        raise Refused(_("This form is not made for such a period."), code="other-period", field="period")
    same = Round.objects.filter(form_version__form=form, period=period.code, area=area, estimate=plan.estimate)
    if same.exists():
        raise Refused(_("A round of this form for this period is already open."), code="already-open", field="period")
    start, end = plan.window or _window(period)
    due_on = plan.due_on or _due_on(form, period, end)
    if due_on <= end:
        raise Refused(
            _("The due day must come after the last day of the data window."), code="due-too-early", field="due_on"
        )
    units = bodies_of(form.line, area, end, alive_on=period.last_day)
    if not units:
        raise Refused(_("No unit of this line lives in this area on that day."), code="nobody", field="area")
    round_ = Round(
        form_version=form_version, period=period.code, area=area, window_start=start, window_end=end, due_on=due_on,
        label=clean_line(plan.label)[:200], estimate=plan.estimate, steps=form.steps,
        locks=plan.locks, opened_at=clock.now(),
    )  # fmt: skip
    round_.search = fold(f"{form.code} {form.name_vi} {period.label_vi()} {period.label_en()} {round_.label}")[:500]
    round_.save()
    Submission.objects.bulk_create(Submission(round=round_, unit_id=unit) for unit in units)
    record(OPENED, round_, by=by, count=len(units), due=f"{due_on:%d/%m/%Y}")
    text = format_lazy(_("New report to file: {title}, due {due}."), title=round_.title, due=f"{due_on:%d/%m/%Y}")
    tell_units(units, text, reverse("reports:owed"), key=f"reports.opened:{round_.pk}", action=FILL)
    return round_


def _due_on(form: Form, period: Period, window_end: date) -> date:
    due = due_day(form, period, window_end)
    if due is None:
        raise Refused(
            _("No dated rule says when this level files for this period: give the due day."),
            code="no-due-rule", field="due_on",
        )  # fmt: skip
    return due


def _window(period: Period) -> tuple[date, date]:
    try:
        return window_for(period)
    except NoWindow as missing:
        raise Refused(missing.message, code="no-window", field="period") from missing


def bodies_of(line: Line, area: Unit, day: date, *, alive_on: date) -> list[int]:
    """The line's bodies under ``area`` on ``day`` that also live on ``alive_on``, when their figures count."""
    with connection.cursor() as cursor:
        cursor.execute(LINE_BODIES, line.params(day) | {"units": [area.pk]})
        found = [body for _top, _home, body in cursor.fetchall()]
    return list(Unit.objects.alive(alive_on).filter(pk__in=found).order_by("code").values_list("pk", flat=True))


@transaction.atomic
def extend(submission: Submission, until: date, reason: str, *, by: Actor) -> Extension:
    """Give one unit until ``until`` (included), for a reason that stays on record; works after closing too.

    Refused codes: released, no-reason, not-later, not-allowed.
    """
    held = Submission.objects.select_for_update(of=("self",)).select_related("round").get(pk=submission.pk)
    by.require(OPEN, held)
    if held.is_released:
        raise released()
    reason = clean_line(reason)[:500]
    if not reason:
        raise Refused(_("Write why this unit gets more time."), code="no-reason", field="reason")
    if until < clock.today() or until <= held.round.due_on:
        raise Refused(_("The new day must be later than the due day, and not past."), code="not-later", field="until")
    extension = Extension.objects.create(submission=held, until=until, reason=reason, by_id=by.user_id, at=clock.now())
    record(LONGER, held, by=by, until=f"{until:%d/%m/%Y}", reason=reason)
    tell_units(
        [held.unit_id],
        format_lazy(_("{title}: your unit has until {until}."), title=held.round.title, until=f"{until:%d/%m/%Y}"),
        reverse("reports:owed"),
        key=f"reports.extended:{extension.pk}",
        action=FILL,
    )
    return extension


@transaction.atomic
def close_round(round_: Round, *, by: Actor) -> Round:
    """Take nothing more in this round, except from units that were given longer. Refused: closed, not-allowed."""
    held = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    by.require(OPEN, held)
    if held.state == RoundState.CLOSED:
        raise Refused(_("This round is already closed."), code="closed")
    held.close()
    held.save(update_fields=["state"])
    record(SHUT, held, by=by, missing=held.submissions.missing().count())
    return held


@transaction.atomic
def remind(round_: Round, *, by: Actor, only: Iterable[int] | None = None) -> int:
    """Remind the units of a round that have not filed (``only``: some of its submissions), once a day each.

    Returns how many units were reminded now. Refused codes: closed, not-allowed.
    """
    by.require(OPEN, round_)
    if round_.state == RoundState.CLOSED:
        raise Refused(_("This round is already closed."), code="closed")
    wanted = round_.submissions.missing().with_due()
    if only is not None:
        wanted = wanted.filter(pk__in=list(only))
    told = _remind(list(wanted.select_related("round__form_version__form")), clock.today())
    record(URGED, round_, by=by, count=told)
    return told


def remind_due(today: date | None = None) -> int:
    """What the clock does each day: remind units before the due day, and on each day past it (row 63).

    Before the due day a report is mentioned once, when no more working days are left than its form says. A unit is
    told at most once a day, however many reports it owes and however often the clock runs. Returns how many units.
    """
    today = today or clock.today()
    calendar = load_calendar()
    missing = (
        Submission.objects.in_open_rounds().missing().with_due()
        .select_related("round__form_version__form").prefetch_related("reminders")
    )  # fmt: skip
    due = []
    for submission in missing:
        if submission.round.locks and submission.due < today:
            continue  # it can no longer be filed
        left = calendar.working_days_left(today, submission.due)
        soon = today <= submission.due and left <= submission.round.form.remind_before
        if submission.due < today or (soon and not submission.reminders.all()):
            due.append(submission)
    return _remind(due, today)


def _remind(submissions: list[Submission], today: date) -> int:
    by_unit: dict[int, list[Submission]] = defaultdict(list)
    for submission in submissions:
        by_unit[submission.unit_id].append(submission)
    return sum(_remind_unit(unit, owed, today) for unit, owed in sorted(by_unit.items()))


@transaction.atomic
def _remind_unit(unit_id: int, owed: list[Submission], today: date) -> bool:
    reminder, fresh = Reminder.objects.get_or_create(unit_id=unit_id, day=today)
    if not fresh:
        return False
    reminder.submissions.set(owed)
    first = min(owed, key=lambda submission: submission.due)
    day = f"{first.due:%d/%m/%Y}"
    if len(owed) > 1:
        words = _("{count} reports are not filed; the first, {title}, was or is due {due}.")
    else:
        words = _("{title} is not filed; it is past its due day {due}.")
        if first.due >= today:
            words = _("{title} is not filed; it is due {due}.")
    text = format_lazy(words, count=len(owed), title=first.round.title, due=day)
    tell_units([unit_id], text, reverse("reports:owed"), key=f"reports.missing:{unit_id}:{today}", action=FILL)
    return True
