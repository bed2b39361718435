"""What bodies filed. Append-only."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.core import clock
from danvan.core.periods import Period
from danvan.figures.changing import CARRIED, FILED
from danvan.figures.querysets import FigureQuerySet, ValueQuerySet
from danvan.orgs.changes import Effect, on
from danvan.orgs.models import Unit

from .common import DIGITS, PLACES, never_changed, period_field
from .definitions import Indicator, Line, Part


class Filing(models.Model):
    """What one body filed at one moment for one period along one line. Append-only.

    ``source`` names the report it came from. A later filing of the same source replaces what the earlier one held;
    one of another source adds its own figures beside it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="filings", db_index=False)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="filings")
    period = period_field()
    revision = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="filings")
    filed_at = models.DateTimeField(default=clock.now, editable=False)
    token = models.UUIDField(unique=True)
    source = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "line", "period", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "line", "period", "revision"], name="filing_revision_once"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="filing_revision_from_one"),
        ]
        indexes = [models.Index(fields=["period", "line", "unit"], name="filing_period")]
        triggers = [never_changed()]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period} r{self.revision}"

    @property
    def when(self) -> Period:
        """The period as an object."""
        return Period.parse(self.period)


class Value(models.Model):
    """One figure of a filing. Append-only. Neither an amount nor "not applicable" means: withdrawn, nothing filed."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="values", db_index=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.ForeignKey(Part, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    period = period_field()
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    not_applicable = models.BooleanField(default=False)
    estimate = models.BooleanField(default=False)
    flagged = models.BooleanField(default=False)

    objects = ValueQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "indicator", "part"], name="value_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(not_applicable=False), name="value_amount_or_not_applicable"
            ),
        ]
        indexes = [models.Index(fields=["unit", "indicator", "period"], name="value_of_unit")]
        triggers = [never_changed()]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.amount}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether a later filing took the figure back."""
        return self.amount is None and not self.not_applicable


_STANDS = "a filed figure stays with the body that filed it, whatever becomes of it"
on(Filing, "unit", Effect.STAYS, handler=FILED, what=_("filings of figures"), why=_STANDS)
on(Value, "unit", Effect.STAYS, handler=CARRIED, what=_("figure series"), why=_STANDS)
