"""Places that a page names."""

from __future__ import annotations

from danvan.reader.engine.model import Name, Page


def find_places(page: Page) -> tuple[Name, ...]:
    """Return the places that the page names outside names of organisations, each once."""
    return ()
