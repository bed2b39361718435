"""Verbs on files: store an upload, sweep what no row knows."""

from __future__ import annotations

import logging
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
    data = _read(uploaded_file)
    name = clean_name(uploaded_file.name or "")
    try:
        kind = examine(data, name)
    except Refused as refusal:
        if refusal.code == "marked-secret":
            log.warning("An upload marked as a state secret was refused; account %s.", by.user_id)
        raise
    digest = storage.write(data)
    stored = StoredFile.objects.create(digest=digest, size=len(data), type=kind, name=name, uploaded_by_id=by.user_id)
    record(STORED, stored, by=by, size=stored.size, type=kind.value)
    return stored


def examine(data: bytes, name: str) -> FileType:
    """What the bytes are, or Refused as in ``store``: for others who keep files and must not keep these.

    ``name`` is one that ``clean_name`` has made.
    """
    check_name(name)
    kind = type_of(data, extension_of(name))
    if marked_secret(_lines(data, kind)):
        raise _secret()
    return kind


def check_name(name: str) -> None:
    """Refuse (``marked-secret``) a file whose name says that it is a state secret."""
    if name_marked_secret(name):
        raise _secret()


def _read(uploaded_file: UploadedFile) -> bytes:
    """The bytes, never more than the limit; the size that was announced is not trusted."""
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


def _secret() -> Refused:
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
