"""Where rows came from that nobody typed: written into their history, and quickly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import connection


@contextmanager
def history_of_many(source: str) -> Iterator[None]:
    """The history of each row written inside says that it came from ``source``. Needs a transaction.

    The triggers that write history ask for settings; where one is not set they catch the error, row by row, and an
    insert of many rows takes nine times as long. So all are set: a context for the history, and "no trigger is to be
    ignored". The context ends here, not with the transaction, lest later rows be told from the same source.
    """
    with connection.cursor() as cursor:
        cursor.execute("select set_config('pgtrigger.ignore', '{}', true)")
        with pghistory.context(source=source):
            yield
        cursor.execute("select set_config('pghistory.context_id', '', true)")
