"""Verbs on files: store an upload, sweep what no row knows."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core.errors import Refused

from . import storage
from .models import FileType, StoredFile
from .names import clean_name, extension_of
from .packages import paragraphs
from .secrecy import marked_secret, name_marked_secret, pdf_strings
from .sniff import text_of, type_of

MAX_SIZE = 20 * 1024 * 1024
STORED = verb("files.stored", _("stored a file of %(size)s bytes (%(type)s)"))

log = logging.getLogger(__name__)


@transaction.atomic
def store(uploaded_file: UploadedFile, *, by: Actor) -> StoredFile:
    """Take an upload, or raise Refused (field ``file``) with nothing kept.

    Codes: ``too-large`` (over 20 MB), ``too-much-at-once``, ``type-not-taken``, ``empty``, ``broken`` (not what its
    name says), ``encrypted``, ``zip-bomb``, ``macros``, ``outside``, ``not-unicode``, ``marked-secret``. Pictures are
    kept as they came: what a camera wrote into them (place, time) stays in them.
    The blob is written before the row commits; when the transaction fails, ``sweep`` finds it later.
    Who may attach a file, and to what, is the caller's question.
    """
    data = bytes_of(uploaded_file)
    name = clean_name(uploaded_file.name or "")
    kind = examine(data, name, by=by)
    digest = storage.write(data)
    stored = StoredFile.objects.create(digest=digest, size=len(data), type=kind, name=name, uploaded_by_id=by.user_id)
    record(STORED, stored, by=by, size=stored.size, type=kind.value)
    return stored


def examine(data: bytes, name: str, *, by: Actor | None = None) -> FileType:
    """What the bytes are, or Refused as in ``store``: for others who keep files and must not keep these.

    ``name`` is one that ``clean_name`` has made.
    """
    refuse_secret(name, (), by=by)
    kind = type_of(data, extension_of(name))
    refuse_secret(name, _lines(data, kind), by=by)
    return kind


def refuse_secret(name: str, lines: Iterable[str], *, by: Actor | None) -> None:
    """Raise Refused (code ``marked-secret``) when the file's name or a line of it is a mark of a state secret."""
    if name_marked_secret(name) or marked_secret(lines):
        raise _secret(by)


def bytes_of(uploaded_file: UploadedFile) -> bytes:
    """The bytes of an upload, never more than the limit; the size that was announced is not trusted."""
    if (uploaded_file.size or 0) > MAX_SIZE:
        raise _too_large()
    if hasattr(uploaded_file, "temporary_file_path"):
        # Django put it on disk because the whole request was large; a secret must not come to lie there.
        raise Refused(
            _("Too many files at once. Upload them one after the other."), code="too-much-at-once", field="file"
        )
    uploaded_file.seek(0)
    data = uploaded_file.read(MAX_SIZE + 1)
    if len(data) > MAX_SIZE:
        raise _too_large()
    return data


def _too_large() -> Refused:
    return Refused(_("The file is larger than 20 MB."), code="too-large", field="file")


def _secret(by: Actor | None) -> Refused:
    log.warning("An upload marked as a state secret was refused; account %s.", by and by.user_id)
    return Refused(
        _(
            "This document is marked as a state secret. It must not be put into this system and nothing of it was kept."
            " Remove it from this computer if it does not belong here, and tell your officer for state secrets."
        ),
        code="marked-secret",
        field="file",
    )


def _lines(data: bytes, kind: FileType) -> list[str]:
    if kind in (FileType.DOCX, FileType.XLSX):
        return paragraphs(data)
    if kind is FileType.TXT:
        return text_of(data).splitlines()
    return pdf_strings(data) if kind is FileType.PDF else []


def sweep(*, now: datetime) -> int:
    """Remove blobs older than a day that no row knows; returns how many."""
    return storage.sweep(set(StoredFile.objects.values_list("digest", flat=True)), now=now)
