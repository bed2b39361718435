"""Looks that the web server in front answered from its own cache are counted from its log.

Each line of the log is tab-separated: time (seconds), address, method, status, the header ``X-Counts`` of the answer,
user agent, language, purpose, whether the cache answered (``docs/how-to/count-visits.md`` has nginx's ``log_format``).
Only answers of the cache are counted here: all others were counted by the program itself.
"""

from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from danvan.core import clock
from danvan.portal.models import Hit, ReadLog
from danvan.portal.voice.visitors import Look, known_hash

log = logging.getLogger(__name__)
FIELDS = 9
ANSWERED = {"200", "304"}
NUMBER = re.compile(r"[0-9]{1,15}")
# Not STALE and REVALIDATED: for those nginx asks the program too, which has counted the look.
FROM_CACHE = {"HIT", "UPDATING"}
ESCAPED = re.compile(r"\\x([0-9A-F]{2})")
MOST_AT_ONCE = 8 * 1024 * 1024
AHEAD = timedelta(minutes=1)  # two clocks of one machine room


@dataclass(frozen=True)
class Line:
    """A look in the log: when, by what, and at which article (its number; 0: another page)."""

    at: datetime
    look: Look
    article: int


def fold_log() -> int:
    """Count the lines that came since the last time; returns how many. Without ``DANVAN_HITS_LOG`` there are none.

    Safe twice and after a rotation: how far a file was read is stored together with what was counted.
    """
    if not settings.DANVAN_HITS_LOG:
        return 0
    path = Path(settings.DANVAN_HITS_LOG)
    with transaction.atomic():
        ReadLog.objects.bulk_create([ReadLog(path=str(path), inode=0)], ignore_conflicts=True)
        place = ReadLog.objects.select_for_update().get(path=str(path))
        counted = 0
        for file in _files(path, place):
            counted += _read(file, place)
        place.save()
    return counted


def _files(path: Path, place: ReadLog) -> list[Path]:
    """The file that was read last, if it was moved away since, and then the one that is written now."""
    moved = Path(f"{path}.1")
    unfinished = moved.exists() and place.inode and moved.stat().st_ino == place.inode
    return [file for file in ([moved] if unfinished else []) + [path] if file.exists()]


def _read(file: Path, place: ReadLog) -> int:
    """Count what ``file`` holds after ``place``, up to its last whole line, and move ``place``."""
    counted = 0
    with file.open("rb") as stream:
        about = os.fstat(stream.fileno())
        if about.st_ino != place.inode or about.st_size < place.offset:
            place.inode, place.offset = about.st_ino, 0
        stream.seek(place.offset)
        while chunk := stream.read(MOST_AT_ONCE):
            whole = chunk.rfind(b"\n") + 1
            if not whole:
                break
            counted += _count(chunk[:whole])
            place.offset += whole
            stream.seek(place.offset)
    return counted


def _count(chunk: bytes) -> int:
    latest = clock.now() + AHEAD
    lines = [line for raw in chunk.splitlines() if (line := parsed(raw)) and line.at <= latest]
    hits = [Hit(at=line.at, article=line.article, visitor=known_hash(line.look, line.at)) for line in lines]
    Hit.objects.bulk_create(hits, batch_size=1000)
    return len(hits)


def parsed(raw: bytes) -> Line | None:
    """What a line of the log says, or None when it is not to be counted: a program, an error, no page, not whole."""
    parts = raw.decode("utf-8", "replace").split("\t")
    if len(parts) != FIELDS:
        return None
    seconds, address, method, status, counts, agent, languages, purpose, cache = parts
    look = Look(method, address, _said(agent), _said(languages), _said(purpose))
    if status not in ANSWERED or cache not in FROM_CACHE or not NUMBER.fullmatch(counts) or not look.is_by_a_person:
        return None
    try:
        at = datetime.fromtimestamp(float(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Line(at, look, int(counts))


def _said(value: str) -> str:
    """A header as the program itself would get it; nginx writes "-" for none, and some bytes as ``\\x22``."""
    return "" if value == "-" else ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
