"""Send a directive to units in one act, take the act back, remind those who are late."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from danvan.access.actor import Actor
from danvan.audit.services import record, record_many
from danvan.audit.verbs import verb
from danvan.core.errors import Refused
from danvan.core.text import clean_text
from danvan.directives import access
from danvan.directives.models import Directive, Mandate, Sending, Step
from danvan.directives.states import MandateState
from danvan.notices.services import tell_units
from danvan.orgs.models import Unit

from .due import due_by

SENT = verb("directives.sent", _("sent it to %(sent)s units (%(skipped)s had it already)"))
GIVEN = verb("directives.given", _("sent the directive to the unit"))
WITHDRAWN = verb("directives.withdrawn", _("took the sending to %(units)s units back"))
TAKEN_BACK = verb("directives.taken_back", _("took the sending back"))
REMINDED = verb("directives.reminded", _("reminded %(units)s units"))


@transaction.atomic
def send(
    directive: Directive,
    units: Iterable[Unit],
    *,
    by: Actor,
    token: uuid.UUID,
    due_on: date | None = None,
    working_days: int | None = None,
    note: str = "",
) -> Sending:
    """Send ``directive`` to ``units`` on the actor's day; those that have it already are skipped and counted.

    The term is a fixed last day, or a number of working days from today, or none. The same ``token`` again gives the
    same sending and does nothing. Raises Refused when there is nobody to send to, a unit has closed, or the term lies
    in the past.
    """
    directive = Directive.objects.select_for_update().get(pk=directive.pk)
    by.require(access.SEND, directive)
    before = Sending.objects.filter(token=token).first()
    if before is not None:
        if before.directive_id != directive.pk:
            raise Refused(_("This form was already used for another document. Open it anew."), code="used-form")
        return before
    wanted = {unit.pk: unit for unit in units}
    _require_reachable(wanted, by)
    due = due_by(by.day, due_on=due_on, working_days=working_days)
    have = set(Mandate.objects.standing().filter(directive=directive, unit__in=wanted).values_list("unit", flat=True))
    sending = Sending.objects.create(
        token=token,
        directive=directive,
        on=by.day,
        by_id=by.user_id,
        note=clean_text(note),
        sent=len(wanted) - len(have),
        skipped=len(have),
    )
    mandates = Mandate.objects.bulk_create(
        Mandate(directive=directive, unit_id=pk, sending=sending, **due) for pk in sorted(wanted.keys() - have)
    )
    _write_steps(mandates, MandateState.SENT, by)
    record(SENT, directive, by=by, sent=sending.sent, skipped=sending.skipped)
    record_many(GIVEN, mandates, by=by)
    _tell_of(sending, directive, mandates)
    return sending


def _tell_of(sending: Sending, directive: Directive, mandates: list[Mandate]) -> None:
    units = [mandate.unit_id for mandate in mandates]
    text = format_lazy(_("New directive to carry out: {name}"), name=directive.short)
    key = f"sending:{sending.public_id}"

    def tell() -> None:
        tell_units(units, text, directive.get_absolute_url(), key=key, action=access.ANSWER)

    transaction.on_commit(tell)


def _require_reachable(wanted: dict[int, Unit], by: Actor) -> None:
    if not wanted:
        raise Refused(_("Choose at least one unit to send it to."), code="nobody", field="units")
    reach = by.reach(access.SEND)
    found = set(Unit.objects.filter(pk__in=wanted).filter(pk__in=reach).values_list("pk", flat=True))
    if wanted.keys() - found:
        raise Refused(_("Some of these units are not yours to send to."), code="out-of-reach", field="units")
    closed = [unit for unit in wanted.values() if by.day not in unit.life]
    if closed:
        message = ngettext("%(n)d of these units has closed.", "%(n)d of these units have closed.", len(closed))
        raise Refused(message % {"n": len(closed)}, code="closed", field="units")


def _write_steps(mandates: list[Mandate], state: str, by: Actor) -> None:
    Step.objects.bulk_create(Step(mandate=mandate, state=state, on=by.day, by_id=by.user_id) for mandate in mandates)


@transaction.atomic
def withdraw_sending(sending: Sending, *, by: Actor) -> None:
    """Take a sending back while nobody has received it; doing it twice does nothing.

    Raises Refused with code ``received`` when a unit has it in hand.
    """
    directive = Directive.objects.select_for_update().get(pk=sending.directive_id)
    by.require(access.SEND, directive)
    sending = Sending.objects.select_for_update().get(pk=sending.pk)
    if sending.withdrawn:
        return
    mandates = list(Mandate.objects.select_for_update().filter(sending=sending).order_by("pk"))
    received = sum(mandate.state != MandateState.SENT for mandate in mandates)
    if received:
        message = ngettext(
            "It cannot be taken back: %(n)d unit has received it.",
            "It cannot be taken back: %(n)d units have received it.",
            received,
        )
        raise Refused(message % {"n": received}, code="received")
    for mandate in mandates:
        mandate.withdraw()
        mandate.version += 1
    Mandate.objects.bulk_update(mandates, ["state", "version"])
    _write_steps(mandates, MandateState.WITHDRAWN, by)
    sending.withdrawn = True
    sending.save(update_fields=["withdrawn"])
    record(WITHDRAWN, directive, by=by, units=len(mandates))
    record_many(TAKEN_BACK, mandates, by=by)


@transaction.atomic
def remind(directive: Directive, *, by: Actor) -> int:
    """Tell the people of every unit that is late with ``directive``, once a day. Returns the number of units."""
    by.require(access.SEND, directive)
    mandates = list(Mandate.objects.late(by.day).filter(directive=directive).select_related("directive"))
    for mandate in mandates:
        tell_late(mandate, by.day)
    if mandates:
        record(REMINDED, directive, by=by, units=len(mandates))
    return len(mandates)


def tell_late(mandate: Mandate, today: date) -> int:
    """Tell whoever answers for a late mandate, once for each mandate and day. Returns how many people were told."""
    text = format_lazy(_("Overdue since {day}: {name}"), day=f"{mandate.due_on:%d/%m/%Y}", name=mandate.directive.short)
    key = f"mandate:{mandate.public_id}:late:{today:%Y-%m-%d}"
    return tell_units([mandate.unit_id], text, mandate.get_absolute_url(), key=key, action=access.ANSWER)


def remind_overdue(today: date) -> int:
    """Tell whoever answers for each late mandate, once a day however often it is called. Returns how many were told."""
    late = Mandate.objects.late(today).select_related("directive").order_by("pk")
    return sum(tell_late(mandate, today) for mandate in late.iterator(chunk_size=500))
