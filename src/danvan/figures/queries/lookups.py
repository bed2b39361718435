"""Finding what a page is about: an indicator, a line, a unit that the person may see."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import get_language

from danvan.access.actor import Actor
from danvan.core.periods import Period
from danvan.figures.access import VIEW
from danvan.figures.models import Indicator, Line
from danvan.orgs.models import Reach, Unit


def indicators() -> list[Indicator]:
    """All indicators in order, with their parts, numerators and denominators: two queries."""
    return list(Indicator.objects.select_related("numerator", "denominator").prefetch_related("parts"))


def indicator(code: str) -> Indicator | None:
    """One indicator with its parts, or None."""
    rows = Indicator.objects.select_related("numerator", "denominator").prefetch_related("parts")
    return rows.filter(code=code).first()


def lines() -> list[Line]:
    """All lines in order."""
    return list(Line.objects.all())


def line(code: str) -> Line | None:
    """One line, or None."""
    return Line.objects.filter(code=code).first()


def area_of(actor: Actor, public_id: UUID, day: date) -> Unit | None:
    """A unit whose figures ``actor`` may see, with its name and kind of ``day``; None for any other."""
    reach = actor.reach(VIEW)
    if reach is None:
        return None
    return Unit.objects.named(day).filter(public_id=public_id, pk__in=reach).first()


def start_unit(actor: Actor, day: date) -> Unit | None:
    """Where a person's page of figures begins: the highest unit that VIEW was granted on."""
    roots = actor.roots(VIEW)
    depth = Reach.objects.filter(below__in=roots, valid__contains=actor.day).order_by("depth")
    above = {}
    for below_id, steps in depth.values_list("below_id", "depth"):
        above[below_id] = steps
    ordered = sorted(roots, key=lambda pk: (above.get(pk, 99), pk))
    return Unit.objects.named(day).filter(pk=ordered[0]).first() if ordered else None


def crumbs(actor: Actor, unit: Unit, day: date) -> list[Unit]:
    """The areas above ``unit`` on ``day`` that the person may see, the highest first."""
    reach = actor.reach(VIEW)
    if reach is None:
        return []
    up = Reach.objects.filter(below=unit.pk, depth__gt=0, valid__contains=day, above__in=reach).order_by("-depth")
    ids = list(up.values_list("above_id", flat=True))
    found = Unit.objects.named(day).areas(day).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def area_choices(actor: Actor, unit: Unit, day: date) -> list[Unit]:
    """The areas right under ``unit`` on ``day`` that the person may see, by name."""
    reach = actor.reach(VIEW)
    if reach is None:
        return []
    return list(
        Unit.objects.below(unit.pk, day, depth=1).areas(day).named(day).filter(pk__in=reach).order_by("name_sort")
    )


def period_name(period: Period) -> str:
    """A period in the language of the page, as a title begins: "Tháng 9/2026"."""
    english = (get_language() or "vi").startswith("en")
    text = period.label_en() if english else period.label_vi()
    return text[:1].upper() + text[1:]


def seen_by(actor: Actor, unit_ids: list[int]) -> frozenset[int]:
    """Which of these units' figures the person may see."""
    reach = actor.reach(VIEW)
    if reach is None:
        return frozenset()
    return frozenset(reach.filter(below__in=unit_ids).values_list("below", flat=True))
