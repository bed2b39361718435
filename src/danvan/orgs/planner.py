"""What the database's planner must be told when a statement reads the whole tree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hash_joins(cursor) -> Iterator[None]:
    """Keep the planner from nested loops while the whole closure is read. Needs a transaction.

    After many units came in, or after a rollback, the table's statistics still say "a few rows"; the planner then
    joins row by row, and a statement of half a second takes minutes.
    """
    cursor.execute("set local enable_nestloop = off")
    yield
    cursor.execute("set local enable_nestloop to default")
