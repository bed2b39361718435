"""Pages made by hand for the tests of facts: one block for each paragraph, offsets as in a read page."""

from __future__ import annotations

from danvan.reader.engine.model import Block, Page, Part, Source


def made_page(*paragraphs: str, title: str = "", published: str | None = None, byline: str = "") -> Page:
    """Return a page with a title (if any), body paragraphs and a byline (if any)."""
    parts = [(Part.TITLE, title)] if title else []
    parts += [(Part.BODY, text) for text in paragraphs]
    parts += [(Part.BYLINE, byline)] if byline else []
    blocks, at = [], 0
    for part, text in parts:
        blocks.append(Block(part, at, text))
        at += len(text) + 2
    source = Source("\n\n".join(text for _part, text in parts))
    return Page(source, tuple(blocks), published=published)
