"""A new indicator that a designer makes when nothing of the kind is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.audit.services import record
from danvan.audit.verbs import verb
from danvan.core.errors import Refused
from danvan.core.text import clean_line, fold
from danvan.figures.models import Indicator, Part
from danvan.reports.access import DESIGN
from danvan.reports.queries.known import similar

MADE = verb("reports.indicator_made", _("made the indicator “%(name)s”"))
OWN_ROW = 999  # not one of the rows of the shipped list: shown under "other figures"
MOST_PARTS = 26


@dataclass(frozen=True)
class NewIndicator:
    """What is counted. ``why_not``: why units cannot be added up; empty when they can. ``parts``: names in order."""

    name_vi: str
    measure_vi: str
    kind: str = Indicator.Kind.FLOW
    name_en: str = ""
    measure_en: str = ""
    decimals: int = 0
    why_not: str = ""
    breakdown: str = ""
    parts: tuple[str, ...] = ()
    sure: bool = False


@transaction.atomic
def make_indicator(wanted: NewIndicator, *, by: Actor) -> Indicator:
    """Make an indicator with its parts; ``sure`` says that it is another one than those with a name much like it.

    Refused codes: not-allowed, no-name, same-name, similar, ratio, parts-twice.
    """
    if not by.may(DESIGN):
        raise Refused(_("You may not make indicators."), code="not-allowed")
    name, measure = clean_line(wanted.name_vi)[:200], clean_line(wanted.measure_vi)[:40]
    if not fold(name).strip() or not measure:
        raise Refused(_("Write what is counted and in which measure."), code="no-name", field="name_vi")
    if wanted.kind == Indicator.Kind.RATIO:
        raise Refused(_("A ratio is worked out, not asked."), code="ratio", field="kind")
    _require_new(name, sure=wanted.sure)
    parts = [clean_line(part)[:200] for part in wanted.parts if clean_line(part)][:MOST_PARTS]
    if len({fold(part) for part in parts}) < len(parts):
        raise Refused(_("Two parts have the same name."), code="parts-twice", field="parts")
    why = clean_line(wanted.why_not)[:300]
    order = Indicator.objects.aggregate(last=Max("order"))["last"] or 0
    stock = wanted.kind == Indicator.Kind.STOCK
    breakdown = (clean_line(wanted.breakdown)[:100] or name[:100]) if parts else ""
    made = Indicator.objects.create(
        code=f"own-{uuid4().hex[:12]}", row=OWN_ROW, order=min(order + 1, 32767), name_vi=name,
        name_en=clean_line(wanted.name_en)[:200] or name, measure_vi=measure,
        measure_en=clean_line(wanted.measure_en)[:40] or measure, kind=wanted.kind, additive=not why, why_not_vi=why,
        why_not_en=why, over_time=Indicator.OverTime.LAST if stock else Indicator.OverTime.SUM,
        decimals=wanted.decimals, breakdown_vi=breakdown, breakdown_en=breakdown,
    )  # fmt: skip
    Part.objects.bulk_create(
        Part(indicator=made, code=_part_code(part, number), name_vi=part, name_en=part, order=number)
        for number, part in enumerate(parts, start=1)
    )
    record(MADE, made, by=by, name=name)
    return made


def _require_new(name: str, *, sure: bool) -> None:
    known = list(Indicator.objects.all())
    if any(fold(one.name_vi).strip() == fold(name).strip() for one in known):
        raise Refused(_("There is an indicator of this name already."), code="same-name", field="name_vi")
    if not sure and (alike := similar(name, known)):
        raise Refused(
            format_lazy(
                _("There is “{name}” already. If yours is another figure, tick so below."), name=alike[0].name
            ),
            code="similar", field="name_vi",
        )  # fmt: skip


def _part_code(name: str, number: int) -> str:
    return "-".join([str(number), *re.findall("[a-z0-9]+", fold(name))])[:40].rstrip("-")
