"""What is counted, its parts, and along which bodies it comes in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from danvan.figures.topics import topic_of
from danvan.orgs.kinds import AREAS, BODIES, COMMUNE_LEVEL, PROVINCE_LEVEL, Kind

from .common import in_language


@pghistory.track()
class Indicator(models.Model):
    """What is counted, in which measure, and whether units may be added up."""

    class Kind(models.TextChoices):
        FLOW = "flow", _("counted during the period")
        STOCK = "stock", _("standing at the end of the period")
        RATIO = "ratio", _("ratio of two figures")

    class OverTime(models.TextChoices):
        """How the figures of several periods are one figure."""

        SUM = "sum", _("added over the periods")
        LAST = "last", _("that of the last period")
        CARRY = "carry", _("the last one told, carried forward")
        REBUILT = "rebuilt", _("worked out again from its two parts")
        NONE = "none", _("not to be put together")

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
    over_time = models.CharField(max_length=8, choices=OverTime.choices, default=OverTime.SUM)
    why_not_over_time_vi = models.CharField(max_length=300, blank=True)
    why_not_over_time_en = models.CharField(max_length=300, blank=True)
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
            models.CheckConstraint(
                name="indicator_over_time_of_kind",
                condition=Q(kind="flow", over_time__in=("sum", "none"))
                | Q(kind="stock", over_time__in=("last", "carry", "none"))
                | Q(kind="ratio", over_time="rebuilt"),
            ),
            models.CheckConstraint(
                name="indicator_says_why_not_over_time",
                condition=(Q(over_time="none") & ~Q(why_not_over_time_vi=""))
                | (~Q(over_time="none") & Q(why_not_over_time_vi="")),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return in_language(self.name_vi, self.name_en)

    @property
    def measure(self) -> str:
        """The unit of measure in the language of the page."""
        return in_language(self.measure_vi, self.measure_en)

    @property
    def why_not(self) -> str:
        """Why units cannot be added up; empty when they can."""
        return in_language(self.why_not_vi, self.why_not_en)

    @property
    def why_not_over_time(self) -> str:
        """Why the figures of several periods cannot be put together; empty when they can."""
        return in_language(self.why_not_over_time_vi, self.why_not_over_time_en)

    @property
    def breakdown(self) -> str:
        """What the parts are called together, such as "field"; empty without parts."""
        return in_language(self.breakdown_vi, self.breakdown_en)

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
        return in_language(self.name_vi, self.name_en)


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
        return in_language(self.name_vi, self.name_en)

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
