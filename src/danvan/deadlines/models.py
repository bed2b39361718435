"""Rows of the law of time. Each says where it is written, how sure we are and who compared it with the document."""

from __future__ import annotations

from datetime import date, timedelta

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from danvan.core.periods import WindowRule


class Certainty(models.TextChoices):
    """How far a row may be trusted."""

    OFFICIAL = "official", _("official document")
    COMPUTED = "computed", _("computed from the law")
    SECONDARY = "secondary", _("secondary source")
    PROJECTION = "projection", _("projection before the official notice")
    UNSURE = "unsure", _("unsure")


class Checked(models.Model):
    """What every row of a rule carries; an empty ``checked_by`` means nobody has compared it with the document."""

    certainty = models.CharField(max_length=12, choices=Certainty.choices)
    checked_by = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


@pghistory.track()
class CalendarDay(Checked):
    """A weekday off, or a weekend day worked for a swapped one. Plain weekends have no row."""

    class Kind(models.TextChoices):
        OFF = "off", _("Day off")
        WORKED = "worked", _("Worked instead")

    date = models.DateField(unique=True)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    name_vi = models.CharField(max_length=120)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y} {self.name_vi}"


PERIOD_NAMES = {
    "month": _("month"),
    "quarter": _("quarter"),
    "half": _("half-year"),
    "half_1": _("first half of the year"),
    "half_2": _("second half of the year"),
    "nine_months": _("nine months"),
    "year": _("year"),
}


def last_day(valid: DateRange) -> date | None:
    """The last day inside a range that is open at its end; None when there is none."""
    return valid.upper - timedelta(days=1) if valid.upper else None


def one_in_force(name: str, *, by: str) -> ExclusionConstraint:
    """No two rows of one ``by`` are in force on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (OpClass(by, name="gist_text_ops"), RangeOperators.EQUAL),
            ("valid", RangeOperators.OVERLAPS),
        ],
    )


@pghistory.track()
class Window(Checked):
    """The data window of one type of period (Decree 09/2019/NĐ-CP, article 12); see ``core.periods.WindowRule``.

    ``period_type`` is a period type of ``core.periods``, or such a type and an index: ``half_1``.
    """

    period_type = models.CharField(max_length=20)
    start_month_offset = models.SmallIntegerField()
    start_day = models.PositiveSmallIntegerField()
    end_month_offset = models.SmallIntegerField()
    end_day = models.PositiveSmallIntegerField()
    article = models.CharField(max_length=300)
    valid = DateRangeField()

    class Meta:
        ordering = ["period_type", "valid"]
        constraints = [
            one_in_force("window_one_in_force", by="period_type"),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="window_not_empty"),
            models.CheckConstraint(
                condition=Q(start_day__range=(1, 31), end_day__range=(1, 31)), name="window_days_of_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_type}: {self.article}"

    @property
    def last_day(self) -> date | None:
        """The last day in force; None when it is open."""
        return last_day(self.valid)

    @property
    def period_name(self) -> Promise:
        """The type of period as people call it."""
        return PERIOD_NAMES.get(self.period_type, self.period_type)

    @property
    def in_words(self) -> str:
        """The window as a sentence: from day 15 of the month before to day 14 of the last month."""
        first = _("day %(day)d of the month before the first month")
        same = _("day %(day)d of the first month")
        start = {-1: first, 0: same}.get(self.start_month_offset, _("day %(day)d, %(offset)+d months from the first"))
        last = _("day %(day)d of the last month")
        end = {0: last}.get(self.end_month_offset, _("day %(day)d, %(offset)+d months from the last"))
        return _("from %(start)s to %(end)s") % {
            "start": start % {"day": self.start_day, "offset": self.start_month_offset},
            "end": end % {"day": self.end_day, "offset": self.end_month_offset},
        }

    def rule(self) -> WindowRule:
        """The row as the pure rule of ``core.periods``."""
        row = {
            "period_type": self.period_type,
            "start_month_offset": self.start_month_offset,
            "start_day": self.start_day,
            "end_month_offset": self.end_month_offset,
            "end_day": self.end_day,
            "valid_from": self.valid.lower.isoformat() if self.valid.lower else None,
            "valid_to": self.last_day.isoformat() if self.last_day else None,
        }
        return WindowRule.from_row(row)


@pghistory.track()
class Term(Checked):
    """How long something may take: ``amount`` working or calendar days from the start, which is not counted."""

    class Unit(models.TextChoices):
        WORKING = "working", _("working days")
        CALENDAR = "calendar", _("calendar days")

    code = models.CharField(max_length=60)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=8, choices=Unit.choices)
    article = models.CharField(max_length=300)
    valid = DateRangeField()

    class Meta:
        ordering = ["code", "valid"]
        constraints = [
            one_in_force("term_one_in_force", by="code"),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="term_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.amount} {self.unit}"

    @property
    def last_day(self) -> date | None:
        """The last day in force; None when it is open."""
        return last_day(self.valid)
