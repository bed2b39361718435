"""What the clock does on the portal."""

from __future__ import annotations

from .services.scheduling import keep_schedule


def publish_scheduled() -> int:
    """Publish and take down articles at their time."""
    return keep_schedule()
