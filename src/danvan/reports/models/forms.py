"""Forms and their versions. A version that a round uses is never changed; a change makes the next version."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from danvan.core.periods import PeriodType
from danvan.figures.models import Indicator, Line, Part
from danvan.figures.models.common import DIGITS, PLACES
from danvan.orgs.changes import Effect, on
from danvan.orgs.models import Unit
from danvan.reports.changing import FORMS
from danvan.reports.querysets import FormQuerySet
from danvan.reports.states import ONE_STEP, TWO_STEPS, Operator, RuleKind, Severity

PERIOD_TYPES = [
    (PeriodType.MONTH.value, _("Month")),
    (PeriodType.QUARTER.value, _("Quarter")),
    (PeriodType.HALF.value, _("Half a year")),
    (PeriodType.NINE_MONTHS.value, _("Nine months")),
    (PeriodType.YEAR.value, _("Year")),
    (PeriodType.CAMPAIGN.value, _("Campaign")),
]
STEPS = [
    (ONE_STEP, _("One: who asked accepts")),
    (TWO_STEPS, _("Two: the unit's head approves, then who asked accepts")),
]


@pghistory.track()
class Form(models.Model):
    """What is asked, along which line, how often. ``due_after`` is its own time to file after the data window.

    It counts working days, at least one (Decree 09/2019/NĐ-CP, Article 8.5). Without it the dated rule of its level
    says the due day, see ``DueRule``.
    ``steps`` are those of approval: who asked accepts (1), or the head of the unit that filed approves before (2).
    ``remind_before`` says how many working days before the due day a unit that has not filed is told so.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=40)
    name_vi = models.CharField(_("name"), max_length=200)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", verbose_name=_("who files"))
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="report_forms")
    period_type = models.CharField(_("period"), max_length=12, choices=PERIOD_TYPES)
    due_after = models.PositiveSmallIntegerField(_("working days to file"), null=True)
    remind_before = models.PositiveSmallIntegerField(_("reminder, working days before"), default=3)
    steps = models.PositiveSmallIntegerField(_("steps of approval"), default=ONE_STEP, choices=STEPS)

    objects = FormQuerySet.as_manager()

    class Meta:
        ordering = ["name_vi", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "code"], name="form_code_once"),
            models.CheckConstraint(condition=Q(due_after__gte=1), name="form_due_after_a_day"),
            models.CheckConstraint(condition=Q(steps__in=[ONE_STEP, TWO_STEPS]), name="form_steps"),
        ]

    def __str__(self) -> str:
        return self.name_vi

    def get_absolute_url(self) -> str:
        return reverse("reports:form", args=[self.public_id])


class FormVersion(models.Model):
    """One edition of a form; rounds name the edition they ask."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    opened = models.DateTimeField()

    class Meta:
        ordering = ["form", "number"]
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="form_version_once")]

    def __str__(self) -> str:
        return f"{self.form} ({self.number})"

    @property
    def is_newest(self) -> bool:
        """Whether no later edition was made; drafts of an older one keep it to the end."""
        return not FormVersion.objects.filter(form=self.form_id, number__gt=self.number).exists()


class Item(models.Model):
    """One line of the grid: an indicator, or one part of it. ``group`` is the heading that it stands under."""

    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveIntegerField()
    group = models.CharField(max_length=120, blank=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, null=True, related_name="+")
    required = models.BooleanField(default=True)
    # Where its figure is there already: then it is shown and not asked, so that nothing is filed twice.
    source = models.ForeignKey(Line, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="item_order_once"),
            models.UniqueConstraint(fields=["version", "indicator", "part"], name="item_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.order}"

    @property
    def name(self) -> str:
        """What the line is called: the part's name, or the indicator's."""
        return self.part.name if self.part else self.indicator.name

    @property
    def is_asked(self) -> bool:
        """Whether the unit types it; else its figure is taken from where it is filed already."""
        return self.source_id is None

    @property
    def is_stock(self) -> bool:
        """Whether it says what stands at the end of the period, which is not added over months."""
        return self.indicator.kind == Indicator.Kind.STOCK

    @property
    def is_once(self) -> bool:
        """Whether each period counts for itself: what is counted in two of them cannot be added."""
        return self.indicator.over_time == Indicator.OverTime.NONE


class Rule(models.Model):
    """How some lines of a version hang together: the sum of ``parts`` against the other side.

    That is ``whole``; or, of a free comparison, ``operator`` says how, against the sum of ``right`` and ``constant``.
    """

    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=14, choices=RuleKind.choices)
    whole = models.ForeignKey(Item, on_delete=models.CASCADE, null=True, related_name="rules_as_whole")
    parts = models.ManyToManyField(Item, related_name="rules_as_part")
    operator = models.CharField(max_length=2, choices=Operator.choices, blank=True)
    right = models.ManyToManyField(Item, related_name="rules_as_right")
    constant = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    severity = models.CharField(max_length=8, choices=Severity.choices, default=Severity.ERROR)
    message = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["version", "whole__order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "whole"], name="rule_once"),
            models.CheckConstraint(
                condition=Q(kind=RuleKind.COMPARE, whole=None) & ~Q(operator="")
                | ~Q(kind=RuleKind.COMPARE) & Q(whole__isnull=False, operator="", constant=None),
                name="rule_sides_of_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.whole_id or self.operator}"


on(
    Form,
    "owner",
    Effect.FOLLOWS,
    handler=FORMS,
    what=_("report forms"),
    why="a form is in use as long as somebody asks it: the heir designs it further and opens its rounds",
)
