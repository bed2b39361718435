"""What the worker and the clock do for figures."""

from __future__ import annotations

from django_tasks import task

from . import services


def recompute_waiting() -> int:
    """Make waiting totals anew; the clock calls it in case a worker died on the way."""
    return services.recompute_waiting()


@task()
def recompute() -> int:
    """The same, as the job that every filing enqueues on commit."""
    return services.recompute_waiting()
