"""Bring the rows of the package's data files into the tables. Idempotent: it runs after each migrate."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model

from .models import CalendarDay, Term, Window

DATA = Path(__file__).parent / "data"
DATED = ("valid_from", "valid_to", "example")


def load_all() -> None:
    """The calendar, the reporting windows and the terms."""
    load_days(CalendarDay)
    load_rules(Window, "reporting_windows.json", by="period_type")
    load_rules(Term, "terms.json", by="code")


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
    """Add the dated rules of the JSON file ``name`` that are not there yet. Returns how many were added.

    Where the tables already have a rule of the same ``by`` for some of those days, the one in the tables stands: an
    office that has put a newer rule in keeps it through every update.
    """
    rows = map(_dated, json.loads((DATA / name).read_text(encoding="utf-8")))
    fresh = [row for row in rows if not model.objects.filter(**{by: row[by]}, valid__overlap=row["valid"]).exists()]
    model.objects.bulk_create(model(**row) for row in fresh)
    return len(fresh)


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    """The row with ``valid`` made of its first and last day (both included in the file; None is open)."""
    first, last = (date.fromisoformat(row[key]) if row[key] else None for key in ("valid_from", "valid_to"))
    valid = DateRange(first, last + timedelta(days=1) if last else None)
    return {key: value for key, value in row.items() if key not in DATED} | {"valid": valid}
