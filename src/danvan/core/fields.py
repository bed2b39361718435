"""Fields of models that every app may use."""

from __future__ import annotations

from typing import Any

from django_fsm import FSMField


class StateField(FSMField):
    """The state of a machine, kept by ``django-fsm-2``; migrations see the plain text column that it is.

    The library listens to every class that is made, once more for each field of each class. Migrations make the classes
    of the whole house hundreds of times, so that making the tables took minutes: as plain text they take none.
    """

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """Describe the column, not the machine."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("protected", None)
        return name, "django.db.models.CharField", args, kwargs
