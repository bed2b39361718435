"""Set what a unit is to reach of an indicator."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core.errors import Refused
from danvan.core.periods import Period
from danvan.directives import access
from danvan.directives.models import Directive, Target
from danvan.figures.models import Indicator
from danvan.orgs.models import Unit

TARGET_SET = verb("directives.target_set", _("set the target for %(period)s to %(amount)s"))


@transaction.atomic
def set_target(
    indicator: Indicator,
    unit: Unit,
    period: Period,
    amount: Decimal,
    *,
    by: Actor,
    basis: Directive | None = None,
) -> Target:
    """Set or change what ``unit`` is to reach in ``period``; whoever gives tasks over the unit may."""
    by.require_on(access.ASSIGN, unit)
    if basis is not None:
        by.require(access.VIEW, basis)
    if amount < 0:
        raise Refused(_("A target cannot be negative."), code="negative", field="amount")
    if indicator.is_ratio and amount > 100 and indicator.measure_vi == "%":
        raise Refused(_("A share cannot be more than 100 %."), code="over-whole", field="amount")
    target, _made = Target.objects.update_or_create(
        indicator=indicator, unit=unit, period=period.code, defaults={"amount": amount, "basis": basis}
    )
    record(TARGET_SET, target, by=by, period=period.code, amount=f"{amount.normalize():f}")
    return target
