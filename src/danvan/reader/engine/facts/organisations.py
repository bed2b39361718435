"""Organisations that a page names."""

from __future__ import annotations

from danvan.reader.engine.model import Name, Page


def find_organisations(page: Page) -> tuple[Name, ...]:
    """Return the organisations that the page names, abbreviations opened, each once."""
    return ()
