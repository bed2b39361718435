"""Every row that a change writes, before and after, so that the change can be taken back step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Field, Model, ProtectedError
from django.utils.translation import gettext as _

from danvan.core.errors import Refused

if TYPE_CHECKING:
    from danvan.orgs.models import Change, Step

MADE, ALTERED, REMOVED = "made", "altered", "removed"


class MovedOn(Refused):
    """A row is no more as the change left it, so the change cannot be taken back."""


class Recorder:
    """Writes rows for one change and keeps what they were. ``close`` stores the steps; nothing is stored before."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self._steps: list[Step] = []

    def make(self, row: Model) -> Model:
        """Insert a row."""
        row.save(force_insert=True)
        self._note(MADE, row, {}, _written(row, row._meta.concrete_fields))
        return row

    def alter(self, row: Model, **values: Any) -> Model:
        """Set fields of a row (locked by the caller) and save them."""
        fields = [row._meta.get_field(name) for name in values]
        before = _written(row, fields)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        self._note(ALTERED, row, before, _written(row, fields))
        return row

    def remove(self, row: Model) -> None:
        """Take away a row that lies wholly after the change; the step keeps all of it."""
        self._note(REMOVED, row, _written(row, row._meta.concrete_fields), {})
        type(row)._base_manager.filter(pk=row.pk).delete()

    def close(self) -> None:
        """Store the steps."""
        from danvan.orgs.models import Step

        Step.objects.bulk_create(self._steps)
        self._steps = []

    def _note(self, what: str, row: Model, before: dict[str, Any], after: dict[str, Any]) -> None:
        from danvan.orgs.models import Step

        number = len(self._steps) + 1
        label = row._meta.label_lower
        self._steps.append(
            Step(change=self.change, number=number, what=what, table=label, row=row.pk, before=before, after=after)
        )


def take_back(change: Change) -> int:
    """Take the steps of a change back, the last first; returns how many. Raises MovedOn when a row is not as it was
    left, or when something made since stands on a row that the change made."""
    steps = list(change.steps.order_by("-number"))
    for step in steps:
        model = apps.get_model(step.table)
        if step.what == REMOVED:
            model(**_read(model, step.before)).save(force_insert=True)
            continue
        row = model._base_manager.select_for_update().filter(pk=step.row).first()
        if row is None or not _is_as_left(row, step.after):
            raise _moved_on(row or step)
        if step.what == MADE:
            _delete(row)
            continue
        for name, value in _read(model, step.before).items():
            setattr(row, name, value)
        row.save(update_fields=[model._meta.get_field(name).name for name in step.before])
    change.steps.all().delete()
    return len(steps)


def _is_as_left(row: Model, after: dict[str, Any]) -> bool:
    """Compared as values, not as text: a share of 1 is read back as 1.00000000."""
    return all(getattr(row, name) == value for name, value in _read(type(row), after).items())


def _delete(row: Model) -> None:
    try:
        row.delete()
    except ProtectedError as error:
        raise _moved_on(next(iter(error.protected_objects))) from error


def _moved_on(row: Model) -> MovedOn:
    words = _("The change cannot be undone: “%(row)s” has changed or come since.") % {"row": row}
    return MovedOn(words, code="moved-on")


def _written(row: Model, fields: list[Field]) -> dict[str, Any]:
    """Fields as plain JSON, by name."""
    return {
        field.name: None if field.value_from_object(row) is None else field.value_to_string(row) for field in fields
    }


def _read(model: type[Model], values: dict[str, Any]) -> dict[str, Any]:
    """``_written`` back as attributes."""
    read = {}
    for name, text in values.items():
        field = model._meta.get_field(name)
        read[field.attname] = None if text is None else field.to_python(text)
    return read
