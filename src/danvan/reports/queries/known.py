"""Which figures exist already: who asks them, of whom, how often, and how fresh and complete they are (row 62).

Only forms that the designer may see, and only counts of units, never a figure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Length, Substr

from danvan.access.actor import Actor
from danvan.core.periods import Period
from danvan.core.text import fold
from danvan.figures.models import Indicator, Line, Total
from danvan.figures.queries import period_name
from danvan.orgs.kinds import AREAS
from danvan.orgs.models import Placement, Unit
from danvan.reports.models import Form, FormVersion, Item


@dataclass(frozen=True)
class Asked:
    """One form that asks for the figure now: whose it is, who files it, how often."""

    form: Form
    owner_name: str
    with_parts: bool = False


@dataclass(frozen=True)
class Stored:
    """The newest period of a line for which figures were filed: by ``reported`` of ``expected`` bodies."""

    line: Line
    period: Period
    reported: int
    expected: int

    @property
    def period_name(self) -> str:
        """The period in the language of the page."""
        return period_name(self.period)


@dataclass
class Known:
    """All of it about one indicator. ``sources``: lines whose figures the form could take instead of asking."""

    asked: list[Asked] = field(default_factory=list)
    stored: list[Stored] = field(default_factory=list)
    sources: list[Line] = field(default_factory=list)


def known_figures(
    indicators: Collection[Indicator], actor: Actor, *, area: Unit | None, line: Line | None, form: Form | None
) -> dict[int, Known]:
    """What exists about ``indicators``, by their numbers: five queries. ``form`` is the one being designed.

    A line offers its figures when it is of the same level as ``line``, so that each unit finds its own, and when
    they come from elsewhere: another body files them, or another form asks for them.
    """
    found = {one.pk: Known() for one in indicators}
    for item in _asking(found, actor, form):
        asked = Asked(item.version.form, item.owner_name, item.has_parts)
        found[item.indicator_id].asked.append(asked)
    for pk, stored in _stored(found, actor, area):
        found[pk].stored.append(stored)
    for known in found.values():
        lines = {one.form.line.code: one.form.line for one in known.asked}
        lines |= {one.line.code: one.line for one in known.stored if line and one.line != line}
        known.sources = [one for one in lines.values() if line and one.level == line.level]
    return found


def _asking(indicators: Iterable[int], actor: Actor, form: Form | None) -> Iterable[Item]:
    newer = FormVersion.objects.filter(form=OuterRef("version__form"), number__gt=OuterRef("version__number"))
    parts = Item.objects.filter(version=OuterRef("version"), indicator=OuterRef("indicator"), part__isnull=False)
    names = Unit.objects.filter(pk=OuterRef("version__form__owner")).named(actor.day).values("name")
    rows = Item.objects.filter(
        ~Exists(newer), indicator__in=list(indicators), part=None, source=None,
        version__form__in=Form.objects.visible_to(actor).values("pk"),
    )  # fmt: skip
    rows = rows.exclude(version__form=form) if form else rows
    rows = rows.annotate(owner_name=names[:1], has_parts=Exists(parts)).select_related("version__form__line")
    return rows.order_by("version__form__name_vi", "pk")


def _stored(indicators: Iterable[int], actor: Actor, area: Unit | None) -> list[tuple[int, Stored]]:
    """Of each indicator and line the newest period with figures in ``area``."""
    if area is None:
        return []
    rows = Total.objects.visible_to(actor).filter(
        unit=area, indicator__in=list(indicators), part=None, reported__gt=0
    )  # fmt: skip
    # Codes of one shape sort in order of time; of the newest of each shape the one that ends last is taken.
    rows = rows.annotate(length=Length("period"), sixth=Substr("period", 6, 1))
    key = ("indicator_id", "line_id", "length", "sixth")
    rows = rows.order_by(*key, F("period").desc()).distinct(*key).select_related("line")
    newest: dict[tuple[int, int], Stored] = {}
    for row in rows:
        stored = Stored(row.line, Period.parse(row.period), row.reported, row.expected)
        before = newest.get((row.indicator_id, row.line_id))
        if before is None or stored.period > before.period:
            newest[row.indicator_id, row.line_id] = stored
    return [(indicator, stored) for (indicator, _line), stored in sorted(newest.items())]


def area_of_owner(owner: Unit | None, actor: Actor) -> Unit | None:
    """The area for which the owner of a form asks: itself, or that under which the body stands."""
    if owner is None:
        return None
    if Unit.objects.areas(actor.day).filter(pk=owner.pk).exists():
        return owner
    above = Placement.objects.filter(unit=owner, valid__contains=actor.day).values("parent")
    return Unit.objects.filter(pk__in=above).of_kind(*AREAS, on=actor.day).first()


LIKE = 0.55  # of the letters in threes that two names share: below it names have little in common
MOST = 6


def similar(name: str, indicators: Iterable[Indicator]) -> list[Indicator]:
    """The indicators whose Vietnamese name is much like ``name``, the nearest first; marks and case do not matter."""
    asked = _threes(name)
    if not asked:
        return []

    def near(one: Indicator) -> float:
        held = _threes(one.name_vi)
        both = len(asked & held)
        # Shared of the smaller: "houses built" is in "houses built or repaired", which would ask the same again.
        return max(2 * both / (len(asked) + len(held)), both / min(len(asked), len(held)) - 0.15)

    ranked = sorted(((near(one), one) for one in indicators), key=lambda pair: (-pair[0], pair[1].order))
    return [one for how, one in ranked if how >= LIKE][:MOST]


def _threes(text: str) -> frozenset[str]:
    words = [f"  {word} " for word in fold(text).split()]
    return frozenset(word[n : n + 3] for word in words for n in range(len(word) - 2))
