"""Bytes to a source text (first step: UTF-8 text)."""

from __future__ import annotations

from danvan.core.text import nfc
from danvan.reader.engine.model import Source


def read_bytes(data: bytes, name: str = "") -> Source:
    """Return the text of a UTF-8 file."""
    return Source(nfc(data.decode("utf-8-sig")))
