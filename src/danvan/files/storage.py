"""Blobs on disk, named by their SHA-256. A blob appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings


def digest_of(data: bytes) -> str:
    """The name of a blob: the SHA-256 of its bytes in hexadecimal."""
    return sha256(data).hexdigest()


def path_of(digest: str) -> Path:
    """Where the blob of ``digest`` stands. The path is made of hexadecimal digits only."""
    return Path(settings.DANVAN_FILES) / digest[:2] / digest


def write(data: bytes) -> str:
    """Keep ``data`` and return its digest: written beside, forced to disk, then renamed. Twice is as once."""
    digest = digest_of(data)
    path = path_of(digest)
    if path.is_file() and path.stat().st_size == len(data):
        os.utime(path)  # young again, so that a sweep leaves it until its row is there
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, 0o640)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return digest


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(known: set[str], *, now: datetime, spare: timedelta = timedelta(days=1)) -> int:
    """Remove blobs that no row knows and that are older than ``spare``; returns how many.

    A blob is written before its row commits, so a young one may belong to a transaction still under way.
    """
    oldest = (now - spare).timestamp()
    gone = 0
    for path in Path(settings.DANVAN_FILES).glob("??/*"):
        if path.name not in known and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
