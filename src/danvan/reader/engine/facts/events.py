"""Meetings, conferences and visits that a page tells of."""

from __future__ import annotations

from danvan.reader.engine.model import Event, Page, Person


def find_events(page: Page, people: tuple[Person, ...]) -> tuple[Event, ...]:
    """Return the events that the page tells of; chairs are found among `people`."""
    return ()
