"""Bring the rows of the package's data files into the tables. Idempotent; the models are given, so that a migration
can hand in its own."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model

DATA = Path(__file__).parent / "data"
DATED = ("valid_from", "valid_to", "example")


def load_days(model: type[Model]) -> int:
    """Write the days of ``calendar_vn.csv``; a day that is there takes the file's words. Returns the number of rows.

    A day that a person has checked is left as that person left it.
    """
    with (DATA / "calendar_vn.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    checked = set(model.objects.exclude(checked_by="").values_list("date", flat=True))
    days = [model(**row | {"date": date.fromisoformat(row["date"])}) for row in rows]
    fresh = [day for day in days if day.date not in checked]
    fields = [name for name in rows[0] if name != "date"]
    model.objects.bulk_create(fresh, update_conflicts=True, unique_fields=["date"], update_fields=fields)
    return len(fresh)


def load_rules(model: type[Model], name: str, *, by: str) -> int:
    """Add the dated rules of the JSON file ``name`` that are not there yet, known by ``by`` and their first day."""
    rows = json.loads((DATA / name).read_text(encoding="utf-8"))
    there = {(getattr(row, by), row.valid.lower) for row in model.objects.all()}
    fresh = [row for row in map(_dated, rows) if (row[by], row["valid"].lower) not in there]
    model.objects.bulk_create(model(**row) for row in fresh)
    return len(fresh)


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    """The row with ``valid`` made of its first and last day (both included in the file; None is open)."""
    first, last = (date.fromisoformat(row[key]) if row[key] else None for key in ("valid_from", "valid_to"))
    valid = DateRange(first, last + timedelta(days=1) if last else None)
    return {key: value for key, value in row.items() if key not in DATED} | {"valid": valid}
