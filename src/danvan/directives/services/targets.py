"""Set what a unit is to reach of an indicator."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core.errors import Refused, Stale
from danvan.core.numbers import format_amount
from danvan.core.periods import Period
from danvan.directives import access
from danvan.directives.models import Directive, Target
from danvan.figures.models import Indicator
from danvan.orgs.models import Unit

TARGET_SET = verb("directives.target_set", _("set the target for %(period)s to %(amount)s"))
TARGET_OF = verb("directives.target_of", _("set the target of %(unit)s for %(indicator)s, %(period)s, to %(amount)s"))


@dataclass(frozen=True)
class Shown:
    """The target as the page showed it: its amount, or None when none was set."""

    amount: Decimal | None


@transaction.atomic
def set_target(
    indicator: Indicator,
    unit: Unit,
    period: Period,
    amount: Decimal,
    *,
    by: Actor,
    basis: Directive | None = None,
    shown: Shown | None = None,
) -> Target:
    """Set or change what ``unit`` is to reach in ``period``; whoever gives tasks over the unit may.

    Raises Stale when ``shown`` is given and the stored target is no longer that one.
    """
    by.require_on(access.ASSIGN, unit)
    if basis is not None:
        by.require(access.VIEW, basis)
    if amount < 0:
        raise Refused(_("A target cannot be negative."), code="negative", field="amount")
    if indicator.is_ratio and amount > 100 and indicator.measure_vi == "%":
        raise Refused(_("A share cannot be more than 100 %."), code="over-whole", field="amount")
    # Two people who set the first target of a unit at once: the second waits here and then meets the first's row.
    Unit.objects.select_for_update().get(pk=unit.pk)
    key = {"indicator": indicator, "unit": unit, "period": period.code}
    before = Target.objects.filter(**key).first()
    _require_as_shown(before, shown)
    target, _made = Target.objects.update_or_create(**key, defaults={"amount": amount, "basis": basis})
    said = {"period": period.code, "amount": format_amount(amount)}
    record(TARGET_SET, target, by=by, **said)
    if basis is not None:
        name = Unit.objects.named(by.day).get(pk=unit.pk).name
        record(TARGET_OF, basis, by=by, unit=name, indicator=indicator.name_vi, **said)
    return target


def _require_as_shown(before: Target | None, shown: Shown | None) -> None:
    stored = before.amount if before else None
    if shown is not None and shown.amount != stored:
        message = _("A target is set here already: %(amount)s. Save again to put yours in its place.")
        if before is None:
            message = _("The target that was shown is no longer there. Save again to set yours.")
        raise Stale(message % {"amount": format_amount(stored)})
