"""Finding a figure by what somebody typed, with its present value, and the question that puts it into a text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from danvan.access.actor import Actor
from danvan.core.errors import Refused
from danvan.core.periods import Period
from danvan.core.text import fold
from danvan.figures.access import VIEW as SEE_FIGURES
from danvan.figures.models import Indicator, Line
from danvan.figures.queries import indicators, lines
from danvan.orgs.kinds import AREAS, Kind
from danvan.orgs.models import Unit

from .asking import Question, Said, answers, by_units_of
from .choices import period_name, period_or_none
from .models import Review
from .search import Named, Understood, phrases, take_period, understand

MOST_FIGURES, MOST_UNITS, MOST_FOUND = 6, 3, 8
FORMS = ("figure", "change", "of_target")
_DIVIDER = "~"


@dataclass(frozen=True)
class Choice:
    """One way to say a figure: its ``value`` comes back from the form, ``text`` is what would stand in the paper.

    ``note`` says against what: a period, the target; empty for the number itself.
    """

    value: str
    text: str
    note: str
    known: bool


@dataclass(frozen=True)
class Found:
    """One figure of one unit, period and line; ``choices`` hold the number, its changes, its share of the target."""

    name: str
    unit: str
    period: str
    line: str
    said: Said
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Finding:
    """All that was found, and what was understood: (term, value) with an empty value for what was not."""

    found: tuple[Found, ...]
    told: tuple[tuple[str, str], ...]
    rest: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Place:
    """Where to look: the units by name, and the period."""

    units: tuple[Unit, ...]
    period: Period


@cache
def _aliases() -> dict[str, str]:
    return json.loads(files("danvan.reviews").joinpath("data/aliases.json").read_text("utf-8"))["aliases"]


def find(review: Review, text: str, *, by: Actor) -> Finding:
    """The figures that a text asks for, as far as ``by`` may see them; without a unit or a period the review's own."""
    known = indicators()
    units = _named_units(take_period(text, review.when.year)[2], by)
    named = [each for one in known for each in _names(one)]
    read = understand(text, review.when.year, named, units.keys(), _aliases())
    seen, hidden = _units(review, read, units, by)
    place = _Place(tuple(seen[:MOST_UNITS]), read.period or review.when)
    found = _found(review, read, place, known) if place.units and not read.wrong else []
    return Finding(tuple(found), _told(review, read, place, hidden), read.rest)


def _names(one: Indicator) -> list[Named]:
    parts = [Named.of(f"{one.code}.{part.code}", one.name_vi, part.name_vi) for part in one.parts.all()]
    return [Named.of(one.code, one.name_vi), *parts]


def _named_units(text: str, by: Actor) -> dict[str, list[Unit]]:
    """Areas by the names in the text, all there are: whether they may be seen is asked afterwards."""
    wanted = phrases(text.split())
    match = Q()
    for phrase in wanted:
        match |= Q(descriptions__name_fold__endswith=f" {phrase}")
    if not wanted:
        return {}
    found: dict[str, list[Unit]] = {}
    rows = Unit.objects.filter(match, descriptions__kind__in=AREAS - {Kind.VILLAGE})
    for unit in rows.distinct().prefetch_related("descriptions"):
        names = {fold(name) for one in unit.descriptions.all() for name in (one.name, one.short_name)}
        for name in names & wanted:
            found.setdefault(name, []).append(unit)
    return found


def _units(review: Review, read: Understood, units: dict[str, list[Unit]], by: Actor) -> tuple[list[Unit], str]:
    """The units meant that may be seen, those of the day first; and the name of the one that may not."""
    day = review.units_as_of or (read.period or review.when).last_day
    if not read.unit:
        return list(_visible(by).filter(pk=review.area_id).named(day)), ""
    ids = [unit.pk for unit in units[read.unit]]
    rows = list(_visible(by).filter(pk__in=ids).named(day))
    if not rows:
        return [], units[read.unit][0].descriptions.all()[0].name
    return sorted(rows, key=lambda unit: (not _lives(unit, day), -unit.pk)), ""


def _lives(unit: Unit, day: date) -> bool:
    return day in unit.life


def _visible(by: Actor) -> QuerySet[Unit]:
    reach = by.reach(SEE_FIGURES)
    return Unit.objects.none() if reach is None else Unit.objects.filter(pk__in=reach)


def _told(review: Review, read: Understood, place: _Place, hidden: str) -> tuple[tuple[str, str], ...]:
    """What was understood, term by term."""
    unit = place.units[0].name if place.units else ""
    if hidden:
        unit = _("%(unit)s, whose figures you may not see") % {"unit": hidden}
    elif unit and not read.unit:
        unit = _("%(name)s (of this report)") % {"name": unit}
    period = period_name(place.period)
    if read.wrong:
        period = _("“%(text)s” is no period") % {"text": read.wrong}
    elif read.period is None:
        period = _("%(name)s (of this report)") % {"name": period}
    names = {named.key: one for one in indicators() for named in _names(one)} if read.matches else {}
    figure = names[read.matches[0].key].name if names else ""
    return (_("Unit"), unit), (_("Period"), period), (_("Indicator"), figure)


def _found(review: Review, read: Understood, place: _Place, known: list[Indicator]) -> list[Found]:
    by_code = {one.code: one for one in known}
    rows = [
        (match, unit, line, _questions(review, (match.key, unit, place.period, line)))
        for match in read.matches[:MOST_FIGURES]
        for unit in place.units
        for line in _lines(review)
    ]
    asked = {f"{at}.{form}": one for at, row in enumerate(rows) for form, one in row[3].items()}
    said = answers(asked)
    found = []
    for at, (match, unit, line, questions) in enumerate(rows):
        answer = said[f"{at}.figure"]
        if not answer.known and line.code != review.line.code:
            continue
        choices = tuple(
            Choice(pack(question), said[f"{at}.{form}"].text, _note(question), said[f"{at}.{form}"].known)
            for form, question in questions.items()
            if form == "figure" or said[f"{at}.{form}"].known
        )
        one = Found(_name(by_code, match.key), unit.name, period_name(place.period), line.name, answer, choices)
        found.append((-round(match.score, 1), not answer.known, -match.score, line.code != review.line.code, at, one))
    told = {(one.name, one.unit) for *_rank, one in found if one.said.known}
    # A figure that another line holds is not offered as unknown along the review's own as well.
    kept = [row for row in found if row[-1].said.known or (row[-1].name, row[-1].unit) not in told]
    return [row[-1] for row in sorted(kept, key=lambda row: row[:-1])[:MOST_FOUND]]


def _note(question: Question) -> str:
    if question["ask"] == "change":
        return _("against %(period)s") % {"period": period_name(Period.parse(question["since"]))}
    return _("of the target") if question["ask"] == "of_target" else ""


def _name(by_code: dict[str, Indicator], key: str) -> str:
    code, _dot, part = key.partition(".")
    one = by_code[code]
    return one.name if not part else f"{one.name}, {next(row for row in one.parts.all() if row.code == part).name}"


def _lines(review: Review) -> list[Line]:
    """All lines, the review's own first."""
    return sorted(lines(), key=lambda line: line.code != review.line.code)


def _questions(review: Review, where: tuple[str, Unit, Period, Line]) -> dict[str, Question]:
    """All ways to say one figure: the number, the changes since last year and the period before, the share reached."""
    key, unit, period, line = where
    code, _dot, part = key.partition(".")
    base = {"indicator": code, "part": part or None, "unit": str(unit.public_id), "period": period.code}
    base |= {"line": line.code}
    since = {"change": period.same_last_year(), "change_last": period.previous()}
    if since["change"] == since["change_last"]:
        del since["change_last"]
    made = {"figure": base | {"ask": "figure"}}
    made |= {form: base | {"ask": "change", "since": other.code} for form, other in since.items() if other}
    if not part:
        made["of_target"] = base | {"ask": "of_target"}
    return {form: by_units_of(question, review.units_as_of) for form, question in made.items()}


def pack(question: Question) -> str:
    """A question about one figure as the value of a button."""
    names = ("ask", "indicator", "part", "unit", "period", "line", "since")
    return _DIVIDER.join(question.get(name) or "" for name in names)


def unpack(value: str) -> Question:
    """The question of a button. Refused (bad-question) for anything that no button of this page has."""
    cut = value.split(_DIVIDER)
    if len(cut) != 7 or cut[0] not in FORMS:
        raise _bad()
    ask, code, part, unit, period, line, since = cut
    indicator = next((one for one in indicators() if one.code == code), None)
    parts = {row.code for row in indicator.parts.all()} if indicator else set()
    dated = [period, since] if ask == "change" else [period]
    if (
        not indicator
        or (part and part not in parts)
        or line not in {one.code for one in lines()}
        or not all(map(period_or_none, dated))
        or not Unit.objects.filter(public_id=_uuid(unit)).exists()
    ):
        raise _bad()
    question: Question = {"ask": ask, "indicator": code, "part": part or None, "unit": unit, "period": period}
    return question | {"line": line} | ({"since": since} if ask == "change" else {})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _bad() -> Refused:
    return Refused(_("There is no such figure. Search for it once more."), code="bad-question", field="q")
