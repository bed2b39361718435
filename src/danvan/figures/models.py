"""Tables of figures. Filings and values are append-only; totals and the queue are derived."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from danvan.core import clock
from danvan.core.periods import MAX_CODE_LENGTH, Period
from danvan.orgs.changes import Effect, on
from danvan.orgs.kinds import AREAS, BODIES, COMMUNE_LEVEL, PROVINCE_LEVEL, Kind
from danvan.orgs.models import Unit

from .changing import CARRIED, FILED
from .querysets import FigureQuerySet, ValueQuerySet
from .topics import topic_of

# Enough for the money of a whole country to four decimals.
DIGITS, PLACES = 24, 4


def _in_language(vietnamese: str, english: str) -> str:
    return english if (get_language() or "vi").startswith("en") and english else vietnamese


def _never_changed() -> pgtrigger.Protect:
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def _period_field() -> models.CharField:
    """A period by its sortable code, see ``core.periods``."""
    return models.CharField(max_length=MAX_CODE_LENGTH, db_collation="C")


@pghistory.track()
class Indicator(models.Model):
    """What is counted, in which measure, and whether units may be added up."""

    class Kind(models.TextChoices):
        FLOW = "flow", _("counted during the period")
        STOCK = "stock", _("standing at the end of the period")
        RATIO = "ratio", _("ratio of two figures")

    code = models.CharField(max_length=40, unique=True)
    row = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    measure_vi = models.CharField(max_length=40)
    measure_en = models.CharField(max_length=40)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    numerator = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    denominator = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    additive = models.BooleanField()
    why_not_vi = models.CharField(max_length=300, blank=True)
    why_not_en = models.CharField(max_length=300, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    breakdown_vi = models.CharField(max_length=100, blank=True)
    breakdown_en = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                name="indicator_ratio_of_two",
                condition=Q(kind="ratio", numerator__isnull=False, denominator__isnull=False, additive=False)
                | (~Q(kind="ratio") & Q(numerator__isnull=True, denominator__isnull=True)),
            ),
            models.CheckConstraint(
                name="indicator_says_why_not",
                condition=Q(additive=True, why_not_vi="") | (Q(additive=False) & ~Q(why_not_vi="")),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return _in_language(self.name_vi, self.name_en)

    @property
    def measure(self) -> str:
        """The unit of measure in the language of the page."""
        return _in_language(self.measure_vi, self.measure_en)

    @property
    def why_not(self) -> str:
        """Why units cannot be added up; empty when they can."""
        return _in_language(self.why_not_vi, self.why_not_en)

    @property
    def breakdown(self) -> str:
        """What the parts are called together, such as "field"; empty without parts."""
        return _in_language(self.breakdown_vi, self.breakdown_en)

    @property
    def topic(self) -> str:
        """The group under which it is listed."""
        return topic_of(self.row)

    @property
    def is_ratio(self) -> bool:
        """Whether it is worked out from two others and never filed."""
        return self.kind == self.Kind.RATIO


@pghistory.track()
class Part(models.Model):
    """One part of an indicator's breakdown. The parts add up to the whole of that same indicator."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="parts")
    code = models.CharField(max_length=40)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["indicator__order", "order"]
        constraints = [models.UniqueConstraint(fields=["indicator", "code"], name="part_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id}:{self.code}"

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return _in_language(self.name_vi, self.name_en)


@pghistory.track()
class Line(models.Model):
    """Along which bodies a figure comes in: one kind of body at one level of area.

    Two bodies of one area may know of the same event; one line takes it from one of them, so nothing is counted twice.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", _("provinces")
        DISTRICT = "district", _("districts")
        COMMUNE = "commune", _("communes")

    code = models.CharField(max_length=40, unique=True)
    order = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    body_kind = models.CharField(
        max_length=20, choices=[choice for choice in Kind.choices if Kind(choice[0]) in BODIES]
    )
    level = models.CharField(max_length=10, choices=Level.choices)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return _in_language(self.name_vi, self.name_en)

    @property
    def area_kinds(self) -> list[str]:
        """The kinds of area whose bodies report along this line."""
        kinds = {"province": PROVINCE_LEVEL, "district": {Kind.DISTRICT}, "commune": COMMUNE_LEVEL}
        return sorted(kinds[self.level])

    def params(self, day: date) -> dict[str, Any]:
        """What every statement of ``sql`` must know about this line on ``day``."""
        return {
            "line": self.pk,
            "body_kind": self.body_kind,
            "area_kinds": self.area_kinds,
            "areas": sorted(AREAS),
            "day": day,
        }


class Filing(models.Model):
    """What one body filed at one moment for one period along one line. Append-only.

    ``source`` names the report it came from. A later filing of the same source replaces what the earlier one held;
    one of another source adds its own figures beside it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="filings", db_index=False)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="filings")
    period = _period_field()
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
        triggers = [_never_changed()]

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
    period = _period_field()
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
        triggers = [_never_changed()]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.amount}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether a later filing took the figure back."""
        return self.amount is None and not self.not_applicable


class Dirty(models.Model):
    """An area whose totals of one line and period wait to be made anew. ``level`` counts the areas above it."""

    parent = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="+", db_index=False)
    period = _period_field()
    level = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(F("level").desc(), "line", "period", name="dirty_deepest_first")]

    def __str__(self) -> str:
        return f"{self.parent_id} {self.period}"


class Total(models.Model):
    """Derived: what an area's bodies and areas add up to, as the tree stood on the period's last day.

    ``amount`` is empty when nobody gave one or when the indicator cannot be added. ``not_applicable``, ``estimated``
    and ``flagged`` count the bodies whose figure is such; ``reported`` counts those that gave any answer.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="+", db_index=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="+", db_index=False)
    part = models.ForeignKey(Part, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    period = _period_field()
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    reported = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    not_applicable = models.PositiveIntegerField(default=0)
    estimated = models.PositiveIntegerField(default=0)
    flagged = models.PositiveIntegerField(default=0)
    computed_at = models.DateTimeField()

    objects = FigureQuerySet.as_manager()

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

    def __str__(self) -> str:
        return f"{self.unit_id} {self.indicator_id} {self.period}: {self.amount}"


_STANDS = "a filed figure stays with the body that filed it, whatever becomes of it"
on(Filing, "unit", Effect.STAYS, handler=FILED, what=_("filings of figures"), why=_STANDS)
on(Value, "unit", Effect.STAYS, handler=CARRIED, what=_("figure series"), why=_STANDS)
on(Dirty, "parent", Effect.DERIVED, why="the queue empties itself")
on(Total, "unit", Effect.DERIVED, why="totals are made from values and the tree of the period's last day")
