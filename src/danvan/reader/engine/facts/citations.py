"""Documents that a page names."""

from __future__ import annotations

from danvan.reader.engine.model import Citation, Page


def find_citations(page: Page) -> tuple[Citation, ...]:
    """Return the documents that the page names, one row a document, in the order of the first mention."""
    return ()
