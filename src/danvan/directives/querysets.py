"""Which directives, mandates and tasks: by permission, by day, by words typed loosely."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from danvan.access.querysets import PermittedQuerySet
from danvan.core.text import fold, loose
from danvan.orgs.models import Description

from . import access
from .states import TASK_CLOSED, MandateState, TaskState

SOON_DAYS = 7
ENDING = ("replaces", "repeals")


def name_of(path: str, day: date, field: str = "name") -> Subquery:
    """The name (or ``short_name``, ``name_sort``) on ``day``, or the last, of the unit at ``path``."""
    rows = (
        Description.objects.filter(unit=OuterRef(path))
        .annotate(now=Q(valid__contains=day))
        .order_by(F("now").desc(), F("valid").desc())
    )
    return Subquery(rows.values(field)[:1])


class DirectiveQuerySet(PermittedQuerySet):
    """Documents: their keeper's people act on them; who has received one sees it."""

    unit_path = "keeper"
    view_action = access.VIEW
    for_recipients = frozenset({access.VIEW, access.EXPORT, access.ASSIGN})

    def within(self, reach: QuerySet, action: str) -> Q:
        """The keeper's, and for seeing, taking away and passing on also the recipients'."""
        own = Q(keeper__in=reach)
        if action not in self.for_recipients:
            return own
        mandates = self.model.mandates.rel.related_model.objects.standing().filter(unit__in=reach)
        return own | Q(pk__in=mandates.values("directive"))

    def with_force(self, day: date) -> Self:
        """Carry ``in_force``: its own days hold ``day``, and no document issued by then replaces or repeals it."""
        relations = self.model.inverse_relations.rel.related_model.objects
        ended = relations.filter(target=OuterRef("pk"), kind__in=ENDING, source__issued_on__lte=day)
        held = Q(valid__isnull=True) | Q(valid__contains=day)
        return self.annotate(
            in_force=models.Case(
                models.When(held & ~Exists(ended), then=True), default=False, output_field=models.BooleanField()
            )
        )

    def search(self, words: str) -> Self:
        """All words in what it is called, marks not needed; or its symbol typed loosely (``62kltw``)."""
        typed = loose(words)
        if not typed:
            return self
        every = Q()
        for word in fold(words).split():
            every &= Q(title_fold__contains=word)
        return self.filter(every | Q(loose__contains=typed))

    def for_lists(self, day: date) -> Self:
        """With all that one line of a list needs."""
        return self.select_related("issuer").with_force(day).annotate(keeper_name=name_of("keeper", day))


class MandateQuerySet(PermittedQuerySet):
    """What units were given to carry out."""

    view_action = access.VIEW

    def within(self, reach: QuerySet, action: str) -> Q:
        """A unit answers for its own; the keeper of the directive reminds; both see it."""
        if action == access.ANSWER:
            return Q(unit__in=reach)
        if action in (access.SEND, access.REGISTER):
            return Q(directive__keeper__in=reach)
        return Q(unit__in=reach) | Q(directive__keeper__in=reach)

    def standing(self) -> Self:
        """Those whose sending was not withdrawn, and with which no other goes on after a change of units."""
        return self.shown().filter(merged_into=None)

    def shown(self) -> Self:
        """Those whose sending was not withdrawn, also where another goes on with the work."""
        return self.exclude(state=MandateState.WITHDRAWN)

    def open(self) -> Self:
        """Standing and not done."""
        return self.standing().exclude(state=MandateState.DONE)

    def late(self, today: date) -> Self:
        """Open, and the last day in time lies before ``today``."""
        return self.open().filter(due_on__lt=today)

    def soon(self, today: date) -> Self:
        """Open, and due today or within a week."""
        return self.open().filter(due_on__range=(today, today + timedelta(days=SOON_DAYS)))

    def not_disseminated(self) -> Self:
        """Units whose thorough study of the directive is still missing."""
        return self.filter(state__in=[MandateState.SENT, MandateState.RECEIVED])

    def with_studies(self) -> Self:
        """Carry ``studies`` and ``people``: how often the unit studied it, and the sum of all head-counts (or None)."""
        studies = self.model.disseminations.rel.related_model.objects.standing()
        held = studies.filter(mandate=OuterRef("pk")).order_by().values("mandate")
        return self.annotate(
            studies=Subquery(held.annotate(n=models.Count("pk")).values("n")),
            people=Subquery(held.annotate(n=models.Sum("attendance")).values("n")),
        )

    def with_units(self, day: date) -> Self:
        """Carry ``unit_name``, ``unit_short`` and ``unit_sort`` of ``day``, and the unit itself."""
        return self.select_related("unit").annotate(
            unit_name=name_of("unit", day),
            unit_short=name_of("unit", day, "short_name"),
            unit_sort=name_of("unit", day, "name_sort"),
        )


class DisseminationQuerySet(QuerySet):
    """Reports of thorough study; they are reached through a mandate that was found by permission."""

    def standing(self) -> Self:
        """Those that no later report took the place of."""
        return self.filter(replaced_by=None)


class TaskQuerySet(PermittedQuerySet):
    """Tasks: the lead unit answers, the giver looks after them, the helpers see them."""

    view_action = access.VIEW

    def within(self, reach: QuerySet, action: str) -> Q:
        """By the side a unit stands on."""
        if action == access.ANSWER:
            return Q(lead__in=reach)
        if action == access.ASSIGN:
            return Q(giver__in=reach)
        helpers = self.model.helpers.rel.related_model.objects.filter(unit__in=reach)
        return Q(lead__in=reach) | Q(giver__in=reach) | Q(pk__in=helpers.values("task"))

    def helped_by(self, reach: QuerySet | None) -> Self:
        """Those led outside ``reach`` on which a unit in it cooperates."""
        if reach is None:
            return self.none()
        helpers = self.model.helpers.rel.related_model.objects.filter(unit__in=reach, role="cooperating")
        return self.filter(pk__in=helpers.values("task")).exclude(lead__in=reach)

    def open(self) -> Self:
        """Neither done nor withdrawn."""
        return self.exclude(state__in=TASK_CLOSED)

    def late(self, today: date) -> Self:
        """Open, and the last day in time lies before ``today``."""
        return self.open().filter(due_on__lt=today)

    def with_progress(self) -> Self:
        """Carry ``parts`` and ``parts_done``, the number of direct sub-tasks that stand and of those that are done."""
        standing = self.model.objects.exclude(state=TaskState.WITHDRAWN)
        children = standing.filter(parent=OuterRef("pk")).order_by().values("parent")
        count = models.functions.Coalesce
        return self.annotate(
            parts=count(Subquery(children.annotate(n=models.Count("pk")).values("n")), 0),
            parts_done=count(
                Subquery(children.filter(state=TaskState.DONE).annotate(n=models.Count("pk")).values("n")), 0
            ),
        )

    def for_lists(self, day: date) -> Self:
        """With all that one line of a list needs."""
        return (
            self.select_related("origin", "lead", "giver")
            .with_progress()
            .annotate(
                lead_name=name_of("lead", day),
                lead_sort=name_of("lead", day, "name_sort"),
                giver_name=name_of("giver", day),
            )
        )


class TargetQuerySet(PermittedQuerySet):
    """What units are to reach: seen and set by whoever stands over the unit."""

    view_action = access.VIEW
