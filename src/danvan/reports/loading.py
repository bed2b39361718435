"""Bring the due days that the law sets from the package's data file into the table. Idempotent: after each migrate."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from django.db.backends.postgresql.psycopg_any import DateRange

from .models import DueRule

DATA = Path(__file__).parent / "data" / "due_rules.json"


def load_due_rules() -> int:
    """Add the rows of the law that are not there yet; gives how many.

    Where the table has a row of the law for the same level, type and some of those days, the one in the table stands.
    """
    added = 0
    for row in json.loads(DATA.read_text(encoding="utf-8")):
        first, last = (date.fromisoformat(row.pop(key) or "9999-12-30") for key in ("valid_from", "valid_to"))
        valid = DateRange(first, None if last.year == 9999 else last + timedelta(days=1))
        same = DueRule.objects.filter(owner=None, level=row["level"], period_type=row["period_type"])
        if not same.filter(valid__overlap=valid).exists():
            DueRule.objects.create(**row, valid=valid)
            added += 1
    return added
