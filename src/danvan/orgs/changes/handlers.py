"""What a change of units does to the rows of one relation: say it before, do it, nothing more.

A handler never undoes: what it does goes through the recorder, which can take every step back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model, Q, QuerySet

if TYPE_CHECKING:
    from .recorder import Recorder
    from .registry import Declaration
    from .situation import Situation

SAMPLES = 5


class Effect(StrEnum):
    """What happens to a row when its unit closes or changes."""

    STAYS = "stays"  # a fact of the past: it keeps the unit that made it
    FOLLOWS = "follows"  # open work: it goes to the heir from the effective day on
    SUCCEEDS = "succeeds"  # dated: it ends with its unit, and the heir gets one like it from the effective day on
    CLOSES = "closes"  # it ends on the last day of its unit
    DERIVED = "derived"  # recomputed from what it was made of


@dataclass(frozen=True)
class Problem:
    """Why a change cannot be done. ``field`` names the place in the wizard, ``code`` is for programs."""

    code: str
    message: str
    field: str = ""


@dataclass(frozen=True)
class Touched:
    """Rows of one relation at one unit, and what the change does to them.

    ``receiver`` is the code of who takes them; with several ``possible`` a person must choose first (None until then).
    """

    relation: str
    what: str
    effect: Effect
    source: str
    count: int
    samples: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    receiver: str | None = None

    @property
    def undecided(self) -> bool:
        """Whether a person must still choose who takes them."""
        return self.effect in (Effect.FOLLOWS, Effect.SUCCEEDS) and len(self.possible) > 1 and self.receiver is None


class Handler:
    """The rows of a relation that a change concerns. The usual handler: they are counted, and stay as they are."""

    def rows(self, declared: Declaration, situation: Situation) -> QuerySet:
        """The rows at ending units that the effect speaks of."""
        return declared.model._base_manager.filter(**{f"{declared.field}__in": situation.closing}).order_by("pk")

    def problems(self, declared: Declaration, situation: Situation) -> list[Problem]:
        """Why these rows forbid the change."""
        return []

    def obstacles(self, declared: Declaration, situation: Situation) -> list[Problem]:
        """Why these rows forbid undoing the change: something irreversible has followed."""
        return []

    def preview(self, declared: Declaration, situation: Situation) -> list[Touched]:
        """What ``apply`` would do, for each ending unit that has such rows."""
        found: dict[int, list[Model]] = {}
        for row in self.rows(declared, situation):
            found.setdefault(getattr(row, f"{declared.field}_id"), []).append(row)
        codes = {unit.pk: unit.code for unit in situation.closing}
        moves = declared.effect in (Effect.FOLLOWS, Effect.SUCCEEDS)
        return [
            Touched(
                declared.relation,
                str(declared.what),
                declared.effect,
                codes[pk],
                len(rows),
                tuple(str(row) for row in rows[:SAMPLES]),
                tuple(situation.receivers(codes[pk])) if moves else (),
                situation.receiver(codes[pk], declared.relation) if moves else None,
            )
            for pk, rows in found.items()
            if pk in codes
        ]

    def apply(self, declared: Declaration, situation: Situation, recorder: Recorder) -> None:
        """Do it. Every write goes through the recorder."""


class Counted(Handler):
    """Facts of the past: counted in SQL, never read."""

    def preview(self, declared: Declaration, situation: Situation) -> list[Touched]:
        codes = {unit.pk: unit.code for unit in situation.closing}
        from django.db.models import Count

        rows = self.rows(declared, situation).order_by().values_list(declared.field).annotate(n=Count("pk"))
        return [Touched(declared.relation, str(declared.what), declared.effect, codes[pk], count) for pk, count in rows]


class Derived(Handler):
    """Made anew from other rows: nothing to say and nothing to do."""

    def preview(self, declared: Declaration, situation: Situation) -> list[Touched]:
        return []


class Cut(Handler):
    """Dated rows end on the last day of their unit; one that would only begin later is taken away."""

    def rows(self, declared: Declaration, situation: Situation) -> QuerySet:
        return super().rows(declared, situation).filter(valid__overlap=DateRange(situation.day, None))

    def apply(self, declared: Declaration, situation: Situation, recorder: Recorder) -> None:
        for row in self.rows(declared, situation).select_for_update():
            self.cut(row, situation.day, recorder)

    def cut(self, row: Model, day: date, recorder: Recorder) -> None:
        """End one row before ``day``."""
        if row.valid.lower is not None and row.valid.lower >= day:
            recorder.remove(row)
        else:
            recorder.alter(row, valid=DateRange(row.valid.lower, day))


class Succeed(Cut):
    """Dated rows end with their unit; the receiver gets one like each, from the day on, for what was left of it.

    ``same`` names the fields by which a row that the receiver has already makes another one superfluous.
    """

    def __init__(self, same: Iterable[str]) -> None:
        self.same = tuple(same)

    def apply(self, declared: Declaration, situation: Situation, recorder: Recorder) -> None:
        codes = {unit.pk: unit.code for unit in situation.closing}
        for row in self.rows(declared, situation).select_for_update():
            source = codes[getattr(row, f"{declared.field}_id")]
            until, begins = row.valid.upper, max(filter(None, (row.valid.lower, situation.day)))
            self.cut(row, situation.day, recorder)
            receiver = situation.receiver(source, declared.relation)
            if receiver is None:
                continue
            unit, days = situation.units[receiver], DateRange(begins, until)
            if self._has(declared, row, unit, days):
                continue
            values = {
                field.attname: getattr(row, field.attname)
                for field in row._meta.concrete_fields
                if not field.primary_key and not field.unique
            }
            recorder.make(type(row)(**values | {f"{declared.field}_id": unit.pk, "valid": days}))

    def _has(self, declared: Declaration, row: Model, unit: Model, days: DateRange) -> bool:
        alike = {name: getattr(row, name) for name in self.same}
        there = declared.model._base_manager.filter(**alike | {declared.field: unit}, valid__overlap=days)
        return there.exists()


class Follow(Handler):
    """Open rows go to the receiver. ``open`` says which rows are open (a condition, or a function of the situation)."""

    def __init__(self, open: Q | Callable[[Situation], Q]) -> None:
        self.open = open

    def rows(self, declared: Declaration, situation: Situation) -> QuerySet:
        condition = self.open if isinstance(self.open, Q) else self.open(situation)
        return super().rows(declared, situation).filter(condition)

    def apply(self, declared: Declaration, situation: Situation, recorder: Recorder) -> None:
        codes = {unit.pk: unit.code for unit in situation.closing}
        for row in self.rows(declared, situation).select_for_update():
            receiver = situation.receiver(codes[getattr(row, f"{declared.field}_id")], declared.relation)
            if receiver is not None:
                self.move(declared, row, situation.units[receiver], recorder)

    def move(self, declared: Declaration, row: Model, unit: Model, recorder: Recorder) -> None:
        """Give one open row to ``unit``."""
        recorder.alter(row, **{declared.field: unit})


STAYS, DERIVED, CLOSES = Counted(), Derived(), Cut()
