"""What the clock does for the portal."""

from __future__ import annotations

from .services import commenting, counting


def fold_hits() -> None:
    """Looks of more than ten minutes ago become numbers; what told visitors apart goes."""
    counting.fold()
    commenting.drop_allowances()
