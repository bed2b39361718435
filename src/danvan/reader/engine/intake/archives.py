"""ZIP packages (DOCX, XLSX): refused by their directory before anything is unpacked."""

from __future__ import annotations

import io
import zipfile

from danvan.reader.engine.intake.errors import Unreadable

MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
MAX_PART = 50 * 1024 * 1024
SMALL = 1024 * 1024  # below this a high ratio harms nobody


def check(data: bytes) -> set[str]:
    """Return the names in a package; Unreadable (`bomb`, `encrypted`, `broken`, `entities`) if it is not taken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_sums(entries)
            _check_entities(package, entries)
            return {entry.filename for entry in entries}
    except (zipfile.BadZipFile, zipfile.zlib.error, ValueError, NotImplementedError, EOFError, RuntimeError) as error:
        # NotImplementedError and RuntimeError: a compression that zipfile does not know, an encrypted part.
        raise Unreadable("broken") from error


def _check_sums(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    dense = unpacked > SMALL and unpacked > MAX_RATIO * max(packed, 1)
    large = any(entry.file_size > MAX_PART and entry.filename.endswith(".xml") for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or dense or large:
        raise Unreadable("bomb", unpacked=unpacked, entries=len(entries))
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unreadable("encrypted")


def _check_entities(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Office writes no document type; whoever does wants entities."""
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with package.open(entry) as part:
                start = part.read(4_096)
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start or b"<\x00!\x00D\x00" in start:
                raise Unreadable("entities")
