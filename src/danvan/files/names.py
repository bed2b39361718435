"""A file name as people may see it; it never becomes a path."""

from __future__ import annotations

from danvan.core.text import clean_line

MAX_BYTES = 255
# Signs that some system reads as a path, a wildcard or a stream.
_FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))


def clean_name(name: str) -> str:
    """The name in NFC without control and direction characters and path signs, at most 255 bytes of UTF-8.

    The extension survives the shortening. A name of nothing becomes ``tep``.
    """
    line = clean_line(name.replace("\0", "")).translate(_FORBIDDEN).rstrip(". ")
    stem, dot, extension = line.rpartition(".")
    if not dot or len(extension) > 10:
        stem, dot, extension = line, "", ""
    stem = stem.strip(". ") or "tep"
    tail = f"{dot}{extension}"
    while len((stem + tail).encode()) > MAX_BYTES:
        stem = stem[:-1]
    return stem.rstrip(". ") + tail


def extension_of(name: str) -> str:
    """The last extension in lower case; empty when there is none."""
    _stem, dot, extension = name.rpartition(".")
    return extension.lower().strip() if dot else ""
