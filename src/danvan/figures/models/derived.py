"""What is made of filed values and can be made anew at any time: totals as they were, and carried to today's units."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from danvan.core import clock
from danvan.figures.querysets import FigureQuerySet
from danvan.orgs.changes import Effect, on
from danvan.orgs.models import Unit

from .common import DIGITS, PLACES, RESTATED_DIGITS, RESTATED_PLACES, period_field
from .definitions import Indicator, Line, Part


class Dirty(models.Model):
    """An area whose totals of one line and period wait to be made anew. ``level`` counts the areas above it.

    ``as_is``: its totals carried to the units of today.
    """

    parent = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="+", db_index=False)
    period = period_field()
    level = models.PositiveSmallIntegerField()
    as_is = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["as_is", "line", "period", "level"], name="dirty_by_group")]

    def __str__(self) -> str:
        return f"{self.parent_id} {self.period}"


class Sums(models.Model):
    """What every kind of total holds. ``amount`` is empty when nobody gave one or when it cannot be added.

    The database does not check the keys: they come from rows whose keys it checked, and these are millions.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    part = models.ForeignKey(
        Part, on_delete=models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    period = period_field()
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    reported = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    not_applicable = models.PositiveIntegerField(default=0)
    estimated = models.PositiveIntegerField(default=0)
    flagged = models.PositiveIntegerField(default=0)
    computed_at = models.DateTimeField()

    objects = FigureQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.unit_id} {self.indicator_id} {self.period}: {self.amount}"


class Total(Sums):
    """What an area's bodies and areas add up to, as the tree stood on the period's last day.

    ``not_applicable``, ``estimated`` and ``flagged`` count the bodies whose figure is such; ``reported`` counts those
    that gave any answer.
    """

    class Meta:
        ordering = ["unit", "indicator", "period"]
        constraints = [
            # The first key: one unit over many periods.
            models.UniqueConstraint(
                fields=["unit", "line", "indicator", "part", "period"], name="total_once", nulls_distinct=False
            ),
        ]
        # The second key: many units in one period. Without it a province's communes are slower than a GROUP BY.
        indexes = [models.Index(fields=["period", "line", "unit", "indicator"], name="total_of_period")]


class Structure(models.Model):
    """The one row that says for which days ``Touched`` and ``Restated`` are made: nothing changes during ``days``.

    ``digest`` stands for the units' places and lineage that they were made from.
    """

    only = models.BooleanField(default=True, unique=True)
    days = DateRangeField()
    digest = models.CharField(max_length=32)
    built_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="structure_only_one")]

    def __str__(self) -> str:
        return str(self.days)


class Touched(models.Model):
    """A unit whose figures of periods ending in ``valid`` are, for lines of ``level``, not those as they were.

    Until it is ``ready`` its restated totals are not all stored, and are worked out when they are read.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    level = models.CharField(max_length=10, choices=Line.Level.choices)
    valid = DateRangeField()
    ready = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["unit", "level"], name="touched_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.level} {self.valid}"


class Restated(Sums):
    """What a touched area's figure is, carried to the units of the structure from ``predecessors`` homes.

    ``predecessors_told`` of them told anything; ``withheld`` of those are left out because no share of them is known.
    """

    amount = models.DecimalField(max_digits=RESTATED_DIGITS, decimal_places=RESTATED_PLACES, null=True)
    predecessors = models.PositiveIntegerField(default=0)
    predecessors_told = models.PositiveIntegerField(default=0)
    withheld = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["unit", "indicator", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "line", "indicator", "part", "period"], name="restated_once", nulls_distinct=False
            ),
        ]
        indexes = [models.Index(fields=["period", "line", "unit", "indicator"], name="restated_of_period")]


on(Dirty, "parent", Effect.DERIVED, why="the queue empties itself")
on(Total, "unit", Effect.DERIVED, why="totals are made from values and the tree of the period's last day")
on(Touched, "unit", Effect.DERIVED, why="made from the composed lineage")
on(Restated, "unit", Effect.DERIVED, why="made from totals and the composed lineage")
