"""Tables of units in time. Ranges are closed at the start and open at the end, in days."""

from __future__ import annotations

import uuid
from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMModelMixin, transition

from danvan.core import clock
from danvan.core.fields import StateField
from danvan.core.text import fold, sort_key

from .changes import Effect, Plan, on
from .kinds import ChangeKind, Kind, ShareKind
from .querysets import ChangeQuerySet, UnitQuerySet
from .states import CHANGE_MOVES, ChangeState


def one_at_a_time(name: str, *, by: str) -> ExclusionConstraint:
    """No two rows of one ``by`` on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (OpClass(by, name="gist_int8_ops"), RangeOperators.EQUAL),
            ("valid", RangeOperators.OVERLAPS),
        ],
    )


class Unit(models.Model):
    """An identity. ``life`` is the union of its descriptions, kept by ``services`` for cheap questions."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=40, unique=True)
    life = DateRangeField()
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(life__isempty=False), name="unit_lives")]
        indexes = [GistIndex(fields=["life"], name="unit_life")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("orgs:unit", args=[self.public_id])

    def closed_before(self, day: date) -> bool:
        """Whether its last day lies before ``day``."""
        return self.life.upper is not None and self.life.upper <= day


@pghistory.track()
class Description(models.Model):
    """What a unit is and is called during some days; one at a time."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="descriptions")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=100)
    valid = DateRangeField()
    decided_by = models.CharField(max_length=200, blank=True)
    name_fold = models.CharField(max_length=320, editable=False)
    name_sort = models.CharField(max_length=800, editable=False, db_collation="C")

    class Meta:
        ordering = ["valid"]
        constraints = [
            one_at_a_time("description_one_at_a_time", by="unit"),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="description_not_empty"),
        ]
        indexes = [
            models.Index(fields=["kind", "unit"], name="description_kind"),
            GinIndex(OpClass(F("name_fold"), name="gin_trgm_ops"), name="description_fold"),
        ]

    def __str__(self) -> str:
        return self.name

    def fill_keys(self) -> Description:
        """Set the stored search and sort keys from the name; returns itself."""
        self.name_fold = fold(f"{self.name} {self.short_name}")
        self.name_sort = sort_key(self.short_name)
        return self


@pghistory.track()
class Placement(models.Model):
    """Under whom a unit stands during some days; one parent at a time. The nation has none."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="children")
    valid = DateRangeField()

    class Meta:
        ordering = ["valid"]
        constraints = [
            one_at_a_time("placement_one_at_a_time", by="unit"),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="placement_not_empty"),
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="placement_not_self"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} < {self.parent}"


@pghistory.track()
class Change(FSMModelMixin, models.Model):
    """A dated act on units with its legal document. Effective on D: a source's last day is D - 1.

    ``intent`` is its plan (see ``changes.plan``), empty for the reforms that came as data. ``version`` counts the
    changes of a draft. A change is never deleted; one that was undone keeps its plan.
    """

    State = ChangeState

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind of change"), max_length=12, choices=ChangeKind.choices)
    effective_on = models.DateField(_("effective on"))
    decided_by = models.CharField(_("legal document"), max_length=200)
    note = models.CharField(pgettext_lazy("change of units", "note"), max_length=300, blank=True)
    state = StateField(
        _("state"), max_length=10, default=ChangeState.DRAFT, choices=ChangeState.choices, protected=True
    )
    intent = models.JSONField(default=dict, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now, editable=False)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True, editable=False)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, editable=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["effective_on", "id"]
        triggers = [
            pgtrigger.FSM(name="moves", field="state", transitions=[(str(a), str(b)) for a, b in CHANGE_MOVES]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("orgs:change", args=[self.public_id])

    @property
    def plan(self) -> Plan:
        """What it is to do, or did."""
        return Plan.from_json(self.intent)

    @transition("state", ChangeState.DRAFT, ChangeState.DISCARDED)
    def to_discarded(self) -> None:
        """It will not be carried out."""

    @transition("state", ChangeState.DRAFT, ChangeState.APPLIED)
    def to_applied(self) -> None:
        """It holds from its day on."""

    @transition("state", ChangeState.APPLIED, ChangeState.UNDONE)
    def to_undone(self) -> None:
        """It is as if it had never been; its plan stays in the book."""


class Lineage(models.Model):
    """One strand of a change: what of ``source`` goes on in ``heir``. Without a share it is not apportionable."""

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="strands")
    source = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="heirs")
    heir = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sources")
    share_kind = models.CharField(max_length=12, choices=ShareKind.choices, default=ShareKind.WHOLE)
    share = models.DecimalField(max_digits=9, decimal_places=8, default=1, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "source", "heir", "share_kind"], name="lineage_once"),
            models.CheckConstraint(condition=~Q(source=F("heir")), name="lineage_not_self"),
            models.CheckConstraint(
                condition=Q(share_kind=ShareKind.NONE, share__isnull=True)
                | (~Q(share_kind=ShareKind.NONE) & Q(share__gt=0, share__lte=1)),
                name="lineage_share_or_none",
            ),
            models.CheckConstraint(condition=~Q(share_kind=ShareKind.WHOLE) | Q(share=1), name="lineage_whole_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.source} > {self.heir}"


class Step(models.Model):
    """One row that an applied change wrote: what it was before and after, so that the change can be undone."""

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=8)
    table = models.CharField(max_length=80)
    row = models.BigIntegerField()
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        ordering = ["change", "number"]
        constraints = [models.UniqueConstraint(fields=["change", "number"], name="change_step_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.what} {self.table}"


class Group(models.Model):
    """A named set of units with dates, such as eleven mountain districts."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    of = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="groups")
    family = models.CharField(max_length=40, blank=True, help_text="groups of one family cover an area side by side")

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A unit's membership in a group during some days."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    valid = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="group_member_once",
                expressions=[
                    (OpClass("group", name="gist_int8_ops"), RangeOperators.EQUAL),
                    (OpClass("unit", name="gist_int8_ops"), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} in {self.group}"


class Reach(models.Model):
    """Derived: ``below`` stands ``depth`` steps under ``above`` during ``valid`` (depth 0: itself).

    ``sight`` are the days on which a grant on ``above`` shows ``below``: as long as it stands there, and without end
    when it closed there. Where ``valid`` is empty the sight is inherited: when a unit closes, its heirs by an applied
    change (or, without heirs, the unit under which it stood) and all above them see from then on what it made, while
    they stand above. So a closed commune's old bodies go with it, and a unit that lives on is seen through its new
    place alone; a source that lives on after giving a part away leaves nothing. A question about the tree asks
    ``valid``, a question about permission asks ``sight``.
    """

    # The indexes of two columns serve each end too; with a third and fourth index the planner picks the poorer one.
    above = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="below_rows", db_index=False)
    below = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="above_rows", db_index=False)
    depth = models.PositiveSmallIntegerField()
    valid = DateRangeField()
    sight = DateRangeField()

    class Meta:
        indexes = [
            models.Index(fields=["above", "below"], name="reach_down"),
            models.Index(fields=["below", "above"], name="reach_up"),
            models.Index(fields=["above", "depth", "below"], name="reach_level"),
        ]

    def __str__(self) -> str:
        return f"{self.above} > {self.below} ({self.depth})"


class Carry(models.Model):
    """Derived: a figure of ``source`` for a period whose last day is in ``valid``, looked at with the units of a day in
    ``seen``, goes to ``heir`` with ``share`` (see ``lineage``). A unit carries to itself while nothing happens to it.
    """

    class Kind(models.TextChoices):
        WHOLE = "whole", _("whole")
        ESTIMATED = "estimated", _("estimated by a share")
        NONE = "none", _("not apportionable")

    source = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    heir = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    valid = DateRangeField()
    seen = DateRangeField()
    share = models.DecimalField(max_digits=30, decimal_places=12, null=True)
    kind = models.CharField(max_length=9, choices=Kind.choices)

    class Meta:
        indexes = [
            models.Index(fields=["heir", "source"], name="carry_back"),
            models.Index(fields=["source", "heir"], name="carry_on"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} > {self.heir_id} {self.kind}"


_NAMES, _PLACES, _STRANDS = _("names of units"), _("places of units"), _("strands of earlier changes")

on(Description, "unit", Effect.STAYS, what=_NAMES, why="names of the past stay with the unit that bore them")
on(Placement, "unit", Effect.STAYS, what=_PLACES, why="the place of the past stays; the change adds the new one")
on(Placement, "parent", Effect.STAYS, what=_PLACES, why="the place of the past stays; the change adds the new one")
on(Lineage, "source", Effect.STAYS, what=_STRANDS, why="it is the record of the change")
on(Lineage, "heir", Effect.STAYS, what=_STRANDS, why="it is the record of the change")
on(Group, "of", Effect.STAYS, what=_("groups of units"), why="a group belongs to the area that named it")
on(
    GroupMember,
    "unit",
    Effect.CLOSES,
    what=_("memberships in groups"),
    why="membership is dated; heirs are added by decision",
)
on(Reach, "above", Effect.DERIVED, why="rebuilt from placements")
on(Reach, "below", Effect.DERIVED, why="rebuilt from placements")
on(Carry, "source", Effect.DERIVED, why="composed from the strands of applied changes")
on(Carry, "heir", Effect.DERIVED, why="composed from the strands of applied changes")
