"""What time it is. Services ask here, so that the demo and imports can do past things at their past time.

Times are kept in UTC; days are counted in Asia/Ho_Chi_Minh.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("danvan_clock", default=None)


def now() -> datetime:
    """This moment, aware."""
    return _set.get() or timezone.now()


def today() -> date:
    """This day in local time."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, it is ``moment`` (aware). For the demo builder and importers; never for a person's request."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
