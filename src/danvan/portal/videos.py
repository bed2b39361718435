"""What becomes of a video that somebody uploads: its boxes are walked to the end, what tells of camera and place wiped.

The film itself is not touched. Tracks of measurements that some action cameras put beside the picture stay; they are
part of the film's data (trust row T26 for what phones write: place, maker, owner).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from danvan.core.errors import Refused
from danvan.files.sniff import MARKUP

MOST_BYTES = 100 * 1024 * 1024
HEAD = 4096
TELLING = {b"udta", b"meta", b"uuid", b"free", b"skip"}
HOLDING = {b"moov", b"trak"}

EBML, SEGMENT, VOID = 0x1A45DFA3, 0x18538067, b"\xec"
TELLING_IN_WEBM = {0x1254C367, 0x1941A469}  # Tags, Attachments


@dataclass(frozen=True)
class Box:
    """One part of a film: its kind, where it and its content begin, and where it ends, in bytes."""

    kind: bytes | int
    start: int
    inside: int
    end: int


def clean(file: BinaryIO, kind: str) -> None:
    """Wipe in place what an ``mp4`` or ``webm`` tells besides the film; Refused when it is no such film or over 100 MB.

    Codes (field ``file``): ``too-large``, ``broken``.
    """
    size = file.seek(0, 2)
    if size > MOST_BYTES:
        message = _("The video is larger than 100 MB. Make it shorter or smaller and upload it again.")
        raise Refused(message, code="too-large", field="file")
    file.seek(0)
    if MARKUP.search(file.read(HEAD)):
        raise _broken()
    _clean_mp4(file, size) if kind == "mp4" else _clean_webm(file, size)
    file.seek(0)


def _clean_mp4(file: BinaryIO, size: int) -> None:
    boxes = list(_boxes(file, 0, size))
    kinds = [box.kind for box in boxes]
    if not kinds or kinds[0] != b"ftyp" or not {b"moov", b"mdat"} <= set(kinds):
        raise _broken()
    waiting = boxes
    while waiting:
        box = waiting.pop()
        if box.kind in TELLING:
            _overwrite(file, box.inside, box.end)
            file.seek(box.start + 4)
            file.write(b"free")
        elif box.kind in HOLDING:
            waiting += _boxes(file, box.inside, box.end)


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    while start < end:
        file.seek(start)
        head = file.read(8)
        if len(head) < 8:
            raise _broken()
        length, kind, inside = struct.unpack(">I", head[:4])[0], head[4:], start + 8
        if length == 1:
            longer = file.read(8)
            if len(longer) < 8:
                raise _broken()
            length, inside = struct.unpack(">Q", longer)[0], start + 16
        stop = end if length == 0 else start + length
        if stop < inside or stop > end or not all(32 <= sign < 127 or sign == 0xA9 for sign in kind):
            raise _broken()
        yield Box(kind, start, inside, stop)
        start = stop


def _clean_webm(file: BinaryIO, size: int) -> None:
    elements = list(_elements(file, 0, size))
    if [element.kind for element in elements][:2] != [EBML, SEGMENT]:
        raise _broken()
    file.seek(elements[0].inside)
    if b"webm" not in file.read(min(elements[0].end - elements[0].inside, HEAD)):
        raise _broken()
    for element in _elements(file, elements[1].inside, elements[1].end):
        if element.kind in TELLING_IN_WEBM:
            _overwrite(file, element.start, element.end)
            file.seek(element.start)
            # A void of nine bytes of head: its kind, and its length in eight.
            file.write(VOID + struct.pack(">Q", (1 << 56) | (element.end - element.start - 9)))


def _elements(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    while start < end:
        file.seek(start)
        head = file.read(12)
        kind, used = _number(head, keep_mark=True)
        length, more = _number(head[used:], keep_mark=False)
        inside = start + used + more
        unknown = length == (1 << (7 * more)) - 1
        if unknown and kind != SEGMENT:
            raise _broken()
        stop = end if unknown else inside + length
        if stop > end or (kind in TELLING_IN_WEBM and stop - start < 9):
            raise _broken()
        yield Box(kind, start, inside, stop)
        start = stop


def _number(data: bytes, *, keep_mark: bool) -> tuple[int, int]:
    """A number of EBML: the place of its first set bit says how many bytes it has. Gives it and those bytes."""
    if not data or not data[0]:
        raise _broken()
    count = 9 - data[0].bit_length()
    if len(data) < count:
        raise _broken()
    value = int.from_bytes(data[:count], "big")
    return (value if keep_mark else value & ((1 << (7 * count)) - 1)), count


def _overwrite(file: BinaryIO, start: int, end: int) -> None:
    file.seek(start)
    left = end - start
    while left:
        step = min(left, 1 << 20)
        file.write(bytes(step))
        left -= step


def _broken() -> Refused:
    message = _("The file is damaged or is no video of the type that its name says, and nothing of it was kept.")
    return Refused(message, code="broken", field="file")
