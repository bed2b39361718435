"""Movements, campaigns, programmes, schemes and models that a page names."""

from __future__ import annotations

from danvan.reader.engine.model import Movement, Page


def find_movements(page: Page) -> tuple[Movement, ...]:
    """Return the named movements of the page, each once."""
    return ()
