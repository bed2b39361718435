"""ZIP packages (DOCX, XLSX) of strangers: what their directory tells before anything is unpacked. Plain Python."""

from __future__ import annotations

import zipfile
from collections.abc import Collection

MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
# Below this a high ratio harms nobody.
SMALL = 1024 * 1024
# What the library raises for a damaged part, and (RuntimeError) for a compression or format that it does not know and
# for a part that is locked with a password.
UNREADABLE = (zipfile.BadZipFile, zipfile.zlib.error, ValueError, EOFError, RuntimeError)


def unpacked_size(entries: Collection[zipfile.ZipInfo]) -> int:
    """How many bytes the entries say that they are when unpacked."""
    return sum(entry.file_size for entry in entries)


def is_bomb(entries: Collection[zipfile.ZipInfo]) -> bool:
    """Whether the package unpacks to far more than an office file does: in parts, in bytes or in density."""
    unpacked = unpacked_size(entries)
    packed = sum(entry.compress_size for entry in entries)
    too_dense = unpacked > SMALL and unpacked > MAX_RATIO * max(packed, 1)
    return len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or too_dense


def is_locked(entries: Collection[zipfile.ZipInfo]) -> bool:
    """Whether any part needs a password."""
    return any(entry.flag_bits & 0x1 for entry in entries)
