"""By when reports of one level are to be filed: dated rows, of the law and of those who may set it for their units."""

from __future__ import annotations

from datetime import date

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.deadlines.models import Checked, last_day
from danvan.figures.models import Line
from danvan.orgs.changes import Effect, on
from danvan.orgs.models import Unit
from danvan.reports.querysets import DueRuleQuerySet

from .forms import PERIOD_TYPES


@pghistory.track()
class DueRule(Checked):
    """The due day of reports that bodies of ``level`` file, for periods whose last day lies in ``valid``.

    Either ``working_days`` after the last day of the data window, or ``month_day`` of the period's last month (a day
    off moves to the next working day). ``owner`` set it for the forms of its units; without one it is the law
    (Decree 09/2019/NĐ-CP, Article 13) and stands until an owner's row says otherwise. No ``period_type``: every type
    but campaigns.
    """

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="due_rules")
    level = models.CharField(max_length=10, choices=Line.Level.choices)
    period_type = models.CharField(max_length=12, choices=PERIOD_TYPES, blank=True)
    working_days = models.PositiveSmallIntegerField(null=True)
    month_day = models.PositiveSmallIntegerField(null=True)
    article = models.CharField(max_length=300)
    valid = DateRangeField()

    objects = DueRuleQuerySet.as_manager()

    class Meta:
        ordering = ["level", "period_type", "valid", "id"]
        verbose_name_plural = gettext_lazy("rules of due days")
        constraints = [
            ExclusionConstraint(
                name="due_rule_one_in_force",
                expressions=[
                    (OpClass(Coalesce("owner_id", 0), name="gist_int8_ops"), RangeOperators.EQUAL),
                    (OpClass("level", name="gist_text_ops"), RangeOperators.EQUAL),
                    (OpClass("period_type", name="gist_text_ops"), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(valid__isempty=False) & ~Q(article=""), name="due_rule_dated"),
            models.CheckConstraint(
                # Decree 09/2019/NĐ-CP, Article 8.5: at least one working day after the data are closed.
                condition=Q(working_days__gte=1, month_day=None)
                | Q(working_days=None, month_day__range=(1, 31)) & ~Q(period_type="campaign"),
                name="due_rule_days_or_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.period_type}: {self.article}"

    @property
    def last_day(self) -> date | None:
        """The last day in force; None when it is open."""
        return last_day(self.valid)

    @property
    def in_words(self) -> str:
        """When it is due, in words."""
        if self.month_day:
            return _("by day %(n)d of the period's last month") % {"n": self.month_day}
        return _("%(n)d working days after the data window") % {"n": self.working_days}


on(
    DueRule,
    "owner",
    Effect.STAYS,
    why="whoever decides on due days decides for its own units; an heir sets its own, past periods keep theirs",
)
