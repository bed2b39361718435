"""PDF with text; a page that is a picture is named, and read only where recognition was asked for."""

from __future__ import annotations

import io
import re

from danvan.reader.engine.intake.clean import clean, clean_hint
from danvan.reader.engine.intake.errors import Unreadable
from danvan.reader.engine.intake.legacy import repaired
from danvan.reader.engine.intake.recognise import recognised
from danvan.reader.engine.model import Source

MAX_PAGES = 1_000
MAX_CHARACTERS = 10_000_000
_PAGE_NUMBER = re.compile(r"(?m)^\s*(?:Trang\s+)?-?\s?\d{1,4}\s?(?:/\s?\d{1,4})?-?\s*$\n?")


def read_pdf(data: bytes, ocr: bool = False) -> Source:
    """Return the text of a PDF, pages parted by empty lines.

    Notes: `scan_page:N` for a page without text that was not read, `ocr_page:N` for one that was recognised,
    `pages_cut:N` if only the first N were read. Unreadable: `encrypted`, `broken`.
    """
    from pypdf import PdfReader

    notes: list[str] = []
    texts: list[str] = []
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("encrypted")
        for number, page in enumerate(reader.pages, 1):
            if number > MAX_PAGES or sum(map(len, texts)) > MAX_CHARACTERS:
                notes.append(f"pages_cut:{number - 1}")
                break
            text = _PAGE_NUMBER.sub("", clean(page.extract_text() or ""))
            if not text.strip():
                text = recognised(page) if ocr else ""
                notes.append(f"{'ocr' if text else 'scan'}_page:{number}")
            texts.append(text.strip("\n"))
        title = clean_hint(str((reader.metadata or {}).get("/Title") or ""))
    except Unreadable:
        raise
    except Exception as error:  # a damaged file leads pypdf to every kind of error
        raise Unreadable("broken") from error
    text, legacy = repaired("\n".join(part for part in texts if part))
    return Source(text, "pdf", legacy or "utf-8", {"title": title} if title else {}, tuple(notes))
