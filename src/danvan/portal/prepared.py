"""Statements that the server plans once for each connection: where planning takes it longer than finding the rows.

Each stands in a module of SQL as two texts: ``PREPARE_…`` with places numbered in the
order in which the ``execute`` below it names them. A pooler between must give a connection for a whole session.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

# What each open connection was told; forgotten with the connection.
_told: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def told() -> set[str]:
    """The names of the statements that the open connection was told; who tells it another adds its name."""
    return _told.setdefault(connection.connection, set())
