"""Officials that a page names with their posts."""

from __future__ import annotations

from danvan.reader.engine.model import Page, Person


def find_people(page: Page) -> tuple[Person, ...]:
    """Return the officials that the page names in their posts, each once."""
    return ()
