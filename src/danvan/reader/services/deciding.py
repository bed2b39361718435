"""Decide on what the engine proposed: it is so, it is otherwise, it is not said; and take a decision back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record, record_many
from danvan.audit.verbs import verb
from danvan.core import clock
from danvan.core.errors import Stale
from danvan.reader import access
from danvan.reader.kinds import key_of
from danvan.reader.models import Document, Fact
from danvan.reader.states import State
from danvan.reader.writing import written

CONFIRMED = verb("reader.confirmed", _("confirmed what was read"))
CORRECTED = verb("reader.corrected", _("corrected what was read"))
REFUSED = verb("reader.refused", _("refused what was read"))
REOPENED = verb("reader.reopened", _("took the decision back"))


@transaction.atomic
def confirm(fact: Fact, *, by: Actor) -> Fact:
    """The fact is as proposed. Raises Stale when somebody has decided meanwhile."""
    fact = _waiting(fact, by)
    fact.confirm()
    return _decided(fact, CONFIRMED, by)


@transaction.atomic
def confirm_many(facts: Iterable[Fact], document: Document, *, by: Actor) -> int:
    """Confirm those of ``facts`` that still wait; returns how many."""
    by.require(access.CONFIRM, document)
    wanted = [fact.pk for fact in facts]
    rows = list(document.facts.select_for_update().filter(pk__in=wanted, state=State.PROPOSED))
    now = clock.now()
    for row in rows:
        row.confirm()
        row.decided_by_id, row.decided_at = by.user_id, now
    Fact.objects.bulk_update(rows, ["state", "decided_by", "decided_at"])
    record_many(CONFIRMED, rows, by=by)
    return len(rows)


@transaction.atomic
def correct(fact: Fact, typed: Mapping[str, str], *, by: Actor) -> Fact:
    """The fact is otherwise: ``typed`` holds its fields as a person wrote them. Raises Refused at the field."""
    fact = _waiting(fact, by)
    values = written(fact.kind, typed)
    fact.values = {**_unwritten(fact), **values}
    fact.key = key_of(fact.kind, fact.values)
    fact.correct()
    return _decided(fact, CORRECTED, by)


@transaction.atomic
def refuse(fact: Fact, *, by: Actor) -> Fact:
    """The text does not say this; it will not be proposed again."""
    fact = _waiting(fact, by)
    fact.refuse()
    return _decided(fact, REFUSED, by)


@transaction.atomic
def reopen(fact: Fact, *, by: Actor) -> Fact:
    """Take a decision back: the fact waits again, as the engine proposed it."""
    fact = Fact.objects.select_for_update().get(pk=fact.pk)
    by.require(access.CONFIRM, fact)
    if fact.state == State.PROPOSED:
        return fact
    fact.reopen()
    fact.values, fact.decided_by, fact.decided_at = fact.proposed, None, None
    fact.key = key_of(fact.kind, fact.values)
    fact.save(update_fields=["state", "values", "key", "decided_by", "decided_at"])
    record(REOPENED, fact, by=by)
    return fact


def _unwritten(fact: Fact) -> dict[str, Any]:
    """What the engine says of the fact that a person is not asked about, such as its surface forms."""
    return {key: value for key, value in fact.proposed.items() if key in ("forms", "weak", "chair", "planned")}


def _waiting(fact: Fact, by: Actor) -> Fact:
    fact = Fact.objects.select_for_update().get(pk=fact.pk)
    by.require(access.CONFIRM, fact)
    if fact.state != State.PROPOSED:
        raise Stale(_("Somebody else has decided on this meanwhile."))
    return fact


def _decided(fact: Fact, what: str, by: Actor) -> Fact:
    fact.decided_by_id, fact.decided_at = by.user_id, clock.now()
    fact.save(update_fields=["state", "values", "key", "decided_by", "decided_at"])
    record(what, fact, by=by)
    return fact
