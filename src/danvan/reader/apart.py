"""Read a file in a process of its own, with limits of time and memory: whatever a PDF does, the server stays.

Only what must be unpacked is read there (trust row T21); text and facts are plain strings and read here.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from danvan.core import apart
from danvan.core.errors import Refused
from danvan.files.names import extension_of

from .engine.facts import find_facts
from .engine.intake import Unreadable, read_bytes
from .engine.model import Source
from .engine.page import find_page
from .engine.reading import Reading

UNPACKED = frozenset({"docx", "xlsx", "pdf", "eml"})
REASONS = {
    "empty": _("The file is empty."),
    "too_big": _("The file is larger than 20 MB."),
    "bomb": _("The file unpacks to far more than it should and was not opened."),
    "encrypted": _("The file is locked with a password. Save it without one and choose it again."),
    "unknown_kind": _("This kind of file cannot be read: choose text, HTML, Word, PDF, Excel or an e-mail."),
    "binary": _("The file is not text: choose text, HTML, Word, PDF, Excel or an e-mail."),
    "entities": _("The file holds entities that call for other files and was not opened."),
    "too_slow": _("Reading the file took too long and was stopped."),
}
BROKEN = _("The file is broken or not what its name says.")


def read_apart(data: bytes, name: str) -> Reading:
    """The reading of a file. Raises Refused (field ``file``) when it cannot be read."""
    try:
        source = _in_a_child(data, name) if _must_be_unpacked(data, name) else read_bytes(data, name)
    except Unreadable as reason:
        raise _refused(reason.code) from reason
    page = find_page(source)
    return Reading(page, find_facts(page))


def _must_be_unpacked(data: bytes, name: str) -> bool:
    return extension_of(name) in UNPACKED or data.startswith(b"PK") or b"%PDF-" in data[:1024]


def _refused(code: str) -> Refused:
    return Refused(REASONS.get(code, BROKEN), code=code.replace("_", "-"), field="file")


def _in_a_child(data: bytes, name: str) -> Source:
    try:
        answer: dict[str, Any] = json.loads(apart.run("danvan.reader.engine", name, given=data))
    except apart.Stopped as stopped:
        raise _refused("too_slow" if stopped.too_slow else "broken") from stopped
    if "unreadable" in answer:
        raise _refused(answer["unreadable"])
    source = answer["source"]
    return Source(**{**source, "notes": tuple(source["notes"])})
