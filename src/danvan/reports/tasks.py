"""What the clock starts for reports."""

from __future__ import annotations

from .services import remind_due


def remind_missing() -> int:
    """Remind units whose reports are nearly due or late; safe to run again. Returns how many were told."""
    return remind_due()
