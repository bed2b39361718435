"""Keeping Word templates of one's own."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core import clock
from danvan.core.errors import Refused
from danvan.core.text import clean_line
from danvan.documents.templating import Fault, fill
from danvan.files.models import FileType
from danvan.files.services import store
from danvan.files.storage import path_of
from danvan.orgs.models import Unit
from danvan.reviews.access import TEMPLATES
from danvan.reviews.models import ReviewTemplate
from danvan.reviews.own_templates import SAMPLE, refusal

KEPT = verb("reviews.template_kept", _("kept the Word template %(name)s"))
RETIRED = verb("reviews.template_retired", _("retired the Word template %(name)s"))


@transaction.atomic
def keep_template(unit: Unit, name: str, upload: UploadedFile, *, by: Actor) -> ReviewTemplate:
    """Take a template after it was filled in with a sample. Nothing is kept when it is refused.

    Refused codes: no-text, name-taken, those of ``files.services.store``, and ``template-…`` with the place.
    """
    by.require_on(TEMPLATES, unit)
    called = clean_line(name)[:120]
    if not called:
        raise Refused(_("Give the template a name."), code="no-text", field="name")
    if ReviewTemplate.objects.in_use().filter(unit=unit, name=called).exists():
        raise Refused(_("A template of this name is in use. Retire it first."), code="name-taken", field="name")
    stored = store(upload, by=by)
    if stored.type != FileType.DOCX:
        raise Refused(_("A template is a Word file (.docx)."), code="type-not-taken", field="file")
    try:
        fill(path_of(stored.digest).read_bytes(), SAMPLE, SAMPLE)
    except Fault as fault:
        raise refusal(fault) from fault
    made = ReviewTemplate.objects.create(unit=unit, name=called, file=stored, added_by_id=by.user_id)
    record(KEPT, made, by=by, name=called)
    return made


@transaction.atomic
def retire_template(template: ReviewTemplate, *, by: Actor) -> ReviewTemplate:
    """Offer the template no longer; reviews that chose it keep it. Twice is as once."""
    locked = ReviewTemplate.objects.select_for_update().get(pk=template.pk)
    by.require(TEMPLATES, locked)
    if locked.retired_at is None:
        locked.retired_at = clock.now()
        locked.save(update_fields=["retired_at"])
        record(RETIRED, locked, by=by, name=locked.name)
    return locked
