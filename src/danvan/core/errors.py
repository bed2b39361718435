"""What a service says when it will not do a thing: a reason for a person, and the place it belongs to."""

from __future__ import annotations

from django.utils.functional import Promise


class Refused(Exception):
    """A rule of the domain says no.

    ``message`` is a sentence for the user, ``field`` the form field or cell it belongs to (``None``: the whole
    act), ``code`` a stable word that tests and the API may rely on.
    """

    def __init__(self, message: str | Promise, *, code: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field


class Stale(Refused):
    """Somebody else changed the record since it was shown; nothing was written."""

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message, code="stale", field=field)
