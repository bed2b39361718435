"""Counted and measured values of a page."""

from __future__ import annotations

from danvan.reader.engine.model import Figure, Page


def find_figures(page: Page) -> tuple[Figure, ...]:
    """Return the figures of the page, each once, in the order of the first mention."""
    return ()
