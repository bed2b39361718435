"""What the worker and the clock do for figures."""

from __future__ import annotations

from django_tasks import task

from . import services


def recompute_waiting() -> int:
    """Make waiting totals anew; the clock calls it in case a worker died on the way."""
    return services.recompute_waiting() + services.restate()


def fit_structure() -> bool:
    """See to it that restated totals are stored for today's units, also on the day on which a change takes effect."""
    return services.fit_structure()


@task()
def recompute() -> int:
    """The same, as the job that every filing and every change of units enqueues on commit."""
    return recompute_waiting()
