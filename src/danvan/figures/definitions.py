"""The shipped indicators and lines, from data files into tables. Loading again changes only what differs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import models, transaction

from .models import Indicator, Line, Part

DATA = Path(__file__).parent / "data"


def _read(name: str) -> list[dict[str, Any]]:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def _write(model: type[models.Model], rows: list[models.Model], keys: list[str]) -> None:
    """Insert rows or bring those of the same key up to date."""
    update = [f.name for f in model._meta.concrete_fields if not f.primary_key and f.name not in keys]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=keys, update_fields=update)


@transaction.atomic
def load_indicators() -> int:
    """Write the indicators and their parts of ``data/indicators.json``; returns the number of indicators.

    Nothing is removed: an indicator that left the file keeps its filed figures.
    """
    rows = _read("indicators.json")
    plain = [row for row in rows if row["kind"] != Indicator.Kind.RATIO]
    order = {row["code"]: number for number, row in enumerate(rows, start=1)}
    _write(Indicator, [_indicator(row, order, {}) for row in plain], ["code"])
    known = {indicator.code: indicator for indicator in Indicator.objects.all()}
    ratios = [row for row in rows if row["kind"] == Indicator.Kind.RATIO]
    _write(Indicator, [_indicator(row, order, known) for row in ratios], ["code"])
    parts = [
        Part(
            indicator=known[row["code"]],
            code=part["code"],
            name_vi=part["name_vi"],
            name_en=part["name_en"],
            order=number,
        )
        for row in plain
        if row["breakdown"]
        for number, part in enumerate(row["breakdown"]["parts"], start=1)
    ]
    _write(Part, parts, ["indicator", "code"])
    return len(rows)


def _indicator(row: dict[str, Any], order: dict[str, int], known: dict[str, Indicator]) -> Indicator:
    breakdown = row["breakdown"] or {"name_vi": "", "name_en": ""}
    same = (
        "code", "row", "name_vi", "name_en", "measure_vi", "measure_en", "kind", "additive", "decimals", "note",
        "why_not_vi", "why_not_en", "over_time", "why_not_over_time_vi", "why_not_over_time_en",
    )  # fmt: skip
    return Indicator(
        **{key: row[key] for key in same},
        order=order[row["code"]],
        numerator=known[row["numerator"]] if row["numerator"] else None,
        denominator=known[row["denominator"]] if row["denominator"] else None,
        breakdown_vi=breakdown["name_vi"],
        breakdown_en=breakdown["name_en"],
    )


@transaction.atomic
def load_lines() -> int:
    """Write the lines of ``data/lines.json``; returns their number."""
    rows = [Line(order=number, **row) for number, row in enumerate(_read("lines.json"), start=1)]
    _write(Line, rows, ["code"])
    return len(rows)
