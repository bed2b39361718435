"""The queue of areas whose totals wait to be made anew."""

from __future__ import annotations

from django.db import connection
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from danvan.core.periods import Period
from danvan.figures.models import Dirty, Line
from danvan.figures.sql import LEVELS, LINE_BODIES, LOCK

# Named, not imported: tasks stand above services.
_JOB = "danvan.figures.tasks.recompute"


def homes(line: Line, period: Period, units: list[int]) -> dict[int, int]:
    """The area that each of these bodies (and of the line's bodies under them) reports for."""
    with connection.cursor() as cursor:
        cursor.execute(LINE_BODIES, line.params(period.last_day) | {"units": units})
        return {body_id: area_id for _top, area_id, body_id in cursor}


def put(areas: list[int], line: Line, period: Period) -> int:
    """Queue the totals of these areas as they were; returns their number."""
    with connection.cursor() as cursor:
        cursor.execute(LEVELS, line.params(period.last_day) | {"units": areas})
        levels = dict(cursor.fetchall())
    Dirty.objects.bulk_create(
        Dirty(parent_id=area, line=line, period=period.code, level=levels[area]) for area in areas
    )
    return len(areas)


def wake_worker() -> None:
    """See to it that a job will make waiting totals anew. Called after the filing's commit.

    A job that has not begun will see every key committed by now, so a second one would find nothing to do: on
    deadline day a thousand filings wake the worker a few times, not a thousand.
    """
    if not DBTaskResult.objects.ready().filter(task_path=_JOB).exists():
        import_string(_JOB).enqueue()


def lock(names: list[str]) -> None:
    """Lock these names until the transaction ends; everybody takes them in one order."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, {"names": names})


def restated_lock(line_id: int, code: str) -> str:
    """The name under which the restated totals of one line and period are written, by whomever."""
    return f"restated:{line_id}:{code}"
