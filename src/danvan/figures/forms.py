"""What a person asks a page of figures for: along which line, in which period, of which unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.core import clock
from danvan.core.periods import BadPeriod, Period, PeriodType

from . import queries
from .modes import AS_IT_WAS, Mode
from .queries import Scope

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class ScopeForm(forms.Form):
    """The choices above a page of figures; the address holds them all."""

    line = forms.ChoiceField(label=_("Reported by"))
    period = forms.ChoiceField(label=_("Period"))
    area = forms.ChoiceField(label=_("Unit"))
    units = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, actor: Actor, scope: Scope) -> None:
        chosen = {"line": scope.line.code, "period": scope.period.code, "area": str(scope.unit.public_id)}
        if scope.mode.is_restating:
            chosen["units"] = scope.mode.code
        super().__init__(initial=chosen, auto_id="scope_%s")
        if not scope.mode.is_restating:
            del self.fields["units"]
        day = scope.day
        periods = queries.known_periods(actor, scope.line)
        if scope.period not in periods:
            periods = sorted([*periods, scope.period], reverse=True)
        above = queries.crumbs(actor, scope.unit, day)
        below = queries.area_choices(actor, scope.unit, day)
        self.fields["line"].choices = [(line.code, line.name) for line in queries.lines()]
        self.fields["period"].choices = [(period.code, queries.period_name(period)) for period in periods]
        self.fields["area"].choices = [(str(u.public_id), u.name) for u in [*above, scope.unit, *below]]


def read_scope(actor: Actor, data: Mapping[str, str], mode: Mode = AS_IT_WAS) -> Scope:
    """The scope in an address. What is left out is chosen sensibly; what is unknown or out of reach is Http404."""
    lines = queries.lines()
    line = _line(actor, data.get("line"), lines)
    period = _period(actor, data.get("period"), line)
    unit = _unit(actor, data.get("area"), mode.as_of if mode.carries(period) else period.last_day)
    return Scope(unit, line, period, mode)


def read_mode(actor: Actor, data: Mapping[str, str]) -> Mode:
    """The mode in an address: ``was``, ``now`` or a day, in ISO or as people here write it (21/11/2026).

    Raises BadMode for anything else.
    """
    text = (data.get("units") or "").strip()
    written = _DAY.fullmatch(text)
    if written:
        day, month, year = (int(number) for number in written.groups())
        text = f"{year:04d}-{month:02d}-{day:02d}"
    return Mode.parse(text, actor.day)


def _line(actor: Actor, code: str | None, lines: list) -> object:
    found = next((line for line in lines if line.code == code), None) if code else queries.busiest_line(actor, lines)
    if found is None:
        raise Http404
    return found


def _period(actor: Actor, code: str | None, line: object) -> Period:
    if code:
        try:
            return Period.parse(code)
        except BadPeriod as error:
            raise Http404 from error
    known = queries.known_periods(actor, line)
    return known[0] if known else Period.containing(clock.today(), PeriodType.MONTH)


def _unit(actor: Actor, public_id: str | None, day: date) -> object:
    if not public_id:
        unit = queries.start_unit(actor, day)
    else:
        try:
            unit = queries.area_of(actor, UUID(public_id), day)
        except ValueError as error:
            raise Http404 from error
    if unit is None:
        raise Http404
    return unit
