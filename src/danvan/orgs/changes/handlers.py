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
from django.db.models import Count, Field, Model, Q, QuerySet

if TYPE_CHECKING:
    from django.utils.functional import Promise

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
    ``note`` says what else the reader of the dry run should know of them.
    """

    relation: str
    what: str
    effect: Effect
    source: str
    count: int
    samples: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    receiver: str | None = None
    note: str = ""

    @property
    def undecided(self) -> bool:
        """Whether a person must still choose who takes them."""
        return self.effect in (Effect.FOLLOWS, Effect.SUCCEEDS) and len(self.possible) > 1 and self.receiver is None


class Handler:
    """The rows of a relation that a change concerns. The usual handler: they are counted, and stay as they are.

    ``note`` is told to the reader of the dry run beside them.
    """

    note: str | Promise = ""

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
        return self.tell(declared, situation, self.rows(declared, situation), note=self.note)

    def tell(
        self,
        declared: Declaration,
        situation: Situation,
        rows: Iterable[Model],
        *,
        effect: Effect | None = None,
        note: str | Promise = "",
    ) -> list[Touched]:
        """One line for each ending unit that has some of ``rows``; ``effect`` where it is not the declared one."""
        effect = effect or declared.effect
        found: dict[str, list[Model]] = {}
        for row in rows:
            found.setdefault(self.source(declared, situation, row), []).append(row)
        moves = effect in (Effect.FOLLOWS, Effect.SUCCEEDS)
        return [
            Touched(
                declared.relation,
                str(declared.what),
                effect,
                code,
                len(rows),
                tuple(self.sample(row) for row in rows[:SAMPLES]),
                tuple(situation.receivers(code)) if moves else (),
                situation.receiver(code, declared.relation) if moves else None,
                str(note),
            )
            for code, rows in found.items()
        ]

    def source(self, declared: Declaration, situation: Situation, row: Model) -> str:
        """The code of the ending unit that ``row`` is about."""
        return situation.code_of(getattr(row, f"{declared.field}_id"))

    def sample(self, row: Model) -> str:
        """What people call one row: its ``called`` where the model has one."""
        return str(getattr(row, "called", row))

    def receiver(self, declared: Declaration, situation: Situation, row: Model) -> str | None:
        """The code of who takes ``row``; None while a person must choose, or when nobody is there."""
        return situation.receiver(self.source(declared, situation, row), declared.relation)

    def moved(self, declared: Declaration, situation: Situation) -> QuerySet:
        """The rows of this table that an applied change has written."""
        steps = situation.change.steps.filter(table=declared.model._meta.label_lower)
        return declared.model._base_manager.filter(pk__in=steps.values("row"))

    def apply(self, declared: Declaration, situation: Situation, recorder: Recorder) -> None:
        """Do it. Every write goes through the recorder."""


class Counted(Handler):
    """Facts of the past: counted in SQL, never read. ``standing`` narrows them to those that a reader should know."""

    def __init__(self, standing: Q | None = None, note: str | Promise = "") -> None:
        self.standing, self.note = standing or Q(), note

    def rows(self, declared: Declaration, situation: Situation) -> QuerySet:
        return super().rows(declared, situation).filter(self.standing)

    def preview(self, declared: Declaration, situation: Situation) -> list[Touched]:
        rows = self.rows(declared, situation).order_by().values_list(declared.field).annotate(n=Count("pk"))
        return [
            Touched(
                declared.relation,
                str(declared.what),
                declared.effect,
                situation.code_of(pk),
                count,
                note=str(self.note),
            )
            for pk, count in rows
        ]


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

    ``same`` names the fields by which a row that the receiver has already makes another one superfluous on its days.
    """

    def __init__(self, same: Iterable[str], note: str | Promise = "") -> None:
        self.same, self.note = tuple(same), note

    def apply(self, declared: Declaration, situation: Situation, recorder: Recorder) -> None:
        for row in self.rows(declared, situation).select_for_update():
            left = DateRange(max(filter(None, (row.valid.lower, situation.day))), row.valid.upper)
            self.cut(row, situation.day, recorder)
            receiver = self.receiver(declared, situation, row)
            if receiver is None:
                continue
            unit = situation.units[receiver]
            for days in self._uncovered(declared, row, unit, left):
                values = {
                    field.attname: getattr(row, field.attname)
                    for field in row._meta.concrete_fields
                    if not field.primary_key and not field.unique
                }
                recorder.make(type(row)(**values | {f"{declared.field}_id": unit.pk, "valid": days}))

    def _uncovered(self, declared: Declaration, row: Model, unit: Model, left: DateRange) -> list[DateRange]:
        """The days of ``left`` on which the receiver has no such row yet, in order."""
        alike = {name: getattr(row, name) for name in self.same}
        there = declared.model._base_manager.filter(**alike | {declared.field: unit}, valid__overlap=left)
        free, begins = [], left.lower
        for held in sorted(there.values_list("valid", flat=True), key=lambda days: days.lower or date.min):
            if held.lower is not None and held.lower > begins:
                free.append(DateRange(begins, held.lower))
            if held.upper is None:
                return free
            begins = max(begins, held.upper)
        if left.upper is None or begins < left.upper:
            free.append(DateRange(begins, left.upper))
        return free


class Follow(Handler):
    """Open rows go to the receiver. ``open`` says which rows are open (a condition, or a function of the situation).

    ``once`` names the fields of which one unit has each combination only once: a row for which the receiver has its
    like stays where it is, and ``twin`` says so to the reader of the dry run.
    """

    def __init__(
        self,
        open: Q | Callable[[Situation], Q],
        *,
        once: Iterable[str] = (),
        twin: str | Promise = "",
        note: str | Promise = "",
    ) -> None:
        self.open, self.once, self.twin, self.note = open, tuple(once), twin, note

    def rows(self, declared: Declaration, situation: Situation) -> QuerySet:
        condition = self.open if isinstance(self.open, Q) else self.open(situation)
        return super().rows(declared, situation).filter(condition)

    def preview(self, declared: Declaration, situation: Situation) -> list[Touched]:
        go, stay = self.sort(declared, situation, self.rows(declared, situation))
        return [
            *self.tell(declared, situation, go, note=self.note),
            *self.tell(declared, situation, stay, effect=Effect.STAYS, note=self.twin),
        ]

    def apply(self, declared: Declaration, situation: Situation, recorder: Recorder) -> None:
        go, _stay = self.sort(declared, situation, self.rows(declared, situation).select_for_update())
        for row in go:
            receiver = self.receiver(declared, situation, row)
            if receiver is not None:
                self.move(declared, row, situation.units[receiver], recorder)

    def sort(
        self, declared: Declaration, situation: Situation, rows: Iterable[Model]
    ) -> tuple[list[Model], list[Model]]:
        """The rows that go to the receiver, and those that stay because it has their like."""
        if not self.once:
            return list(rows), []
        go, stay, taken = [], [], {}
        for row in rows:
            receiver = self.receiver(declared, situation, row)
            if receiver not in taken:
                taken[receiver] = self._keys_of(declared, situation.units.get(receiver))
            key = tuple(getattr(row, field.attname) for field in self._fields(declared))
            if receiver is not None and key in taken[receiver]:
                stay.append(row)
            else:
                taken[receiver].add(key)
                go.append(row)
        return go, stay

    def _fields(self, declared: Declaration) -> list[Field]:
        return [declared.model._meta.get_field(name) for name in self.once]

    def _keys_of(self, declared: Declaration, unit: Model | None) -> set[tuple]:
        if unit is None:
            return set()
        there = declared.model._base_manager.filter(**{declared.field: unit})
        return set(there.values_list(*(field.attname for field in self._fields(declared))))

    def move(self, declared: Declaration, row: Model, unit: Model, recorder: Recorder) -> None:
        """Give one open row to ``unit``."""
        recorder.alter(row, **{declared.field: unit})


STAYS, DERIVED, CLOSES = Counted(), Derived(), Cut()
