"""Arithmetic between the figures of a page."""

from __future__ import annotations

from danvan.reader.engine.model import Check, Figure, Page


def find_checks(figures: tuple[Figure, ...], page: Page) -> tuple[Check, ...]:
    """Return what adds up, or should and does not; places are places in `figures`."""
    return ()
