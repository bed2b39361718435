"""A chosen file survives a refused form: it is stored once, and a signed mark of it travels with the form."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest

from danvan.access.actor import Actor
from danvan.files.models import StoredFile
from danvan.files.services import store

SALT = "directives.upload"
HOURS = 24


def taken(request: HttpRequest, by: Actor) -> StoredFile | None:
    """The file of this form: the one just chosen, or the one kept from the last try. Refused when it is not taken."""
    chosen = request.FILES.get("file")
    if chosen is not None:
        return store(chosen, by=by)
    mark = request.POST.get("kept_file", "")
    if not mark:
        return None
    try:
        known = signing.loads(mark, salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        return None
    return StoredFile.objects.filter(pk=known["file"], uploaded_by=by.user_id).first()


def mark_of(stored: StoredFile | None) -> str:
    """The signed mark that the form carries."""
    return signing.dumps({"file": stored.pk}, salt=SALT) if stored else ""
