"""From the bytes of a file to a source text: what kind it is, how it is encoded, what of it cannot be read."""

from __future__ import annotations

import re

from danvan.reader.engine.intake.encodings import decode
from danvan.reader.engine.intake.errors import Unreadable
from danvan.reader.engine.model import Source

MAX_BYTES = 20 * 1024 * 1024
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "doc", b"{\\rtf": "rtf", b"\x89PNG": "image", b"\xff\xd8\xff": "image", b"GIF8": "image",
    b"BM": "image", b"II*\x00": "image", b"MM\x00*": "image", b"MZ": "program", b"\x7fELF": "program", b"Rar!": "rar",
    b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip", b"ID3": "audio", b"OggS": "audio", b"RIFF": "audio",
}  # fmt: skip
_TAGS = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|div|p|table|article|section|span|meta|script|br|h[1-3])\b[^>]{0,400}>",
    re.I,
)
_MARKUP = re.compile(
    rb"^[\s\xef\xbb\xbf]*<(?:!doctype\s+html|html|head|body|\?xml[^>]{0,200}\?>\s*<(?:!doctype\s+)?html)", re.I
)


def read_bytes(data: bytes, name: str = "", *, ocr: bool = False) -> Source:
    """Return the text of a file: plain text, HTML, DOCX, XLSX, PDF with text, e-mail.

    The content decides what it is, the name only helps with HTML and mail. With `ocr` pages that are pictures
    go through an installed recognition engine; without it they are named in the notes. Raises Unreadable with a
    stable code for everything that is not taken; limits are 20 MB a file and those of `archives` for packages.
    """
    if not data.strip():
        raise Unreadable("empty")
    if len(data) > MAX_BYTES:
        raise Unreadable("too_big", size=len(data), limit=MAX_BYTES)
    ending = name.lower().rpartition(".")[2]
    if data.startswith(b"%PDF-") or b"%PDF-" in data[:1024] and ending == "pdf":
        from danvan.reader.engine.intake.pdf import read_pdf

        return read_pdf(data, ocr)
    if data.startswith(b"PK\x03\x04"):
        from danvan.reader.engine.intake.office import read_package

        return read_package(data)
    _refuse_others(data)
    if _MARKUP.match(data) or (ending in ("htm", "html", "xhtml", "aspx", "php") and _TAGS.search(data, 0, 20_000)):
        return _html(data)
    if ending == "eml" or _is_mail(data):
        from danvan.reader.engine.intake.mail import read_mail

        return read_mail(data)
    if len(_TAGS.findall(data, 0, 20_000)) >= 5 and data.lstrip()[:1] == b"<":
        return _html(data)
    text, encoding, notes = decode(data)
    return Source(text, "text", encoding, {}, notes)


def _html(data: bytes) -> Source:
    from danvan.reader.engine.intake.html import read_html

    return read_html(data)


def _is_mail(data: bytes) -> bool:
    if b":" not in data[:200]:
        return False
    from danvan.reader.engine.intake.mail import is_mail

    return is_mail(data)


def _refuse_others(data: bytes) -> None:
    for magic, kind in _OTHERS.items():
        if data.startswith(magic) and (len(magic) > 2 or b"\x00" in data[:64]):
            if kind == "doc" and _ENCRYPTED_PACKAGE in data:
                raise Unreadable("encrypted")
            raise Unreadable("unknown_kind", kind=kind)


__all__ = ["MAX_BYTES", "Unreadable", "read_bytes"]
