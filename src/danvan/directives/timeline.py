"""The life of a directive and of one mandate as dated lines, past and to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.access.actor import Actor
from danvan.audit.queries import Line

from .models import Directive, Dissemination, Mandate

# A day, the state its mark shows, what happened, and a note.
Dated = tuple[date, str, str, str]


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def life_of(directive: Directive, mandates: Sequence[Mandate], actor: Actor) -> list[dict[str, Any]]:
    """Issued, sent, due, out of force: what this person may know of it, with a line at today."""
    dated = [*_issue(directive), *_sendings(directive, mandates), *_studies(mandates), *_dues(mandates, actor.day)]
    if directive.valid and directive.valid.upper:
        dated.append((directive.valid.upper, "done", _("Its own days of validity end"), ""))
    return _with_today(dated, actor.day, _year_only(directive))


def _issue(directive: Directive) -> list[Dated]:
    if directive.issued_on is None:
        return []
    what = _("Issued by %(issuer)s") % {"issuer": directive.issuer.name}
    return [(directive.issued_on, "done", what, directive.get_certainty_display())]


def _year_only(directive: Directive) -> list[dict[str, Any]]:
    if directive.issued_on is not None:
        return []
    what = _("Issued by %(issuer)s") % {"issuer": directive.issuer.name}
    time = str(directive.year) if directive.year else _("year not known")
    return [{"state": "done", "time": time, "what": what, "note": _("The day is not known.")}]


def _sendings(directive: Directive, mandates: Sequence[Mandate]) -> list[Dated]:
    seen = Counter(mandate.sending_id for mandate in mandates)
    lines = []
    for sending in directive.sendings.filter(pk__in=seen).select_related("by"):
        what = ngettext("Sent to %(n)d unit", "Sent to %(n)d units", seen[sending.pk]) % {"n": seen[sending.pk]}
        lines.append((sending.on, "done", what, sending.note))
    return lines


def _studies(mandates: Sequence[Mandate]) -> list[Dated]:
    """The thorough study, said once for many units: the last day on which one was held."""
    held = list(Dissemination.objects.standing().filter(mandate__in=[m.pk for m in mandates]).order_by("held_on"))
    if not held:
        return []
    units, people = len({one.mandate_id for one in held}), sum(one.attendance or 0 for one in held)
    what = ngettext("%(n)d unit has studied it", "%(n)d units have studied it", units) % {"n": units}
    note = ngettext("%(n)d person took part.", "%(n)d people took part.", people) % {"n": people} if people else ""
    return [(held[-1].held_on, "done", what, note)]


def _dues(mandates: Sequence[Mandate], today: date) -> list[Dated]:
    dues = Counter(mandate.due_on for mandate in mandates if mandate.due_on)
    late = Counter(mandate.due_on for mandate in mandates if mandate.is_late(today))
    lines = []
    for day, count in sorted(dues.items()):
        what = ngettext("Last day for %(n)d unit", "Last day for %(n)d units", count) % {"n": count}
        words = ngettext("%(n)d is overdue.", "%(n)d are overdue.", late[day]) % {"n": late[day]} if late[day] else ""
        lines.append((day, "late" if late[day] else "done", what, words))
    return lines


def _with_today(dated: list[Dated], today: date, first: list[dict]) -> list[dict[str, Any]]:
    past = [line for line in sorted(dated, key=lambda line: line[0]) if line[0] <= today]
    ahead = [line for line in sorted(dated, key=lambda line: line[0]) if line[0] > today]
    return [
        *first,
        *({"state": state, "time": _written(day), "what": what, "note": note} for day, state, what, note in past),
        {"today": _("Today, %(day)s") % {"day": _written(today)}},
        *(
            {"state": "none", "time": _written(day), "what": what, "note": note, "next": True}
            for day, _state, what, note in ahead
        ),
    ]


def steps_of(mandate: Mandate) -> list[dict[str, Any]]:
    """Every step the unit reported."""
    return [
        {
            "state": "done",
            "time": _written(step.on),
            "what": step.get_state_display(),
            "note": " · ".join(part for part in (step.by.full_name, step.note) if part),
        }
        for step in mandate.steps.select_related("by")
    ]


def as_entries(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The history of a record as the component shows it: acts, and each changed field with before and after."""
    entries = []
    for line in lines:
        if line.what:
            entries.append({"when": line.at, "who": line.who, "what": line.what})
        for name, before, after in line.changes:
            if before not in (None, "") or after not in (None, ""):
                entries.append(
                    {"when": line.at, "who": "", "what": name, "before": before or "—", "after": after or "—"}
                )
    return entries
