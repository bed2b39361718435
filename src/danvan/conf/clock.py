"""What is due by the clock. Each job finds its own work and may run twice without harm."""

from __future__ import annotations

import logging

from django.utils.module_loading import import_string

log = logging.getLogger(__name__)

# Names of functions without arguments, in the order in which they run.
JOBS = (
    "danvan.figures.tasks.fit_structure",
    "danvan.figures.tasks.recompute_waiting",
    "danvan.reports.tasks.remind_missing",
    "danvan.directives.tasks.remind_overdue",
    "danvan.portal.tasks.publish_scheduled",
    "danvan.portal.tasks.fold_hits",
    "danvan.search.tasks.renew_word_counts",
)


def tick() -> None:
    """Run every job once. One that fails is logged with its name, and the others still run."""
    for name in JOBS:
        try:
            import_string(name)()
        except Exception:
            log.exception("The clock's job %s failed; the next tick tries again.", name)
