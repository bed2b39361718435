"""Is a file what its name says? Extension, magic bytes and structure must agree; the last two decide.

A library's guess from magic bytes (puremagic) calls a picture that is also a script a picture, so it is not asked.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib

from django.utils.translation import gettext_lazy as _

from danvan.core.errors import Refused

from .models import FileType
from .packages import END_RECORD, LOCAL_HEADER, broken, check_package

EXTENSIONS = {kind.value: kind for kind in FileType} | {"jpeg": FileType.JPG}
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
PDF_TAIL = 2048
ZIP_TAIL = 66_000  # an end record and the longest comment

MARKUP = re.compile(rb"<\s*(script|html|svg|iframe|\?php|!doctype\s+html|!entity)\b", re.IGNORECASE)
MARKUP_START = re.compile(r"\s*<(\?xml|!doctype|!--|html|svg|script|head|body)", re.IGNORECASE)


def type_of(data: bytes, extension: str) -> FileType:
    """The type of ``data``, or Refused: a type that is not taken, or a file that is not what its name says."""
    kind = EXTENSIONS.get(extension)
    if kind is None:
        raise Refused(
            _("Only these types are taken: pdf, docx, xlsx, png, jpg, txt."), code="type-not-taken", field="file"
        )
    if not data:
        raise Refused(_("The file is empty."), code="empty", field="file")
    if kind in (FileType.DOCX, FileType.XLSX):
        check_package(data, kind.value)
        return kind
    if LOCAL_HEADER in data[:ZIP_TAIL] or END_RECORD in data[-ZIP_TAIL:]:
        raise broken("broken")
    _CHECKS[kind](data)
    return kind


def _check_pdf(data: bytes) -> None:
    head, tail = data[:1024], data[-PDF_TAIL:]
    if not re.match(rb"%PDF-[12]\.\d", head) or b"%%EOF" not in tail or b"startxref" not in tail:
        raise broken("broken")
    if MARKUP.search(head) or MARKUP.search(tail[tail.rindex(b"%%EOF") :]):
        raise broken("broken")


def _check_png(data: bytes) -> None:
    """Walk the chunks from the first to IEND, checksums included; nothing may follow."""
    if not data.startswith(PNG_MAGIC):
        raise broken("broken")
    position, name = len(PNG_MAGIC), b""
    while name != b"IEND":
        if position + 12 > len(data):
            raise broken("broken")
        size, name = struct.unpack_from(">I4s", data, position)
        end = position + 12 + size
        if end > len(data) or zlib.crc32(data[position + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise broken("broken")
        if position == len(PNG_MAGIC) and name != b"IHDR":
            raise broken("broken")
        position = end
    if position != len(data) or MARKUP.search(data):
        raise broken("broken")


def _check_jpg(data: bytes) -> None:
    """Walk the segments to the scan and find the end of the picture; cameras may add a trailer without markup."""
    if not data.startswith(b"\xff\xd8\xff"):
        raise broken("broken")
    position, marker = 2, 0
    while marker != 0xDA:
        if position + 4 > len(data) or data[position] != 0xFF:
            raise broken("broken")
        marker = data[position + 1]
        if marker == 0xFF:  # a fill byte
            position += 1
            continue
        if marker < 0xC0 or marker in (0xD8, 0xD9):
            raise broken("broken")
        position += 2 + struct.unpack_from(">H", data, position + 2)[0]
    if data.find(b"\xff\xd9", position) < 0 or MARKUP.search(data) or b"%PDF-" in data[:1024]:
        raise broken("broken")


def _check_txt(data: bytes) -> None:
    text = text_of(data)
    odd = any(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f" for c in text)
    foreign = data.startswith((b"%PDF-", b"\xff\xd8\xff", PNG_MAGIC, b"GIF8", b"MZ", b"{\\rtf"))
    if odd or foreign or MARKUP_START.match(text) or MARKUP.search(data):
        raise broken("broken")


def text_of(data: bytes) -> str:
    """The text of a plain text file: UTF-8, or UTF-16 with its mark; anything else is refused."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = _("The text is not in Unicode. Save it as UTF-8 and upload it again.")
        raise Refused(message, code="not-unicode", field="file") from error


_CHECKS = {
    FileType.PDF: _check_pdf,
    FileType.PNG: _check_png,
    FileType.JPG: _check_jpg,
    FileType.TXT: _check_txt,
}
