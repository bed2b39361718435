"""Are the totals right? An empty list means that they are."""

from __future__ import annotations

from decimal import Decimal

from django.db import connection

from danvan.core.periods import Period
from danvan.orgs.models import Unit

from .models import Dirty, Filing, Line, Total
from .sql import DIFFERENCES


def wrong_totals() -> list[str]:
    """Every cell that differs from a sum straight from the filed values, in words (spine, invariants 4 and 6).

    While totals of a line and period wait to be made anew, one sentence says so instead.
    """
    lines = {line.pk: line for line in Line.objects.all()}
    waiting = set(Dirty.objects.values_list("line_id", "period").distinct().order_by())
    pairs = set(Filing.objects.values_list("line_id", "period").distinct().order_by())
    pairs |= set(Total.objects.values_list("line_id", "period").distinct().order_by())
    problems = []
    for line_id, code in sorted(pairs | waiting):
        if (line_id, code) in waiting:
            problems.append(f"{lines[line_id].code} {code}: totals wait to be made anew")
        else:
            problems += _differences(lines[line_id], code)
    return problems


def _differences(line: Line, code: str) -> list[str]:
    day = Period.parse(code).last_day
    areas = list(Unit.objects.areas(day).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCES, line.params(day) | {"period": code, "units": areas})
        rows = cursor.fetchall()
    return [
        f"{unit} {line.code} {code} {item}{f'.{part}' if part else ''}: "
        f"stored {_said(was, told)}, made of values {_said(amount, reported)}"
        for unit, item, part, was, told, amount, reported in rows
    ]


def _said(amount: Decimal | None, reported: int | None) -> str:
    if reported is None:
        return "nothing"
    return f"{'no amount' if amount is None else format(amount.normalize(), 'f')} of {reported} reports"
