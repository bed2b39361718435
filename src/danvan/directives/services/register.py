"""Write a document into the register, mend an entry, give it other names, tie it to other documents."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.access.models import User
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core.errors import Refused, Stale
from danvan.core.text import clean_line, fold
from danvan.directives import access
from danvan.directives.indexing import index
from danvan.directives.models import Alias, Directive, Issuer, Relation, RelationKind
from danvan.directives.reading import Entry, read
from danvan.orgs.models import Unit

REGISTERED = verb("directives.registered", _("entered the document into the register"))
MENDED = verb("directives.mended", _("mended the entry"))
NAMED = verb("directives.named", _("noted that it is also called “%(alias)s”"))
RELATED = verb("directives.related", _("tied it to another document: %(kind)s %(other)s"))
EXPORTED = verb("directives.exported", _("took %(rows)s rows away (%(what)s)"))
UNRELATED = verb("directives.unrelated", _("untied it from another document: %(kind)s %(other)s"))


class Duplicate(Refused):
    """The same document, or one that looks the same, is in the register: ``directive``.

    Code ``duplicate`` cannot be overruled; ``looks-alike`` is overruled with ``confirmed``.
    """

    def __init__(self, message: str, directive: Directive, *, code: str) -> None:
        super().__init__(message, code=code, field="raw_symbol" if directive.symbol else "number")
        self.directive = directive


@transaction.atomic
def register(
    entry: Entry, keeper: Unit, *, by: Actor, token: uuid.UUID | None = None, confirmed: bool = False
) -> Directive:
    """Enter a document into the register of ``keeper``; the same ``token`` gives the same entry again.

    Raises Refused at the field that is wrong, and Duplicate.
    """
    by.require_on(access.REGISTER, keeper)
    token = token or uuid.uuid4()
    # One register is written by one hand at a time, so that two clerks cannot enter the same document at once.
    Unit.objects.select_for_update().get(pk=keeper.pk)
    known = Directive.objects.filter(token=token).first()
    if known is not None:
        by.require(access.REGISTER, known)
        return known
    directive = Directive(token=token, keeper=keeper)
    _fill(directive, entry, by)
    _refuse_duplicate(directive, by, confirmed)
    directive.save()
    index(directive)
    record(REGISTERED, directive, by=by)
    return directive


@transaction.atomic
def mend(directive: Directive, entry: Entry, *, by: Actor, version: int, confirmed: bool = False) -> Directive:
    """Write the entry anew. Raises Stale when it is no longer the ``version`` that was shown."""
    directive = Directive.objects.select_for_update().get(pk=directive.pk)
    by.require(access.REGISTER, directive)
    if directive.version != version:
        raise Stale(_("Somebody else has changed this entry since it was shown to you."))
    _fill(directive, entry, by)
    _refuse_duplicate(directive, by, confirmed)
    directive.version += 1
    directive.save()
    index(directive)
    record(MENDED, directive, by=by)
    return directive


def _fill(directive: Directive, entry: Entry, by: Actor) -> None:
    fields = read(entry, by.day)
    name, code = fields.pop("issuer_name"), fields.pop("issuer_code")
    directive.issuer, _made = Issuer.objects.get_or_create(code=code, name_fold=fold(name), defaults={"name": name})
    for field, value in fields.items():
        setattr(directive, field, value)
    aliases = [alias.text for alias in directive.aliases.all()] if directive.pk else []
    directive.fill_keys(aliases)


def _refuse_duplicate(directive: Directive, by: Actor, confirmed: bool) -> None:
    """Refuse the same identity always; a document that may be the same only until somebody has looked."""
    if directive.number is None:
        return
    kept = Directive.objects.permitted(by, access.REGISTER)
    others = kept.filter(kind=directive.kind, number=directive.number)
    others = others.exclude(pk=directive.pk) if directive.pk else others
    for other in others.select_related("issuer"):
        same = all(
            getattr(other, field) == getattr(directive, field) for field in ("issuer_id", "symbol", "issued_on", "year")
        )
        if same:
            message = _("%(name)s is already in the register.") % {"name": other.short}
            raise Duplicate(message, other, code="duplicate")
        if not confirmed and _looks_alike(directive, other):
            message = _("This may be the document that is already in the register: %(name)s, %(issuer)s.")
            raise Duplicate(message % {"name": other.short, "issuer": other.issuer.name}, other, code="looks-alike")


def _looks_alike(directive: Directive, other: Directive) -> bool:
    """Whether nothing known of one contradicts the other, issuers' names apart when the symbols are the same."""

    def agree(field: str) -> bool:
        mine, theirs = getattr(directive, field) or None, getattr(other, field) or None
        return mine is None or theirs is None or mine == theirs

    issuers = directive.issuer_id == other.issuer_id or (directive.symbol and directive.symbol == other.symbol)
    return bool(issuers) and agree("symbol") and agree("issued_on") and agree("year")


@transaction.atomic
def add_alias(directive: Directive, text: str, *, by: Actor) -> Alias:
    """Note another name; the same name twice is one."""
    directive = Directive.objects.select_for_update().get(pk=directive.pk)
    by.require(access.REGISTER, directive)
    text = clean_line(text)
    if not text:
        raise Refused(_("Write the other name."), code="no-alias", field="text")
    alias, made = Alias.objects.get_or_create(directive=directive, text_fold=fold(text), defaults={"text": text})
    if made:
        directive.fill_keys([alias.text for alias in directive.aliases.all()])
        directive.save(update_fields=["title_fold", "loose"])
        index(directive)
        record(NAMED, directive, by=by, alias=text)
    return alias


@transaction.atomic
def relate(source: Directive, target: Directive, kind: str, *, by: Actor) -> Relation:
    """Say that ``source`` does ``kind`` to ``target``. The actor keeps one of the two and sees the other."""
    if source.pk == target.pk:
        raise Refused(_("A document cannot be tied to itself."), code="itself", field="other")
    if kind not in RelationKind.values:
        raise Refused(_("Choose how the two documents hang together."), code="no-kind", field="kind")
    _require_either(source, target, by)
    relation, made = Relation.objects.get_or_create(source=source, target=target, kind=kind)
    if made:
        record(RELATED, source, by=by, kind=str(RelationKind(kind).label), other=target.short)
    return relation


@transaction.atomic
def unrelate(relation: Relation, *, by: Actor) -> None:
    """Take a relation back that was entered wrongly; the history keeps it."""
    _require_either(relation.source, relation.target, by)
    kind = str(RelationKind(relation.kind).label)
    record(UNRELATED, relation.source, by=by, kind=kind, other=relation.target.short)
    relation.delete()


def _require_either(source: Directive, target: Directive, by: Actor) -> None:
    """Both must be seen, one must be kept by the actor."""
    for directive in (source, target):
        by.require(access.VIEW, directive)
    kept = Directive.objects.permitted(by, access.REGISTER).filter(pk__in=[source.pk, target.pk])
    if not kept.exists():
        by.require(access.REGISTER, source)


def note_export(*, by: Actor, what: str, rows: int) -> None:
    """Record that somebody took rows away; the act stands with the person."""
    record(EXPORTED, User.objects.get(pk=by.user_id), by=by, what=what, rows=rows)
