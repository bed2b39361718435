"""Bytes to characters: byte order marks, UTF-8, UTF-16, Windows-1258, TCVN3, VNI; what is not sure is named."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from danvan.reader.engine.intake.clean import clean
from danvan.reader.engine.intake.errors import Unreadable
from danvan.reader.engine.intake.legacy import ENOUGH, repaired, vietnamese

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = bytes((*range(0x09), *range(0x0E, 0x1B), 0x7F))
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w\-]{2,30})", re.IGNORECASE)
MAX_BROKEN = 0.02
SAMPLE = 1_000_000


def decode(data: bytes, declared: str = "") -> tuple[str, str, tuple[str, ...]]:
    """Return (clean text, encoding, notes); `declared` is the encoding that a file or mail states.

    Notes: `encoding_guessed:NAME` where nothing proves it, `broken_characters:N` where bytes could not be read.
    Unreadable(`binary`) for what is no text.
    """
    text, encoding, notes = _characters(data, declared)
    text, legacy = repaired(text)  # before cleaning: text that was decoded wrongly needs its control characters
    return clean(text), legacy or encoding, notes


def declared_in(data: bytes) -> str:
    """Return the encoding that the head of an HTML file states, "" if none."""
    match = _DECLARED.search(data, 0, 4_096)
    return match.group(1).decode("ascii") if match else ""


def _characters(data: bytes, declared: str) -> tuple[str, str, tuple[str, ...]]:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _or_broken(data[len(mark) :], name)
    if half := _unmarked_utf16(data):
        return _or_broken(data, half)
    sample = data[:SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROL)) > max(8, len(sample) // 100):
        raise Unreadable("binary")
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        pass  # an older encoding, or UTF-8 with faults: looked at below
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if broken <= MAX_BROKEN * len(text) and vietnamese(text) >= ENOUGH:
        return text, "utf-8", (f"broken_characters:{broken}",)
    return _older(data, declared)


def _older(data: bytes, declared: str) -> tuple[str, str, tuple[str, ...]]:
    """Choose among the encodings of one byte a letter by which gives Vietnamese words."""
    best, name, share = "", "", 0.0
    for encoding in ("cp1258", "latin-1"):
        text = data.decode(encoding, errors="replace")
        text, legacy = repaired(text) if encoding == "latin-1" else (clean(text), "")
        found = vietnamese(text)
        if found > share:
            best, name, share = text, legacy or encoding.replace("cp1258", "windows-1258"), found
    if share >= ENOUGH:
        return best, name, ()
    known = _known(declared)
    if known:
        return data.decode(known, errors="replace"), known, ()
    guess = from_bytes(data[:SAMPLE]).best()
    encoding = guess.encoding if guess is not None else "cp1252"
    text = data.decode(encoding, errors="replace")
    return text, encoding, (f"encoding_guessed:{encoding}",)


def _known(declared: str) -> str:
    try:
        return codecs.lookup(declared).name if declared else ""
    except LookupError:
        return ""


def _or_broken(data: bytes, encoding: str) -> tuple[str, str, tuple[str, ...]]:
    text = data.decode(encoding, errors="replace")
    broken = text.count("\ufffd")
    if broken > max(8, MAX_BROKEN * len(text)):
        raise Unreadable("binary")
    return text, encoding, (f"broken_characters:{broken}",) if broken else ()


def _unmarked_utf16(data: bytes) -> str:
    """Return the byte order of UTF-16 without a mark: every other byte of Vietnamese text is 0 or 1 or 0x1E."""
    sample = data[:2_000]
    if len(sample) < 8 or b"\x00" not in sample:
        return ""
    low = sum(1 for byte in sample[1::2] if byte in (0, 1, 0x1E, 0x20)) / (len(sample) // 2)
    high = sum(1 for byte in sample[0::2] if byte in (0, 1, 0x1E, 0x20)) / ((len(sample) + 1) // 2)
    return "utf-16-le" if low > 0.95 > high + 0.2 else "utf-16-be" if high > 0.95 > low + 0.2 else ""
