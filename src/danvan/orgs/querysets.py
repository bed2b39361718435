"""Which units: on a day, below another, of a kind, by a name typed loosely."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Prefetch, Q, Value

from danvan.core.text import fold

from .access import CHANGE_UNITS
from .kinds import AREAS
from .states import ChangeState

if TYPE_CHECKING:
    from .acting import Acting

# Where a plan (see ``changes.plan``) names a unit that exists before the change.
NAMES_THE_UNIT = (
    "$ ? (@.closes[*] == $code || @.parts[*].source == $code || @.parts[*].heir == $code"
    " || @.opens[*].parent == $code || @.names[*].unit == $code"
    " || @.places[*].unit == $code || @.places[*].parent == $code)"
)


class UnitQuerySet(models.QuerySet):
    """Units as identities; everything dated is asked with a day."""

    def alive(self, day: date) -> UnitQuerySet:
        """Units that exist on ``day``."""
        return self.filter(life__contains=day)

    def of_kind(self, *kinds: str, on: date) -> UnitQuerySet:
        """Units that are one of ``kinds`` on ``day``."""
        return self.filter(Exists(self._descriptions().filter(unit=OuterRef("pk"), kind__in=kinds, valid__contains=on)))

    def areas(self, on: date) -> UnitQuerySet:
        """Areas (not bodies) of that day."""
        return self.of_kind(*AREAS, on=on)

    def below(self, unit_id: int, on: date, *, depth: int | None = None) -> UnitQuerySet:
        """The unit itself and everything that stood under it on ``day`` (``depth`` 1: children only)."""
        reach = self.model.below_rows.rel.related_model.objects.filter(above=unit_id, valid__contains=on)
        if depth is not None:
            reach = reach.filter(depth=depth)
        return self.filter(pk__in=reach.values("below"))

    def at_hand(self, reach: models.QuerySet, day: date) -> UnitQuerySet:
        """Units of ``reach`` (ids by a right of ``day``), and those that begin after ``day`` under one of them."""
        closure = self.model.below_rows.rel.related_model.objects
        coming = closure.filter(above__in=reach, below__life__startswith__gt=day, valid__startswith__gt=day)
        return self.filter(Q(pk__in=reach) | Q(pk__in=coming.values("below")))

    def named(self, on: date) -> UnitQuerySet:
        """Carry ``name``, ``short_name``, ``kind`` and ``name_sort`` of that day, or the last ones it had."""
        last = (
            self._descriptions()
            .filter(unit=OuterRef("pk"))
            .annotate(now=Q(valid__contains=on))
            .order_by(F("now").desc(), F("valid").desc())
        )
        return self.annotate(
            name=models.Subquery(last.values("name")[:1]),
            short_name=models.Subquery(last.values("short_name")[:1]),
            kind=models.Subquery(last.values("kind")[:1]),
            name_sort=models.Subquery(last.values("name_sort")[:1]),
        )

    def with_life(self) -> UnitQuerySet:
        """Prefetch names and placements, for a page about one unit's life."""
        placements = self.model.placements.rel.related_model.objects.select_related("parent").order_by("valid")
        return self.prefetch_related("descriptions", Prefetch("placements", placements))

    def search(self, words: str) -> UnitQuerySet:
        """Units that have or had a name with all these words; marks are not needed."""
        found = self
        for word in fold(words).split():
            names = self._descriptions().filter(unit=OuterRef("pk"), name_fold__contains=word)
            found = found.filter(Exists(names))
        return found

    def _descriptions(self) -> models.QuerySet:
        return self.model.descriptions.rel.related_model.objects.all()


class ChangeQuerySet(models.QuerySet):
    """Changes of units. People stand above units, so this is the one permission rule with the same two questions.

    What was applied is public to all who may sign in, as units are, and so is what was undone afterwards: the book
    keeps both. A draft, and one that was discarded, is seen by those who may change a unit that it names.
    """

    def permitted(self, actor: Acting, action: str) -> Self:
        """Changes that name a unit on which ``action`` is granted. Whether all are, the services ask."""
        reach = actor.reach(action)
        return self.none() if reach is None else self.filter(self._names_one_at_hand(reach, actor.day))

    def visible_to(self, actor: Acting) -> Self:
        """Changes that the person may see."""
        public = Q(state__in=(ChangeState.APPLIED, ChangeState.UNDONE))
        reach = actor.reach(CHANGE_UNITS)
        return self.filter(public if reach is None else public | self._names_one_at_hand(reach, actor.day))

    def search(self, words: str) -> Self:
        """Changes whose document has these words, or one of whose units has or had a name with them."""
        strands = self.model._meta.get_field("strands").related_model
        units = self._units()
        names = units.model.descriptions.rel.related_model.objects.filter(
            name_fold__iregex=rf"\m{re.escape(fold(words))}"
        )
        units = units.filter(pk__in=names.values("unit"))
        of_strands = strands._base_manager.filter(Q(source__in=units) | Q(heir__in=units)).values("change")
        return self.filter(Q(decided_by__icontains=words) | Q(pk__in=of_strands) | self._names_one_of(units))

    def with_people(self) -> Self:
        """Carry those who drafted, applied and undid."""
        return self.select_related("drafted_by", "applied_by", "undone_by")

    def _names_one_at_hand(self, reach: models.QuerySet, day: date) -> Exists:
        return self._names_one_of(self._units().at_hand(reach, day))

    def _units(self) -> UnitQuerySet:
        return self.model._meta.get_field("strands").related_model._meta.get_field("source").related_model.objects.all()

    def _names_one_of(self, units: UnitQuerySet) -> Exists:
        """Changes whose plan names one of these units."""
        path = Func(Value(NAMES_THE_UNIT), template="%(expressions)s::jsonpath")
        code = Func(Value("code"), F("code"), function="jsonb_build_object")
        named = Func(OuterRef("intent"), path, code, function="jsonb_path_exists", output_field=models.BooleanField())
        return Exists(units.alias(named=named).filter(named=True))
