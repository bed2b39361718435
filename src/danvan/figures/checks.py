"""Are the totals right? An empty list means that they are."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.db import connection

from danvan.core.periods import Period
from danvan.orgs.models import Unit

from .models import Dirty, Filing, Line, Restated, Structure, Total, Touched
from .restated_sql import RESTATED_DIFFERENCES
from .services.restating import day_of, touched_marks
from .sql import DIFFERENCES

Report = Callable[[str], None]
Pair = tuple[int, str]


def _silently(text: str) -> None:
    """Report to nobody."""


def wrong_totals(report: Report = _silently) -> list[str]:
    """Every cell that differs from a sum straight from the filed values, in words (spine, invariants 4 and 6).

    While totals of a line and period wait to be made anew, one sentence says so instead. ``report`` hears the line
    and period that is being compared.
    """
    waiting = set(Dirty.objects.filter(as_is=False).values_list("line_id", "period").distinct().order_by())
    return _compare(_pairs(Filing) | _pairs(Total) | waiting, waiting, _differences, report)


def wrong_restated(report: Report = _silently) -> list[str]:
    """The same for totals carried to today's units: each stored cell against one made from the totals as they were."""
    structure = Structure.objects.first()
    if structure is None:
        return ["restated totals are stored for nobody"] if Restated.objects.exists() else []
    day = day_of(structure.days)
    names = dict(Unit.objects.values_list("pk", "code"))
    stored = {(row.unit_id, row.level, row.valid.lower, row.valid.upper): row.ready for row in Touched.objects.all()}
    problems = [
        f"{names[mark[0]]}: what touches its figures is not as stored" for mark in touched_marks(day) ^ set(stored)
    ]
    late = {mark[0] for mark, ready in stored.items() if not ready}
    problems += [f"{names[unit]}: its restated figures wait to be stored" for unit in sorted(late)]
    waiting = set(Dirty.objects.values_list("line_id", "period").distinct().order_by())

    def differences(line: Line, code: str) -> list[str]:
        last = Period.parse(code).last_day
        units = [row.unit_id for row in Touched.objects.filter(level=line.level, ready=True, valid__contains=last)]
        params = {"period": code, "units": units, "as_of": day, "indicators": None}
        with connection.cursor() as cursor:
            cursor.execute(RESTATED_DIFFERENCES, line.params(last) | params)
            return _in_words(line, code, cursor.fetchall())

    return problems + _compare(_pairs(Filing) | _pairs(Restated), waiting, differences, report)


def _pairs(model: type[Filing | Total | Restated]) -> set[Pair]:
    return set(model.objects.values_list("line_id", "period").distinct().order_by())


def _compare(
    pairs: set[Pair], waiting: set[Pair], differences: Callable[[Line, str], list[str]], report: Report
) -> list[str]:
    lines = {line.pk: line for line in Line.objects.all()}
    problems = []
    for line_id, code in sorted(pairs):
        report(f"{lines[line_id].code} {code}")
        if (line_id, code) in waiting:
            problems.append(f"{lines[line_id].code} {code}: totals wait to be made anew")
        else:
            problems += differences(lines[line_id], code)
    return problems


def _differences(line: Line, code: str) -> list[str]:
    last = Period.parse(code).last_day
    areas = list(Unit.objects.areas(last).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCES, line.params(last) | {"period": code, "units": areas})
        return _in_words(line, code, cursor.fetchall())


def _in_words(line: Line, code: str, rows: list[tuple]) -> list[str]:
    return [
        f"{unit} {line.code} {code} {item}{f'.{part}' if part else ''}: "
        f"stored {_said(was, told)}, made of values {_said(amount, reported)}"
        for unit, item, part, was, told, amount, reported in rows
    ]


def _said(amount: Decimal | None, reported: int | None) -> str:
    if reported is None:
        return "nothing"
    return f"{'no amount' if amount is None else format(amount.normalize(), 'f')} of {reported} reports"
