"""What the clock does on the portal."""

from __future__ import annotations

from .services import commenting, counting, log_folding
from .services.scheduling import keep_schedule


def publish_scheduled() -> int:
    """Publish and take down articles at their time."""
    return keep_schedule()


def fold_hits() -> None:
    """Looks of more than ten minutes ago become numbers; what told visitors apart goes.

    Looks that the web server in front answered are taken from its log first.
    """
    log_folding.fold_log()
    counting.fold()
    commenting.drop_allowances()
