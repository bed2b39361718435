"""Make a directive public, and take that back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core import clock
from danvan.core.errors import Refused
from danvan.directives.access import PUBLISH
from danvan.directives.models import Directive
from danvan.files.secrecy import marked_secret, name_marked_secret
from danvan.portal.indexing import forget_directive, index_directive
from danvan.portal.models import PublicDirective

OPENED = verb("directives.opened", _("made the document public"))
CLOSED = verb("directives.closed", _("took the document back from the public"))
CLOSED_AS_SECRET = verb("directives.closed_as_secret", _("bears a mark of secrecy now and is public no longer"))


@transaction.atomic
def open_directive(directive: Directive, *, by: Actor, with_file: bool = False) -> PublicDirective:
    """Let everybody read the entry, and its file where ``with_file``. Again with another choice changes that.

    Raises Refused (``secret``) for what bears a mark of secrecy: such a document is never public (Law on protection of
    state secrets 2018, article 5).
    """
    directive = Directive.objects.select_for_update().get(pk=directive.pk)
    by.require(PUBLISH, directive)
    if bears_secret(directive):
        raise Refused(_("This document bears a mark of secrecy. It can never be public."), code="secret")
    if with_file and directive.file_id is None:
        raise Refused(_("This document has no file."), code="no-file", field="with_file")
    opened, _made = PublicDirective.objects.update_or_create(
        directive=directive, defaults={"with_file": with_file, "opened_by_id": by.user_id, "opened_at": clock.now()}
    )
    record(OPENED, directive, by=by, with_file=with_file)
    index_directive(opened)
    return opened


@transaction.atomic
def close_directive(directive: Directive, *, by: Actor) -> None:
    """Show it to strangers no longer. What was downloaded cannot be called back."""
    directive = Directive.objects.select_for_update().get(pk=directive.pk)
    by.require(PUBLISH, directive)
    if PublicDirective.objects.filter(directive=directive).delete()[0]:
        record(CLOSED, directive, by=by)
        forget_directive(directive.pk)


def bears_secret(directive: Directive) -> bool:
    """Whether what the entry says, or the name of its file, is or holds a mark of secrecy."""
    lines = [directive.raw_symbol, directive.symbol, *directive.title.split("\n"), directive.source]
    named = directive.file is not None and name_marked_secret(directive.file.name)
    return named or marked_secret([*lines, *directive.source_note.split("\n")])


def follow_entry(directive: Directive) -> None:
    """After an entry was mended: its public copy says the same, or is gone when it now bears a mark of secrecy."""
    opened = PublicDirective.objects.filter(directive=directive).first()
    if opened is None:
        return
    if bears_secret(directive):
        opened.delete()
        record(CLOSED_AS_SECRET, directive, by=None)
        forget_directive(directive.pk)
    else:
        opened.directive = directive
        index_directive(opened)
