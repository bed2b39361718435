"""What a form may offer to this person: bodies that issue, areas, periods, directives, indicators by words."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from danvan.access.actor import Actor
from danvan.core import clock
from danvan.core.periods import BadPeriod, Period, PeriodType
from danvan.directives.models import Directive
from danvan.figures.access import VIEW as SEE_FIGURES
from danvan.figures.models import Filing
from danvan.orgs.kinds import AREAS, BODIES, COMMUNE_LEVEL, Kind
from danvan.orgs.models import Description, Reach, Unit

from .access import TEMPLATES, WRITE
from .models import Review, ReviewTemplate

MOST_DIRECTIVES = 200
# Areas below these write no reviews of their own here; they are read through the area above.
SMALL = frozenset({Kind.DISTRICT, Kind.VILLAGE}) | COMMUNE_LEVEL


def bodies(actor: Actor) -> QuerySet[Unit]:
    """Bodies that the person may write for, those of small areas left out."""
    return _large_bodies(actor, WRITE)


def _large_bodies(actor: Actor, action: str) -> QuerySet[Unit]:
    reach = actor.reach(action)
    if reach is None:
        return Unit.objects.none()
    inside = Reach.objects.filter(below=OuterRef("pk"), depth__gt=0, valid__contains=actor.day).filter(
        Exists(Description.objects.filter(unit=OuterRef("above"), kind__in=SMALL, valid__contains=actor.day))
    )
    return (
        Unit.objects.of_kind(*BODIES, on=actor.day)
        .filter(~Exists(inside), pk__in=reach)
        .named(actor.day)
        .order_by("name_sort")
    )


def template_bodies(actor: Actor) -> QuerySet[Unit]:
    """Bodies for which the person may keep Word templates, those of small areas left out."""
    return _large_bodies(actor, TEMPLATES)


def templates(review: Review) -> QuerySet[ReviewTemplate]:
    """The templates that a review may choose: of its body and of those above, and the one it has."""
    offered = ReviewTemplate.objects.offered_to(review.unit_id, clock.today())
    return ReviewTemplate.objects.filter(Q(pk__in=offered) | Q(pk=review.template_id))


def areas(actor: Actor) -> QuerySet[Unit]:
    """Areas whose figures the person may see, villages left out."""
    reach = actor.reach(SEE_FIGURES)
    if reach is None:
        return Unit.objects.none()
    kinds = sorted(AREAS - {Kind.VILLAGE})
    return Unit.objects.of_kind(*kinds, on=actor.day).filter(pk__in=reach).named(actor.day).order_by("name_sort")


def directives(actor: Actor) -> QuerySet[Directive]:
    """The newest directives that the person may see."""
    return Directive.objects.visible_to(actor).select_related("issuer")[:MOST_DIRECTIVES]


def period_name(period: Period) -> str:
    """A period in the language of the page, with its first letter large."""
    name = period.label_en() if (get_language() or "vi").startswith("en") else period.label_vi()
    return name[:1].upper() + name[1:]


def periods(actor: Actor) -> list[Period]:
    """Periods in which something was filed within the person's sight, and those of this year; the latest first."""
    codes = set(Filing.objects.visible_to(actor).order_by().values_list("period", flat=True).distinct())
    kinds = (PeriodType.MONTH, PeriodType.QUARTER, PeriodType.HALF, PeriodType.NINE_MONTHS, PeriodType.YEAR)
    now = [Period.containing(actor.day, kind) for kind in kinds]
    return sorted({Period.parse(code) for code in codes} | {period for period in now if period}, reverse=True)


def period_or_none(code: str) -> Period | None:
    """The period of a code, or None for anything else."""
    try:
        return Period.parse(code)
    except BadPeriod:
        return None
