"""Who may say when reports are due, says it for a stretch of time; what was said before stays for what was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core.errors import Refused
from danvan.core.text import clean_line
from danvan.deadlines.models import Certainty
from danvan.orgs.models import Unit
from danvan.reports.access import DESIGN
from danvan.reports.models import DueRule

DECIDED = verb("reports.due_rule", _("set when reports are due from %(day)s on: %(words)s"))


@dataclass(frozen=True)
class DuePlan:
    """Either ``working_days`` after the data window or ``month_day`` of the period's last month, from a day on."""

    level: str
    start: date
    article: str
    period_type: str = ""
    working_days: int | None = None
    month_day: int | None = None


@transaction.atomic
def set_due_rule(plan: DuePlan, *, owner: Unit, by: Actor) -> DueRule:
    """Set the due day of one level for the forms of ``owner`` and the units below, from ``plan.start`` on.

    The row in force until then ends the day before. Refused codes: one-of-two, no-article, not-later, not-allowed.
    """
    by.require_on(DESIGN, owner)
    if (plan.working_days is None) == (plan.month_day is None):
        raise Refused(
            _("Give either a number of working days or a day of the month."), code="one-of-two", field="working_days"
        )
    if plan.month_day is not None and plan.period_type == "campaign":
        raise Refused(_("A campaign has no last month: give working days."), code="one-of-two", field="month_day")
    article = clean_line(plan.article)[:300]
    if not article:
        raise Refused(_("Name the document that says so."), code="no-article", field="article")
    Unit.objects.select_for_update().get(pk=owner.pk)
    same = DueRule.objects.filter(owner=owner, level=plan.level, period_type=plan.period_type)
    if same.filter(valid__startswith__gte=plan.start).exists():
        raise Refused(_("A newer row begins on this day or later."), code="not-later", field="start")
    for row in same.filter(valid__contains=plan.start):
        row.valid = DateRange(row.valid.lower, plan.start)
        row.save(update_fields=["valid"])
    rule = DueRule.objects.create(
        owner=owner, level=plan.level, period_type=plan.period_type, working_days=plan.working_days,
        month_day=plan.month_day, article=article, valid=DateRange(plan.start, None), certainty=Certainty.OFFICIAL,
    )  # fmt: skip
    record(DECIDED, rule, by=by, day=f"{plan.start:%d/%m/%Y}", words=rule.in_words)
    return rule
