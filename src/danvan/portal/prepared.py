"""Statements that the server plans once for each connection: where planning takes it longer than finding the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.backends.utils import CursorWrapper

# What each open connection has prepared; forgotten with the connection.
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Prepared:
    """A statement with named places (``%(page)s``); ``types`` gives the SQL type of each.

    Behind a pooler that hands out another connection for each transaction (Django's
    ``DISABLE_SERVER_SIDE_CURSORS``) nothing is prepared, and the statement is sent as it is.
    """

    name: str
    text: str
    types: tuple[tuple[str, str], ...]

    def rows(self, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The answer, with these values at the places."""
        with connection.cursor() as cursor:
            self._send(cursor, values)
            return cursor.fetchall()

    def run(self, values: Mapping[str, Any]) -> None:
        """Do what the statement says; it answers nothing."""
        with connection.cursor() as cursor:
            self._send(cursor, values)

    def _send(self, cursor: CursorWrapper, values: Mapping[str, Any]) -> None:
        if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
            cursor.execute(self.text, values)
            return
        known = _known.setdefault(connection.connection, set())
        if self.name not in known:
            cursor.execute(self._preparation)
            known.add(self.name)
        cursor.execute(self._execution, values)

    @cached_property
    def _preparation(self) -> str:
        places = {name: f"${number}" for number, (name, _type) in enumerate(self.types, 1)}
        kinds = ", ".join(kind for _name, kind in self.types)
        return f"prepare {self.name} ({kinds}) as {self.text % places}"

    @cached_property
    def _execution(self) -> str:
        return f"execute {self.name} ({', '.join(f'%({name})s' for name, _type in self.types)})"
