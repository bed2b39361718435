"""E-mail: the text part, with subject, date and sender as hints."""

from __future__ import annotations

import email
import email.policy
import re
from email.errors import MessageError
from email.utils import parsedate_to_datetime
from itertools import islice

from danvan.reader.engine.intake.clean import clean_hint
from danvan.reader.engine.intake.encodings import decode
from danvan.reader.engine.intake.errors import Unreadable
from danvan.reader.engine.intake.html import read_html
from danvan.reader.engine.model import Source

MAX_PARTS = 200
_HEADER = re.compile(rb"(?:[A-Z][\w\-]{1,40}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,40}){2}", re.ASCII)
_KNOWN = re.compile(rb"(?im)^(?:subject|from|date|received|message-id|mime-version):")


def is_mail(data: bytes) -> bool:
    """Tell whether the bytes begin with at least two mail headers, of which one is well known."""
    start = data[:8_000].replace(b"\r\n", b"\n")
    match = _HEADER.match(start)
    return match is not None and len(_KNOWN.findall(start[:4_000])) >= 2


def read_mail(data: bytes) -> Source:
    """Return the text of a message; attachments are named in the notes (`attachment:NAME`), not opened."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    try:
        part = message.get_body(preferencelist=("plain", "html"))
        raw = part.get_payload(decode=True) if part is not None else b""
        names = [item.get_filename() or "" for item in islice(message.iter_attachments(), MAX_PARTS)]
        charset = part.get_content_charset("") if part is not None else ""
        subtype = part.get_content_subtype() if part is not None else "plain"
        hints = {"title": str(message.get("subject", "")), "author": str(message.get("from", ""))}
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable("broken") from error
    notes = tuple(f"attachment:{clean_hint(name, 120)}" for name in names if name)
    hints = {key: clean_hint(value) for key, value in hints.items() if value.strip()}
    if date := _date(str(message.get("date", ""))):
        hints["published"] = date
    if subtype == "html":
        page = read_html(raw or b"", charset or "")
        return Source(page.text, "eml", page.encoding, page.hints | hints, page.notes + notes, page.marks)
    text, encoding, said = decode(raw or b"", charset or "") if raw else ("", "utf-8", ())
    return Source(text, "eml", encoding, hints, said + notes)


def _date(header: str) -> str:
    try:
        return parsedate_to_datetime(header).isoformat() if header else ""
    except (ValueError, TypeError, IndexError):
        return ""  # a date that no calendar has: the message has none
