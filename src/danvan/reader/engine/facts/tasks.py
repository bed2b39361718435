"""What a page asks or sets as a task."""

from __future__ import annotations

from danvan.reader.engine.model import Asked, Page


def find_tasks(page: Page) -> tuple[Asked, ...]:
    """Return what is asked, required or set, one row a task, in the order of the text."""
    return ()
