"""Take a document, read it, propose what it says."""

from __future__ import annotations

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core.errors import Refused
from danvan.files import services as files
from danvan.files.models import StoredFile
from danvan.files.names import clean_name, extension_of
from danvan.orgs.models import Unit
from danvan.reader import access
from danvan.reader.apart import read_apart
from danvan.reader.engine import VERSION
from danvan.reader.engine.reading import Reading
from danvan.reader.models import Document, Fact
from danvan.reader.proposals import describe, proposals, untouched, with_units
from danvan.reader.states import State

READ = verb("reader.read", _("had it read: %(facts)s facts proposed"))
READ_AGAIN = verb("reader.read_again", _("had it read again: %(facts)s facts proposed, %(kept)s decisions kept"))
KEPT_AS_FILES = frozenset({"pdf", "docx"})
MOST_TEXT = 1_000_000
PASTED = "van-ban-dan.txt"


@transaction.atomic
def take(upload: UploadedFile, keeper: Unit, *, by: Actor) -> Document:
    """Read an uploaded file; the same file gives the same document again. Raises Refused (field ``file``)."""
    by.require_on(access.CONFIRM, keeper)
    name = clean_name(upload.name or "")
    data = files.bytes_of(upload)
    stored = files.store(upload, by=by) if extension_of(name) in KEPT_AS_FILES else None
    return _take(data, name, keeper, by=by, stored=stored)


@transaction.atomic
def take_text(text: str, keeper: Unit, *, by: Actor) -> Document:
    """Read a text that was pasted. Raises Refused (field ``text``)."""
    by.require_on(access.CONFIRM, keeper)
    if not text.strip():
        raise Refused(_("Paste the text, or choose a file."), code="empty", field="text")
    if len(text) > MOST_TEXT:
        raise Refused(_("The text is longer than a million characters."), code="too-large", field="text")
    return _take(text.encode("utf-8", "ignore"), PASTED, keeper, by=by)


@transaction.atomic
def take_reading(reading: Reading, digest: str, name: str, keeper: Unit, *, by: Actor, address: str = "") -> Document:
    """Keep what was read already, such as a page of an old portal at ``address``; the same digest is kept once."""
    by.require_on(access.CONFIRM, keeper)
    known = Document.objects.filter(keeper=keeper, digest=digest).first()
    if known is not None:
        return known
    return _keep(reading, Document(keeper=keeper, name=name[-255:], digest=digest, address=address), by=by)


@transaction.atomic
def read_again(document: Document, *, by: Actor) -> int:
    """Read the kept text with today's rules; what a person decided stays, and is not proposed again.

    Returns how many facts are proposed now.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    by.require(access.CONFIRM, document)
    reading = read_apart(document.text.encode(), PASTED)
    decided = list(document.facts.exclude(state=State.PROPOSED))
    document.facts.filter(state=State.PROPOSED).delete()
    rows = Fact.objects.bulk_create(with_units(untouched(proposals(document, reading), decided), document))
    document.engine = VERSION
    document.save(update_fields=["engine"])
    record(READ_AGAIN, document, by=by, facts=len(rows), kept=len(decided))
    return len(rows)


def _take(data: bytes, name: str, keeper: Unit, *, by: Actor, stored: StoredFile | None = None) -> Document:
    digest = hashlib.sha256(data).hexdigest()
    # One clerk after the other, so that the same file brought twice at once is read once.
    Unit.objects.select_for_update().get(pk=keeper.pk)
    known = Document.objects.filter(keeper=keeper, digest=digest).first()
    if known is not None:
        return known
    return _keep(read_apart(data, name), Document(keeper=keeper, name=name, digest=digest, file=stored), by=by)


def _keep(reading: Reading, document: Document, *, by: Actor) -> Document:
    files.refuse_secret(document.name, reading.page.source.text.splitlines(), by=by)
    document.read_by_id, document.engine = by.user_id, VERSION
    describe(document, reading)
    document.save()
    rows = Fact.objects.bulk_create(with_units(proposals(document, reading), document))
    record(READ, document, by=by, facts=len(rows))
    return document
