"""ZIP packages (DOCX, XLSX): refused by their directory before anything is unpacked."""

from __future__ import annotations

import io
import zipfile

from danvan.core.packages import UNREADABLE, is_bomb, is_locked, unpacked_size
from danvan.reader.engine.intake.errors import Unreadable

MAX_PART = 50 * 1024 * 1024


def check(data: bytes) -> set[str]:
    """Return the names in a package; Unreadable (`bomb`, `encrypted`, `broken`, `entities`) if it is not taken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_sums(entries)
            _check_entities(package, entries)
            return {entry.filename for entry in entries}
    except UNREADABLE as error:
        raise Unreadable("broken") from error


def _check_sums(entries: list[zipfile.ZipInfo]) -> None:
    large = any(entry.file_size > MAX_PART and entry.filename.endswith(".xml") for entry in entries)
    if large or is_bomb(entries):
        raise Unreadable("bomb", unpacked=unpacked_size(entries), entries=len(entries))
    if is_locked(entries):
        raise Unreadable("encrypted")


def _check_entities(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Office writes no document type; whoever does wants entities."""
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with package.open(entry) as part:
                start = part.read(4_096)
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start or b"<\x00!\x00D\x00" in start:
                raise Unreadable("entities")
