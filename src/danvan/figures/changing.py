"""What a change of units does to figures: nothing to what was filed. What was filed too late forbids the change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.apps import apps
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count, Manager, Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.core.periods import Period
from danvan.orgs.changes import Counted, Declaration, Part, Problem, Situation, Touched
from danvan.orgs.kinds import ShareKind
from danvan.orgs.models import Reach, Unit

SHOWN = 5


class Filings(Counted):
    """A figure that counts on a day on which the units are no more, or not yet, what the filing took them for."""

    def problems(self, declared: Declaration, situation: Situation) -> list[Problem]:
        words = _("%(unit)s has filed figures for %(period)s already, which ends after the change (%(count)s filings).")
        return [
            Problem("figures-filed", words % facts, "effective_on") for facts in self._after(declared.model, situation)
        ]

    def obstacles(self, declared: Declaration, situation: Situation) -> list[Problem]:
        words = _("%(unit)s has filed figures for %(period)s since (%(count)s filings).")
        return [Problem("figures-filed", words % facts) for facts in self._after(declared.model, situation)]

    def _after(self, model: type[Model], situation: Situation) -> Iterable[dict[str, object]]:
        """Filings of touched units, and of all that stands under them about the day, for periods that it changes."""
        days = DateRange(situation.day - timedelta(days=1), None)
        touched = [unit.pk for unit in situation.touched]
        below = Reach.objects.filter(above__in=touched, valid__overlap=days).values("below")
        rows = (
            model.objects.filter(unit__in=Unit.objects.filter(pk__in=below).values("pk"), period__gte=_first(situation))
            .values_list("unit__code", "unit", "period")
            .annotate(count=Count("pk"))
            .order_by("unit__code", "period")
        )
        late = [row for row in rows if Period.parse(row[2]).last_day >= situation.day]
        names = names_of([unit for _code, unit, _period, _count in late], situation)
        for _code, unit, period, count in late:
            yield {"unit": names[unit], "period": Period.parse(period).label_vi(), "count": count}


def _first(situation: Situation) -> str:
    """A text before the code of every period that ends on the day or later: years sort before campaigns."""
    return str(situation.day.year)


def names_of(units: Iterable[int], situation: Situation) -> dict[int, str]:
    """What units were called just before the change, or at last."""
    names: dict[int, str] = {}
    before = situation.day - timedelta(days=1)
    described = Unit.objects.filter(pk__in=set(units)).prefetch_related("descriptions")
    for unit in described:
        descriptions = sorted(unit.descriptions.all(), key=lambda row: before in row.valid)
        names[unit.pk] = descriptions[-1].name if descriptions else unit.code
    return names


class Series(Counted):
    """The figures of units that end or give a part away: all of them stay, and are carried to the heirs in reading.

    What is counted is series (a line, an indicator, a part of it), not figures.
    """

    def preview(self, declared: Declaration, situation: Situation) -> list[Touched]:
        plan = situation.plan
        codes = dict.fromkeys([*plan.closes, *(part.source for part in plan.parts)])
        sources = {situation.units[code].pk: code for code in codes if code in situation.units}
        totals = apps.get_model("figures", "Total")
        own = self._series(declared.model.objects, "filing__line", sources)
        own |= self._series(totals.objects, "line", sources)
        names = self._held_whole(declared.model)
        return [
            Touched(
                declared.relation,
                str(declared.what),
                declared.effect,
                code,
                len(own[pk].items),
                note=_note(own[pk], plan.heirs_of(code), names),
            )
            for pk, code in sources.items()
            if pk in own
        ]

    def _series(self, rows: Manager, line: str, sources: Mapping[int, str]) -> dict[int, Held]:
        """What each source has, in two questions however many figures there are."""
        found: dict[int, Held] = {}
        mine = rows.filter(unit__in=sources).order_by()
        for unit, _line, indicator, part in mine.values_list("unit", line, "indicator", "part").distinct():
            found.setdefault(unit, Held()).items.append((indicator, part))
        for unit, periods in mine.values_list("unit").annotate(n=Count("period", distinct=True)):
            found[unit].periods = periods
        return found

    def _held_whole(self, model: type[Model]) -> dict[int, str]:
        """Indicators of which no share can be told; a ratio can, from the shares of what it is made of."""
        indicators = model._meta.get_field("indicator").related_model.objects.filter(additive=False)
        return {indicator.pk: indicator.name for indicator in indicators if not indicator.is_ratio}


@dataclass
class Held:
    """The series of one source, as indicator and part, and in how many periods."""

    items: list[tuple[int, int | None]] = field(default_factory=list)
    periods: int = 0


def _note(held: Held, strands: list[Part], names: Mapping[int, str]) -> str:
    """In how many periods, and what cannot be apportioned when the source goes on in several units."""
    said = [ngettext("in %(n)s period", "in %(n)s periods", held.periods) % {"n": held.periods}]
    if any(part.share_kind == ShareKind.NONE for part in strands):
        said.append(_("no share is known: none of them can be apportioned"))
    elif any(part.share != 1 for part in strands):
        said.append(_("carried by shares and marked as estimated"))
        whole = sorted({names[indicator] for indicator, _part in held.items if indicator in names})
        if whole:
            more = "…" if len(whole) > SHOWN else ""
            said.append(_("cannot be apportioned: %(names)s") % {"names": ", ".join(whole[:SHOWN]) + more})
    return "; ".join(said)


FILED, CARRIED = Filings(), Series()
