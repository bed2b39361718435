"""Which forms, rounds and submissions, and when a submission is late."""

from __future__ import annotations

from datetime import date
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import BooleanField, Case, Count, DateField, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, TruncDate

from danvan.access.querysets import PermittedQuerySet

from .access import DESIGN, VIEW
from .states import HANDED_IN, ONE_STEP, TWO_STEPS, RoundState, State


def decision_next(submission: str = "", round_: str = "round__") -> Q:
    """Reports whose next step is that of those who asked; the arguments are the ways to the report and the round."""
    only_step = Q(**{f"{submission}state": State.FILED, f"{round_}steps": ONE_STEP})
    return only_step | Q(**{f"{submission}state": State.CHECKED})


class FormQuerySet(PermittedQuerySet):
    """Forms belong to the unit whose people design them."""

    unit_path = "owner"
    view_action = DESIGN


class DueRuleQuerySet(PermittedQuerySet):
    """Rules of due days: the law's are for everybody, a unit's own are seen by those who design for it."""

    unit_path = "owner"
    view_action = DESIGN

    def within(self, reach: QuerySet, action: str) -> Q:
        return Q(owner=None) | Q(owner__in=reach)

    def with_owner_names(self, on: date) -> Self:
        """Carry ``owner_name`` of that day; nothing for the law's rows."""
        units = self.model._meta.get_field("owner").related_model.objects.filter(pk=OuterRef("owner"))
        return self.annotate(owner_name=Subquery(units.named(on).values("name")[:1]))


class RoundQuerySet(PermittedQuerySet):
    """Rounds belong to the area they ask; a unit below sees its own submission, not the round."""

    unit_path = "area"
    view_action = VIEW

    def with_counts(self, today: date) -> Self:
        """Carry ``total``, ``handed_in``, ``accepted``, ``returned`` and ``late`` (due, and not filed in time)."""
        late = Q(submissions__in=self._submissions().late(today).values("pk"))
        missing = ~Q(submissions__state__in=HANDED_IN) & Q(submissions__released_by=None)
        return self.annotate(
            total=Count("submissions", filter=Q(submissions__released_by=None)),
            handed_in=Count("submissions", filter=Q(submissions__state__in=HANDED_IN)),
            waiting_for_decision=Count("submissions", filter=decision_next("submissions__", "")),
            accepted=Count("submissions", filter=Q(submissions__state=State.ACCEPTED)),
            returned=Count("submissions", filter=Q(submissions__state=State.RETURNED)),
            late=Count("submissions", filter=late),
            overdue=Count("submissions", filter=late & missing),
        )

    def _submissions(self) -> SubmissionQuerySet:
        return self.model.submissions.rel.related_model.objects.all()


class SubmissionQuerySet(PermittedQuerySet):
    """Submissions belong to the unit that owes them."""

    unit_path = "unit"
    view_action = VIEW

    def in_open_rounds(self) -> Self:
        """Those that may still be filled in by everyone."""
        return self.filter(round__state=RoundState.OPEN)

    def owed(self) -> Self:
        """Those that no change of units took off their unit."""
        return self.filter(released_by=None)

    def missing(self) -> Self:
        """Owed and not handed in: not begun, being filled in, or returned."""
        return self.owed().exclude(state__in=HANDED_IN)

    def to_check(self) -> Self:
        """Filed, and to be approved by the head of the unit next."""
        return self.filter(state=State.FILED, round__steps=TWO_STEPS)

    def to_decide(self) -> Self:
        """To be accepted next by those who asked for them."""
        return self.filter(decision_next())

    def with_due(self) -> Self:
        """Carry ``due`` (the round's day, or the later one this unit was given) and ``first_filed_on``."""
        longest = self._related("extensions").order_by().values("submission").annotate(last=Max("until")).values("last")
        first = self._related("filed").filter(revision=1).values("filed_at")[:1]
        return self.annotate(
            due=Greatest(F("round__due_on"), Coalesce(Subquery(longest), F("round__due_on"))),
            first_filed_on=TruncDate(Subquery(first), tzinfo=ZoneInfo(settings.TIME_ZONE)),
        )

    def with_lateness(self, today: date) -> Self:
        """Carry ``is_late`` besides: the first filing came after the due day, or has not come and the day is over.

        Late begins on the day after the last day, counted in Vietnam.
        """
        marked = self.with_due()
        return marked.annotate(
            is_late=Case(
                When(released_by__isnull=False, then=Value(False)),
                When(due__lt=Coalesce(F("first_filed_on"), Value(today, output_field=DateField())), then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            )
        )

    def late(self, today: date) -> Self:
        """Only those, see ``with_lateness``."""
        return self.with_lateness(today).filter(is_late=True)

    def with_names(self) -> Self:
        """Carry ``unit_name`` and ``unit_sort`` as of the round's last window day (a past report keeps its names)."""
        from danvan.orgs.models import Description

        names = (
            Description.objects.filter(unit=OuterRef("unit"))
            .annotate(then=Q(valid__contains=OuterRef("round__window_end")))
            .order_by(F("then").desc(), F("valid").desc())
        )
        return self.annotate(
            unit_name=Subquery(names.values("name")[:1]),
            unit_short_name=Subquery(names.values("short_name")[:1]),
            unit_sort=Subquery(names.values("name_sort")[:1]),
        )

    def with_place(self) -> Self:
        """Carry ``place_name``: the area under which the unit stands on that day, and ``place_sort``, ``group_name``.

        The group is the one that the area belongs to, such as its former district.
        """
        from danvan.orgs.models import Description, GroupMember, Placement

        day = OuterRef("round__window_end")
        parent = Placement.objects.filter(unit=OuterRef("unit"), valid__contains=day).values("parent")[:1]
        names = Description.objects.filter(unit=OuterRef("place_id"), valid__contains=day)
        groups = GroupMember.objects.filter(unit=OuterRef("place_id"), valid__contains=day).exclude(group__family="")
        return self.annotate(place_id=Subquery(parent)).annotate(
            place_name=Subquery(names.values("name")[:1]),
            place_sort=Subquery(names.values("name_sort")[:1]),
            group_name=Coalesce(Subquery(groups.order_by("group__name").values("group__name")[:1]), Value("")),
        )

    def _related(self, name: str) -> QuerySet:
        related = getattr(self.model, name).rel.related_model
        return related.objects.filter(submission=OuterRef("pk"))


class OfSubmissionQuerySet(PermittedQuerySet):
    """Answers in words and evidence go with their submission; who asks for them adds what is seen of it."""

    unit_path = "submission__unit"
    view_action = VIEW
