"""File values: what one body counted in one period, as a new revision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core.errors import Refused, Stale
from danvan.core.periods import Period
from danvan.figures.models import DIGITS, PLACES, Filing, Indicator, Line, Part, Value
from danvan.orgs.models import Unit

from .queue import homes, lock, put, wake_worker
from .totals import period_of

FILED = verb(
    "figures.filed",
    _("filed %(count)s figures for the period %(period)s, revision %(revision)s"),
)


@dataclass(frozen=True)
class NewValue:
    """One figure to file: a number, "not applicable", or neither (the cell is empty, the figure is withdrawn).

    ``flagged`` says that the parts do not add up to the whole and that the filing says why; ``estimate`` that the
    actual figure comes later.
    """

    indicator_code: str
    part_code: str | None = None
    amount: Decimal | None = None
    not_applicable: bool = False
    flagged: bool = False
    estimate: bool = False


_NOTHING = NewValue("")


@transaction.atomic
def file_values(
    unit: Unit,
    line: Line | str,
    period: Period | str,
    values: Iterable[NewValue],
    *,
    by: Actor,
    token: UUID,
    source: str = "",
    note: str = "",
    estimate: bool = False,
    expected_revision: int | None = None,
) -> Filing:
    """File what ``unit`` counted in ``period`` as a new revision, and queue its area's totals.

    The same ``token`` again gives the same filing and writes nothing. The caller has asked for the permission to file.
    ``source`` names the report: a later filing of the same source replaces the earlier one wholly (what it no longer
    holds is withdrawn), one of another source stands beside it. ``expected_revision`` is the revision that was shown
    (0: none); when another is the newest now, Stale is raised. Refused codes: unit-not-alive, not-on-line,
    unknown-item, item-twice, ratio-is-computed, bad-amount, parts-do-not-add-up, token-reused.
    """
    values = list(values)
    line = line if isinstance(line, Line) else Line.objects.get(code=line)
    period = period_of(period)
    lock([f"filing:{unit.pk}:{line.pk}:{period.code}"])
    if known := Filing.objects.filter(token=token).first():
        return _same_filing(known, unit, line, period)
    area_id = _area_of(unit, line, period)
    items = _resolve(values)
    newest = Filing.objects.filter(unit=unit, line=line, period=period.code).order_by("-revision").first()
    revision = newest.revision if newest else 0
    if expected_revision is not None and expected_revision != revision:
        raise Stale(_("Somebody filed these figures in the meantime; look at what they filed first."))
    withdrawn = _left_out(unit, line, period, source, items) if newest else []
    filing = Filing.objects.create(
        unit=unit, line=line, period=period.code, revision=revision + 1, filed_by_id=by.user_id, token=token,
        source=source, note=note,
    )  # fmt: skip
    rows = [_value(filing, item, value, estimate) for item, value in items.items()]
    rows += [_value(filing, item, _NOTHING, False) for item in withdrawn]
    Value.objects.bulk_create(rows)
    put([area_id], line, period)
    record(FILED, filing, by=by, count=len(values), line=line.code, period=period.code, revision=revision + 1)
    transaction.on_commit(wake_worker)
    return filing


Item = tuple[int, int | None]


def _same_filing(known: Filing, unit: Unit, line: Line, period: Period) -> Filing:
    if (known.unit_id, known.line_id, known.period) != (unit.pk, line.pk, period.code):
        raise Refused(_("This form was already used for other figures."), code="token-reused")
    return known


def _area_of(unit: Unit, line: Line, period: Period) -> int:
    """The area that ``unit`` reports for on the period's last day, or a refusal with the reason."""
    if period.last_day not in unit.life:
        raise Refused(
            _("The unit does not exist on the last day of the period."), code="unit-not-alive", field="period"
        )
    area_id = homes(line, period, [unit.pk]).get(unit.pk)
    if area_id is None:
        raise Refused(_("The unit does not report along this line."), code="not-on-line", field="unit")
    return area_id


def _resolve(values: Sequence[NewValue]) -> dict[Item, NewValue]:
    """The values by (indicator id, part id); refuses what cannot be stored."""
    codes = {value.indicator_code for value in values}
    asked = Indicator.objects.filter(code__in=codes).only("code", "kind", "decimals")
    indicators = {indicator.code: indicator for indicator in asked}
    known = Part.objects.filter(indicator__code__in=codes).values_list("indicator_id", "code", "pk")
    parts = {(indicator_id, code): pk for indicator_id, code, pk in known}
    items: dict[Item, NewValue] = {}
    for value in values:
        indicator = indicators.get(value.indicator_code)
        part_id = parts.get((indicator.pk, value.part_code)) if indicator and value.part_code else None
        field = f"{value.indicator_code}.{value.part_code}" if value.part_code else value.indicator_code
        if indicator is None or (value.part_code and part_id is None):
            raise Refused(_("There is no such indicator or part."), code="unknown-item", field=field)
        if indicator.is_ratio:
            raise Refused(_("A ratio is worked out, not filed."), code="ratio-is-computed", field=field)
        if (indicator.pk, part_id) in items:
            raise Refused(_("The same figure is given twice."), code="item-twice", field=field)
        _require_amount(value, indicator, field)
        items[indicator.pk, part_id] = value
    for indicator in indicators.values():
        _require_sum(indicator, items, [pk for (owner, _code), pk in parts.items() if owner == indicator.pk])
    return items


def _require_amount(value: NewValue, indicator: Indicator, field: str) -> None:
    amount = value.amount
    if amount is None:
        return
    fits = amount.is_finite() and amount.adjusted() < DIGITS - PLACES
    if not fits or value.not_applicable or -amount.normalize().as_tuple().exponent > indicator.decimals:
        raise Refused(_("This amount cannot be stored for this indicator."), code="bad-amount", field=field)


def _require_sum(indicator: Indicator, items: dict[Item, NewValue], part_ids: list[int]) -> None:
    """Parts add up to their whole, or the filing is flagged (spine, invariant 5)."""
    whole = items.get((indicator.pk, None))
    given = [items[indicator.pk, pk] for pk in part_ids if (indicator.pk, pk) in items]
    complete = len(given) == len(part_ids) and all(v.amount is not None or v.not_applicable for v in given)
    if not given or not complete or whole is None or whole.amount is None:
        return
    if whole.flagged or sum(v.amount or 0 for v in given) == whole.amount:
        return
    raise Refused(
        _("The parts do not add up to the whole; correct them or say why."),
        code="parts-do-not-add-up",
        field=indicator.code,
    )


def _left_out(unit: Unit, line: Line, period: Period, source: str, items: dict[Item, NewValue]) -> list[Item]:
    """What earlier filings of this source hold and this one does not."""
    held = Value.objects.newest(line).filter(unit=unit, period=period.code)
    # Plain rows: making a hundred values and their filings into objects is a sixth of the time of a re-filing.
    rows = held.values_list("indicator_id", "part_id", "amount", "not_applicable", "filing__source")
    return [
        (indicator_id, part_id)
        for indicator_id, part_id, amount, not_applicable, filed_as in rows
        if filed_as == source and (amount is not None or not_applicable) and (indicator_id, part_id) not in items
    ]


def _value(filing: Filing, item: Item, value: NewValue, estimate: bool) -> Value:
    return Value(
        filing=filing,
        indicator_id=item[0],
        part_id=item[1],
        unit_id=filing.unit_id,
        period=filing.period,
        amount=value.amount,
        not_applicable=value.not_applicable,
        estimate=(estimate or value.estimate) and value.amount is not None,
        flagged=value.flagged,
    )
